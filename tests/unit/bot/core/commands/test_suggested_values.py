from __future__ import annotations

from zoneinfo import available_timezones

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
