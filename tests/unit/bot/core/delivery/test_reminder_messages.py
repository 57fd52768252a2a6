"""What messages on events look like, by the table of ``tests/data/delivery``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.delivery.reminder_messages import reminder_message
from bot.core.delivery.reminder_planner import DueReminder
from bot.core.domain.calendar import CalendarEvent
from bot.core.domain.reminders import GONE, PostedReminder, ReminderKind
from bot.core.messages.markdown import to_markdown
from tests.fakes.reminders import (
    DAY,
    FRIDAY,
    berlin,
    cancelled,
    make_article,
    make_event,
    make_rule,
    moved,
)
from tests.tables import blocks

NOW = berlin("2026-12-03 09:00")
EVENT = make_event()
UNSAFE = replace(EVENT.report.article, url="ftp://lenna.example/x")
EVENTS: dict[str, CalendarEvent | None] = {
    "event": EVENT,
    "two papers": replace(
        EVENT, papers=(*EVENT.papers, make_article("Inland Post", number=2))
    ),
    "moved": moved(EVENT, date(2026, 12, 8)),
    "without a day": moved(EVENT, None),
    "cancelled": cancelled(EVENT),
    "lost": None,
    "no safe address": replace(EVENT, report=replace(EVENT.report, article=UNSAFE)),
}


def test_each_message_is_as_it_is_printed(subtests: pytest.Subtests) -> None:
    for case in blocks("delivery/reminder_messages"):
        event, kind = EVENTS[case["event"]], ReminderKind(case["kind"])
        posted = PostedReminder(
            *("harbour", FRIDAY, FRIDAY, kind, NOW),
            before=DAY if kind is ReminderKind.NEAR else timedelta(),
            sequence=GONE if event is None else 0,
        )
        late = NOW - timedelta(hours=int(case["late"])) if "late" in case else None
        due = DueReminder(event, posted, FRIDAY, NOW, delayed=late)
        rule = make_rule(DAY, language=case.get("language", "en"))
        with subtests.test(case["event"]):
            printed = to_markdown(reminder_message(due, rule)).replace("\xa0", " ")
            lines = [line.rstrip() for line in printed.splitlines() if line.strip()]
            assert lines == case["printed"].splitlines()
