"""The interface between the platform adapters and the commands."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from bot.core.commands.requests import (
    AutocompleteQuery,
    ButtonClick,
    InteractionContext,
    ModalSubmit,
    Request,
)
from bot.core.commands.responses import Answer, Choice, Modal


class CommandService(Protocol):
    """Answers interactions; no method raises except when its task is cancelled.

    Every method except ``suggest`` and ``dialog`` may take seconds, so adapters first
    send the acknowledgement. ``None`` means that the same event was already answered.
    """

    @abstractmethod
    async def answer(self, request: Request) -> Answer | None:
        """Run a command and return its answer."""

    @abstractmethod
    async def press(self, press: ButtonClick) -> Answer | None:
        """Return the answer to a click on a button or a choice in a menu."""

    @abstractmethod
    async def withdraw(self, press: ButtonClick) -> None:
        """Delete the record of a failed post, so that the same button can post again.

        Call this method only if the message was certainly not posted.
        """

    @abstractmethod
    async def submit(self, submitted: ModalSubmit) -> tuple[Answer, ...] | None:
        """Return the answers to a submitted modal, each of which is one message."""

    @abstractmethod
    async def brief_message(
        self, context: InteractionContext, text: str
    ) -> Answer | None:
        """Return the answer to "Brief this link" on a message with at most one link."""

    @abstractmethod
    async def suggest(self, query: AutocompleteQuery) -> tuple[Choice, ...]:
        """Return suggestions for the option being typed, best first, in a short time.

        A choice's ``state`` is the value to insert.
        """

    @abstractmethod
    def dialog(self, text: str | None) -> Modal | None:
        """Return the modal for a message with several links, else ``None``.

        Without a ``text``, return the modal for pasting links. This method never waits.
        """

    @abstractmethod
    async def home(self, context: InteractionContext) -> Answer:
        """Return the home page of a person."""
