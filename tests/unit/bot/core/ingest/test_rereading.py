"""Articles that are read again, from the digest to the correction."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from typing_extensions import override

from bot.core.delivery.digest_builder import BuiltDigest, DigestComposer
from bot.core.digests.rendering import front_message
from bot.core.digests.service import FixedConfiguration
from bot.core.domain.configuration import (
    AlertCondition,
    AlertPlan,
    Destination,
    Source,
    SourceKind,
    Topic,
)
from bot.core.domain.errors import StatusError
from bot.core.domain.records import StoredArticle, Validators
from bot.core.domain.slots import SlotKind, StoredSlot
from bot.core.ingest.rereading import Rereader
from bot.core.messages.markdown import to_markdown
from bot.core.ports.services import MessageLinks, Reply
from bot.core.text.labels import labels_for
from tests.fakes.ports import FakeClock
from tests.fakes.reports import SCHOOL
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


async def test_a_changed_number_is_posted_beside_the_printed_line() -> None:
    async with told() as (town, paper):
        edit(paper, "twelve", "nine")

        (post,) = await read_again(town)

    assert LABELS.corrected in post
    assert f"> **printed Mon 2 Mar**: {LEAD}" in post
    assert f"> **now reads Mon 2 Mar**: {LEAD.replace('twelve', 'nine')}" in post
    assert f"{PAGE}#:~:text=" in post


async def test_a_correction_goes_into_the_thread_of_its_digest() -> None:
    async with told() as (town, paper):
        first = next(iter(town.messenger.posts))
        edit(paper, "twelve", "nine")

        await read_again(town)

    *_, last = town.messenger.parents
    assert town.messenger.parents[last] == first


async def test_a_correction_of_an_alert_has_its_language_and_day() -> None:
    paper = Paper(GAZETTE, [FERRY])
    alert = AlertPlan(
        "ferries",
        (),
        AlertCondition(papers=1),
        (Destination("fake", "desk"),),
        timezone=ZoneInfo("Pacific/Kiritimati"),
        language="fr",
    )
    clock = FakeClock(START + timedelta(hours=5))
    async with open_town(paper, alerts=(alert,), clock=clock) as town:
        assert await town.alert() == 1
        await town.wait(1.1)
        edit(paper, "twelve", "nine")

        (post,) = await read_again(town)

    assert labels_for("fr").corrected in post
    # On the island, which is 14 hours ahead of UTC, it is Tuesday.
    assert "mar. 3 mars" in post
    *_, last = town.messenger.parents
    assert town.messenger.parents[last] == next(iter(town.messenger.posts))


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


async def test_a_line_is_corrected_a_second_time() -> None:
    async with told() as (town, paper):
        edit(paper, "twelve", "nine")
        await read_again(town)
        await town.wait(6)
        edit(paper, "nine", "ten")

        (post,) = await read_again(town)

    assert f"**: {LEAD.replace('twelve', 'nine')}" in post
    assert f"**: {LEAD.replace('twelve', 'ten')}" in post


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
        assert await town.store.search("milk", 10)


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


class Addresses(MessageLinks):
    """A platform with an address for each message."""

    @override
    async def message_link(self, channel: str, message_id: str) -> str | None:
        return f"https://chat.example/{channel}/{message_id}"


async def test_a_digest_links_to_the_message_that_printed_the_line() -> None:
    async with told() as (town, paper):
        first = next(iter(town.messenger.posts))
        edit(paper, f"{LEAD}\n\n", "")
        await read_again(town)
        await town.wait(20)
        composer = replace(town.digest_service.composer, links=Addresses())

        digest = await composer.compose(town.plan, "fake/desk", town.clock.now())

    markdown = to_markdown(front_message(digest, None))
    assert f"(https://chat.example/fake/desk/{first})" in markdown
    assert LABELS.line_gone in markdown


async def test_an_article_that_was_corrected_before_it_was_told_counts_as_it_is() -> (
    None
):
    paper = Paper(GAZETTE, [FERRY])
    async with open_town(paper) as town:
        await town.digest_service.poll(town.configuration)
        await town.digest_service.fetch(town.configuration)
        await town.wait(5)
        edit(paper, "twelve", "nine")

        edition = await town.publish()
        await town.wait(2)
        posts = await read_again(town)

    assert LEAD.replace("twelve", "nine") in [line.text for line in edition.lines]
    assert posts == []


async def test_a_line_told_elsewhere_is_corrected_when_another_channel_is_told() -> (
    None
):
    async with told() as (town, paper):
        edit(paper, "twelve", "nine")
        other = replace(town.plan, id="noon", to=(Destination("fake", "hall"),))
        every = replace(town.configuration, digests=(town.plan, other))
        town.wanted.configured = FixedConfiguration(every)
        before = set(town.messenger.posts)

        await town.delivery.post_now(other)
        await town.delivery.build()
        await town.delivery.send()

    new = [
        town.messenger.posts[key] for key in town.messenger.posts if key not in before
    ]
    hall, desk = (
        "".join(to_markdown(message) for channel, message in new if channel == name)
        for name in ("hall", "desk")
    )
    assert "for nine days" in hall
    assert LABELS.corrected in desk


async def test_a_later_digest_uses_the_new_text() -> None:
    async with told() as (town, paper):
        edit(paper, "twelve", "nine")
        await read_again(town)
        article = (await town.store.search("Vela", 10))[0]

    assert "nine days" in article.article.text


async def test_the_second_request_is_conditional() -> None:
    async with told() as (town, _):
        requests = len(town.web.asked)

        assert await read_again(town) == []
        assert await read_again(town) == []

    assert town.web.asked[requests:] == [PAGE]


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


async def test_a_page_that_is_a_source_is_not_read_again() -> None:
    paper = Paper(GAZETTE, [FERRY])
    source = Source(SourceKind.PAGE, PAGE)
    topic = Topic("coast", "The coast", (source,))
    async with open_town(paper, topic=topic, web=FakeWeb(paper)) as town:
        await town.publish()
        await town.wait(1.1)
        requests = len(town.web.asked)

        await town.digest_service.reread(town.configuration)

        assert town.web.asked[requests:] == []


async def test_an_article_of_an_index_is_read_again() -> None:
    paper = Paper(GAZETTE, [FERRY])
    front = f"{GAZETTE}/front"
    source = Source(SourceKind.PAGE, front, follow=True)
    topic = Topic("coast", "The coast", (source,))
    async with open_town(paper, topic=topic, web=FakeWeb(paper)) as town:
        link = f"<a href='{PAGE}'>{FERRY.title}</a>"
        town.web.extra[front] = f"<html><body>{link}</body></html>".encode()
        await town.publish()
        await town.wait(1.1)
        requests = len(town.web.asked)

        await town.digest_service.reread(town.configuration)

        assert town.web.asked[requests:] == [PAGE]


async def test_the_publisher_s_note_is_shown_as_such() -> None:
    note = "Correction: An earlier version of this article gave a wrong number of days."
    async with told() as (town, paper):
        edit(paper, "twelve", "nine")
        edit(paper, TICKETS, f"{TICKETS}\n\n{note}")

        (post,) = await read_again(town)

    assert f"> **the paper notes**: {note}" in post


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
    (article,) = await town.store.search("Vela", 10)
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


async def test_a_digest_waits_for_the_reading_of_another_digest() -> None:
    async with told_slowly() as (town, _, web):
        article = await ferry(town)
        requests = len(web.asked)
        web.wait = pause = Pause()
        first = asyncio.create_task(read_before_print(town, article))
        await pause.begun.wait()
        second = asyncio.create_task(read_before_print(town, article))
        await asyncio.sleep(0)
        pause.go_on.set()

        assert all(await asyncio.gather(first, second))

    assert web.asked[requests:] == [PAGE]


@pytest.mark.parametrize("is_digest_first", [False, True])
async def test_a_periodic_reading_and_a_digest_share_one_request(
    *, is_digest_first: bool
) -> None:
    async with told_slowly() as (town, _, web):
        article = await ferry(town)
        requests = len(web.asked)
        web.wait = pause = Pause()

        async def digest() -> None:
            assert await read_before_print(town, article)

        jobs = (town.digest_service.reread(town.configuration), digest())
        first, second = reversed(jobs) if is_digest_first else jobs
        running = asyncio.create_task(first)
        await pause.begun.wait()
        waiting = asyncio.create_task(second)
        # The store works in order: the second reader has loaded its reading by then.
        for _ in range(5):
            await town.store.reading_of(article.id)
        pause.go_on.set()
        await asyncio.gather(running, waiting)
        posts = await read_again(town)

    assert web.asked[requests:] == [PAGE]
    assert len(posts) == 1


async def test_a_digest_does_not_repeat_a_periodic_reading_of_the_same_hour() -> None:
    async with told_slowly() as (town, _, web):
        requests = len(web.asked)
        await town.digest_service.reread(town.configuration)
        await town.wait(0.5)

        await read_before_print(town, await ferry(town))
        assert web.asked[requests:] == [PAGE]
        await town.wait(0.5)
        await read_before_print(town, await ferry(town))

    assert web.asked[requests:] == [PAGE, PAGE]


@pytest.mark.parametrize(("minutes", "requests"), [(9, []), (11, [PAGE])])
async def test_a_due_reading_does_not_repeat_one_of_a_few_minutes_ago(
    minutes: int, requests: list[str]
) -> None:
    async with told_slowly() as (town, _, web):
        assert await read_before_print(town, await ferry(town))
        before = len(web.asked)
        town.clock.move(timedelta(minutes=minutes))

        await town.digest_service.reread(town.configuration)
        due_again = await town.store.start_reading(town.clock.now())

    assert web.asked[before:] == requests
    assert due_again is None


async def test_a_failed_reading_before_a_print_is_made_up_for_when_it_is_due() -> None:
    async with told_slowly() as (town, _, web):
        web.break_down(PAGE)
        assert not await read_before_print(town, await ferry(town))
        del web.extra[PAGE]

        (post,) = await read_again(town)

    assert LEAD.replace("twelve", "nine") in post


async def test_a_failed_reading_is_logged_and_repeated_before_a_print() -> None:
    async with told_slowly() as (town, _, web):
        article = await ferry(town)
        web.break_down(PAGE, StatusError("the server answers 500", 500))

        assert not await read_before_print(town, article)
        await town.digest_service.reread(town.configuration)
        del web.extra[PAGE]
        await town.wait(0.1)
        assert await read_before_print(town, article)

    failure = {"url": PAGE, "reason": "the server answers 500"}
    entry = (
        "warning",
        "article not checked for corrections, because its page cannot be read; Sitrep does not repeat this check",
        failure,
    )
    assert [each for each in town.event_log.entries if each[0] == "warning"] == (
        [entry, entry]
    )


class Unanswered(SlowWeb):
    """Never answers requests for one page."""

    silent = ""

    @override
    async def poll(
        self, url: str, validators: Validators, *, crawling: bool = False
    ) -> Reply:
        if url == self.silent:
            await asyncio.Event().wait()
        return await super().poll(url, validators, crawling=crawling)


async def test_a_digest_logs_how_many_articles_were_not_read_in_time() -> None:
    paper = Paper(GAZETTE, [FERRY, SCHOOL])
    web = Unanswered(paper)
    async with open_town(paper, web=web) as town:
        await town.publish()
        await town.wait(1.1)
        (school,) = await town.store.search("Brevik", 10)
        web.silent, requests = PAGE, len(web.asked)
        hasty = replace(rereader(town), print_wait=timedelta(seconds=1))

        assert not await hasty.read_before_print(
            [await ferry(town), school], town.plan.sources
        )

    assert web.asked[requests:] == [f"{GAZETTE}/school"]
    late = (
        "warning",
        "articles not checked for corrections, because their pages did not answer in time; the digest prints them as stored",
        {"count": 1},
    )
    assert late in town.event_log.entries


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


async def test_a_text_that_changes_beside_the_lines_is_no_reason_to_build_again() -> (
    None
):
    async with told_slowly() as (town, paper, _):

        async def correct() -> None:
            edit(paper, TICKETS, f"{TICKETS}\n\nA bus leaves every hour from Halden.")
            reader = another_process(town)
            assert await read_before_print(town, await ferry(town), reader)

        posts, composer = await publish_elsewhere(town, correct)

    assert LEAD.replace("twelve", "nine") in posts[0]
    assert composer.times == 1


async def test_a_text_that_another_reader_replaced_counts_as_changed() -> None:
    async with told_slowly() as (town, _, _):
        article = await ferry(town)
        await town.digest_service.reread(town.configuration)

        assert await read_before_print(town, article)
        assert not await read_before_print(town, await ferry(town))


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


async def test_a_line_that_is_printed_during_a_reading_is_corrected() -> None:
    async with told_slowly() as (town, _, web):
        other = replace(town.plan, id="noon", to=(Destination("fake", "hall"),))
        every = replace(town.configuration, digests=(town.plan, other))
        town.wanted.configured = FixedConfiguration(every)
        quiet = replace(every, corrections=False)
        web.wait = pause = Pause()
        slow = asyncio.create_task(town.digest_service.reread(every))
        await pause.begun.wait()
        town.wanted.configured = FixedConfiguration(quiet)
        await town.delivery.post_now(other)
        town.wanted.configured = FixedConfiguration(every)
        pause.go_on.set()
        await slow

        posts = await read_again(town)

    assert len(posts) == 2
