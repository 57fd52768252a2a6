"""Where acts are done and seen: a platform with the bot on it, and people."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from tests.blackbox.chat.looks import Look, Where
from tests.blackbox.chat.script import Act


class Stage(Protocol):
    """One platform, over its own wire."""

    @abstractmethod
    def begin(self) -> None:
        """Begin another row: what was seen before is out of sight."""

    @abstractmethod
    def watch(self) -> None:
        """Count what is seen from now on."""

    @abstractmethod
    async def do(self, act: Act) -> None:
        """Do what a person does."""

    @abstractmethod
    async def seen(self, number: int) -> tuple[Look, ...]:
        """Wait until so many things are seen; return them.

        Raises:
            AssertionError: They are not seen in time.
            TimeoutError: They are not seen in time.
        """


def in_order(looks: list[Look]) -> tuple[Look, ...]:
    """Sort looks for a comparison: what was changed first, then by where they are."""
    places = list(Where)
    return tuple(
        sorted(looks, key=lambda look: (not look.replaces, places.index(look.where)))
    )
