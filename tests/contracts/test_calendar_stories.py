"""Small stories of several papers, from their feeds to the calendar."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from bot.core.domain.calendar import CalendarEvent, CalendarQuery, EventStatus
from bot.core.record.calendar_answers import Calendar, CalendarAnswer
from tests.fakes.town import COURIER, GAZETTE, START, Paper, Report, Town, open_town

DAY = timedelta(days=1)
FRIDAY = date(2026, 3, 6)
ALL = CalendarQuery(frozenset({"coast"}))

PLAN = Report(
    "inspector",
    "Ferry Aurora stays in port of Lenna",
    "The ferry Aurora stays in the port of Lenna after divers saw cracks in her hull.\n\n"
    "A safety inspector will board the ferry Aurora on Friday to look at the cracks.\n\n"
    "The harbour office of Lenna closed the quay for visitors on Saturday.",
)
SAME = Report(
    "cracks",
    "Cracks in hull of ferry Aurora in Lenna",
    "The ferry Aurora lies at the quay of Lenna with cracks in her hull.\n\n"
    "The inspector will board the Aurora on Friday, the harbour office of Lenna said.",
)
MOVED = Report(
    "delay",
    "Inspector comes later to ferry Aurora in Lenna",
    "The ferry Aurora has to wait longer in the port of Lenna for her inspector.\n\n"
    "The safety inspector will board the ferry Aurora on Sunday to look at the cracks.",
    START + DAY,
)
PUT_OFF = Report(
    "put-off",
    "Visit of inspector to ferry Aurora put off in Lenna",
    "The ferry Aurora stays at the quay of Lenna for some more days.\n\n"
    "The visit of the inspector to the Aurora was postponed from Friday to Sunday.",
    START + DAY,
)
CANCELLED = Report(
    "no-visit",
    "No inspector for ferry Aurora in Lenna",
    "The ferry Aurora leaves the port of Lenna for a yard in the south.\n\n"
    "The visit of the inspector to the Aurora on Friday has been cancelled.",
    START + DAY,
)

FRENCH_PLAN = Report(
    "quai",
    "Le ferry Aurora reste au port de Lenna",
    "Le ferry Aurora reste au port de Lenna, car des plongeurs ont vu des fissures dans "
    "sa coque.\n\nLe conseil municipal de Lenna votera vendredi sur la réparation du "
    "ferry Aurora.",
)
FRENCH_CANCELLED = Report(
    "annulation",
    "Pas de vote du conseil sur le ferry Aurora à Lenna",
    "Le ferry Aurora quitte le port de Lenna pour un chantier naval du sud.\n\n"
    "Le vote du conseil municipal de Lenna sur la réparation du ferry Aurora, prévu "
    "vendredi, est annulé.",
    START + DAY,
)


@pytest.fixture
async def town(database: str) -> AsyncIterator[Town]:
    """A town with two papers, in each kind of database."""
    papers = Paper(GAZETTE), Paper(COURIER)
    async with open_town(*papers, database=database) as opened:
        yield opened


async def print_(town: Town, paper: int, *reports: Report) -> None:
    """Let a paper print reports, record them, and let a digest group the stories."""
    town.web.papers[paper].publish(*reports)
    await town.record()
    await town.publish()
    await town.recorder.record_due(town.configuration)


async def ask(town: Town, query: CalendarQuery = ALL) -> CalendarAnswer:
    """What falls due now."""
    return await Calendar(town.clock, town.store).ask(query)


async def visit(town: Town) -> CalendarEvent:
    """The visit of the inspector, the one event that is due."""
    (event,) = (await ask(town)).due
    return event


async def test_an_event_in_two_papers_is_one(town: Town) -> None:
    await print_(town, 0, PLAN)
    first = await visit(town)
    await town.wait()

    await print_(town, 1, SAME)

    event = await visit(town)
    assert (event.uid, event.sequence) == (first.uid, 0)
    assert len(event.papers) == 2


@pytest.mark.parametrize("news", [MOVED, PUT_OFF], ids=lambda report: report.name)
async def test_a_newer_report_moves_the_event(town: Town, news: Report) -> None:
    await print_(town, 0, PLAN)
    first = await visit(town)
    await town.wait()

    await print_(town, 1, news)

    event = await visit(town)
    assert (event.uid, event.status) == (first.uid, EventStatus.MOVED)
    assert (event.first, event.sequence) == (FRIDAY + 2 * DAY, 1)
    assert event.earlier == first.report


async def test_a_report_cancels_the_event(town: Town) -> None:
    await print_(town, 0, PLAN)
    first = await visit(town)
    await town.wait()

    await print_(town, 1, CANCELLED)

    event = await visit(town)
    assert (event.uid, event.status) == (first.uid, EventStatus.CANCELLED)
    assert (event.first, event.sequence) == (FRIDAY, 1)
    assert event.report.text == CANCELLED.text.split("\n\n")[1]


async def test_a_french_report_cancels_a_french_event(town: Town) -> None:
    await print_(town, 0, FRENCH_PLAN)
    first = await visit(town)
    await town.wait()

    await print_(town, 1, FRENCH_CANCELLED)

    event = await visit(town)
    assert (first.first, first.status) == (FRIDAY, EventStatus.PLANNED)
    assert (event.uid, event.status) == (first.uid, EventStatus.CANCELLED)
    assert event.earlier == first.report


async def test_a_line_that_was_over_at_publication_is_left_out(town: Town) -> None:
    late = Report(
        PLAN.name, PLAN.title, PLAN.text.replace("on Friday", "on 27 February 2026")
    )

    await print_(town, 0, late)

    answer = await ask(town, CalendarQuery(ALL.topics, first=date(2026, 1, 1)))
    assert answer.due == answer.over == ()
