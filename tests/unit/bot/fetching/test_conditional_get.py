"""Requests that are answered only if the resource has changed."""

from __future__ import annotations

import pytest

from bot.core.domain.records import Validators
from bot.fetching.fetcher import (
    conditional_headers,
    is_not_modified,
    next_validators,
)
from bot.fetching.http_messages import HttpResponse

KNOWN = Validators('W/"a"', "Tue, 03 Mar 2026 08:00:00 GMT")
NONE = Validators()


def response(status: int = 200, **headers: str) -> HttpResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse("https://a.example/", status, named)


def test_validators_are_sent_back_as_they_were() -> None:
    assert conditional_headers(KNOWN) == {
        "If-None-Match": 'W/"a"',
        "If-Modified-Since": "Tue, 03 Mar 2026 08:00:00 GMT",
    }


def test_what_the_answer_does_not_name_stays_as_it_was() -> None:
    assert next_validators(response(304), KNOWN) == KNOWN
    assert next_validators(response(304, ETag='"b"'), KNOWN).etag == '"b"'


@pytest.mark.parametrize(
    "odd", ["", "x" * 1_001, '"a\x00"', '"\udcff"', '"a\tb"', '"\u200b"']
)
def test_validator_that_could_not_be_sent_or_stored_is_dropped(odd: str) -> None:
    assert next_validators(response(ETag=odd, Last_Modified=odd), NONE) == NONE


@pytest.mark.parametrize(
    ("status", "known", "same"),
    [(304, KNOWN, True), (304, NONE, False), (200, KNOWN, False), (404, KNOWN, False)],
)
def test_only_what_was_asked_by_can_be_unmodified(
    status: int,
    known: Validators,
    same: bool,  # noqa: FBT001
) -> None:
    assert is_not_modified(response(status), known) is same
