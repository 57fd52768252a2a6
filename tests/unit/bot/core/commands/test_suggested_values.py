from __future__ import annotations

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.commands.autocomplete import (
    named_choices,
    time_choices,
    word_choices,
    zone_choices,
)
from bot.core.commands.fuzzy_lookup import Named
from bot.core.commands.responses import LABEL_LENGTH, STATE_LENGTH

ZONES = tuple(sorted(available_timezones()))
TOPICS = (Named("ports", "Ports and piers"), Named("ferries", "Ferries"))


def zones(typed: str) -> list[str]:
    """The zones that are suggested for this."""
    return [one.state for one in zone_choices(typed, ZONES, ("Europe/Oslo", "UTC"))]


def times(typed: str) -> list[str]:
    """The times that are suggested for this."""
    return [one.state for one in time_choices(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("7", ["07:00", "07:30"]),
        ("07", ["07:00", "07:30"]),
        ("7:15", ["07:15"]),
        ("7.30", ["07:30"]),
        ("19", ["19:00", "19:30"]),
        ("25:00", []),
        ("noon", []),
    ],
)
def test_a_time_that_is_begun_is_finished(typed: str, first: list[str]) -> None:
    assert times(typed)[:2] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("berl", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("asia/sing", "Asia/Singapore"),
        ("utc", "UTC"),
        ("stokholm", "Europe/Stockholm"),
    ],
)
def test_a_zone_is_found_by_its_city(typed: str, first: str) -> None:
    assert first in zones(typed)[:2]


@given(st.text(max_size=300))
def test_whatever_is_typed_suggestions_are_what_platforms_take(typed: str) -> None:
    found = (
        *named_choices(typed, TOPICS),
        *time_choices(typed),
        *zone_choices(typed, ZONES, ()),
        *word_choices(typed, ("lenna.example",), free=True),
    )

    assert all(0 < len(one.label) <= LABEL_LENGTH for one in found)
    assert all(0 < len(one.state) <= STATE_LENGTH for one in found)
