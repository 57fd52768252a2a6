"""Slack as a whole: what posts to it, and what hears what people do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from secrets import token_hex

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from bot.core.commands.ports import Reception
from bot.core.ports.metrics import NO_METER, Meter
from bot.core.ports.services import Clock, Journal
from bot.platforms.slack.app import make_app
from bot.platforms.slack.channels import Channels
from bot.platforms.slack.client import API_URL, PATIENCE, SlackApi
from bot.platforms.slack.door import Door, HttpDoor, SlackTime
from bot.platforms.slack.handlers import Handlers
from bot.platforms.slack.messenger import SlackMessenger
from bot.platforms.slack.people import People
from bot.platforms.slack.refusals import told
from bot.platforms.slack.sockets import USUAL, Care, CarefulSocket, Ears

Connected = Callable[[bool], None]


@dataclass(frozen=True, slots=True)
class SlackKeys:
    """What opens Slack: a bot token, and a way to be heard from.

    With an app token that is Socket Mode, else HTTP, for which requests are signed with
    the secret. With neither the bot only posts.
    """

    bot_token: str = field(repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)

    @property
    def hears(self) -> bool:
        """Whether people are heard at all."""
        return self.app_token is not None or self.signing_secret is not None

    @property
    def is_http(self) -> bool:
        """Whether people are heard over HTTP."""
        return self.app_token is None and self.signing_secret is not None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the platform is given; ``connected`` is told whether it is.

    ``patience`` is how many seconds an answer is waited for, ``closing`` for how many
    people may still be answered when the bot ends.
    """

    clock: Clock
    journal: Journal
    connected: Connected
    meter: Meter = NO_METER
    api_url: str = API_URL
    care: Care = USUAL
    patience: float = PATIENCE
    closing: float = 2.0


@dataclass(frozen=True, slots=True)
class Slack:
    """Slack while it is open; ``door`` takes its requests if they come by HTTP."""

    messenger: SlackMessenger
    door: Door | None = None


@asynccontextmanager
async def open_slack(
    keys: SlackKeys, reception: Reception, around: Surroundings
) -> AsyncIterator[Slack]:
    """Be on Slack until the block ends.

    A token that is refused, a socket that cannot be had: none of these ends the block.
    They are told to the journal.
    """
    voice = _Voice(around, hears=None if keys.app_token else True)
    api = SlackApi(
        keys.bot_token,
        around.api_url,
        around.patience,
        heard=voice.heard,
        rest=around.care.rest,
    )
    channels = Channels(api)
    people = People(api, channels, around.clock)
    handlers = Handlers(reception, api, people, around.journal)
    app = make_app(api, handlers, signing_secret=keys.signing_secret or token_hex())
    door = _door(app, keys.signing_secret, around) if keys.is_http else None
    tasks = [asyncio.create_task(_look(api, around.care))]
    socket = None
    if keys.app_token is not None:
        ears = Ears(app, around.journal, voice.listening, around.meter)
        socket = CarefulSocket(keys.app_token, api, ears, care=around.care)
        tasks.append(asyncio.create_task(socket.run()))
    try:
        yield Slack(SlackMessenger(api, channels), door)
    finally:
        await handlers.end(around.closing)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if socket is not None:
            await socket.close()
        await api.close()


@dataclass(slots=True)
class _Voice:
    """Says whether Slack is connected: it takes the token, and it is heard.

    ``hears`` is whether there is a socket to hear it by; ``None`` before it is known.
    """

    around: Surroundings
    hears: bool | None
    _taken: bool = field(default=False, init=False)
    _refused: bool = field(default=False, init=False)

    def heard(self, refused: str | None) -> None:
        """Slack refuses the bot token, or takes it."""
        journal, was_refused = self.around.journal, self._refused
        self._taken, self._refused = refused is None, refused is not None
        if refused is not None:
            journal.error("slack refuses the bot", reason=told(refused))
        elif was_refused:
            journal.info("slack takes the bot again")
        self._say()

    def listening(self, well: bool) -> None:  # noqa: FBT001 - its only argument
        """The socket is there, or it is lost."""
        self.hears = well
        self._say()

    def _say(self) -> None:
        if self.hears is not None or not self._taken:
            self.around.connected(self._taken and self.hears is True)


async def _look(api: SlackApi, care: Care) -> None:
    """Ask about the token, and go on as long as Slack does not take it.

    One that is not used is asked about now and then; with no answer, no sooner.
    """
    while True:
        is_known = api.refused is None and api.was_heard
        if not is_known or api.idle() >= care.doubt:
            await api.is_taken()
        await asyncio.sleep(care.rest)


def _door(app: AsyncApp, secret: str | None, around: Surroundings) -> Door:
    verifier = SignatureVerifier(secret or "", SlackTime(around.clock))
    return HttpDoor(app, verifier, around.journal, around.meter).handle
