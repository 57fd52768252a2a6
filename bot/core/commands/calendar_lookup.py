"""The command ``calendar``: events that fall due, from the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.commands.calendar_address import ADDRESS, NEW, REVOKE, AddressEditing
from bot.core.commands.fuzzy_lookup import find_topic, quoted
from bot.core.commands.requests import InteractionContext, Verb
from bot.core.commands.responses import Answer, listed
from bot.core.commands.snapshots import PreviewSnapshot, paged
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.domain.calendar import CalendarQuery
from bot.core.domain.configuration import Configuration
from bot.core.ports.calendar import CalendarStore
from bot.core.ports.services import Clock
from bot.core.record.calendar_answers import Calendar
from bot.core.record.calendar_views import calendar_message, pages_of
from bot.core.record.calendar_week import WeekView, week_query
from bot.core.text.since import parse_days
from bot.core.text.suggest import closest

IMAGE = "image"
FORMS = (IMAGE, ADDRESS, NEW, REVOKE)
"""The words that may follow the command, or stand in its option ``show``."""


@dataclass(frozen=True, slots=True)
class CalendarLookup:
    """Answers the command ``calendar`` with events of the configured topics."""

    clock: Clock
    store: CalendarStore
    editing: AddressEditing

    async def address(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer | None:
        """Return the answer to a request for the address of the calendar.

        Return ``None`` if the person asks for the events.

        Raises:
            RefusedError: The option ``show`` has an unknown value, or the request is
                refused.
            PostError: The platform did not give the other names of a channel.
            StoreError: The store cannot be used.
        """
        form = _form(options)
        if form in {"", IMAGE}:
            return None
        if form not in FORMS:
            near = closest(form, FORMS)
            hint = f"Did you mean {quoted(near)}?" if near else f"Write {_forms()}."
            problem = f"{quoted(form)} is not an option of the calendar. {hint}"
            raise RefusedError(Refusal.BAD_VALUE, problem)
        return await self.editing.answer(context, form, configuration)

    async def pages(
        self, options: Mapping[str, str], configuration: Configuration
    ) -> tuple[PreviewSnapshot, ...]:
        """Return the events of a topic or of all, by page, or an image of the week.

        Raises:
            RefusedError: The topic is unknown, or the typed days are not days.
            StoreError: The store cannot be used.
        """
        typed, zone = options.get("topic", "").strip(), configuration.timezone
        chosen = configuration.topics
        if typed:
            values = (options.get("show", ""), options.get("when", ""))
            topic = find_topic(typed, configuration, Verb.CALENDAR, values=values)
            chosen = (topic,)
        topics = frozenset(topic.id for topic in chosen)
        calendar, now = Calendar(self.clock, self.store, zone), self.clock.now()
        today = now.astimezone(zone).date()
        if _form(options) == IMAGE:
            answer = await calendar.ask(week_query(topics, today))
            name = chosen[0].title if len(chosen) == 1 else ""
            view = WeekView(name, configuration.language, configuration.timeline)
            shown = view.message(answer)
            return (PreviewSnapshot(shown, postable=shown.image is not None),)
        days = _days(options.get("when", ""), today)
        answer = await calendar.ask(CalendarQuery(topics, *days))
        messages = [
            calendar_message(answer, configuration.language, zone, now, page)
            for page in range(pages_of(answer))
        ]
        events = answer.due or answer.undated or answer.over
        return paged(messages, postable=bool(events))


def _days(typed: str, today: date) -> tuple[date | None, date | None]:
    """Return the first and the last typed day; twice ``None`` without any.

    Raises:
        RefusedError: The text does not name days.
    """
    if not typed.strip():
        return None, None
    try:
        return parse_days(typed, today)
    except ValueError as error:
        problem = (
            f"{quoted(typed)} is not a day or a week. "
            "Give one such as tomorrow, friday, next week or 2026-11-20."
        )
        raise RefusedError(Refusal.BAD_VALUE, problem) from error


def _form(options: Mapping[str, str]) -> str:
    return " ".join(options.get("show", "").split()).casefold()


def _forms() -> str:
    return listed((quoted(form) for form in FORMS), "or")
