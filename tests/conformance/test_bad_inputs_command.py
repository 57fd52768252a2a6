"""What people and others send to the bot, row by row, on both platforms as they are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.core.domain.configuration import Access, Destination, Endpoint
from bot.core.domain.slots import MessageState, SlotState
from bot.web import PrometheusMetrics, open_web
from tests.conformance.rows import Row, one, rows
from tests.fakes.connected_bots import (
    ConnectedBot,
    Grounds,
    configured,
    open_connected_bot,
    plan_of,
)
from tests.fakes.discord.people import DIRECT
from tests.fakes.discord.town import Town, open_town
from tests.fakes.doors import (
    SIGNER,
    WebhookClient,
    command,
    on_the_street,
    signed_for_discord,
    signed_for_slack,
)
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.values import inner, text_in
from tests.fakes.town import Report, page_of
from tests.fakes.web import LoopbackSite, page

QUOTA, ASKED = 5, 30
OPERATOR = Destination("slack", "#geopolitics")
ELSEWHERE = "Sitrep is not enabled here. Ask in your own workspace or server."
REPORT = Report(
    "quay",
    "Quay of Lenna closes for a week",
    "The quay of Lenna will close on Friday, harbour master Olof Lind said.\n\n"
    'Lind said that "the old cranes are not safe in a storm of this kind".\n\n'
    "The cranes could fall into the water next week, the town warned on Monday.",
)


@dataclass(frozen=True, slots=True)
class Stage:
    """Both platforms, and a site with one article, before a bot comes."""

    slack: SlackPeer
    town: Town
    site: LoopbackSite
    database: str

    @property
    def article(self) -> str:
        """Where the article is."""
        return self.site.url("/quay")

    def grounds(self, *, socket: bool = True, key: str | None = None) -> Grounds:
        """Where a bot is to be."""
        return Grounds(self.slack, self.town, self.database, socket, key)

    def place(self, channel: str) -> str:
        """A channel of Discord as digests name it."""
        return f"discord/{self.town.channels[channel].id}"


@pytest.fixture
async def stage(slack: SlackPeer, tmp_path: Path) -> AsyncIterator[Stage]:
    answers = {
        "/quay": page(page_of(REPORT)),
        "/robots.txt": page("", status="404 Not Found"),
    }
    async with open_town() as town, LoopbackSite(answers) as site:
        yield Stage(slack, town, site, f"sqlite:///{tmp_path / 'sitrep.db'}")


@asynccontextmanager
async def heard_over_http(
    stage: Stage,
) -> AsyncIterator[tuple[ConnectedBot, WebhookClient]]:
    """A bot that hears both platforms over HTTP, and where."""
    grounds = stage.grounds(socket=False, key=SIGNER.public)
    async with (
        open_connected_bot(grounds, configured()) as bot,
        on_the_street(bot) as context,
    ):
        yield bot, context


def refusals(bot: ConnectedBot, reason: str) -> set[str]:
    """On which platforms the journal tells of refusals for this reason."""
    return {
        str(facts["platform"])
        for level, event, facts in bot.event_log.entries
        if (level, event, facts.get("reason")) == ("warning", "command refused", reason)
    }


async def far_too_long(stage: Stage) -> None:
    """What is no link and no command is told in one sentence, cut to be read."""
    text = one("command-02").input.removeprefix("/brief ")
    async with open_connected_bot(stage.grounds(), configured()) as bot:
        desk = bot.slack.desk
        typed = await (await desk.slash("mei", "desk", f"/brief {text}")).seen()
        asked = await desk.slash("mei", "desk", f"/brief link {text}")
        exchange = await bot.town.slash("ben", "desk", "brief link", url=text[:2000])

        cut = f"“{'x' * 59}…”"
        assert f"There is no command {cut}." in typed.text
        assert f"{cut} is not a link." in (await asked.seen()).text
        assert f"{cut} is not a link." in exchange.message.text


async def by_no_manager(stage: Stage) -> None:
    """Who may not change a channel changes nothing, and it is noted who tried."""
    async with open_connected_bot(stage.grounds(), configured()) as bot:
        asked = await bot.slack.desk.slash("mei", "desk", "/brief mute storm")
        exchange = await bot.town.slash("ben", "desk", "brief mute", what="storm")

        sentence = "Only those who manage this channel can change what it gets."
        assert sentence in (await asked.seen()).text
        assert sentence in exchange.message.text
        assert refusals(bot, "not_allowed") == {"slack", "discord"}
        for channel in (f"slack/{bot.slack.desk.channel('desk')}", stage.place("desk")):
            assert await bot.app.store.mutes(channel) == ()


async def asked_too_often(stage: Stage) -> None:
    """So many are served, the rest are told when to come back; others are served."""
    told = f"Limit: {QUOTA} briefings a minute per person. Try again in "
    async with open_connected_bot(stage.grounds(), configured()) as bot:
        desk, command = bot.slack.desk, f"/brief link {stage.article}"
        on_slack = [
            (await (await desk.slash("mei", "desk", command)).seen()).text
            for _ in range(ASKED)
        ]
        jonas = desk.user("jonas")
        other = await desk.slash("jonas", "desk", command)
        served = await other.until(lambda sight: sight.user == jonas)
        slash = bot.town.slash
        on_discord = [
            (await slash("ben", "desk", "brief link", url=stage.article)).message.text
            for _ in range(ASKED)
        ]
        ada = await slash("ada", "desk", "brief link", url=stage.article)

        for texts in (on_slack, on_discord):
            assert sum(told in text for text in texts) == ASKED - QUOTA
            assert sum(REPORT.title in text for text in texts) == QUOTA
        assert REPORT.title in served.text
        assert REPORT.title in ada.message.text


async def a_time_that_is_none(stage: Stage) -> None:
    """A time that is no number is turned away, and works nothing."""
    body = command("help")
    async with heard_over_http(stage) as (bot, context):
        headers = signed_for_slack(body) | {"X-Slack-Request-Timestamp": "abc"}

        assert await context.as_slack(body, headers) == 401
        assert bot.slack.asked("response_url") == []


async def delivered_again(stage: Stage) -> None:
    """What Slack delivers again is taken, and not worked again."""
    async with heard_over_http(stage) as (bot, context):
        bot.slack.over_http(context.slack)
        exchange = await bot.slack.desk.slash("mei", "desk", "/brief help")
        await exchange.seen("/brief link")

        for _ in range(3):
            await bot.slack.desk.again(exchange)
    assert len(stage.slack.asked("response_url")) == 1


async def forged(stage: Stage) -> None:
    """What Slack did not sign, or signed otherwise, is turned away."""
    body = command("help")
    good = signed_for_slack(body)
    name = "X-Slack-Signature"
    forgeries: tuple[tuple[str, dict[str, str]], ...] = (
        (body, good | {name: "v0=" + "0" * 64}),
        (body, good | {name: ""}),
        (body, {key: value for key, value in good.items() if key != name}),
        (body, {}),
        (body.replace("help", "mute+x"), good),
        (body, signed_for_slack(body, late=301)),
        (body, signed_for_slack(body, late=-330)),
    )
    async with heard_over_http(stage) as (bot, context):
        statuses = [await context.as_slack(*forgery) for forgery in forgeries]

        assert statuses == [401] * len(forgeries)
        assert await context.as_slack(body, good) == 200
        told = bot.event_log.events("warning").count(
            "request refused, because it may not come from slack"
        )
        assert told == len(forgeries)


async def forged_for_discord(stage: Stage) -> None:
    """What Discord did not sign, or signed long ago, is turned away."""
    body = b'{"type": 1}'
    good = signed_for_discord(body)
    forgeries: tuple[dict[str, str], ...] = (
        good | {"X-Signature-Ed25519": "00" * 64},
        good | {"X-Signature-Ed25519": "no number"},
        good | {"X-Signature-Timestamp": "abc"},
        {},
        signed_for_discord(b'{"type": 2}'),
        signed_for_discord(body, late=301),
    )
    async with heard_over_http(stage) as (_, context):
        answers = [await context.as_discord({"type": 1}, one) for one in forgeries]

        assert [status for status, _ in answers] == [401] * len(forgeries)


async def asked_whether_it_is_there(stage: Stage) -> None:
    """Discord's question whether anybody is there is answered, if it is Discord's."""
    async with heard_over_http(stage) as (_, context):
        assert await context.as_discord({"type": 1}) == (200, b'{"type":1}')


async def elsewhere(stage: Stage) -> None:
    """Where nobody is to be answered, in direct messages as in other servers, is told."""
    access = Access(
        {"slack": frozenset({"T0OTHERS"}), "discord": frozenset({"1"})}, direct=False
    )
    configuration = replace(configured(), access=access)
    async with open_connected_bot(stage.grounds(), configuration) as bot:
        desk, town = bot.slack.desk, bot.town
        user = desk.user("mei")
        opened = await bot.slack.upstream.as_self("conversations.open", users=user)
        direct = text_in(inner(opened, "channel"), "id")
        command = f"/brief link {stage.article}"
        for place in ("desk", direct):
            asked = await desk.slash("mei", place, command)
            assert (await asked.seen()).text == ELSEWHERE
        for place in ("desk", DIRECT):
            exchange = await town.slash("ben", place, "brief link", url=stage.article)
            assert exchange.message.text == ELSEWHERE

        assert stage.site.requests == []
        assert refusals(bot, "not_here") == {"slack", "discord"}


async def not_allowed_there(stage: Stage) -> None:
    """Where the bot may not write, its digests are given up; the others go out."""

    async def lose() -> None:
        await stage.slack.remove("desk")
        stage.town.forbid("desk", "send_messages")

    await lost(
        stage,
        lose,
        slack="the bot is not in the channel: invite the bot in the channel: "
        "/invite @sitrep (not_in_channel)",
        discord="Missing Permissions (50013)",
    )


async def not_there_any_more(stage: Stage) -> None:
    """So are those of a channel that is archived, or deleted."""

    async def lose() -> None:
        await stage.slack.archive("desk")
        stage.town.delete_channel("desk")

    await lost(
        stage,
        lose,
        slack="the channel is archived: unarchive it or choose another (is_archived)",
        discord="Unknown Channel (10003)",
    )


async def lost(
    stage: Stage, lose: Callable[[], Awaitable[None]], *, slack: str, discord: str
) -> None:
    """Post to two channels a platform, of which one is lost."""
    reasons = {"slack/#desk": slack, stage.place("desk"): discord}
    well = ("slack/#harbour", stage.place("harbour"))
    plan = plan_of("quay", stage.article, to=(*reasons, *well))
    async with open_connected_bot(stage.grounds(), configured()) as bot:
        await lose()
        await bot.deliver(plan)
        bot.given.value = replace(configured(plan), operator=(OPERATOR,))
        monitor = bot.monitor()
        for _ in range(3):
            await monitor.run()

        found = await bot.app.store.deliveries(failed=False, limit=100)
        outcomes = {slot.key.channel: (slot, parts) for slot, parts in found}
        for channel in well:
            slot, _ = outcomes[channel]
            assert slot.state is SlotState.POSTED
        for channel, reason in reasons.items():
            _, parts = outcomes[channel]
            assert parts[0].state is MessageState.DEAD
            assert reason in str(parts[0].error)
        (notice,) = await bot.slack.messages("geopolitics")
        for channel, reason in reasons.items():
            assert text_in(notice, "text").count(f"failed in {channel}: ") == 1
            assert reason in text_in(notice, "text")


async def refused_while_running(stage: Stage) -> None:
    """A token that is revoked ends no process and no other platform; nor is it tried."""
    plan = plan_of("quay", stage.article, to=("slack/#desk", stage.place("desk")))
    async with open_connected_bot(stage.grounds(), configured()) as bot:
        bot.health.ticked()
        here = Endpoint("127.0.0.1", 0)
        async with open_web(here, bot.health, PrometheusMetrics()) as at:
            watched = WebhookClient(f"http://{at}")
            before = await state(watched)
            stage.slack.revoke()
            stage.town.revoke()
            asked = len(stage.slack.requests), len(stage.town.records.all)
            for _ in range(5):
                await bot.deliver(plan)
            await bot.connections.until(slack=False, discord=False)

            assert before == (200, 200)
            assert await state(watched) == (200, 503)
        on_slack = stage.slack.requests[asked[0] :]
        on_discord = stage.town.records.all[asked[1] :]
        assert len([one for one in on_slack if one.token.startswith("xoxb")]) <= 1
        assert len([one for one in on_discord if one.status == 401]) <= 1


async def state(watched: WebhookClient) -> tuple[int, int]:
    """What those who watch are told: whether it lives, and whether it is ready."""
    alive, _ = await watched.ask("GET", "/livez", b"", {})
    ready, _ = await watched.ask("GET", "/readyz", b"", {})
    return alive, ready


async def without_a_state(stage: Stage) -> None:
    """Nobody can install the bot elsewhere: there is no door to come back through."""
    paths = ("/slack/install", "/slack/oauth_redirect", "/oauth2/callback")
    async with heard_over_http(stage) as (_, context):
        for path in paths:
            for query in ("", "?code=1", "?code=1&state=used", "?state="):
                for method in ("GET", "POST"):
                    status, _ = await context.ask(method, f"{path}{query}", b"", {})
                    assert status == 404


CASES: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "command-02": far_too_long,
    "command-05": by_no_manager,
    "command-06": asked_too_often,
    "command-09": a_time_that_is_none,
    "command-11": delivered_again,
    "command-12": forged,
    "command-13": forged_for_discord,
    "command-14": asked_whether_it_is_there,
    "command-16": elsewhere,
    "command-17": not_allowed_there,
    "command-18": not_there_any_more,
    "command-19": refused_while_running,
    "command-20": without_a_state,
}


@rows("command")
async def test_what_is_sent_to_the_bot_ends_as_it_should(
    row: Row, stage: Stage
) -> None:
    await CASES[row.id](stage)
