"""Where acts are played: a platform with the bot on it, and people who do things."""

from __future__ import annotations

from abc import abstractmethod
from typing import Protocol

from bot.core.ports.services import Messenger
from tests.blackbox.chat.looks import Look, Where
from tests.parity.steps import Step
from tests.parity.worlds import World


class Stage(Protocol):
    """One platform, over its own wire."""

    platform: str
    messenger: Messenger

    @abstractmethod
    def begin(self) -> None:
        """Another row begins: what was seen before is out of sight."""

    @abstractmethod
    def watch(self) -> None:
        """What is seen from now on counts."""

    @abstractmethod
    async def do(self, step: Step, world: World) -> None:
        """Do a step."""

    @abstractmethod
    async def seen(self, number: int) -> tuple[Look, ...]:
        """What came of it, once it is so many things.

        Raises:
            AssertionError: it is not.
            TimeoutError: it is not.
        """


def in_order(looks: list[Look]) -> tuple[Look, ...]:
    """Looks as they are compared: what was changed first, then by where they are."""
    places = list(Where)
    return tuple(
        sorted(looks, key=lambda one: (not one.replaces, places.index(one.where)))
    )
