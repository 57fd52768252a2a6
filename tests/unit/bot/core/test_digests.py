from __future__ import annotations

from datetime import UTC, datetime

from bot.core.briefings import Desk, Reader
from bot.core.digests import (
    PAGES_AT_ONCE,
    Digest,
    Failure,
    compose,
    digest_message,
    sample_slot,
)
from bot.core.markdown import to_markdown
from bot.core.model import Slot, Topic
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.ports import FakeFetcher, FakeReader

ONE, TWO, SLOW = (f"https://example.org/{name}" for name in ("one", "two", "slow"))
NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


def make_desk(**bodies: str) -> Desk:
    pages = {f"https://example.org/{name}": body for name, body in bodies.items()}
    return Desk(FakeFetcher(pages), Reader(FakeReader(), FakeReader()))


def make_slot(*topics: Topic) -> Slot:
    return Slot(make_plan(*topics), NOW.date(), NOW.time(), NOW)


async def shown(desk: Desk, *topics: Topic) -> list[str]:
    """The lines of the digest as Markdown, without the blank ones."""
    message = digest_message(await compose(make_slot(*topics), desk))
    return [line for line in to_markdown(message).splitlines() if line]


async def test_every_page_of_every_topic_is_briefed() -> None:
    desk = make_desk(one="Ports close.", two="Ships sail.")

    digest = await compose(make_slot(make_topic(ONE), make_topic(TWO)), desk)

    assert (digest.briefed, digest.failures) == (2, ())


async def test_a_page_that_fails_costs_no_other() -> None:
    desk = make_desk(one="Ports close.", two="")

    digest = await compose(make_slot(make_topic(ONE, SLOW, TWO)), desk)

    assert digest.briefed == 1
    assert [(failure.url, failure.kind) for failure in digest.failures] == [
        (SLOW, "timeout"),
        (TWO, "empty"),
    ]


async def test_a_page_of_two_topics_is_fetched_once() -> None:
    fetcher = FakeFetcher({ONE: "Ports close."})
    desk = Desk(fetcher, Reader(FakeReader(), FakeReader()))

    await compose(make_slot(make_topic(ONE), make_topic(ONE, name="ships")), desk)

    assert fetcher.fetched == [ONE]


async def test_only_some_pages_are_fetched_at_a_time() -> None:
    urls = [f"https://example.org/{number}" for number in range(20)]
    fetcher = FakeFetcher(dict.fromkeys(urls, "Ports close."))
    desk = Desk(fetcher, Reader(FakeReader(), FakeReader()))

    await compose(make_slot(make_topic(*urls)), desk)

    assert fetcher.most_at_once == PAGES_AT_ONCE


async def test_a_digest_is_headed_by_its_name_and_time() -> None:
    lines = await shown(make_desk(one="Ports close."), make_topic(ONE))

    assert lines[:3] == ["## morning", "*2 Mar 2026, 07:30*", "## Ports"]


async def test_a_digest_holds_the_briefings_of_its_topics() -> None:
    desk = make_desk(one="Ports close.", two="Ships sail.")

    lines = await shown(desk, make_topic(ONE, TWO))

    assert [line for line in lines if line.startswith("- ")] == [
        f"- Ports close. [↗]({ONE}#:~:text=Ports%20close.)",
        f"- Ships sail. [↗]({TWO}#:~:text=Ships%20sail.)",
    ]


async def test_what_failed_is_said_in_one_line_at_the_end() -> None:
    lines = await shown(make_desk(one="Ports close."), make_topic(SLOW, ONE, TWO))

    assert lines[-1] == (
        "*Not read: example.org/slow (the server is too slow); "
        "example.org/two (the server is too slow)*"
    )


async def test_a_long_address_is_cut_where_it_is_named() -> None:
    lines = await shown(make_desk(), make_topic(f"https://example.org/{'a' * 90}"))

    assert f"example.org/{'a' * 47}… (" in lines[-1]


async def test_a_topic_of_which_nothing_could_be_read_says_so() -> None:
    lines = await shown(make_desk(), make_topic(SLOW))

    assert "*None of the pages could be read.*" in lines


def test_a_digest_counts_what_it_has() -> None:
    digest = Digest(make_slot(), {SLOW: Failure(SLOW, "timeout", "too slow")})

    assert (digest.briefed, len(digest.failures)) == (0, 1)


def test_a_sample_slot_is_due_at_once() -> None:
    slot = sample_slot((ONE,), NOW)

    assert slot.at == NOW
    assert [topic.sources[0].url for topic in slot.digest.topics] == [ONE]
