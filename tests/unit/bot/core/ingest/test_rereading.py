"""Articles that are read again, from the digest to the correction."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from bot.core.delivery.digest_builder import BuiltDigest, DigestComposer
from bot.core.digests.service import FixedConfiguration
from bot.core.domain.configuration import (
    Destination,
)
from bot.core.domain.errors import StatusError
from bot.core.domain.records import StoredArticle, Validators
from bot.core.domain.slots import SlotKind, StoredSlot
from bot.core.ingest.rereading import Rereader
from bot.core.messages.markdown import to_markdown
from bot.core.ports.services import Reply
from bot.core.text.labels import labels_for
from tests.fakes.town import GAZETTE, START, FakeWeb, Paper, Report, Town, open_town

LEAD = (
    "The ferry Vela will stay in the port of Halden for twelve days, the harbour "
    "master Ingrid Solberg said on Monday."
)
DIVERS = (
    "Divers found cracks in the hull of the ship during the night, and the company "
    "closed both car decks at once."
)
BUS = (
    "Passengers to the island of Varra have to take the bus across the bridge, which "
    "needs two hours longer than the ship."
)
MILK = (
    "The shops on Varra could run out of fresh milk by Sunday, the mayor Olof Lind "
    "warned in a letter to the county."
)
TICKETS = (
    "The company has promised to pay for all tickets that were bought before the end "
    "of the week."
)
REST = (DIVERS, BUS, MILK, TICKETS)
FERRY = Report("ferry", "Ferry Vela stays in port", "\n\n".join((LEAD, *REST)))
PAGE = f"{GAZETTE}/ferry"
LABELS = labels_for("en")


@asynccontextmanager
async def told() -> AsyncIterator[tuple[Town, Paper]]:
    """A town whose digest printed the report, an hour later."""
    paper = Paper(GAZETTE, [FERRY])
    async with open_town(paper) as town:
        await town.publish()
        await town.wait(1.1)
        yield town, paper


def edit(paper: Paper, old: str, new: str) -> None:
    """Change the text of the report on its page."""
    (report,) = paper.reports
    assert old in report.text
    paper.reports[:] = [replace(report, text=report.text.replace(old, new))]


async def read_again(town: Town) -> list[str]:
    """Read the articles that are due, and send; the Markdown of the new posts."""
    before = set(town.messenger.posts)
    await town.digest_service.reread(town.configuration)
    await town.delivery.build()
    await town.delivery.send()
    posts = town.messenger.posts
    new = [to_markdown(posts[key][1]) for key in posts if key not in before]
    return [markdown.replace("\xa0", " ") for markdown in new]


async def test_a_correction_is_posted_once() -> None:
    async with told() as (town, paper):
        edit(paper, "twelve", "nine")

        posts = [await read_again(town) for _ in range(2)]
        await town.wait(6)
        posts.append(await read_again(town))

    assert [len(each) for each in posts] == [1, 0, 0]


async def test_a_line_that_is_gone_is_said_to_be_gone() -> None:
    async with told() as (town, paper):
        edit(paper, f"{LEAD}\n\n", "")

        (post,) = await read_again(town)

    assert LABELS.line_gone in post


@pytest.mark.parametrize(
    "change",
    [
        ("harbour master", "harbourmaster"),
        (LEAD, f"Updated at 14:05\n\n{LEAD}"),
        (MILK, f"{MILK}\n\nAdvertisement"),
        (TICKETS, f"{TICKETS}\n\nThe next boat sails on 14 March, the company added."),
        (f"{DIVERS}\n\n{BUS}", f"{BUS}\n\n{DIVERS}"),
    ],
)
async def test_other_edits_are_not_posted(change: tuple[str, str]) -> None:
    async with told() as (town, paper):
        edit(paper, *change)

        assert await read_again(town) == []


async def test_a_paywall_is_not_posted() -> None:
    async with told() as (town, paper):
        edit(paper, "\n\n".join(REST), "Subscribe to continue reading.")

        assert await read_again(town) == []
        stored = await ferry(town)
        assert MILK in stored.article.text


async def test_the_digest_after_a_correction_prints_it_once_and_first() -> None:
    async with told() as (town, paper):
        edit(paper, "twelve", "nine")
        await read_again(town)
        await town.wait(20)

        first = await town.publish()
        await town.wait(24)
        second = await town.publish()

    assert '"now": "The ferry Vela will stay in the port of Halden for nine' in (
        first.document
    )
    assert LABELS.corrected in first.document
    assert LABELS.corrected not in second.document


async def test_an_article_is_asked_for_four_times_at_most() -> None:
    async with told() as (town, _):
        requests = len(town.web.asked)
        for _ in range(100):
            await town.wait(1)
            await read_again(town)

    assert town.web.asked[requests:].count(PAGE) == 4


async def test_robots_are_obeyed() -> None:
    async with told() as (town, paper):
        edit(paper, "twelve", "nine")
        town.web.forbidden.add(PAGE)

        assert await read_again(town) == []


async def test_a_page_that_fails_is_read_at_the_next_time() -> None:
    async with told() as (town, paper):
        edit(paper, "twelve", "nine")
        town.web.break_down(PAGE, StatusError("the server answers 500", 500))

        assert await read_again(town) == []
        del town.web.extra[PAGE]
        await town.wait(6)
        assert len(await read_again(town)) == 1


async def test_corrections_can_be_switched_off() -> None:
    async with told() as (town, paper):
        edit(paper, "twelve", "nine")
        quiet = replace(town.configuration, corrections=False)

        await town.digest_service.reread(quiet)
        assert await town.store.corrections(after=town.clock.now()) == ()
        assert len(await read_again(town)) == 1


async def no_wait() -> None:
    """Let a request go on at once."""


class SlowWeb(FakeWeb):
    """Returns a page as it was requested, after what ``wait`` waits for."""

    wait: Callable[[], Awaitable[None]] = staticmethod(no_wait)

    @override
    async def poll(
        self, url: str, validators: Validators, *, crawling: bool = False
    ) -> Reply:
        reply = await super().poll(url, validators, crawling=crawling)
        await self.wait()
        return reply


class Pause:
    """Holds the first request until ``go_on`` is set; lets the next ones pass."""

    def __init__(self) -> None:
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    async def __call__(self) -> None:
        if not self.begun.is_set():
            self.begun.set()
            await self.go_on.wait()


@asynccontextmanager
async def told_slowly() -> AsyncIterator[tuple[Town, Paper, SlowWeb]]:
    """A town whose digest printed the report an hour ago; it says nine days now."""
    paper = Paper(GAZETTE, [FERRY])
    web = SlowWeb(paper)
    async with open_town(paper, web=web) as town:
        await town.publish()
        await town.wait(1.1)
        edit(paper, "twelve", "nine")
        yield town, paper, web


async def ferry(town: Town) -> StoredArticle:
    """The stored report."""
    arrivals = await town.store.arrivals(0, 10)
    stored = await town.store.articles_by_id([each.id for each in arrivals])
    (article,) = [each for each in stored if "Vela" in each.article.text]
    return article


def rereader(town: Town) -> Rereader:
    """The reader of the town's process."""
    reader = town.digest_service.rereader
    assert reader is not None
    return reader


