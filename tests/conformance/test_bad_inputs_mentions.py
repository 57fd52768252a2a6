"""What an article says is words in chats, row by row: on both platforms, as it is sent.

An article on loopback holds the words of a row everywhere. It is briefed for people, and
told in digests; what goes over both wires is read by the platforms' rules.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.text.sanitize import sanitized
from tests.conformance.chat_payloads import Reading, read_discord, read_slack
from tests.conformance.hostile_pages import answers
from tests.conformance.rows import Row, all_rows, one, sampled_rows
from tests.fakes.connected_bots import (
    ConnectedBot,
    Grounds,
    configured,
    open_connected_bot,
    plan_of,
)
from tests.fakes.discord.town import open_town
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.web import LoopbackSite

KINDS = ("slack_mention", "discord_mention", "link")
ENTRIES = tuple(one(name) for name in ("link-04", "link-05", "link-06", "link-08"))
TITLE = "Pier vote"


@dataclass(frozen=True, slots=True)
class Siege:
    """The bot, and the hostile site that it reads."""

    bot: ConnectedBot
    site: LoopbackSite

    @property
    def home(self) -> str:
        """The host that links may lead to."""
        return f"127.0.0.1:{self.site.port}"

    @property
    def places(self) -> tuple[str, ...]:
        """Where digests go."""
        return "slack/#desk", f"discord/{self.bot.town.channels['desk'].id}"

    def url(self, row: Row) -> str:
        """Where a row's article is."""
        return self.site.url(f"/{row.id}")

    def said(self) -> tuple[Reading, Reading]:
        """All that was said on either platform."""
        bot = self.bot
        slack = read_slack(bot.slack.requests)
        return slack, read_discord(bot.town.records.all)

    async def brief(self, url: str) -> None:
        """Let somebody brief an article on each platform, and post it for all."""
        desk, town = self.bot.slack.desk, self.bot.town
        asked = await desk.slash("mei", "desk", f"/brief link {url}")
        sight = await asked.seen(TITLE)
        exchange = await town.slash("ben", "desk", "brief link", url=url)
        posted = await desk.click("mei", sight, "Post here")
        await posted.seen(TITLE, change="post")
        await town.click("ben", exchange.message, "Post here")


@pytest.fixture
async def siege(slack: SlackPeer, tmp_path: Path) -> AsyncIterator[Siege]:
    database = f"sqlite:///{tmp_path / 'sitrep.db'}"
    async with open_town() as town, LoopbackSite() as site:
        site.serve(answers(all_rows(*KINDS), site.url("")))
        async with open_connected_bot(
            Grounds(slack, town, database), configured()
        ) as bot:
            yield Siege(bot, site)


def check(row: Row, siege: Siege) -> None:
    """See that nothing came alive, all links are our own, and the words are there."""
    words = re.sub(r"\s+", " ", sanitized(row.input))
    for reading in siege.said():
        assert reading.faults == []
        assert reading.links
        assert reading.misleading(siege.home) == []
        assert words in reading.text
        assert not reading.aloud or words in "\n".join(reading.aloud)
        assert not re.search(r"[\u200b\u202a-\u202e\u2066-\u2069\r]", reading.text)
    assert not any(seen.pings for seen in siege.bot.town.history("desk"))
    assert siege.bot.slack.mistakes() == []


@sampled_rows(*KINDS)
async def test_a_briefing_of_a_hostile_page_says_its_words_and_no_more(
    row: Row, siege: Siege
) -> None:
    await siege.brief(siege.url(row))

    check(row, siege)


@sampled_rows(*KINDS)
async def test_a_digest_of_a_hostile_page_says_its_words_and_no_more(
    row: Row, siege: Siege
) -> None:
    await siege.bot.post(plan_of("pier", siege.url(row), to=siege.places))

    check(row, siege)


@pytest.mark.parametrize("row", ENTRIES, ids=[row.id for row in ENTRIES])
async def test_an_entry_s_link_is_shown_only_if_it_leads_where_it_says(
    row: Row, siege: Siege
) -> None:
    feed = siege.site.url(f"/{row.id}.xml")

    await siege.bot.post(plan_of("fares", feed, to=siege.places, feed=True))

    for reading in siege.said():
        assert reading.faults == []
        assert reading.misleading(siege.home) == []
        assert "Ferry fares" in reading.text
        assert bool(reading.links) is (row.id == "link-08")
