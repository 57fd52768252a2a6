"""What is delivered again, late, or to two processes is worked once, or not at all.

A page that is fetched is counted: each event that is worked fetches it once, unless the
same process had it within the minute.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.messages.briefing_json import JsonObject
from bot.platforms.discord.message_markers import first_id
from tests.fakes.connected_bots import (
    CLOCK,
    ConnectedBot,
    Grounds,
    configured,
    open_connected_bot,
)
from tests.fakes.discord.seen import Exchange as Interaction
from tests.fakes.discord.town import Town, open_town
from tests.fakes.doors import (
    SIGNER,
    WebhookClient,
    on_the_street,
)
from tests.fakes.platforms.wires import Answer
from tests.fakes.ports import FakeClock
from tests.fakes.slack.deliveries import HttpDelivery, NotAcknowledgedError
from tests.fakes.slack.exchanges import Exchange
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.values import objects
from tests.fakes.town import Report, page_of
from tests.fakes.web import LoopbackSite, page

REPORT = Report(
    "lamp",
    "Lighthouse of Lenna gets a new lamp",
    "The lighthouse of Lenna will get a new lamp on Friday, keeper Ida Holm said.\n\n"
    'Holm said that "the old lamp went out twice in the storm of last week".\n\n'
    "The light could fail again next month, the pilots of the town warned.",
)

HELP = "/brief link"


@dataclass(frozen=True, slots=True)
class Scene:
    """Both platforms and a site, and bots on one database."""

    slack: SlackPeer
    town: Town
    site: LoopbackSite
    database: str

    @property
    def url(self) -> str:
        """The article's address."""
        return self.site.url("/lamp")

    @property
    def worked(self) -> int:
        """How often the article was fetched."""
        return sum(" /lamp " in request for request in self.site.requests)

    @asynccontextmanager
    async def bot(
        self, *, socket: bool = True, key: str | None = None
    ) -> AsyncIterator[ConnectedBot]:
        """A process of the bot."""
        grounds = Grounds(self.slack, self.town, self.database, socket, key)
        async with open_connected_bot(grounds, configured()) as bot:
            yield bot

    @asynccontextmanager
    async def over_http(self) -> AsyncIterator[tuple[ConnectedBot, WebhookClient]]:
        """A process of the bot that hears both platforms over HTTP, and where."""
        async with (
            self.bot(socket=False, key=SIGNER.public) as bot,
            on_the_street(bot) as street,
        ):
            yield bot, street

    async def brief(self) -> Exchange:
        """Let somebody brief the article in Slack."""
        words = f"/brief link {self.url}"
        exchange = await self.slack.desk.slash("mei", "desk", words)
        await exchange.seen(REPORT.title)
        return exchange

    async def brief_on_discord(self, *, wait: bool = True) -> Interaction:
        """Let somebody brief the article on Discord."""
        return await self.town.slash(
            "ben", "desk", "brief link", url=self.url, wait=wait
        )

    def claims(self, exchange: Interaction) -> int:
        """How often an interaction of Discord was to be acknowledged."""
        return len(self.town.records.of("POST", f"/{exchange.token}/callback"))

    async def claimed(self, exchange: Interaction, times: int = 2) -> None:
        """Wait until it was to be acknowledged so often, and for what follows."""
        await self.town.pulse.until(lambda: self.claims(exchange) >= times)
        await self.town.slash("ben", "desk", "brief help")

    def answers(self) -> int:
        """How many messages were made in answer to people in Slack, without help."""
        texts = [str(one.payload["text"]) for one in self.slack.asked("response_url")]
        return sum(HELP not in text for text in texts)

    async def settled(self) -> None:
        """Wait until the process that hears Slack decided on what it heard before."""
        exchange = await self.slack.desk.slash("mei", "desk", "/brief help")
        await exchange.seen(HELP)


@pytest.fixture
async def scene(slack: SlackPeer, tmp_path: Path) -> AsyncIterator[Scene]:
    answers = {
        "/lamp": page(page_of(REPORT)),
        "/robots.txt": page("", status="404 Not Found"),
    }
    async with open_town() as town, LoopbackSite(answers) as site:
        yield Scene(slack, town, site, f"sqlite:///{tmp_path / 'sitrep.db'}")


async def test_the_same_event_is_worked_once_also_after_a_restart(
    scene: Scene,
) -> None:
    async with scene.bot():
        exchange = await scene.brief()
        for reason in ("timeout", "http_error", "connection_failed"):
            await scene.slack.desk.again(exchange, reason)
        await scene.slack.desk.deliver(replace(exchange.parcel, id="another"))
        await scene.settled()
    async with scene.bot():
        await scene.slack.desk.again(exchange)
        await scene.settled()

    assert (scene.worked, scene.answers()) == (1, 1)


async def test_the_same_click_is_worked_once(scene: Scene) -> None:
    desk = scene.slack.desk
    async with scene.bot():
        sight = await (await scene.brief()).seen(REPORT.title)
        click = await desk.click("mei", sight, "Post here")
        await click.seen(REPORT.title, change="post")
        await desk.again(click)
    async with scene.bot():
        await desk.again(click)

    assert len(scene.slack.asked("chat.postMessage")) <= 1
    for_all = [one for one in scene.slack.screen.now() if one.user is None]
    assert len(for_all) == 1


