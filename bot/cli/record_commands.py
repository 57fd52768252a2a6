"""Implements the commands that answer from the record."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.bootstrap.configuration import read_configuration
from bot.bootstrap.terminal import show
from bot.cli.article_commands import Format
from bot.cli.streams import print_message
from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import UsageError
from bot.core.messages.briefing_json import to_line
from bot.core.messages.markdown import to_markdown
from bot.core.text.since import parse_since
from bot.core.text.suggest import did_you_mean

FAILED = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """The name, topic and time that a person typed; any time if ``since`` is empty."""

    name: str
    topic: str | None
    since: str


def list_statements(asked: Asked, config: Path | None, format_: Format) -> int:
    """Print what a person or body said; return the exit status.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: the topic does not exist, or ``since`` is not a time.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import who_said
    from bot.core.record.who import Candidates, WhoQuery
    from bot.core.record.who_views import (
        WhoView,
        candidates_document,
        candidates_text,
        who_document,
    )

    path, configuration = read_configuration(config, os.environ)
    runtime = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    now, zone = runtime.clock.now(), configuration.timezone
    topics = _topics(asked.topic, configuration)
    query = WhoQuery(asked.name, topics, _since(asked.since, now, zone))
    answer = asyncio.run(who_said(runtime, query))
    is_json = format_ is Format.JSON
    if isinstance(answer, Candidates):
        if is_json:
            print(to_line(candidates_document(answer)))
        else:
            print_message(candidates_text(answer, asked.name))
        return FAILED
    if is_json:
        print(to_line(who_document(answer)))
        return 0
    message = WhoView(configuration.language, zone, now).message(answer)
    if format_ is Format.MARKDOWN:
        sys.stdout.write(to_markdown(message))
    else:
        show(message, sys.stdout)
    return 0


def _topics(id_: str | None, configuration: Configuration) -> frozenset[str]:
    """Return the id of a topic as a set; without one, the ids of all topics."""
    ids = frozenset(topic.id for topic in configuration.topics)
    if id_ is None:
        return ids
    if id_ not in ids:
        raise UsageError(f'unknown topic "{id_}"{did_you_mean(id_, sorted(ids))}')
    return frozenset({id_})


def _since(typed: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    if not typed.strip():
        return None
    try:
        return parse_since(typed, now, zone)
    except ValueError as error:
        message = f'"{typed[:40]}" is not a day or a period; use 2026-11-20 or "7 days"'
        raise UsageError(message) from error
