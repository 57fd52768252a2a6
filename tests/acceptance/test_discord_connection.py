"""How the bot stays connected to Discord, and when it gives up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from bot.core.messages.briefing_json import JsonObject
from tests.fakes.discord.clerk import Clerk, Presence, presence
from tests.fakes.discord.requests import refused
from tests.fakes.discord.town import Town, open_town
from tests.fakes.platforms.wires import Answer

pytestmark = pytest.mark.process

GATEWAY = "gateway/bot"


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened
    assert not opened.gaps


@pytest.fixture
async def bot(town: Town) -> AsyncIterator[Presence]:
    async with presence(town) as present:
        await town.pulse.until(lambda: present.connected == [True])
        yield present


def gateway(url: str, *, remaining: int) -> JsonObject:
    """What Discord says of its gateway."""
    limit: JsonObject = {
        "total": 1000,
        "remaining": remaining,
        "reset_after": 14_400_000,
        "max_concurrency": 1,
    }
    return {"url": url, "shards": 1, "session_start_limit": limit}


async def told(bot: Presence, event: str, level: str = "error") -> str:
    """Wait until the journal says this; with which reason."""
    await bot.town.pulse.until(lambda: event in bot.event_log.events(level), what=event)
    found = [facts for _, said, facts in bot.event_log.entries if said == event]
    return str(found[0].get("reason", ""))


@pytest.mark.usefixtures("bot")
async def test_commands_are_known_once_the_bot_is_connected(town: Town) -> None:
    (registered,) = town.records.of("PUT", "/commands")

    assert isinstance(registered.body, list)
    names = [one["name"] for one in registered.body if isinstance(one, dict)]
    assert names == ["brief", "Brief this link"]


@pytest.mark.usefixtures("bot")
async def test_nothing_but_servers_is_listened_to(town: Town) -> None:
    (session,) = town.gateway.sessions.values()

    assert session.intents.value == 1


@pytest.mark.parametrize(
    "accident",
    [lambda town: town.gateway.ask_to_reconnect(), lambda town: town.gateway.cut()],
    ids=["asked to", "cut"],
)
async def test_a_lost_connection_goes_on_where_it_was(
    town: Town, bot: Presence, accident: Callable[[Town], None]
) -> None:
    accident(town)

    await town.pulse.until(lambda: bot.connected == [True, False, True])
    assert town.gateway.counts["resumes"] == town.gateway.counts["identifies"] == 1


async def test_a_gateway_that_ends_every_session_is_not_stormed(
    town: Town, bot: Presence
) -> None:
    town.gateway.ends_resumes = True

    town.gateway.ask_to_reconnect()

    await town.pulse.until(lambda: town.gateway.counts["resumes"] == 2)
    assert town.gateway.counts["connects"] <= 3
    assert bot.connected == [True, False]


@pytest.mark.parametrize(
    "accident",
    [lambda town: town.gateway.fall_silent(), lambda town: town.gateway.go_deaf()],
    ids=["silent", "deaf"],
)
async def test_a_connection_that_says_nothing_any_more_is_replaced(
    town: Town, accident: Callable[[Town], None]
) -> None:
    town.gateway.heartbeat_ms = 20

    async with presence(town, heartbeat_seconds=0.1) as bot:
        await town.pulse.until(lambda: bot.connected == [True])
        accident(town)
        await town.pulse.until(lambda: bot.connected[-2:] == [False, True])

    assert town.gateway.counts["resumes"] >= 1


async def test_a_connection_that_is_only_quiet_is_kept(town: Town) -> None:
    async with presence(town, heartbeat_seconds=0.3):
        await town.pulse.until(lambda: town.gateway.counts["heartbeats"] > 6)

    assert town.gateway.counts["connects"] == 1


async def test_a_revoked_token_ends_the_platform_and_is_told(
    town: Town, bot: Presence
) -> None:
    town.revoke()

    reason = await told(bot, "discord refuses the bot")

    assert "the token is not valid (4004)" in reason
    assert not bot.connected[-1]


@pytest.mark.parametrize("code", [4013, 4014])
async def test_forbidden_intents_end_the_platform_and_are_told(
    town: Town, code: int
) -> None:
    town.gateway.refusal = code

    async with presence(town) as bot:
        reason = await told(bot, "discord refuses the bot")

    assert "intents" in reason or "wants to hear" in reason
    assert town.gateway.counts["connects"] == 1


async def test_a_bad_token_ends_nothing_else(town: Town) -> None:
    town.script("GET", "users/@me", refused(401, 0, "401: Unauthorized"))

    async with presence(town) as bot:
        reason = await told(bot, "discord refuses the bot")

    assert reason.startswith("Discord does not accept the bot's token: ")
    assert len(town.records.all) == 1


async def test_a_discord_that_is_down_is_tried_again_later(town: Town) -> None:
    town.script("GET", "users/@me", Answer(502, {}))

    async with presence(town) as bot:
        reason = await told(
            bot, "discord is not connected; Sitrep connects again", "warning"
        )

    assert reason == "Discord answered with HTTP status 502"


async def test_commands_that_discord_refuses_do_not_keep_the_bot_away(
    town: Town,
) -> None:
    town.script("PUT", "applications/*", refused(400, 50035, "Invalid Form Body"))

    async with presence(town) as bot:
        await town.pulse.until(lambda: bot.connected == [True])

    assert bot.event_log.events("error") == ["discord commands not registered"]


async def test_sessions_that_discord_does_not_allow_are_waited_for(town: Town) -> None:
    town.script("GET", GATEWAY, Answer(200, gateway("", remaining=0)))

    async with presence(town) as bot:
        reason = await told(
            bot, "discord allows no new connection for now; Sitrep waits"
        )

    assert reason.endswith("Sitrep connects in 14400 s")
    assert not town.gateway.counts


async def test_the_bot_posts_while_the_gateway_is_away(town: Town) -> None:
    town.script("GET", GATEWAY, Answer(502, {}))
    where = str(town.channels["desk"].id)

    async with presence(town) as bot:
        await told(bot, "discord is not connected; Sitrep connects again", "warning")
        posted = await bot.messenger.send(
            where, [{"type": 10, "content": "Hello"}], idempotency_key="a"
        )

    assert [str(one.id) for one in town.history("desk")] == [posted]


async def test_an_answer_is_still_given_while_the_bot_ends(town: Town) -> None:
    clerk = Clerk()
    clerk.hold.clear()

    async with presence(town, clerk) as bot:
        await town.pulse.until(lambda: bot.connected == [True])
        exchange = await town.slash("ben", "desk", "brief topics", wait=False)
        await exchange.until(lambda one: one.acknowledged)
        clerk.hold.set()

    assert exchange.message.text == "Hello."


async def test_the_gateway_may_be_elsewhere_than_discord_says(town: Town) -> None:
    elsewhere = gateway("wss://gateway.example/", remaining=9)
    town.script("GET", GATEWAY, Answer(200, elsewhere), times=2)

    async with presence(town) as bot:
        await town.pulse.until(lambda: bot.connected == [True])

    assert town.gateway.counts["identifies"] == 1


@pytest.mark.slow  # Discord lets a shard identify every five seconds.
async def test_several_shards_are_connected(town: Town) -> None:
    town.service.shards = 2

    async with presence(town):
        await town.pulse.until(lambda: len(town.gateway.sessions) == 2)

    assert town.gateway.counts["connects"] == 2