def another_process(town: Town) -> Rereader:
    """The reader of another process on the same database."""
    return replace(rereader(town))


async def read_before_print(
    town: Town, article: StoredArticle, reader: Rereader | None = None
) -> bool:
    """Read the report again for a digest that is about to print it."""
    used = reader or rereader(town)
    return await used.read_before_print([article], town.plan.sources)


async def test_two_processes_that_read_an_article_post_one_correction() -> None:
    async with told_slowly() as (town, _, web):
        article = await ferry(town)
        both = asyncio.Barrier(2)

        async def wait() -> None:
            await both.wait()
            town.clock.move(timedelta(seconds=1))

        web.wait = wait
        _, is_changed = await asyncio.gather(
            town.digest_service.reread(town.configuration),
            read_before_print(town, article, another_process(town)),
        )
        web.wait = no_wait
        posts = await read_again(town)

    assert is_changed
    assert len(posts) == 1


class Meanwhile(DigestComposer):
    """Composes as another does; then something happens before a digest is stored."""

    def __init__(
        self, inner: DigestComposer, *acts: Callable[[], Awaitable[object]]
    ) -> None:
        self._inner, self._acts = inner, list(acts)
        self.times = 0

    @override
    async def compose(self, slot: StoredSlot) -> BuiltDigest | None:
        built = await self._inner.compose(slot)
        if slot.key.kind is SlotKind.CORRECTION:
            return built
        self.times += 1
        if self._acts:
            await self._acts.pop(0)()
        return built


async def publish_elsewhere(
    town: Town, *acts: Callable[[], Awaitable[object]]
) -> tuple[list[str], Meanwhile]:
    """Post the digest to another channel; each act happens between making and storing.

    Gives the posts there.
    """
    other = replace(town.plan, id="noon", to=(Destination("fake", "hall"),))
    every = replace(town.configuration, digests=(town.plan, other))
    town.wanted.configured = FixedConfiguration(every)
    builder = town.delivery.builder
    composer = Meanwhile(builder.composer, *acts)
    delivery = replace(town.delivery, builder=replace(builder, composer=composer))
    await delivery.post_now(other)
    posts = [
        to_markdown(message)
        for channel, message in town.messenger.posts.values()
        if channel == "hall"
    ]
    return posts, composer


async def test_a_text_that_is_replaced_before_a_digest_is_stored_is_printed() -> None:
    async with told_slowly() as (town, paper, _):
        # The digest reads the report itself first: it says nine days then.
        async def correct() -> None:
            edit(paper, "nine", "ten")
            reader = another_process(town)
            assert await read_before_print(town, await ferry(town), reader)

        posts, composer = await publish_elsewhere(town, correct)
        corrections = await town.store.corrections(channel="fake/hall", after=START)

    assert LEAD.replace("twelve", "ten") in posts[0]
    assert not any("nine days" in post for post in posts)
    assert (composer.times, corrections) == (2, ())
    again = "an article changed while the digest was built"
    assert ("info", "built digest discarded; Sitrep builds it again", again) in [
        (level, event, facts.get("reason"))
        for level, event, facts in town.event_log.entries
    ]


async def test_a_slow_reader_does_not_bring_back_an_older_text() -> None:
    async with told_slowly() as (town, paper, web):
        article = await ferry(town)
        web.wait = pause = Pause()
        slow = asyncio.create_task(town.digest_service.reread(town.configuration))
        await pause.begun.wait()
        edit(paper, "nine", "ten")
        await read_before_print(town, article, another_process(town))
        pause.go_on.set()
        await slow

        (post,) = await read_again(town)
        latest = await ferry(town)

    assert LEAD.replace("twelve", "ten") in post
    assert "for ten days" in latest.article.text
