"""Builds the service that answers the commands of people."""

from __future__ import annotations

import asyncio
from zoneinfo import available_timezones

from typing_extensions import override

from bot.bootstrap.app_context import PROFILES, AppContext
from bot.core.batch.briefs import Reader
from bot.core.commands.dispatcher import Commands
from bot.core.commands.event_dedup import Admission
from bot.core.commands.handlers import Shelves, Staff
from bot.core.commands.link_briefing import LinkDesk
from bot.core.commands.muting import Muting
from bot.core.commands.ports import Reception
from bot.core.commands.requests import Asking, Press, Request, Submission, Typing
from bot.core.commands.responses import Answer, Choice, Dialog
from bot.core.commands.subscribing import Shelves as PersonalShelves
from bot.core.commands.subscribing import Subscribing
from bot.core.commands.time_parsing import Zones
from bot.core.commands.topic_preview import Editor
from bot.core.commands.user_errors import sentence
from bot.core.digests.explain import Tracer
from bot.core.digests.mutes import MuteBook
from bot.workers.briefing_tasks import main_actors

_STARTING, _ENDING = (
    "Sitrep is starting. Ask again in a moment.",
    "Sitrep is being restarted. Ask again in a minute.",
)
_PATIENCE = 10.0
"""Seconds that a request waits for a bot that is starting."""


class DeferredReception(Reception):
    """Forwards to the command service while the bot runs.

    Platforms connect before the bot is ready and disconnect after it has stopped. A
    request outside that time waits for a few seconds, then gets a short explanation.
    """

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._service: Reception | None = None
        self._opened = asyncio.Event()
        self._ended = False

    def open(self, service: Reception) -> None:
        """Forward requests to this service from now on."""
        self._service = service
        self._opened.set()

    def close(self) -> None:
        """Answer every further request that the bot is restarting."""
        self._service, self._ended = None, True
        self._opened.set()

    @override
    async def answer(self, request: Request) -> Answer | None:
        service = await self._ready_service()
        return self._closed() if service is None else await service.answer(request)

    @override
    async def press(self, press: Press) -> Answer | None:
        service = await self._ready_service()
        return self._closed() if service is None else await service.press(press)

    @override
    async def withdraw(self, press: Press) -> None:
        if self._service is not None:
            await self._service.withdraw(press)

    @override
    async def submit(self, submission: Submission) -> tuple[Answer, ...] | None:
        service = await self._ready_service()
        return (
            (self._closed(),) if service is None else await service.submit(submission)
        )

    @override
    async def brief_message(self, asking: Asking, text: str) -> Answer | None:
        service = await self._ready_service()
        if service is None:
            return self._closed()
        return await service.brief_message(asking, text)

    @override
    async def suggest(self, typing: Typing) -> tuple[Choice, ...]:
        return () if self._service is None else await self._service.suggest(typing)

    @override
    def dialog(self, text: str | None) -> Dialog | None:
        return None if self._service is None else self._service.dialog(text)

    @override
    async def home(self, asking: Asking) -> Answer:
        service = await self._ready_service()
        return self._closed() if service is None else await service.home(asking)

    async def _ready_service(self) -> Reception | None:
        try:
            async with asyncio.timeout(self._patience):
                await self._opened.wait()
        except TimeoutError:
            return None
        return self._service

    def _closed(self) -> Answer:
        return Answer(sentence(_ENDING if self._ended else _STARTING), refused="closed")


def make_commands(app: AppContext) -> Reception:
    """Build the command service of a running application."""
    clock, journal = app.runtime.clock, app.runtime.journal
    store, newsroom = app.store, app.office.newsroom
    zones = Zones(available_timezones())
    personal = Subscribing(
        clock,
        PersonalShelves(store, store),
        zones,
        journal,
        app.configuration.refresh,
    )
    staff = Staff(
        clock=clock,
        configuration=app.file_configuration,
        journal=journal,
        shelves=Shelves(store, store, store),
        admission=Admission(clock, store),
        desk=LinkDesk(clock, app.fetcher, Reader(app.workers, app.workers)),
        editor=Editor(clock, newsroom, store),
        tracer=Tracer(store, store, store, main_actors, MuteBook(store, app.names)),
        personal=personal,
        mutes=Muting(clock, store, journal),
        zones=zones,
        names=app.names,
        platforms=PROFILES,
    )
    return Commands(staff)
