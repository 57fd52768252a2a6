"""Asking only for what has changed."""

from __future__ import annotations

import pytest

from bot.core.domain.records import Validators
from bot.fetching.conditions import condition, is_unmodified, validators_of
from bot.fetching.exchanges import Answer

KNOWN = Validators('W/"a"', "Tue, 03 Mar 2026 08:00:00 GMT")
NONE = Validators()


def answer(status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer("https://a.example/", status, named)


def test_validators_are_sent_back_as_they_were() -> None:
    assert condition(KNOWN) == {
        "If-None-Match": 'W/"a"',
        "If-Modified-Since": "Tue, 03 Mar 2026 08:00:00 GMT",
    }


def test_what_is_not_known_is_not_sent() -> None:
    assert condition(Validators(None, "x")) == {"If-Modified-Since": "x"}
    assert condition(NONE) == {}


def test_validators_come_from_the_answer() -> None:
    found = validators_of(answer(ETag='"b"', Last_Modified="today"), NONE)

    assert found == Validators('"b"', "today")


def test_what_the_answer_does_not_name_stays_as_it_was() -> None:
    assert validators_of(answer(304), KNOWN) == KNOWN
    assert validators_of(answer(304, ETag='"b"'), KNOWN).etag == '"b"'


@pytest.mark.parametrize(
    "odd", ["", "x" * 1_001, '"a\x00"', '"\udcff"', '"a\tb"', '"\u200b"']
)
def test_validator_that_could_not_be_sent_or_stored_is_dropped(odd: str) -> None:
    assert validators_of(answer(ETag=odd, Last_Modified=odd), NONE) == NONE


@pytest.mark.parametrize(
    ("status", "known", "same"),
    [(304, KNOWN, True), (304, NONE, False), (200, KNOWN, False), (404, KNOWN, False)],
)
def test_only_what_was_asked_by_can_be_unmodified(
    status: int,
    known: Validators,
    same: bool,  # noqa: FBT001
) -> None:
    assert is_unmodified(answer(status), known) is same
