"""The page of the calendar: the marks of two weeks, and the events by day."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from bot.core.domain.calendar import CalendarEvent, EventStatus
from bot.core.record.calendar_answers import CalendarAnswer
from bot.web.preview import CalendarPreview, calendar_pages
from tests.fakes.calendar import FRIDAY, LINE, MONDAY, make_event, make_report

THURSDAY = FRIDAY - timedelta(1)
WAS = "The inspector comes on Thursday."


def pages(
    *due: CalendarEvent,
    undated: tuple[CalendarEvent, ...] = (),
    over: tuple[CalendarEvent, ...] = (),
    today: date = MONDAY,
    language: str = "en",
) -> dict[str, str]:
    answer = CalendarAnswer(due, undated, over, today)
    files = calendar_pages(CalendarPreview("Harbours <b>", answer, language))
    return {path: content.decode() for path, (_, content) in files.items()}


def week(page: str, number: int) -> list[str]:
    """The labels of the signs of each day of a week."""
    body = page.split('<nav class="week"')[number].partition("</nav>")[0]
    days = re.split(r"<(?:a|div)\b(?= [^>]*class=)", body)[1:]
    return [", ".join(re.findall(r'aria-label="([^"]+)"', day)) for day in days]


def moved() -> CalendarEvent:
    was = make_report(WAS, first=THURSDAY)
    return make_event(status=EventStatus.MOVED, earlier=was)


def test_an_event_stands_verbatim_below_its_day_with_its_sentence() -> None:
    drawn = pages(make_event())["/"]

    section = drawn[drawn.index(f'id="day-{FRIDAY}"') :]
    assert LINE.rpartition(" ")[0] in section
    assert "Fri\N{NO-BREAK SPACE}6\N{NO-BREAK SPACE}Mar" in section
    assert 'href="https://lenna-gazette.example/1#:~:text=ferry"' in section
    assert "<h1>Harbours &lt;b&gt;</h1>" in drawn


@pytest.mark.parametrize(
    ("event", "lead", "label"),
    [
        (moved(), "moved from Thu", "was"),
        (
            make_event(status=EventStatus.CANCELLED, earlier=make_report(WAS)),
            "cancelled</b>",
            "was",
        ),
    ],
)
def test_a_change_stands_above_the_line_before_it(
    event: CalendarEvent, lead: str, label: str
) -> None:
    drawn = pages(event)["/"].replace("\N{NO-BREAK SPACE}", " ")

    assert drawn.index(lead) < drawn.index(LINE.rpartition(" ")[0])
    assert f">{label}</b>" in drawn
    assert WAS.rpartition(" ")[0] in drawn
