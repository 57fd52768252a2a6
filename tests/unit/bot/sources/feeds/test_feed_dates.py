from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.sources.feeds.feed_dates import (
    is_complete_date,
    newest_indexes,
    parse_date,
    plausible_date,
)
from bot.sources.feeds.parser import parse_feed
from tests.fakes.feeds import item, page, rss

NOON = datetime(2026, 2, 3, 12, tzinfo=UTC)


def read(written: str) -> datetime | None:
    """The date of an item as a feed gives it."""
    body = rss(item(f"<title>a</title><pubDate>{written}</pubDate>"))
    return parse_feed(page(body)).items[0].published


@pytest.mark.parametrize(
    "written",
    [
        "Tue, 03 Feb 2026 12:00:00 GMT",
        "Tue, 03 Feb 2026 13:00:00 +0100",
        "Tue, 3 Feb 26 12:00:00 GMT",
        "Tue, 03 February 2026 12:00:00 GMT",
        "03 Feb 2026 07:00:00 EST",
        "tis, 03 feb 2026 12:00:00 GMT",
        "2026-02-03T12:00:00Z",
        "2026-02-03T12:00:00.000+00:00",
        "2026-02-03 12:00:00",
        "2026-02-03T12:00",
        "20260203T120000Z",
        "20260203120000",
        "February 3, 2026 12:00",
        "Feb 3rd, 2026 12:00",
        "Tue Feb  3 12:00:00 2026",
        "\n Tue, 03 Feb 2026 12:00:00 GMT ",
    ],
)
def test_a_date_is_read_in_every_form_that_has_one_meaning(written: str) -> None:
    assert read(written) == NOON


@pytest.mark.parametrize(
    "written",
    [
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "2999-01-01",
        "03/02/2026",
        "03.02.2026",
        "yesterday",
        "12:30",
        "Tuesday",
        "February 2026",
        "1770000000",
        "2026-02-30T12:00:00Z",
        "",
        "2026-02-03 " + "x" * 300,
    ],
)
def test_a_date_that_cannot_be_true_is_none(written: str) -> None:
    assert read(written) is None


def test_a_day_alone_is_its_midnight() -> None:
    assert read("2026-02-03") == datetime(2026, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2026-02-03T13:00:00+01:00", NOON.ctime() + " x"])
def test_a_whole_date_names_day_month_and_year(written: str) -> None:
    assert is_complete_date(written)


@pytest.mark.parametrize("written", [None, "", "3 Feb", "Feb 2026", "2026", "9" * 99])
def test_a_part_of_a_date_is_not_whole(written: str | None) -> None:
    assert not is_complete_date(written)


def test_a_moment_without_a_zone_is_in_utc() -> None:
    assert plausible_date(NOON.replace(tzinfo=None)) == NOON


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Tue, 03 Feb 2026 12:00:00 GMT", NOON),
        ("2026-02-03T12:00:00Z", NOON),
        ("2026-02-33", None),
        ("Tue, 03 Feb 2026 99:00:00 GMT", None),
        (None, None),
    ],
)
def test_dates_for_the_cut_are_those_of_the_formats(
    written: str | None, moment: datetime | None
) -> None:
    assert parse_date(written) == moment


def test_the_newest_stand_in_order_and_undated_ones_are_the_oldest() -> None:
    dates = [NOON, None, NOON.replace(day=5), NOON.replace(day=4), None]

    assert newest_indexes(dates, 2) == (2, 3)
    assert newest_indexes(dates, 4) == (0, 1, 2, 3)
    assert newest_indexes(dates, 9) == (0, 1, 2, 3, 4)
