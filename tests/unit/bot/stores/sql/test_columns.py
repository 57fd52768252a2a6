"""Values that columns store and return."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import sqlite

from bot.stores.sql.columns import Moment, Names, Numbers, storable

DIALECT = sqlite.dialect()


@pytest.mark.parametrize("text", ["", "plain", "Größe", "🚢 \U0010ffff", "\n\t\x01"])
def test_text_stays_as_it_is(text: str) -> None:
    assert storable(text) == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\0b", "a�b"), ("\0ż", "�ż"), ("\ud83d", "�"), ("\udea2🚢\ud83dx", "�🚢�x")],
)
def test_each_character_that_cannot_be_kept_is_replaced_by_one(
    text: str, kept: str
) -> None:
    assert storable(text) == kept
    assert len(storable(text)) == len(text)


def test_a_time_of_any_zone_is_kept_to_the_microsecond_in_utc() -> None:
    moment = datetime(1969, 7, 20, 22, 17, 40, 123_457, timezone(timedelta(hours=-5)))

    kept = Moment().process_bind_param(moment, DIALECT)

    back = Moment().process_result_value(kept, DIALECT)
    assert back == moment
    assert back.tzinfo is UTC


def test_none_is_stored_as_null() -> None:
    for column in (Moment(), Names(), Numbers()):
        assert column.process_bind_param(None, DIALECT) is None
        assert column.process_result_value(None, DIALECT) is None
