"""Implements ``who`` and ``search``, the commands that answer from the record."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.bootstrap.configuration import read_configuration
from bot.bootstrap.terminal import show
from bot.cli.article_commands import Format
from bot.cli.streams import print_message
from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import UsageError
from bot.core.domain.search import SearchRequest
from bot.core.messages.briefing_json import to_line
from bot.core.messages.markdown import to_markdown
from bot.core.text.since import NOT_A_PERIOD, parse_since
from bot.core.text.suggest import unknown_name

if TYPE_CHECKING:
    from bot.core.record.who import Candidates, SpeakerAnswer

FAILED = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """The typed name, topic and time; an empty ``since`` means any time."""

    name: str
    topic: str | None
    since: str


def list_statements(asked: Asked, config: Path | None, format_: Format) -> int:
    """Print what a person or organisation said; return the exit status.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: the topic does not exist, or ``since`` is not a time.
        StoreError: the database cannot be used.
    """
    from bot.core.record.who import Candidates
    from bot.core.record.who_views import WhoView, who_document

    answer, place = asyncio.run(ask_who(asked, config))
    if isinstance(answer, Candidates):
        return _ask_back(answer, asked.name, format_)
    if format_ is Format.JSON:
        print(to_line(who_document(answer)))
        return 0
    message = WhoView(place.language, place.zone, place.now).message(answer)
    if format_ is Format.MARKDOWN:
        sys.stdout.write(to_markdown(message))
    else:
        show(message, sys.stdout)
    return 0


@dataclass(frozen=True, slots=True)
class AnswerSetting:
    """How to show an answer: its language, time zone and time."""

    language: str
    zone: ZoneInfo
    now: datetime


async def ask_who(
    asked: Asked, config: Path | None
) -> tuple[SpeakerAnswer | Candidates, AnswerSetting]:
    """Return the statements of the speaker with this name, and how to show them.

    If the name means several speakers, or none, return the candidates instead.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: the topic does not exist, or ``since`` is not a time.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import who_said
    from bot.core.record.who import WhoQuery

    path, configuration = read_configuration(config, os.environ)
    runtime = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    now, zone = runtime.clock.now(), configuration.timezone
    topics = topics_of(asked.topic, configuration)
    query = WhoQuery(asked.name, topics, _since(asked.since, now, zone))
    answer = await who_said(runtime, query)
    return answer, AnswerSetting(configuration.language, zone, now)


@dataclass(frozen=True, slots=True)
class Sought:
    """The typed words and options of a search; an empty option has no effect."""

    words: str
    topic: str | None
    since: str
    paper: str
    who: str


def search_sentences(sought: Sought, config: Path | None, format_: Format) -> int:
    """Print the sentences that contain the words, best first; return the exit status.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: an option has an invalid value, or the search has no word.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import search
    from bot.core.record.search import AmbiguousSpeakerError
    from bot.core.record.search_message import search_document, search_message
    from bot.core.record.search_query import SearchQueryError
    from bot.core.record.who import Candidates

    path, configuration = read_configuration(config, os.environ)
    runtime = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    now, zone = runtime.clock.now(), configuration.timezone
    request = SearchRequest(
        sought.words,
        topics_of(sought.topic, configuration),
        since=_since(sought.since, now, zone),
        paper=sought.paper,
        who=sought.who,
    )
    try:
        result = asyncio.run(search(runtime, request))
    except SearchQueryError as error:
        raise UsageError(str(error)) from error
    except AmbiguousSpeakerError as error:
        return _ask_back(Candidates(error.candidates), sought.who, format_)
    year = now.astimezone(zone).year
    message = search_message(result, sought.words, configuration.language, year)
    match format_:
        case Format.JSON:
            print(to_line(search_document(result)))
        case Format.MARKDOWN:
            sys.stdout.write(to_markdown(message))
        case Format.TEXT:
            show(message, sys.stdout)
    return 0


def _ask_back(candidates: Candidates, name: str, format_: Format) -> int:
    """Print the speakers that a name may mean; return the exit status.

    The person can then type a name that means only one.
    """
    from bot.core.record.who_views import candidates_document, candidates_text

    if format_ is Format.JSON:
        print(to_line(candidates_document(candidates)))
    else:
        print_message(candidates_text(candidates, name))
    return FAILED


def topics_of(id_: str | None, configuration: Configuration) -> frozenset[str]:
    """Return the id of a topic as a set; without one, the ids of all topics.

    Raises:
        UsageError: the topic does not exist.
    """
    ids = frozenset(topic.id for topic in configuration.topics)
    if id_ is None:
        return ids
    if id_ not in ids:
        raise UsageError(unknown_name("topic", id_, sorted(ids)))
    return frozenset({id_})


def _since(typed: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    return since_of(typed, now, zone) if typed.strip() else None


def since_of(typed: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the time at which the typed day or period begins.

    Raises:
        UsageError: the text is neither a day nor a period.
    """
    try:
        return parse_since(typed, now, zone)
    except ValueError as error:
        raise UsageError(f'"{typed[:40]}" is {NOT_A_PERIOD}') from error
