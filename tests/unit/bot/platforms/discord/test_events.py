from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.commands.requests import Verb
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.discord.events import (
    DiscordEvent,
    InteractionKind,
    message_text,
    press,
    query,
    read_event,
    request,
    submitted,
)

AT = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def event(kind: InteractionKind, data: JsonObject) -> DiscordEvent:
    return DiscordEvent("1", kind, "2", "token", "3", "4", data)


def command(*options: JsonObject, verb: str = "subscribe") -> DiscordEvent:
    chosen: JsonObject = {"name": verb, "type": 1, "options": [*options]}
    return event(
        InteractionKind.COMMAND, {"type": 1, "name": "brief", "options": [chosen]}
    )


def test_a_command_comes_with_its_options() -> None:
    asked = request(
        command({"name": "name", "value": "ports"}, {"name": "time", "value": "7:30"}),
        AT,
    )

    assert asked.verb is Verb.SUBSCRIBE
    assert asked.options == {"name": "ports", "time": "7:30"}


def test_a_command_that_is_no_more_asks_for_help() -> None:
    assert request(command(verb="snooze"), AT).verb is Verb.HELP


def test_a_command_without_anything_asks_for_help() -> None:
    assert (
        request(event(InteractionKind.COMMAND, {"name": "brief"}), AT).verb is Verb.HELP
    )


@pytest.mark.parametrize(
    ("permissions", "may"), [(0, False), (1 << 11, False), (1 << 4, True), (8, True)]
)
def test_who_may_manage_channels_is_told(permissions: int, *, may: bool) -> None:
    asked = request(replace(command(), permissions=permissions), AT)

    assert asked.context.person.may_manage is may


def test_a_button_comes_back_with_its_state() -> None:
    pressed = press(event(InteractionKind.PRESS, {"custom_id": "sitrep:v|a:b|c"}), AT)

    assert pressed.state == "v|a:b|c"


def test_a_choice_comes_back_with_its_state() -> None:
    data: JsonObject = {"custom_id": "sitrep:?menu", "values": ["r|topic|ports"]}

    assert press(event(InteractionKind.PRESS, data), AT).state == "r|topic|ports"


@pytest.mark.parametrize("id_", ["other:1", "", None])
def test_what_others_made_is_not_ours(id_: str | None) -> None:
    assert not event(InteractionKind.PRESS, {"custom_id": id_}).is_ours


def test_fields_of_a_dialog_come_by_their_names() -> None:
    data: JsonObject = {
        "custom_id": "sitrep:links:7",
        "components": [
            {
                "type": 18,
                "component": {"type": 3, "custom_id": "links", "values": ["0", "2"]},
            },
            {
                "type": 1,
                "components": [{"type": 4, "custom_id": "more", "value": "a\nb"}],
            },
        ],
    }

    sent = submitted(event(InteractionKind.DIALOG, data), AT)

    assert sent.dialog == "links:7"
    assert sent.values == {"links": ("0", "2"), "more": ("a\nb",)}


def test_what_is_being_typed_is_told() -> None:
    typed = query(
        command(
            {"name": "name", "value": "ports"},
            {"name": "timezone", "value": "eur", "focused": True},
        )
    )

    assert (typed.verb, typed.option, typed.typed) == (
        Verb.SUBSCRIBE,
        "timezone",
        "eur",
    )


def test_links_in_cards_of_a_message_are_read() -> None:
    message: JsonObject = {
        "content": "See",
        "embeds": [{"url": "https://a.example/1", "title": "Ports"}],
        "components": [
            {"type": 17, "components": [{"type": 10, "content": "https://a.example/2"}]}
        ],
        "message_snapshots": [{"message": {"content": "https://a.example/3"}}],
    }
    data: JsonObject = {"type": 3, "resolved": {"messages": {"9": message}}}

    text = message_text(event(InteractionKind.COMMAND, data))

    assert text.split("\n") == [
        "See",
        "Ports",
        *(f"https://a.example/{number}" for number in (1, 2, 3)),
    ]


@pytest.mark.parametrize(
    "data", [{}, {"resolved": None}, {"resolved": {"messages": 1}}]
)
def test_a_menu_without_a_message_has_no_text(data: JsonObject) -> None:
    assert message_text(event(InteractionKind.COMMAND, data)) == ""


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


def test_an_option_without_a_name_is_no_option() -> None:
    asked = request(command({"value": "ports"}), AT)

    assert "name" not in asked.options
