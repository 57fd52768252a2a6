"""Waits and freshness lifetimes from response headers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.fetching.retry_after import MAX_WAIT, fresh_for, retry_after

DATE = "Tue, 03 Mar 2026 08:00:00 GMT"
HOUR_LATER = "Tue, 03 Mar 2026 09:00:00 GMT"
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("asked", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 3600 ", HOUR),
        ("999999999999", MAX_WAIT),
        (HOUR_LATER, HOUR),
        ("Tuesday, 03-Mar-26 09:00:00 GMT", HOUR),
        ("Tue Mar  3 09:00:00 2026", HOUR),
        ("Tue, 03 Mar 2099 09:00:00 GMT", MAX_WAIT),
    ],
)
def test_server_is_left_alone_for_as_long_as_it_asks(
    asked: str, wait: timedelta
) -> None:
    assert retry_after({"Retry-After": asked, "Date": DATE}) == wait


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "0",
        "-5",
        "soon",
        "1e9",
        "12.5",
        "٣٠",
        "9" * 40,
        "1" * 5_000,
        "Tue, 99 Mar 2026 09:00:00 GMT",
        "Mon, 02 Mar 2026 09:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 -2359",
    ],
)
def test_nonsense_asks_for_nothing(asked: str) -> None:
    assert retry_after({"Retry-After": asked, "Date": DATE}) is None


@pytest.mark.parametrize(
    "control",
    [
        "max-age=3600",
        "public, max-age=3600, must-revalidate",
        "MAX-AGE=3600",
        'max-age="3600"',
    ],
)
def test_body_stays_fresh_for_its_age(control: str) -> None:
    assert fresh_for({"Cache-Control": control}) == HOUR


def test_time_in_a_cache_on_the_way_counts() -> None:
    headers = {"Cache-Control": "max-age=7200", "Age": "3600"}

    assert fresh_for(headers) == HOUR


def test_expiry_is_counted_from_the_server_s_own_time() -> None:
    assert fresh_for({"Expires": HOUR_LATER, "Date": DATE}) == HOUR


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cache-Control": ""},
        {"Cache-Control": "max-age=899"},
        {"Cache-Control": "max-age=0", "Expires": HOUR_LATER, "Date": DATE},
        {"Cache-Control": "max-age"},
        {"Cache-Control": "max-age=often"},
        {"Cache-Control": "max-age=-3600"},
        {"Cache-Control": "no-cache, max-age=3600"},
        {"Cache-Control": "no-store, max-age=3600"},
        {"Cache-Control": "max-age=3600", "Age": "3000"},
        {"Cache-Control": "max-age=3600", "Age": "9" * 12},
        {"Cache-Control": "s-maxage=3600"},
        {"Cache-Control": "," * 100_000},
        {"Expires": "0", "Date": DATE},
        {"Expires": "-1"},
        {"Expires": HOUR_LATER},
        {"Expires": DATE, "Date": HOUR_LATER},
    ],
)
def test_what_is_fresh_for_less_than_the_usual_rhythm_says_nothing(
    headers: dict[str, str],
) -> None:
    assert fresh_for(headers) is None
