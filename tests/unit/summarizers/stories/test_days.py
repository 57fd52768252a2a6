from __future__ import annotations

from datetime import date

import pytest

from summarizers.model import Span
from summarizers.stories.days import last_named_day

FRIDAY = date(2026, 3, 6)


def named(text: str, lang: str = "en") -> date | None:
    return last_named_day(text, Span(0, len(text), text), FRIDAY, lang)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The port closed on Friday.", 6),
        ("The port closed on Thursday, a day after the fire of Wednesday.", 5),
        ("The port closed today.", 6),
        ("The port closed yesterday.", 5),
        ("The port closed on 3 March.", 3),
        ("The port will open on Saturday 28 February.", None),
    ],
)
def test_the_latest_recent_day_is_named(text: str, day: int | None) -> None:
    expected = date(2026, 2, 28) if day is None else FRIDAY.replace(day=day)

    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The port is closed.",
        "The port closed last year.",
        "The port last closed on 4 July 2025.",
        "The New Year's Eve party is in the port.",
    ],
)
def test_a_longer_period_or_an_old_day_is_not_named(text: str) -> None:
    assert named(text) is None


def test_a_french_day_is_named() -> None:
    assert named("Le port a fermé jeudi.", "fr") == FRIDAY.replace(day=5)
