"""Writes a first configuration file from the answers of a person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial

from bot.core.domain.configuration import CONSOLE
from bot.core.operations.setup_questions import Answers, Question
from bot.core.platforms.spec import PlatformSpec, platform_of
from bot.settings.configuration_parser import parse_configuration
from bot.settings.feed_additions import topic_id
from bot.settings.schema import Platforms
from bot.settings.value_checks import (
    linked_id,
    nearest_time,
    wrong_address,
    wrong_contact,
    wrong_days,
    wrong_term,
    wrong_zone,
)

_FEED = re.compile(r"rss|atom|feed|\.xml|\.json|format=", re.IGNORECASE)
_MAX_TITLE = 200


def questions(platforms: Platforms, zone: str) -> tuple[Question, ...]:
    """Return the questions in their order; ``zone`` is the time zone of the machine."""
    return (
        Question("title", "What is the topic called?", _wrong_title, "News"),
        Question(
            "sources",
            "Which feeds and pages does it read? An address a line, then an empty line",
            wrong_address,
            many=True,
            required=True,
        ),
        Question(
            "include",
            "Which words must an article have? One a line, then an empty line. "
            "Default: every article",
            wrong_term,
            many=True,
        ),
        Question("at", "At which time is the digest posted?", _wrong_time, "07:30"),
        Question("days", "On which days?", wrong_days, "mon-sun"),
        Question("timezone", "In which time zone?", wrong_zone, zone),
        Question(
            "to",
            "Where is it posted? A Slack channel (#news), a Discord channel's ID, an "
            "e-mail address, or console",
            partial(_wrong_destination, platforms),
            CONSOLE,
        ),
        Question(
            "contact",
            "Which address do servers get as your contact? Default: none",
            wrong_contact,
        ),
    )


def first_file(answers: Answers, platforms: Platforms) -> bytes:
    """Return the content of a valid configuration file.

    Raises:
        ConfigError: the answers make no valid file.
    """
    content = ("\n".join(_lines(answers)) + "\n").encode()
    parse_configuration(content, "sitrep.yaml", platforms)
    return content


def _lines(answers: Answers) -> Iterator[str]:
    title = _only(answers, "title")
    id_ = topic_id(title)
    yield "# Written by `sitrep init`; docs/configuration.md explains every key."
    yield f"timezone: {_only(answers, 'timezone')}"
    if answers.get("contact"):
        yield f"contact: {_quoted(_only(answers, 'contact'))}"
    yield "topics:"
    yield f"  {id_}:"
    yield f"    title: {_quoted(title)}"
    yield "    sources:"
    for address in dict.fromkeys(answers["sources"]):
        kind = "feed" if _FEED.search(address) else "page"
        yield f"      - {kind}: {_quoted(address)}"
    if answers.get("include"):
        yield f"    include: [{', '.join(map(_quoted, answers['include']))}]"
    yield "digests:"
    yield "  daily:"
    yield f"    topics: {id_}"
    yield f"    at: {_quoted(nearest_time(_only(answers, 'at')) or '')}"
    yield f"    days: {_only(answers, 'days')}"
    yield f"    to: {_quoted(_only(answers, 'to'))}"


def _only(answers: Answers, key: str) -> str:
    return answers[key][0]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _wrong_title(title: str) -> str | None:
    is_long = len(title) > _MAX_TITLE
    return "this is too long: shorten it" if is_long else None


def _wrong_time(text: str) -> str | None:
    meant = nearest_time(text)
    return "write a time such as 07:30" if meant is None or "-" in meant else None


def _wrong_destination(platforms: Sequence[PlatformSpec], text: str) -> str | None:
    if text == CONSOLE or platform_of(text, platforms) is not None:
        return None
    links = (linked_id(spec.channel.pattern, text) for spec in platforms if spec.channel)
    linked = next(filter(None, links), None)
    if linked is not None:
        return linked
    examples = [spec.channel.example for spec in platforms if spec.channel]
    return f"write {CONSOLE}, or one such as {', '.join(examples)}"
