"""When pages were publication_date; every page is our own writing."""

from __future__ import annotations

from datetime import date

import pytest

from bot.sources.pages.publication_date import DateEvidence, publication_date

DAY = date(2026, 3, 2)
AFTER = date(2026, 3, 3)
PLAIN = "https://post.example/harbour"
DATED = "https://post.example/2026/03/02/harbour"
TEXT = "The harbour of Norrvik will close, the port authority said.\nIt is sinking."


def found(
    source: str,
    *,
    url: str = PLAIN,
    marked: date | None = None,
    text: str = TEXT,
    search: bool = True,
) -> date | None:
    page = f"<html><body>{source}<p>{TEXT}</p></body></html>"
    evidence = DateEvidence(page, url, text, None if marked is None else str(marked))
    return publication_date(evidence, search=search)


def declared(moment: str) -> str:
    return f'<meta property="article:published_time" content="{moment}">'


def test_marked_day_counts() -> None:
    assert found("", marked=DAY) == DAY


def test_page_without_signs_has_no_day() -> None:
    assert found("") is None


def test_only_day_in_the_text_counts() -> None:
    assert found("<div>2 March 2026</div>") == DAY


def test_huge_page_is_not_searched() -> None:
    assert found("<div>2 March 2026</div>", search=False) is None


def test_what_is_no_day_does_not_count() -> None:
    evidence = DateEvidence("<p></p>", None, "", "2026-02-31")

    assert publication_date(evidence) is None


@pytest.mark.parametrize("year", ["1970", "1994", "2400"])
def test_day_before_the_web_or_in_the_future_does_not_count(year: str) -> None:
    assert found(f"<div>2 March {year}</div>") is None


def test_bare_year_is_no_day() -> None:
    assert found("<div>Copyright 2024</div>") is None


def test_days_that_disagree_do_not_count() -> None:
    assert found("<div>5 May 2008</div><div>7 July 2011</div>") is None


def test_day_of_the_story_does_not_count() -> None:
    lines = f"{TEXT}\nMore.\nThe last storm hit on 7 July 2011."

    assert found("<div>7 July 2011</div>", text=lines) is None


def test_dateline_of_the_article_counts() -> None:
    assert found("<div>2 March 2026</div>", text=f"2 March 2026\n{TEXT}") == DAY


def test_day_in_a_long_script_does_not_count() -> None:
    state = '{"created": "2026-03-02T03:02:36", "filler": "' + "x" * 1000 + '"}'

    assert found(f"<script>var state = {state}</script>") is None


def test_day_in_a_short_script_counts() -> None:
    assert found('<script>show("2026-03-02T03:02:36")</script>') == DAY


def test_declared_day_wins_over_the_draft_in_the_address() -> None:
    page = declared("2026-03-03T10:04:00Z")

    assert found(page, url=DATED, marked=DAY) == AFTER


@pytest.mark.parametrize(
    "moment", ["2026-03-03T02:18:11Z", "2026-03-03T02:18:11+00:00"]
)
def test_address_has_the_places_day_in_the_first_hours_of_utc(moment: str) -> None:
    assert found(declared(moment), url=DATED, marked=DAY) == DAY


def test_declared_day_with_its_zone_wins_in_the_first_hours() -> None:
    page = declared("2026-03-03T02:18:11-05:00")

    assert found(page, url=DATED, marked=DAY) == AFTER


@pytest.mark.parametrize("moment", ["2026-03-02T09:00:00Z", "2026-05-09", "2026-02-31"])
def test_other_declared_days_leave_the_one_in_the_address(moment: str) -> None:
    assert found(declared(moment), url=DATED, marked=DAY) == DAY


@pytest.mark.parametrize(
    "stamp",
    [
        "2 March 2026, 18:29",
        "2nd Mar. 2026 18.29",
        "March 2, 2026 at 6:29 PM",
        "Mar 2 2026 | 18:29",
    ],
)
def test_day_with_a_time_wins_over_today_in_the_pages_head(stamp: str) -> None:
    page = f"<div>Tuesday, 3 March 2026</div><p>{stamp}</p>"

    assert found(page, marked=AFTER) == DAY


@pytest.mark.parametrize(
    "stamp",
    ["4 March 2026, 18:29", "2 March 2024, 18:29", "31 February 2026, 18:29"],
)
def test_later_older_and_impossible_stamps_change_nothing(stamp: str) -> None:
    assert found(f"<p>{stamp}</p>", marked=AFTER) == AFTER


@pytest.mark.parametrize("url", [PLAIN, "https://post.example/2026/03/03/harbour"])
def test_stamp_changes_no_day_that_is_declared(url: str) -> None:
    page = declared("2026-03-03T10:00:00+01:00") + "<p>2 March 2026, 18:29</p>"

    assert found(page, url=url, marked=AFTER) == AFTER


def test_stamp_in_a_script_changes_nothing() -> None:
    page = "<script>var built = '2 March 2026, 18:29'</script>"

    assert found(page, marked=AFTER) == AFTER
