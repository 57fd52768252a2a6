"""Builds the calendar's addresses, and the page that calendar programs read."""

from __future__ import annotations

import asyncio
from secrets import token_urlsafe

from bot.bootstrap.app_context import AppContext
from bot.core.domain.calendar import CalendarQuery
from bot.core.record.addresses import CalendarAddresses
from bot.core.record.calendar_answers import Calendar
from bot.web.calendar_page import CalendarPage

_TOKEN_BYTES = 32


def make_addresses(app: AppContext) -> CalendarAddresses:
    """Build the service that creates and looks up the addresses of calendars."""
    clock = app.runtime.clock
    return CalendarAddresses(clock, app.store, _make_token, app.names)


def make_calendar_page(app: AppContext) -> CalendarPage:
    """Build the page on which calendar programs read the events of channels."""
    # A bot without calendars does not load the library.
    from bot.core.record.calendar_ics import calendar_ics

    clock, addresses = app.runtime.clock, make_addresses(app)

    async def read(token: str) -> bytes | None:
        channel = await addresses.channel_of(token)
        if channel is None:
            return None
        configuration = await app.configuration.current()
        topics = await addresses.topics_of(channel, configuration)
        calendar = Calendar(clock, app.store, configuration.timezone)
        answer = await calendar.ask(CalendarQuery(topics))
        # Writing hundreds of events takes a while: leave the event loop free.
        text = await asyncio.to_thread(calendar_ics, answer, configuration.language)
        return text.encode()

    return CalendarPage(clock, app.runtime.event_log, read)


def _make_token() -> str:
    return token_urlsafe(_TOKEN_BYTES)
