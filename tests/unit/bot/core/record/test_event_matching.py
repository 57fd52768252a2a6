from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.domain.calendar import KnownReport
from bot.core.domain.record import (
    EventChange,
    Precision,
    RecordedArticle,
    RecordedDate,
    RecordEntry,
)
from bot.core.record.event_matching import (
    joined_events,
    match_events,
)
from tests.fakes.calendar import FRIDAY, MONDAY, make_article, make_date
from tests.fakes.record import make_sentence

DAY = timedelta(days=1)
PLAN = "A safety inspector boards the ferry Aurora on Friday."
OTHER_WORDS = (
    "On Friday the ferry Aurora is visited by an inspector of the safety board."
)
MOVE = "The inspector's visit to the ferry Aurora was put off from Friday to Monday."
FIRST = make_article(1)
SECOND = make_article(2, day=MONDAY + DAY, paper="Coast Courier")
ELSEWHERE = replace(SECOND, story=None)


def known(
    text: str = PLAN,
    dated: RecordedDate | None = None,
    *,
    article: RecordedArticle = FIRST,
) -> KnownReport:
    """A stored report of the event "ferry"."""
    return KnownReport(article, text, dated or make_date())


def make_entry(
    text: str, dated: RecordedDate | None = None, *, article: RecordedArticle = SECOND
) -> RecordEntry:
    """An entry with one dated line whose event is not known."""
    unmatched = replace(dated or make_date(), event="")
    sentences = (make_sentence(text),)
    return RecordEntry(article, "hash", ("coast",), sentences, dates=(unmatched,))


def event(entry: RecordEntry, *reports: KnownReport) -> str:
    """The UID of the event of an entry."""
    (matched,) = match_events([entry], reports)
    return matched.dates[0].event


def test_a_line_about_no_known_event_is_a_new_one() -> None:
    uid = event(make_entry(PLAN))

    assert uid
    assert uid == event(make_entry(PLAN), known("The council votes on Friday."))
    assert uid != event(make_entry(OTHER_WORDS))


@pytest.mark.parametrize("article", [SECOND, ELSEWHERE])
def test_lines_about_one_event_on_one_day_are_one(article: RecordedArticle) -> None:
    assert event(make_entry(OTHER_WORDS, article=article), known()) == "ferry"


@pytest.mark.parametrize(
    "text",
    [
        "The council of Lenna votes on the new quay on Friday.",
        "A safety exercise takes place in the harbour of Lenna on Friday.",
        "The captain of the ferry Aurora is questioned in court on Friday.",
    ],
)
def test_other_events_of_a_story_on_the_day_are_others(text: str) -> None:
    assert event(make_entry(text), known()) != "ferry"


def test_the_same_words_on_another_day_in_another_story_are_another_event() -> None:
    later = make_date(FRIDAY + 7 * DAY)

    assert event(make_entry(PLAN, later, article=ELSEWHERE), known()) != "ferry"


def test_the_same_words_on_another_day_move_the_event_of_the_story() -> None:
    later = make_date(FRIDAY + 3 * DAY)

    assert event(make_entry(PLAN, later), known()) == "ferry"


def test_an_event_that_was_over_is_not_moved() -> None:
    later = make_date(FRIDAY + 7 * DAY)
    article = replace(SECOND, at=FIRST.at + 6 * DAY, day=FRIDAY + 2 * DAY)

    assert event(make_entry(PLAN, later, article=article), known()) != "ferry"


@pytest.mark.parametrize("article", [SECOND, ELSEWHERE])
def test_a_move_that_names_the_old_day(article: RecordedArticle) -> None:
    dated = make_date(FRIDAY + 3 * DAY, change=EventChange.MOVED)
    dated = replace(dated, was=FRIDAY)

    assert event(make_entry(MOVE, dated, article=article), known()) == "ferry"


def test_a_cancellation_without_a_day_needs_the_story() -> None:
    text = "The inspector's visit to the ferry Aurora was cancelled."
    dated = make_date(
        MONDAY,
        last=MONDAY + 90 * DAY,
        precision=Precision.VAGUE,
        change=EventChange.CANCELLED,
    )

    assert event(make_entry(text, dated), known()) == "ferry"
    assert event(make_entry(text, dated, article=ELSEWHERE), known()) != "ferry"


def test_a_day_within_the_week_of_an_event_is_that_event() -> None:
    week = make_date(FRIDAY - 4 * DAY, last=FRIDAY + 2 * DAY, precision=Precision.WEEK)

    assert event(make_entry(OTHER_WORDS), known(dated=week)) == "ferry"


def test_a_line_whose_day_was_corrected_keeps_its_event() -> None:
    corrected = make_entry(
        PLAN.replace("Friday", "Saturday"), make_date(FRIDAY + DAY), article=FIRST
    )
    other = make_entry("The ferry sails.", make_date(FRIDAY + DAY), article=FIRST)

    assert event(corrected, known()) == "ferry"
    assert event(other, known()) != "ferry"


def test_events_of_one_story_become_the_one_that_was_seen_first() -> None:
    later = make_date(FRIDAY + 3 * DAY, event="later")
    reports = known(PLAN, later, article=SECOND), known()

    assert joined_events(reports) == {"later": "ferry"}
    assert joined_events([known(), known("The council votes on Friday.", later)]) == {}
