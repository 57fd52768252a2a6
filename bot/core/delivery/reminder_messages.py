"""Renders the messages on events that begin soon, or that changed after a reminder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.delivery.reminder_planner import DueReminder, ReminderRule
from bot.core.domain.calendar import CalendarEvent
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.reminders import ReminderKind
from bot.core.messages.briefing import note_row
from bot.core.record.calendar_views import event_rows
from bot.core.text.date_format import days_label, time_label
from bot.core.text.deep_links import page_address
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized, shortened

_LONGEST_TITLE = 200


def reminder_message(due: DueReminder, rule: ReminderRule) -> Message:
    """Render a message on an event: a line of a report, with its day, paper and link.

    After a move or a cancellation, the earlier line stands below it.
    """
    view = _View(due, rule, labels_for(rule.plan.language))
    return Message(tuple(view.sections()), view.labels.language, until=due.until)


@dataclass(frozen=True, slots=True)
class _View:
    """A message on an event, the rule that posts it, and labels in its language."""

    due: DueReminder
    rule: ReminderRule
    labels: Labels

    def sections(self) -> Iterator[Section]:
        """Yield the heading, the title of the article, the lines, and the notes."""
        plan, event = self.rule.plan, self.due.event
        yield Section(f"{self._heading()} · {plan.title or plan.id}", ())
        yield Section(None, (self._title(event),))
        if event is not None:
            yield Section("", tuple(event_rows(event, self.labels, self._year())))
        notes = tuple(map(note_row, self._notes()))
        if notes:
            yield Section(None, notes)

    def _heading(self) -> str:
        labels = self.labels
        match self.due.posted.kind:
            case ReminderKind.NEAR:
                return labels.reminder
            case ReminderKind.MOVED:
                return labels.event_moved
            case ReminderKind.CANCELLED:
                return labels.event_cancelled
            case ReminderKind.GONE:
                return labels.event_gone

    def _title(self, event: CalendarEvent | None) -> Row:
        """Return the title of the article with the days of the event.

        Without an event, return only the days that the earlier message gave.
        """
        posted, labels = self.due.posted, self.labels
        if event is None:
            days = days_label(posted.first, posted.last, self._year(), labels)
            return Row((Text(days, Style.TITLE),))
        days = days_label(event.first, event.last, self._year(), labels)
        article = event.report.article
        words = sanitized(article.title or "") or article.paper or labels.untitled
        url = page_address(article.url)
        title = Text(shortened(words, _LONGEST_TITLE), Style.TITLE, url)
        return Row((title, Text(days, Style.NOTE)) if days else (title,))

    def _notes(self) -> Iterator[str]:
        if self.due.event is None:
            yield self.labels.no_report
        if self.due.delayed is not None:
            local = self.due.delayed.astimezone(self.rule.plan.timezone)
            when = time_label(local, self._year(), self.labels)
            yield self.labels.delayed.format(when)

    def _year(self) -> int:
        return self.due.posted.at.astimezone(self.rule.plan.timezone).year
