from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.discord.events import (
    DiscordEvent,
    InteractionKind,
    read_event,
    request,
)

AT = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def event(kind: InteractionKind, data: JsonObject) -> DiscordEvent:
    return DiscordEvent("1", kind, "2", "token", "3", "4", data)


def command(*options: JsonObject, verb: str = "subscribe") -> DiscordEvent:
    chosen: JsonObject = {"name": verb, "type": 1, "options": [*options]}
    return event(
        InteractionKind.COMMAND, {"type": 1, "name": "brief", "options": [chosen]}
    )


@pytest.mark.parametrize(
    ("permissions", "may"), [(0, False), (1 << 11, False), (1 << 4, True), (8, True)]
)
def test_who_may_manage_channels_is_told(permissions: int, *, may: bool) -> None:
    asked = request(replace(command(), permissions=permissions), AT)

    assert asked.context.person.may_manage is may


@pytest.mark.parametrize("id_", ["other:1", "", None])
def test_what_others_made_is_not_ours(id_: str | None) -> None:
    assert not event(InteractionKind.PRESS, {"custom_id": id_}).is_ours


@pytest.mark.parametrize("id_", [10**22, -1, "9" * 5_000, "a", None])
def test_an_interaction_with_another_id_than_discord_gives_is_malformed(
    id_: Json,
) -> None:
    payload: JsonObject = {
        "id": id_,
        "type": 2,
        "application_id": "2",
        "token": "token",
        "user": {"id": "3"},
    }

    assert read_event(payload) is None
    assert read_event({**payload, "id": "7"}) is not None
