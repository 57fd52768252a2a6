"""Implements the command ``calendar``, which lists what falls due."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bootstrap.configuration import read_configuration
from bot.bootstrap.terminal import show
from bot.cli.record_commands import AnswerSetting, topics_of
from bot.core.domain.errors import UsageError
from bot.core.messages.briefing_json import to_line
from bot.core.messages.markdown import to_markdown
from bot.core.text.since import NOT_DAYS, parse_days

if TYPE_CHECKING:
    from bot.core.record.calendar_answers import CalendarAnswer


class CalendarFormat(StrEnum):
    """The output formats of the calendar."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    ICS = "ics"


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day that a person typed; an empty text sets no limit.

    ``both`` may name the two in words such as "next week" instead.
    """

    first: str
    last: str
    both: str = ""


def list_events(
    days: Days, topic: str | None, config: Path | None, format_: CalendarFormat
) -> None:
    """Print the events between two days.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: the topic does not exist, or a typed text is not a day.
        StoreError: the database cannot be used.
    """
    from bot.core.record.calendar_ics import calendar_ics
    from bot.core.record.calendar_views import calendar_document, calendar_message

    answer, place = asyncio.run(ask_calendar(days, topic, config))
    language = place.language
    message = calendar_message(answer, language, place.zone, place.now)
    match format_:
        case CalendarFormat.JSON:
            print(to_line(calendar_document(answer)))
        case CalendarFormat.ICS:
            sys.stdout.write(calendar_ics(answer, language))
        case CalendarFormat.MARKDOWN:
            sys.stdout.write(to_markdown(message))
        case CalendarFormat.TEXT:
            show(message, sys.stdout)


async def ask_calendar(
    days: Days, topic: str | None, config: Path | None
) -> tuple[CalendarAnswer, AnswerSetting]:
    """Return the events between two days, and the setting in which to show them.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: the topic does not exist, or a typed text is not a day.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import what_falls_due
    from bot.core.domain.calendar import CalendarQuery

    path, configuration = read_configuration(config, os.environ)
    runtime = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    today = runtime.clock.now().astimezone(configuration.timezone).date()
    first, last = _days(days.both, today)
    first, last = (
        _days(days.first, today)[0] or first,
        _days(days.last, today)[1] or last,
    )
    query = CalendarQuery(topics_of(topic, configuration), first, last)
    if query.first and query.last and query.last < query.first:
        raise UsageError(f"--to {query.last} is before --from {query.first}")
    zone = configuration.timezone
    answer = await what_falls_due(runtime, query, zone)
    return answer, AnswerSetting(configuration.language, zone, runtime.clock.now())


def _days(typed: str, today: date) -> tuple[date | None, date | None]:
    """Return the first and the last typed day; twice ``None`` without any."""
    if not typed:
        return None, None
    try:
        return parse_days(typed, today)
    except ValueError as error:
        raise UsageError(f'"{typed[:40]}" is {NOT_DAYS}') from error
