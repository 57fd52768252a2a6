"""Writes a first configuration file from the answers of a person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial

from bot.core.domain.configuration import CONSOLE
from bot.core.operations.setup_questions import DAILY, Answers, Question
from bot.core.platforms.spec import PlatformSpec, platform_of
from bot.settings.advice import split_terms
from bot.settings.configuration_parser import parse_configuration
from bot.settings.feed_additions import topic_id
from bot.settings.schema import Platforms
from bot.settings.value_checks import (
    linked_id,
    nearest_days,
    nearest_time,
    wrong_address,
    wrong_contact,
    wrong_days,
    wrong_term,
    wrong_zone,
    zone_of,
)

_FEED = re.compile(r"rss|atom|feed|\.xml|\.json|format=", re.IGNORECASE)
_MAX_TITLE = 200


def questions(platforms: Platforms, zone: str) -> tuple[Question, ...]:
    """Return the questions in their order; ``zone`` is the time zone of the machine.

    The sources follow the words, so that each source can be tried with them.
    """
    return (
        Question("title", "What is the topic called?", _wrong_title, "News"),
        Question(
            "include",
            "Which words must an article have? Separate them with commas, or write one "
            "a line, then an empty line. Default: every article",
            wrong_term,
            many=True,
            split=split_terms,
        ),
        Question(
            "sources",
            "Which feeds and pages does it read? An address a line, then an empty line",
            wrong_address,
            many=True,
            required=True,
            split=_addresses,
        ),
        Question("at", "At which time is the digest posted?", _wrong_time, "07:30"),
        Question("days", "On which days?", _wrong_days, "mon-sun"),
        Question(
            "timezone",
            "In which time zone? A name such as Europe/Berlin, or a city",
            wrong_zone,
            zone,
            split=lambda line: (zone_of(line) or line,),
        ),
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
        is_page = not _FEED.search(address) and address not in answers.get("feeds", ())
        kind = "page" if is_page or address in answers.get("pages", ()) else "feed"
        yield f"      - {kind}: {_quoted(address)}"
    if answers.get("include"):
        yield f"    include: [{', '.join(map(_quoted, answers['include']))}]"
    yield "digests:"
    yield f"  {DAILY}:"
    yield f"    topics: {id_}"
    yield f"    at: {_quoted(nearest_time(_only(answers, 'at')) or '')}"
    yield f"    days: {nearest_days(_only(answers, 'days'))}"
    yield f"    to: {_quoted(_only(answers, 'to'))}"


def _only(answers: Answers, key: str) -> str:
    return answers[key][0]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _wrong_title(title: str) -> str | None:
    is_long = len(title) > _MAX_TITLE
    return "this is too long: shorten it" if is_long else None


def _addresses(line: str) -> Sequence[str]:
    """Return the addresses of a line, with https before those without a scheme."""
    words = (word.strip(",;<>") for word in line.split())
    return [
        word if "://" in word or "." not in word else f"https://{word}"
        for word in words
        if word
    ]


def _wrong_days(text: str) -> str | None:
    return None if nearest_days(text) else wrong_days(text)


def _wrong_time(text: str) -> str | None:
    meant = nearest_time(text)
    return "write a time such as 07:30" if meant is None or "-" in meant else None


def _wrong_destination(platforms: Sequence[PlatformSpec], text: str) -> str | None:
    if text == CONSOLE or platform_of(text, platforms) is not None:
        return None
    links = (
        linked_id(spec.channel.pattern, text) for spec in platforms if spec.channel
    )
    linked = next(filter(None, links), None)
    if linked is not None:
        return linked
    examples = [spec.channel.example for spec in platforms if spec.channel]
    return f"write {CONSOLE}, or one such as {', '.join(examples)}"
