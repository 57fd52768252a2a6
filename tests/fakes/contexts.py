"""People who send commands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.core.commands.requests import InteractionContext, Person, Place

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
ADA, BEN = Person("U1"), Person("U2")


def in_channel(person: Person = ADA, *, manages: bool = False) -> InteractionContext:
    """Somebody in a channel of Slack, who manages it or not."""
    who = replace(person, may_manage=manages)
    return InteractionContext("Ev1", NOW, who, Place("slack", "C1", "T1"))


def in_person(person: Person = ADA, *, platform: str = "slack") -> InteractionContext:
    """Somebody who talks to the bot alone."""
    return InteractionContext("Ev1", NOW, person, Place(platform, "D1", direct=True))
