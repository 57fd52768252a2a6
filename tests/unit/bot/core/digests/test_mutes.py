from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from bot.core.digests.mutes import ChannelMutes, MuteFilter, parse_mute
from bot.core.domain.records import Mute
from bot.core.ports.services import ChannelNames
from summarizers.model import Article
from tests.fakes.chats import MemoryChats
from tests.fakes.records import FEED, NOW, OTHER, make_stored
from tests.tables import rows

PAPER = "https://news.lenna-gazette.example/ferry"
FERRY = replace(
    make_stored(),
    article=Article(
        "The crew put out the flames. "
        + "Nobody was hurt in the port. " * 60
        + "Two ferries of NORDLINJE met a café's boat.",
        title="Fire on the Aurora",
        url=PAPER,
    ),
    sources=(FEED,),
)


class Slack(ChannelNames):
    """Knows one channel by two names."""

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        return ("slack/C1",) if channel == "slack/#news" else ()


@pytest.mark.parametrize(
    "what",
    [
        *("Aurora", "aurora", "fires", "flame", "ferry", "Nordlinje", "cafe", "port"),
        *("put out the flames", '"flames"', "flames. Nobody"),
    ],
)
def test_a_word_is_found_in_title_and_whole_text(what: str) -> None:
    assert MuteFilter((what,)).hit(FERRY, {FEED}) == what


@pytest.mark.parametrize(
    "what", ["Auror", "por", "ports of", "football", "lame", "FIRE", "/Fire.*/", "!"]
)
def test_parts_of_words_and_expressions_are_not_found(what: str) -> None:
    assert MuteFilter((what,)).hit(FERRY, {FEED}) is None


@pytest.mark.parametrize(
    ("what", "hit"),
    [
        *(("lenna-gazette.example", True), ("news.lenna-gazette.example", True)),
        *(("gazette.example", False), ("sport.lenna-gazette.example", False)),
        *(
            ("https://lenna-gazette.example/feed", True),
            ('"lenna-gazette.example"', False),
        ),
    ],
)
def test_an_article_s_own_host_is_muted_with_those_below(
    what: str, *, hit: bool
) -> None:
    assert (MuteFilter((what,)).hit(FERRY, {FEED}) == what) is hit


def test_an_article_is_muted_with_all_the_sources_that_brought_it() -> None:
    elsewhere = replace(FERRY, article=replace(FERRY.article, url="https://a.example/"))
    both = replace(elsewhere, sources=(FEED, OTHER))
    silencer = MuteFilter((FEED,))

    assert silencer.hit(elsewhere, {FEED, OTHER}) == FEED
    assert silencer.hit(both, {FEED, OTHER}) is None
    assert silencer.hit(both, {FEED}) == FEED


async def test_mutes_are_a_channel_s_by_all_its_names() -> None:
    chats = MemoryChats()
    await chats.mute(Mute("slack/C1", "aurora", "U1", NOW + timedelta(hours=1)))
    await chats.mute(Mute("slack/#news", "fire", "U1", NOW))
    await chats.mute(Mute("slack/C2", "flames", "U1", NOW - timedelta(hours=1)))

    book = ChannelMutes(chats, Slack())

    assert (await book.filter_for("slack/#news")).hit(FERRY, {FEED}) == "fire"
    assert (await book.filter_for("slack/C1")).hit(FERRY, {FEED}) == "aurora"
    assert not await book.filter_for("slack/C3")


@rows("digests/mutes", "muted", "word", "host")
def test_a_word_is_told_from_a_host(muted: str, word: str, host: str) -> None:
    found = parse_mute(muted)

    assert (found.word or "", found.host or "") == (word, host)
