"""The one door to all that people can do, and what stands behind it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Protocol

from bot.core.commands.requests import (
    AutocompleteQuery,
    ButtonClick,
    InteractionContext,
    ModalSubmit,
    Request,
)
from bot.core.commands.responses import Answer, Choice, Modal
from bot.core.domain.configuration import Configuration


class CommandService(Protocol):
    """Answers people. No method raises but for a cancelled task.

    Adapters acknowledge first: these may take seconds, all but ``suggest`` and
    ``dialog``. ``None`` means that the same event was answered before: nothing is to be
    shown.
    """

    @abstractmethod
    async def answer(self, request: Request) -> Answer | None:
        """The answer to a command."""

    @abstractmethod
    async def press(self, press: ButtonClick) -> Answer | None:
        """The answer to a button or a menu."""

    @abstractmethod
    async def withdraw(self, press: ButtonClick) -> None:
        """Forget that something was to be posted to a channel: it surely was not.

        The same button posts it when it is pressed again.
        """

    @abstractmethod
    async def submit(self, submitted: ModalSubmit) -> tuple[Answer, ...] | None:
        """The answers to a dialog, each for a message of its own."""

    @abstractmethod
    async def brief_message(
        self, context: InteractionContext, text: str
    ) -> Answer | None:
        """The answer to "Brief this link" on a message with one link or none."""

    @abstractmethod
    async def suggest(self, query: AutocompleteQuery) -> tuple[Choice, ...]:
        """Suggestions for an option, the best first; from memory, at once.

        A choice's state is the value that is typed then.
        """

    @abstractmethod
    def dialog(self, text: str | None) -> Modal | None:
        """The dialog for a message with several links, else ``None``.

        Without a text it is the one in which a person pastes links. Needs no waiting.
        """

    @abstractmethod
    async def home(self, context: InteractionContext) -> Answer:
        """What the app's own page shows a person ."""


class Gate(Protocol):
    """Lets each event in once, and only in time."""

    @abstractmethod
    async def admits(self, context: InteractionContext) -> bool:
        """Whether to work on it; false if the same event was let in before.

        Raises:
            RefusedError: it is too old to be answered.
            StoreError: the store cannot be used.
        """


class PersonalDigests(Protocol):
    """Digests by direct message; options are as in ``bot.core.commands.command_spec``."""

    @abstractmethod
    async def subscribe(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer:
        """Let the person have a topic's digest every day.

        Raises:
            RefusedError: the options are wrong.
            StoreError: the store cannot be used.
        """

    @abstractmethod
    async def unsubscribe(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer:
        """End one of the person's digests, or all.

        Raises:
            RefusedError: there is no such digest.
            StoreError: the store cannot be used.
        """


class Mutes(Protocol):
    """What a channel, or a person, does not want to see."""

    @abstractmethod
    async def mute(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer:
        """Leave out a word or a source from now on.

        Raises:
            RefusedError: the person may not, or the options are wrong.
            StoreError: the store cannot be used.
        """

    @abstractmethod
    async def unmute(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer:
        """Let it in again.

        Raises:
            RefusedError: the person may not, or nothing was muted so.
            StoreError: the store cannot be used.
        """
