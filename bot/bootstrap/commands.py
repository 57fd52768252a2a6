"""Builds the service that answers the commands of people."""

from __future__ import annotations

import asyncio
from zoneinfo import available_timezones

from typing_extensions import override

from bot.bootstrap.app_context import PROFILES, AppContext
from bot.bootstrap.calendars import make_addresses
from bot.core.batch.briefs import PageBriefer
from bot.core.commands.calendar_address import AddressEditing
from bot.core.commands.calendar_lookup import CalendarLookup
from bot.core.commands.changes import Changes
from bot.core.commands.dispatcher import CommandDispatcher
from bot.core.commands.event_dedup import EventDedup
from bot.core.commands.handlers import CommandDeps, CommandStores
from bot.core.commands.link_briefing import LinkBriefer
from bot.core.commands.muting import Muting
from bot.core.commands.next_digests import NextDigests
from bot.core.commands.ports import CommandService
from bot.core.commands.reminding import Reminding
from bot.core.commands.requests import (
    AutocompleteQuery,
    ButtonClick,
    InteractionContext,
    ModalSubmit,
    Request,
)
from bot.core.commands.responses import Answer, Choice, Modal
from bot.core.commands.searching import Searching
from bot.core.commands.story_editing import StoryEditing
from bot.core.commands.subscribing import Subscribing, SubscriptionStores
from bot.core.commands.time_parsing import Zones
from bot.core.commands.topic_preview import TopicPreviewer
from bot.core.commands.user_errors import sentence
from bot.core.commands.who import StatementLookup
from bot.core.delivery.upcoming import UpcomingDigests
from bot.core.digests.explain import Explainer
from bot.core.digests.mutes import ChannelMutes
from bot.core.digests.story_edits import ChannelEdits, RecentStories
from bot.core.record.search import RecordSearch
from bot.core.record.who import Who
from bot.workers.story_tasks import main_actors

_STARTING, _ENDING = (
    "Sitrep is starting. Ask again in a moment.",
    "Sitrep is being restarted. Ask again in a minute.",
)
_PATIENCE = 10.0
"""The seconds that a request waits for a bot that is starting."""


class DeferredCommandService(CommandService):
    """Forwards requests to the bot's command service while the bot runs.

    Platforms connect before the bot is ready and disconnect after it has stopped. A
    request outside that time waits for a few seconds, then gets a short explanation.
    """

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._service: CommandService | None = None
        self._opened = asyncio.Event()
        self._ended = False

    def open(self, service: CommandService) -> None:
        """Forward requests to ``service`` from now on."""
        self._service = service
        self._opened.set()

    def close(self) -> None:
        """Answer all further requests with a note that the bot is restarting."""
        self._service, self._ended = None, True
        self._opened.set()

    @override
    async def answer(self, request: Request) -> Answer | None:
        service = await self._ready_service()
        return self._closed() if service is None else await service.answer(request)

    @override
    async def press(self, press: ButtonClick) -> Answer | None:
        service = await self._ready_service()
        return self._closed() if service is None else await service.press(press)

    @override
    async def withdraw(self, press: ButtonClick) -> None:
        if self._service is not None:
            await self._service.withdraw(press)

    @override
    async def submit(self, submitted: ModalSubmit) -> tuple[Answer, ...] | None:
        service = await self._ready_service()
        return (self._closed(),) if service is None else await service.submit(submitted)

    @override
    async def brief_message(
        self, context: InteractionContext, text: str
    ) -> Answer | None:
        service = await self._ready_service()
        if service is None:
            return self._closed()
        return await service.brief_message(context, text)

    @override
    async def suggest(self, query: AutocompleteQuery) -> tuple[Choice, ...]:
        return () if self._service is None else await self._service.suggest(query)

    @override
    def dialog(self, text: str | None) -> Modal | None:
        return None if self._service is None else self._service.dialog(text)

    @override
    async def home(self, context: InteractionContext) -> Answer:
        service = await self._ready_service()
        return self._closed() if service is None else await service.home(context)

    async def _ready_service(self) -> CommandService | None:
        try:
            async with asyncio.timeout(self._patience):
                await self._opened.wait()
        except TimeoutError:
            return None
        return self._service

    def _closed(self) -> Answer:
        return Answer(sentence(_ENDING if self._ended else _STARTING), refused="closed")


def make_commands(app: AppContext) -> CommandService:
    """Build the command service of a running application."""
    clock, event_log = app.runtime.clock, app.runtime.event_log
    store, digest_service = app.store, app.services.digest_service
    zones = Zones(available_timezones())
    personal = Subscribing(
        clock,
        SubscriptionStores(store, store),
        zones,
        event_log,
        app.configuration.refresh,
    )
    mutes = ChannelMutes(store, app.names)
    deps = CommandDeps(
        clock=clock,
        configuration=app.file_configuration,
        event_log=event_log,
        stores=CommandStores(store, store, store),
        event_dedup=EventDedup(clock, store),
        link_briefer=LinkBriefer(
            clock,
            app.fetcher,
            PageBriefer(app.workers, app.workers, lambda: clock.now().date()),
        ),
        previewer=TopicPreviewer(clock, digest_service, store),
        tracer=Explainer(
            *(store, store, store, main_actors, mutes, store),
            ChannelEdits(store, app.names),
            store,
        ),
        personal=personal,
        mutes=Muting(clock, store, store, event_log),
        zones=zones,
        changes=Changes(clock, store, app.names, app.names),
        searching=Searching(clock, RecordSearch(store, store)),
        next_digests=NextDigests(
            UpcomingDigests(clock, store, mutes), personal, app.names, PROFILES
        ),
        reminding=Reminding(clock, store, personal, event_log, app.names),
        story_editing=StoryEditing(
            clock, store, RecentStories(store, app.names), event_log
        ),
        statements=StatementLookup(clock, Who(store)),
        calendar=CalendarLookup(
            clock, store, AddressEditing(make_addresses(app), store, event_log)
        ),
        names=app.names,
        platforms=PROFILES,
    )
    return CommandDispatcher(deps)
