"""Odd things that people ask for, and places that are lost: what they are told.

Each is asked on both platforms as they are; the answer is the same sentence on both.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.core.domain.slots import MessageState, OutboxMessage
from tests.conformance.chat_payloads import read_discord, read_slack
from tests.fakes.connected_bots import (
    ConnectedBot,
    Grounds,
    configured,
    open_connected_bot,
    plan_of,
)
from tests.fakes.discord.town import Town, open_town
from tests.fakes.slack.peer import SlackPeer

NOWHERE = "http://127.0.0.1:9/"
PORTS = plan_of("ports", NOWHERE, to=("slack/#desk",))
RIVERS = plan_of("great-rivers", NOWHERE, to=("slack/#desk",))
PRIVATE = "That address is not on the public internet. Give the link of a public page."
ALL_LISTED = "“/brief topics” lists all topics."


@pytest.fixture
async def bot(slack: SlackPeer, tmp_path: Path) -> AsyncIterator[ConnectedBot]:
    database = f"sqlite:///{tmp_path / 'sitrep.db'}"
    async with open_town() as town:
        grounds = Grounds(slack, town, database)
        async with open_connected_bot(grounds, configured(PORTS, RIVERS)) as bot:
            yield bot


async def told(
    bot: ConnectedBot, verb: str, option: str, typed: str
) -> tuple[str, str]:
    """What is told on either platform to somebody who types this."""
    asked = await bot.slack.desk.slash("mei", "desk", f"/brief {verb} {typed}")
    sight = await asked.seen()
    options: dict[str, Any] = {option: typed}
    exchange = await bot.town.slash("ben", "desk", f"brief {verb}", **options)
    on_slack = read_slack(bot.slack.requests)
    on_discord = read_discord(bot.town.records.all)
    assert on_slack.faults == on_discord.faults == []
    assert on_slack.links == on_discord.links == []
    assert sight.user == bot.slack.desk.user("mei")
    assert exchange.message.ephemeral
    return on_slack.text, on_discord.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("prots", "There is no topic “prots”. Did you mean “Ports”?"),
        (
            "great river",
            "There is no topic “great river”. Did you mean “Great-Rivers”?",
        ),
        ("x" * 200, f"There is no topic “{'x' * 59}…”. {ALL_LISTED}"),
        ("🛳️🛳️", f"There is no topic “🛳️🛳️”. {ALL_LISTED}"),
        ("\u202eyendis", f"There is no topic “yendis”. {ALL_LISTED}"),
        ("موانئ", f"There is no topic “موانئ”. {ALL_LISTED}"),
        ("z\u200bz\ufeffz", f"There is no topic “zzz”. {ALL_LISTED}"),
        ("*bold* _x_ `y`", f"There is no topic “*bold* _x_ `y`”. {ALL_LISTED}"),
        ("@everyone", f"There is no topic “@everyone”. {ALL_LISTED}"),
        ("../../etc/passwd", f"There is no topic “../../etc/passwd”. {ALL_LISTED}"),
    ],
)
async def test_a_topic_that_is_none_is_told_with_what_may_be_meant(
    bot: ConnectedBot, typed: str, sentence: str
) -> None:
    for text in await told(bot, "topic", "name", typed):
        assert sentence in text


async def test_a_topic_of_400_characters_is_told_to_be_read(bot: ConnectedBot) -> None:
    asked = await bot.slack.desk.slash("mei", "desk", f"/brief topic {'ab' * 200}")

    cut = ("ab" * 30)[:59]
    assert (await asked.seen()).text.startswith(f"There is no topic “{cut}…”.")


async def test_what_may_be_meant_is_offered_and_does_what_was_asked_for(
    bot: ConnectedBot,
) -> None:
    asked = await bot.slack.desk.slash("mei", "desk", "/brief sources prots")
    sight = await asked.seen("Did you mean")
    exchange = await bot.town.slash("ben", "desk", "brief sources", name="prots")

    chosen = await bot.slack.desk.click("mei", sight, "sitrep:menu", "r|sources|ports")
    on_discord = await bot.town.select("ben", exchange.message, "r|sources|ports")

    await chosen.seen("not read yet")
    assert "not read yet" in on_discord.message.text


async def test_what_cannot_be_seen_in_a_name_does_not_count(bot: ConnectedBot) -> None:
    typed = "\u200bpo\u200brts\u202c"

    for text in await told(bot, "sources", "name", typed):
        assert "not read yet" in text


@pytest.mark.parametrize(
    "typed",
    ["no link", "javascript:alert(1)", "ftp://a.example/x", "https://", "\u200b."],
)
async def test_what_is_no_link_is_told(bot: ConnectedBot, typed: str) -> None:
    for text in await told(bot, "link", "url", typed):
        assert "is not a link. Give one such as “/brief link https://…”." in text


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/admin",
        "http://localhost/admin",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0x7f000001/",
    ],
)
async def test_a_private_address_is_refused_without_a_word_of_it(
    bot: ConnectedBot, url: str
) -> None:
    async with bot.guarded():
        for text in await told(bot, "link", "url", url):
            assert text == PRIVATE


Lose = Callable[[SlackPeer, Town], Awaitable[None]]


async def deleted(slack: SlackPeer, town: Town) -> None:
    """Both channels are deleted."""
    slack.delete("desk")
    town.delete_channel("desk")


async def archived(slack: SlackPeer, town: Town) -> None:
    """One is archived; the bot does not see the other any more."""
    await slack.archive("desk")
    town.forbid("desk", "view_channel")


async def removed(slack: SlackPeer, town: Town) -> None:
    """The bot is put out of one, and may not write in the other."""
    await slack.remove("desk")
    town.forbid("desk", "send_messages")


async def left(slack: SlackPeer, town: Town) -> None:
    """The bot is not in the server any more, and may not post in the workspace."""
    slack.gateway.refusals["chat.postMessage"] = "restricted_action"
    town.remove_bot()


GONE = (
    "Discord says: Unknown Channel (10003): the channel does not exist, or the bot is "
    "not in its server: copy its id again (right click, Copy Channel ID), or invite "
    "the bot"
)
UNSEEN = (
    "Discord says: Missing Access (50001): the bot cannot see the channel: invite the "
    "bot to that server, and let it have View Channel there"
)
MUTE = (
    "Discord says: Missing Permissions (50013): the bot may not write there: let it "
    "have Send Messages"
)
INVITE = "invite the bot in the channel: /invite @sitrep"
NOT_ALL = "only some people may post there: an administrator must allow it"
ARCHIVED = "the channel is archived: unarchive it or choose another (is_archived)"


@pytest.mark.parametrize(
    ("lose", "slack_says", "discord_says"),
    [
        (deleted, f"the channel does not exist, or it is private: {INVITE}", GONE),
        (archived, ARCHIVED, UNSEEN),
        (removed, f"the bot is not in the channel: {INVITE}", MUTE),
        (left, NOT_ALL, GONE),
    ],
)
async def test_a_place_that_is_lost_is_told_with_its_reason(
    bot: ConnectedBot, lose: Lose, slack_says: str, discord_says: str
) -> None:
    await lose(bot.slack, bot.town)

    on_slack, on_discord = await first_parts(bot)

    assert slack_says in str(on_slack.error)
    assert discord_says in str(on_discord.error)
    assert {on_slack.state, on_discord.state} == {MessageState.DEAD}


async def test_a_token_that_is_revoked_is_told_with_what_to_do(
    bot: ConnectedBot,
) -> None:
    bot.slack.revoke()
    bot.town.revoke()

    on_slack, on_discord = await first_parts(bot)

    assert "the token was revoked: install the app again" in str(on_slack.error)
    assert "Discord does not accept the bot's token: open" in str(on_discord.error)
    assert MessageState.SENT not in {on_slack.state, on_discord.state}


async def first_parts(bot: ConnectedBot) -> tuple[OutboxMessage, OutboxMessage]:
    """What became of the first part of a digest, on either platform."""
    desk = f"discord/{bot.town.channels['desk'].id}"
    await bot.deliver(plan_of("ports", NOWHERE, to=("slack/#desk", desk)))
    found = await bot.app.store.deliveries(failed=False, limit=10)
    parts = {slot.key.channel: parts[0] for slot, parts in found}
    return parts["slack/#desk"], parts[desk]
