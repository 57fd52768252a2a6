"""What the adapters are given: the one door to all that people can do."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from bot.core.chat.answers import Answer, Choice, Dialog
from bot.core.chat.requests import Asking, Press, Request, Submission, Typing


class Reception(Protocol):
    """Answers people. No method raises but for a cancelled task.

    Adapters acknowledge first: these may take seconds, all but ``suggest`` and
    ``dialog``. ``None`` means that the same event was answered before: nothing is to be
    shown.
    """

    @abstractmethod
    async def answer(self, request: Request) -> Answer | None:
        """The answer to a command."""

    @abstractmethod
    async def press(self, press: Press) -> Answer | None:
        """The answer to a button or a menu."""

    @abstractmethod
    async def submit(self, submission: Submission) -> tuple[Answer, ...] | None:
        """The answers to a dialog, each for a message of its own."""

    @abstractmethod
    async def brief_message(self, asking: Asking, text: str) -> Answer | None:
        """The answer to "Brief this link" on a message with one link or none."""

    @abstractmethod
    async def suggest(self, typing: Typing) -> tuple[Choice, ...]:
        """Suggestions for an option, the best first; from memory, at once.

        A choice's state is the value that is typed then.
        """

    @abstractmethod
    def dialog(self, text: str | None) -> Dialog | None:
        """The dialog for a message with several links, else ``None``.

        Without a text it is the one in which a person pastes links. Needs no waiting.
        """

    @abstractmethod
    async def home(self, asking: Asking) -> Answer:
        """What the app's own page shows a person (Slack's App Home)."""
