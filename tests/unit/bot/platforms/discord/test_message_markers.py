from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.messages.briefing_json import Json
from bot.platforms.discord.message_markers import first_id, has_marker, marker

LINE = marker("0123456789abcdef01234567")


def message(author: str = "1", *texts: str) -> Json:
    components: list[Json] = [{"type": 10, "content": text} for text in texts]
    return {"author": {"id": author}, "components": components}


def test_our_message_bears_its_mark_at_its_end() -> None:
    assert has_marker(message("1", "Ports", LINE), LINE, "1")


@pytest.mark.parametrize(
    "other",
    [
        message("2", "Ports", LINE),
        message("1", LINE, "Ports"),
        message("1", f"Ports {LINE}"),
        message("1"),
        {"author": {"id": "1"}, "content": LINE},
        {"components": []},
        [],
        None,
    ],
)
def test_nothing_else_bears_it(other: Json) -> None:
    assert not has_marker(other, LINE, "1")


def test_ids_grow_with_time() -> None:
    first, second = (
        first_id(datetime(2026, 3, 2, 7, minute, tzinfo=UTC)) for minute in (30, 31)
    )

    assert second - first == 60_000 << 22
