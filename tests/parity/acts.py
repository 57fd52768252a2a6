"""The parts of a row of the table."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.commands.requests import Verb
from bot.core.commands.user_errors import Refusal
from tests.parity.steps import MANAGER, Ask, Step


@dataclass(frozen=True, slots=True)
class Act:
    """A step, of which so many things are seen."""

    step: Step
    looks: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """Something that people can do.

    ``refusal`` is what comes of it where it is not done, ``closed`` says that nobody is
    answered here. ``unlike`` names the difference that keeps it from being the same on
    both, or away from one.
    """

    name: str
    slack: tuple[Act, ...] = ()
    discord: tuple[Act, ...] = ()
    refusal: Refusal | None = None
    closed: bool = False
    unlike: str = ""

    @property
    def acts(self) -> tuple[Act, ...]:
        """All that is done on either."""
        return (*self.slack, *self.discord)

    def acts_on(self, platform: str) -> tuple[Act, ...]:
        """What is done on one platform; nothing where it is not there."""
        return self.slack if platform == "slack" else self.discord


def both(
    name: str,
    *steps: Step | Act,
    refusal: Refusal | None = None,
    closed: bool = False,
) -> Row:
    """A row of which every step is the same on both."""
    acts = tuple(one if isinstance(one, Act) else Act(one) for one in steps)
    return Row(name, acts, acts, refusal, closed)


def ask(verb: Verb, **options: str) -> Ask:
    """What a reader asks in a channel."""
    return Ask(verb, options)


def manage(verb: Verb, **options: str) -> Ask:
    """What somebody asks there who manages it."""
    return Ask(verb, options, MANAGER)
