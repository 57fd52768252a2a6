"""Corrections as the platforms show them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.digests.corrections import correction_message
from bot.core.domain.corrections import Correction, correction_slot
from bot.core.domain.messages import Message
from bot.core.messages.markdown import to_markdown
from bot.core.text.since import parse_since
from summarizers.stories.corrections import ChangeKind

UTC_ZONE = ZoneInfo("UTC")
NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)
OLD = "The container gate will be closed for nine days from Sunday."
NEW = "The container gate will be closed for nine hours on Sunday."
TITLE = "Container gate at Kessary to close for works"
PAGE = "https://kessary-courier.example/gate"

CHANGED = Correction(
    channel="slack/C1",
    edition=3,
    place=0,
    story="gate",
    article="id-gate",
    kind=ChangeKind.NUMBER,
    printed=OLD,
    told_at=datetime(2026, 11, 3, 8, tzinfo=UTC),
    at=NOW,
    now=NEW,
    link=f"{PAGE}#:~:text=The%20container%20gate",
    title=TITLE,
    paper="Kessary Courier",
    url=PAGE,
)
GONE = replace(
    CHANGED,
    place=1,
    kind=ChangeKind.GONE,
    printed="No ship was hurt.",
    now=None,
    link=None,
    message_link="https://chat.example/3",
)


def message(*corrections: Correction, language: str = "en") -> Message:
    return correction_message(corrections, language, UTC_ZONE)


def markdown(*corrections: Correction, language: str = "en") -> str:
    return to_markdown(message(*corrections, language=language)).replace("\xa0", " ")


def test_titles_are_not_repeated_when_corrections_of_articles_alternate() -> None:
    other = replace(CHANGED, article="id-ferry", title="Ferry to Holm stops")
    elsewhere = replace(CHANGED, channel="slack/C2")

    lines = markdown(CHANGED, other, elsewhere, GONE)

    assert lines.count(TITLE) == 2
    assert lines.index(OLD) < lines.index(GONE.printed) < lines.index("Ferry to Holm")


def test_the_same_corrections_have_the_same_slot() -> None:
    one = correction_slot("morning", [CHANGED, GONE])

    assert correction_slot("morning", [GONE, CHANGED]) == one
    assert correction_slot("morning", [CHANGED]) != one


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "2026-10-28T09:00"),
        ("1 day", "2026-11-03T09:00"),
        ("24h", "2026-11-03T09:00"),
        ("2 semaines", "2026-10-21T09:00"),
        (" 3  days ", "2026-11-01T09:00"),
        ("2026-11-01", "2026-11-01T00:00"),
        ("2026-11-01T07:30", "2026-11-01T07:30"),
    ],
)
def test_a_period_begins_where_people_say(typed: str, expected: str) -> None:
    start = parse_since(typed, NOW, UTC_ZONE)

    assert start == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize("typed", ["soon", "7", "9999-12-31", "1 month ago", "٧"])
def test_other_words_are_no_period(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_since(typed, NOW, UTC_ZONE)
