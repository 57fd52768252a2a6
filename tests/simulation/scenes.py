"""The digests to post: three, of two or three parts, in two channels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.delivery.digest_builder import BuiltDigest, DigestComposer
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.records import Edition
from bot.core.domain.slots import PlannedSlot, SlotKey, StoredSlot, idempotency_key_of
from tests.simulation.moments import START, give_way

DESK, HALL = "desk", "hall"
"""The channels; the first gets two digests, the second one."""

_APART = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Burden:
    """How hard a scene's first digest is to make.

    So many tries fail, and the others take so long.
    """

    failures: int = 0
    takes: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Scene:
    """The slots of one platform, each with the number of its parts."""

    platform: str
    parts: dict[PlannedSlot, int]

    def due(self, since: datetime | None, now: datetime) -> tuple[PlannedSlot, ...]:
        """The slots after ``since`` and up to ``now``."""
        return tuple(
            slot
            for slot in self.parts
            if slot.at <= now and (since is None or slot.at > since)
        )

    def next_moment(self, since: datetime | None) -> datetime | None:
        """The first moment after this one, or of all, at which a slot is due."""
        moments = (one.at for one in self.parts if since is None or one.at > since)
        return min(moments, default=None)

    def expected(self, channel: str) -> tuple[str, ...]:
        """The nonces that a channel is to get, in order."""
        return tuple(
            idempotency_key_of(slot.key, number)
            for slot, parts in self.parts.items()
            if slot.key.channel == f"{self.platform}/{channel}"
            for number in range(parts)
        )


def scene(platform: str, *, apart: timedelta = _APART) -> Scene:
    """Two slots in one channel, so far apart, one in another at the first's time."""

    def slot(channel: str, index: int) -> PlannedSlot:
        key = SlotKey("morning", f"{platform}/{channel}", START.date(), index)
        return PlannedSlot(key, START + index * apart)

    return Scene(platform, {slot(DESK, 0): 3, slot(HALL, 0): 2, slot(DESK, 1): 2})


@dataclass(frozen=True, slots=True)
class SceneMaker(DigestComposer):
    """Makes the digests of a scene; each takes so long, and the first may be hard."""

    scene: Scene
    takes: timedelta = timedelta()
    burden: Burden = Burden()
    failed: Counter[SlotKey] = field(default_factory=Counter)

    @override
    async def compose(self, slot: StoredSlot) -> BuiltDigest:
        """The digest.

        Raises:
            ValueError: it is the first, and this try was to fail.
        """
        takes = self.takes
        if slot.key == next(iter(self.scene.parts)).key:
            takes += self.burden.takes
            self.failed[slot.key] += 1
            if self.failed[slot.key] <= self.burden.failures:
                raise ValueError("it was to fail")
        if takes:
            await give_way(takes)
        name = str(slot.key)
        numbers = {planned.key: parts for planned, parts in self.scene.parts.items()}
        edition = Edition(name, slot.key.digest, slot.key.channel, slot.at, "{}", name)
        messages = tuple(
            Message((Section(None, (Row((Text(f"{name}, {number}"),)),)),))
            for number in range(numbers[slot.key])
        )
        return BuiltDigest(edition, messages)
