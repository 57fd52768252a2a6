"""The interface of a platform on which people act and see the bot's answers."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from tests.blackbox.chat.looks import Look, Where
from tests.blackbox.chat.script import Act


class Stage(Protocol):
    """One platform, over its own wire."""

    @abstractmethod
    def begin(self) -> None:
        """Begin another row; buttons of earlier rows can no longer be pressed."""

    @abstractmethod
    def watch(self) -> None:
        """Ignore everything that is shown already."""

    @abstractmethod
    async def do(self, act: Act) -> None:
        """Do the act of a person."""

    @abstractmethod
    async def seen(self, number: int) -> tuple[Look, ...]:
        """Wait until ``number`` new messages or views are shown; return all new ones.

        Raises:
            AssertionError: They are not seen in time.
            TimeoutError: They are not seen in time.
        """


def in_order(looks: list[Look]) -> tuple[Look, ...]:
    """Sort looks for a comparison: changed messages first, then by place."""
    places = list(Where)
    return tuple(
        sorted(looks, key=lambda look: (not look.replaces, places.index(look.where)))
    )
