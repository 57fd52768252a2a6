"""Use case: one digest, from its pages to a message."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.briefings import Desk
from bot.core.days import written
from bot.core.errors import BotError
from bot.core.model import (
    CONSOLE,
    CONSOLE_CHANNEL,
    Destination,
    DigestPlan,
    Message,
    Row,
    Section,
    Slot,
    Source,
    SourceKind,
    Style,
    Text,
    Topic,
    Weekday,
)
from bot.core.rendering import briefing_sections, note_row
from summarizers.errors import InputError
from summarizers.model import Briefing

PAGES_AT_ONCE = 4
"""Pages that one digest reads at the same time."""

_SHORT = 60


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that could not be briefed, and why."""

    url: str
    kind: str
    message: str


Outcome = Briefing | Failure


@dataclass(frozen=True, slots=True)
class Digest:
    """What one slot brought: for each page a briefing or a failure."""

    slot: Slot
    outcomes: Mapping[str, Outcome]

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The pages that failed, in the order of the configuration."""
        found = self.outcomes.values()
        return tuple(outcome for outcome in found if isinstance(outcome, Failure))

    @property
    def briefed(self) -> int:
        """How many pages were briefed."""
        return len(self.outcomes) - len(self.failures)


async def compose(slot: Slot, desk: Desk) -> Digest:
    """Brief every page of the slot's topics."""
    return Digest(slot, await read_pages(slot.digest.topics, desk))


async def read_pages(topics: tuple[Topic, ...], desk: Desk) -> dict[str, Outcome]:
    """Brief every page once, some at a time; one that fails costs no other."""
    turn = asyncio.Semaphore(PAGES_AT_ONCE)

    async def outcome(url: str) -> Outcome:
        async with turn:
            return await _outcome(url, desk)

    urls = _urls(topics)
    return dict(zip(urls, await asyncio.gather(*map(outcome, urls)), strict=True))


def digest_message(digest: Digest) -> Message:
    """The digest as one message; what failed is said in one line at the end."""
    sections = [Section(None, (_headline(digest),))]
    for topic in digest.slot.digest.topics:
        sections.extend(_topic_sections(topic, digest))
    if digest.failures:
        sections.append(Section(None, (note_row(_failure_line(digest.failures)),)))
    return Message(tuple(sections))


def sample_slot(urls: tuple[str, ...], now: datetime) -> Slot:
    """A digest of these pages that is due now, for the console."""
    sources = tuple(Source(SourceKind.PAGE, url) for url in urls)
    topic = Topic("sample", "Sample pages", sources)
    plan = DigestPlan(
        id="sample",
        topics=(topic,),
        at=(now.time(),),
        days=frozenset(Weekday),
        timezone=ZoneInfo("UTC"),
        to=(Destination(CONSOLE, CONSOLE_CHANNEL),),
    )
    return Slot(plan, now.date(), now.time(), now)


async def _outcome(url: str, desk: Desk) -> Outcome:
    try:
        briefing = await desk.brief(url)
    except (BotError, InputError) as error:
        return Failure(url, error.kind, str(error))
    return briefing.printed()


def _urls(topics: tuple[Topic, ...]) -> tuple[str, ...]:
    """Every page once, in the order of the configuration."""
    urls = (source.url for topic in topics for source in topic.sources)
    return tuple(dict.fromkeys(urls))


def _headline(digest: Digest) -> Row:
    slot = digest.slot
    when = f"{written(slot.day)}, {slot.time:%H:%M}"
    return Row((Text(slot.digest.id, Style.TITLE), Text(when, Style.NOTE)))


def _topic_sections(topic: Topic, digest: Digest) -> Iterator[Section]:
    yield Section(None, (Row((Text(topic.title, Style.TITLE),)),))
    briefed = False
    for source in topic.sources:
        match digest.outcomes[source.url]:
            case Briefing() as briefing:
                briefed = True
                yield from briefing_sections(briefing)
            case Failure():
                continue
    if not briefed:
        yield Section(None, (note_row("None of the pages could be read."),))


def _failure_line(failures: tuple[Failure, ...]) -> str:
    """Which pages are missing and why: "Not read: example.org/news (too slow)."."""
    told = (f"{_short(failure.url)} ({failure.message})" for failure in failures)
    return f"Not read: {'; '.join(told)}"


def _short(url: str) -> str:
    address = url.partition("://")[2] or url
    return address if len(address) <= _SHORT else f"{address[: _SHORT - 1]}…"
