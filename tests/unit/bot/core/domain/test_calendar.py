from __future__ import annotations

from datetime import date, timedelta

from bot.core.domain.calendar import (
    CalendarEvent,
    EventReport,
    EventStatus,
    event_of,
)
from bot.core.domain.record import Precision
from tests.fakes.calendar import (
    FRIDAY,
    MONDAY,
    cancelled,
    make_article,
    make_report,
)

NEXT_MONDAY = date(2026, 3, 9)
WEEK = (NEXT_MONDAY, NEXT_MONDAY + timedelta(days=6))
PLAN = make_report()


def later(
    days: int = 1, *, first: date | None = FRIDAY, paper: str = "Coast Courier"
) -> EventReport:
    """A report of another paper, some days after the first one."""
    article = make_article(1 + days, day=MONDAY + timedelta(days=days), paper=paper)
    return make_report(
        article=article,
        first=first,
        precision=Precision.VAGUE if first is None else Precision.DAY,
    )


def event(*reports: EventReport, sequence: int = 0) -> CalendarEvent:
    """The event that has these reports."""
    found = event_of("ferry", sequence, reports)
    assert found is not None
    return found


def state(found: CalendarEvent) -> tuple[EventStatus, date | None, int]:
    """The status, day and sequence of an event."""
    return found.status, found.first, found.sequence


def test_an_event_of_one_report_is_planned() -> None:
    found = event(PLAN)

    assert state(found) == (EventStatus.PLANNED, FRIDAY, 0)
    assert (found.report, found.earlier, found.papers) == (PLAN, None, (PLAN.article,))
    assert found.changed == PLAN.article.seen


def test_another_report_of_the_day_adds_a_paper_alone() -> None:
    second = later()

    found = event(second, PLAN)

    assert state(found) == (EventStatus.PLANNED, FRIDAY, 0)
    assert found.report == PLAN
    assert found.papers == (PLAN.article, second.article)
    assert event(PLAN, later(paper="Lenna Gazette")).papers == (PLAN.article,)


def test_a_newer_report_of_another_day_moves_the_event() -> None:
    second = later(first=NEXT_MONDAY)

    found = event(PLAN, second)

    assert state(found) == (EventStatus.MOVED, NEXT_MONDAY, 1)
    assert (found.report, found.earlier) == (second, PLAN)
    assert found.changed == second.article.seen
    assert found.papers == (second.article,)


def test_a_paper_that_does_not_know_of_the_move_does_not_take_it_back() -> None:
    found = event(PLAN, later(first=NEXT_MONDAY), later(2))

    assert state(found) == (EventStatus.MOVED, NEXT_MONDAY, 1)


def test_a_report_can_cancel_an_event() -> None:
    notice = cancelled(later(first=None))

    found = event(PLAN, notice, later(2))

    assert state(found) == (EventStatus.CANCELLED, FRIDAY, 1)
    assert (found.report, found.earlier) == (notice, PLAN)


def test_a_cancellation_in_two_papers_is_one_change() -> None:
    notices = cancelled(later()), cancelled(later(2, paper="Varra Weekly"))

    found = event(PLAN, *notices)

    assert found.sequence == 1
    assert found.papers == tuple(notice.article for notice in notices)


def test_a_cancelled_event_with_a_new_day_takes_place() -> None:
    found = event(PLAN, cancelled(later()), later(2, first=NEXT_MONDAY))

    assert state(found) == (EventStatus.MOVED, NEXT_MONDAY, 2)


def test_a_less_precise_day_changes_nothing() -> None:
    day = make_report(first=NEXT_MONDAY)
    article = make_article(2, day=FRIDAY)
    week = make_report(
        article=article, first=WEEK[0], last=WEEK[1], precision=Precision.WEEK
    )

    assert event(day, week) == event(day)
    assert event(day, later(first=None)) == event(day)


def test_a_vague_event_gets_its_day() -> None:
    vague = make_report(first=None, precision=Precision.VAGUE)

    found = event(vague, later())

    assert state(found) == (EventStatus.PLANNED, FRIDAY, 1)