async def test_an_event_that_two_processes_get_is_worked_once(scene: Scene) -> None:
    async with scene.over_http() as (_, one), scene.over_http() as (_, other):
        scene.slack.over_http(one.slack)
        exchange = await scene.brief()
        scene.slack.over_http(other.slack)
        await scene.slack.desk.again(exchange)
        await scene.settled()

    assert (scene.worked, scene.answers()) == (1, 1)


async def test_a_request_that_was_recorded_is_worked_once_and_not_let_in_for_long(
    scene: Scene,
) -> None:
    async with scene.over_http() as (_, street):
        scene.slack.over_http(street.slack)
        exchange = await scene.brief()
        await HttpDelivery(street.slack, earlier(240)).send(exchange.parcel)
        with pytest.raises(NotAcknowledgedError, match="401"):
            await HttpDelivery(street.slack, earlier(301)).send(exchange.parcel)
        await scene.settled()

    assert (scene.worked, scene.answers()) == (1, 1)


def earlier(seconds: float) -> FakeClock:
    """A clock that stands so many seconds ago."""
    return FakeClock(CLOCK.now() - timedelta(seconds=seconds))


async def test_what_was_clicked_long_ago_is_told_and_not_worked(scene: Scene) -> None:
    desk = scene.slack.desk
    async with scene.bot():
        sight = await (await scene.brief()).seen(REPORT.title)
        click = await desk.click("mei", sight, "Post here")
        await click.seen(REPORT.title, change="post")
        payload: JsonObject = dict(click.parcel.payload)
        long_ago = str(CLOCK.now().timestamp() - 700)
        payload["actions"] = [
            one | {"action_ts": long_ago} for one in objects(payload, "actions")
        ]
        payload["trigger_id"] = "another"
        late = await desk.deliver(replace(click.parcel, payload=payload, id="late"))

        await late.seen("Your request reached the bot too late. Ask again.")

    assert len([one for one in scene.slack.screen.now() if one.user is None]) == 1


async def test_the_same_interaction_is_worked_once(scene: Scene) -> None:
    async with scene.bot():
        # Repeated at once: after 2.5 seconds it would be too late to be acknowledged.
        exchange = await scene.brief_on_discord(wait=False)
        scene.town.repeat(exchange)
        await exchange.end()
        await scene.claimed(exchange)

    assert scene.worked == 1
    assert scene.claims(exchange) == 2
    assert len(exchange.messages) == 1


async def test_an_interaction_that_two_processes_get_is_worked_once_and_never_again(
    scene: Scene,
) -> None:
    async with scene.bot(), scene.bot():
        exchange = await scene.brief_on_discord()
        await scene.claimed(exchange)
    async with scene.bot():
        scene.town.repeat(exchange)
        await scene.claimed(exchange, 3)

    assert scene.worked == 1
    assert scene.claims(exchange) == 3
    assert REPORT.title in exchange.message.text


async def test_an_interaction_that_comes_too_late_is_not_worked(scene: Scene) -> None:
    async with scene.bot() as bot:
        await scene.town.slash("ben", "desk", "brief help")
        with scene.town.earlier(2.6):
            exchange = await scene.town.slash(
                "ben", "desk", "brief link", url=scene.url, wait=False
            )
        await scene.town.slash("ben", "desk", "brief help")

        assert not exchange.acknowledged
        assert (
            "command or button on discord arrived too late to be answered; check this machine's clock"
            in bot.event_log.events("warning")
        )
    assert scene.worked == 0


async def test_an_interaction_that_comes_over_http_again_is_worked_once(
    scene: Scene,
) -> None:
    scene.town.script("POST", "interactions/*/callback", Answer(204, {}), times=3)
    scene.town.script("PATCH", "webhooks/*", Answer(200, {"id": "9"}), times=3)
    payload, records = interaction(scene), scene.town.records
    async with scene.over_http() as (_, street):
        statuses = [(await street.as_discord(payload))[0] for _ in range(3)]
        await scene.town.pulse.until(lambda: bool(records.of("PATCH", "/@original")))

    assert statuses == [202, 202, 202]
    assert scene.worked == 1
    assert len(records.of("PATCH", "/@original")) == 1


def interaction(scene: Scene) -> JsonObject:
    """Somebody briefs the article; it comes by HTTP."""
    options: JsonObject = {"name": "url", "type": 3, "value": scene.url}
    link: JsonObject = {"name": "link", "type": 1, "options": [options]}
    return {
        "id": str(first_id(CLOCK.now())),
        "type": 2,
        "token": "of-the-interaction",
        "application_id": "2",
        "guild_id": "3",
        "channel_id": "4",
        "authorizing_integration_owners": {"0": "3"},
        "context": 0,
        "member": {"user": {"id": "5"}, "permissions": "16"},
        "data": {"type": 1, "name": "brief", "options": [link]},
    }
