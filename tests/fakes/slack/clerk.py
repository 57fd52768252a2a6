"""A command service with scripted answers that records its requests."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from typing_extensions import override

from bot.core.commands.ports import CommandService
from bot.core.commands.requests import (
    AutocompleteQuery,
    ButtonClick,
    InteractionContext,
    ModalSubmit,
    Request,
)
from bot.core.commands.responses import Answer, Choice, Modal, TextField
from bot.core.domain.messages import Message, Row, Section, Text
from tests.fakes.slack.screen import PATIENCE

PASTE = Modal("paste", "Brief links", (TextField("text", "Links", lines=True),))


def message(*lines: str) -> Message:
    """A message of these lines."""
    return Message((Section(None, tuple(Row((Text(line),)) for line in lines)),))


def said(*lines: str) -> Answer:
    """A plain answer."""
    return Answer(message(*lines))


@dataclass(slots=True)
class Clerk(CommandService):
    """Says ``answer`` to everything, once for each event.

    ``answers`` are what it says to a dialog; ``chooser`` is the dialog for a message.
    While ``busy`` is not set it works. With ``error`` it fails, as none should.
    """

    reply: Answer | None = None
    answers: tuple[Answer, ...] = ()
    chooser: Modal | None = None
    page: Answer = field(default_factory=lambda: said("Your topics"))
    error: Exception | None = None
    busy: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[
        Request | ButtonClick | ModalSubmit | tuple[InteractionContext, str]
    ] = field(
        default_factory=list[
            Request | ButtonClick | ModalSubmit | tuple[InteractionContext, str]
        ]
    )
    homes: list[InteractionContext] = field(default_factory=list[InteractionContext])
    withdrawn: list[ButtonClick] = field(default_factory=list[ButtonClick])
    _known: set[str] = field(default_factory=set[str])
    _heard: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        """It is at leisure."""
        self.busy.set()

    async def heard(self, number: int = 1) -> None:
        """Wait until it was asked so many things.

        Raises:
            TimeoutError: it is not.
        """
        async with asyncio.timeout(PATIENCE), self._heard:
            await self._heard.wait_for(lambda: len(self.asked) >= number)

    async def taken_back(self) -> list[ButtonClick]:
        """What was withdrawn, as soon as something was.

        Raises:
            TimeoutError: nothing is.
        """
        async with asyncio.timeout(PATIENCE), self._heard:
            await self._heard.wait_for(lambda: bool(self.withdrawn))
        return self.withdrawn

    @override
    async def answer(self, request: Request) -> Answer | None:
        return await self._said(request, request.context)

    @override
    async def press(self, press: ButtonClick) -> Answer | None:
        return await self._said(press, press.context)

    @override
    async def withdraw(self, press: ButtonClick) -> None:
        async with self._heard:
            self.withdrawn.append(press)
            self._heard.notify_all()

    @override
    async def submit(self, submitted: ModalSubmit) -> tuple[Answer, ...] | None:
        said_once = await self._said(submitted, submitted.context)
        return None if said_once is None else self.answers

    @override
    async def brief_message(
        self, context: InteractionContext, text: str
    ) -> Answer | None:
        return await self._said((context, text), context)

    @override
    async def suggest(self, query: AutocompleteQuery) -> tuple[Choice, ...]:
        return ()

    @override
    def dialog(self, text: str | None) -> Modal | None:
        return PASTE if text is None else self.chooser

    @override
    async def home(self, context: InteractionContext) -> Answer:
        self.homes.append(context)
        return self.page

    async def _said(
        self,
        what: Request | ButtonClick | ModalSubmit | tuple[InteractionContext, str],
        context: InteractionContext,
    ) -> Answer | None:
        if context.id in self._known:
            return None
        self._known.add(context.id)
        async with self._heard:
            self.asked.append(what)
            self._heard.notify_all()
        await self.busy.wait()
        if self.error is not None:
            raise self.error
        return self.reply or said("Here you are.")
