"""Who answers people: the door that is always there, and all that works behind it."""

from __future__ import annotations

import asyncio
from zoneinfo import available_timezones

from typing_extensions import override

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
from bot.core.ports.services import ChannelNames
from bot.operation import Premises
from bot.workers.selections import main_actors

_STARTING, _ENDING = (
    "Sitrep is starting. Ask again in a moment.",
    "Sitrep is being restarted. Ask again in a minute.",
)
_PATIENCE = 10.0
"""Seconds that people wait for a bot that is starting."""


class FrontDoor(Reception):
    """Stands before the reception: it is open as long as somebody is behind it.

    Platforms connect before the bot works, and are left after it has ended: who asks
    then waits, or is told.
    """

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._inside: Reception | None = None
        self._opened = asyncio.Event()
        self._ended = False

    def open(self, inside: Reception) -> None:
        """Let people in."""
        self._inside = inside
        self._opened.set()

    def close(self) -> None:
        """Let nobody in any more."""
        self._inside, self._ended = None, True
        self._opened.set()

    @override
    async def answer(self, request: Request) -> Answer | None:
        """The answer to a command."""
        inside = await self._waited()
        return self._told() if inside is None else await inside.answer(request)

    @override
    async def press(self, press: Press) -> Answer | None:
        """The answer to a button or a menu."""
        inside = await self._waited()
        return self._told() if inside is None else await inside.press(press)

    @override
    async def withdraw(self, press: Press) -> None:
        """Forget that something was to be posted."""
        if self._inside is not None:
            await self._inside.withdraw(press)

    @override
    async def submit(self, submission: Submission) -> tuple[Answer, ...] | None:
        """The answers to a dialog."""
        inside = await self._waited()
        return (self._told(),) if inside is None else await inside.submit(submission)

    @override
    async def brief_message(self, asking: Asking, text: str) -> Answer | None:
        """The answer to "Brief this link"."""
        inside = await self._waited()
        if inside is None:
            return self._told()
        return await inside.brief_message(asking, text)

    @override
    async def suggest(self, typing: Typing) -> tuple[Choice, ...]:
        """Suggestions; nobody waits for them."""
        return () if self._inside is None else await self._inside.suggest(typing)

    @override
    def dialog(self, text: str | None) -> Dialog | None:
        """The dialog for several links."""
        return None if self._inside is None else self._inside.dialog(text)

    @override
    async def home(self, asking: Asking) -> Answer:
        """The app's own page."""
        inside = await self._waited()
        return self._told() if inside is None else await inside.home(asking)

    async def _waited(self) -> Reception | None:
        try:
            async with asyncio.timeout(self._patience):
                await self._opened.wait()
        except TimeoutError:
            return None
        return self._inside

    def _told(self) -> Answer:
        return Answer(sentence(_ENDING if self._ended else _STARTING), refused="closed")


def staffed(premises: Premises, names: ChannelNames | None = None) -> Reception:
    """The reception, with all that works for people behind it."""
    clock, journal = premises.setting.clock, premises.setting.journal
    store, newsroom = premises.store, premises.office.newsroom
    zones = Zones(available_timezones())
    personal = Subscribing(
        clock,
        PersonalShelves(store, store),
        zones,
        journal,
        premises.wanted.refresh,
    )
    staff = Staff(
        clock=clock,
        configuration=premises.given,
        journal=journal,
        shelves=Shelves(store, store, store),
        admission=Admission(clock, store),
        desk=LinkDesk(
            clock, premises.fetcher, Reader(premises.workers, premises.workers)
        ),
        editor=Editor(clock, newsroom, store),
        tracer=Tracer(store, store, store, main_actors, MuteBook(store, names)),
        personal=personal,
        mutes=Muting(clock, store, journal),
        zones=zones,
        names=names,
    )
    return Commands(staff)
