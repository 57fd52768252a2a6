"""The digests to post: three, of two or three parts, in two channels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.delivery.digest_builder import BuiltDigest, DigestComposer
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    ALERTS_FROM,
    CORRECTIONS_FROM,
    REMINDERS_FROM,
    PlannedSlot,
    SlotKey,
    SlotKind,
    StoredSlot,
    idempotency_key_of,
)
from tests.simulation.moments import START, at_once, give_way
from tests.simulation.outlook import OpenOutbox

DESK, HALL = "desk", "hall"
"""The channels; the first gets two digests, the second one."""

_APART = timedelta(minutes=2)
_NOTICED, _MOVED = timedelta(minutes=1), timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Burden:
    """How hard a scene's first digest is to make.

    So many tries fail, and the others take so long.
    """

    failures: int = 0
    takes: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Scene:
    """The slots of one platform, each with the number of its parts.

    ``unplanned`` are further slots, which follow from news and not from a plan. Each has
    the slot in whose thread it goes, if any, and is due when that one is built.
    """

    platform: str
    parts: dict[PlannedSlot, int]
    unplanned: Mapping[PlannedSlot, SlotKey | None] = field(default_factory=dict)

    def due(self, since: datetime | None, now: datetime) -> tuple[PlannedSlot, ...]:
        """The slots after ``since`` and up to ``now``."""
        return tuple(
            slot
            for slot in self.parts
            if slot.at <= now and (since is None or slot.at > since)
        )

    def news(self, outbox: OpenOutbox, now: datetime) -> tuple[PlannedSlot, ...]:
        """The unplanned slots that are due up to ``now``."""
        return tuple(
            slot
            for slot, above in self.unplanned.items()
            if slot.at <= now and (above is None or outbox.carrier(above) is not None)
        )

    def is_planned(self, outbox: OpenOutbox) -> bool:
        """Whether nothing is left to plan."""
        until = at_once(outbox.planned_until())
        is_over = not any(until is None or slot.at > until for slot in self.parts)
        return is_over and all(outbox.has(key) for key in self.carriers)

    def next_moment(self, since: datetime | None) -> datetime | None:
        """The first moment after this one, or of all, at which a slot is due."""
        slots = (*self.parts, *self.unplanned)
        moments = (one.at for one in slots if since is None or one.at > since)
        return min(moments, default=None)

    @property
    def carriers(self) -> Mapping[SlotKey, SlotKey | None]:
        """By each unplanned slot, the slot in whose thread it goes, if any."""
        return {slot.key: above for slot, above in self.unplanned.items()}

    def expected(self, channel: str) -> tuple[str, ...]:
        """The nonces of the planned slots that a channel is to get, in order."""
        return tuple(
            idempotency_key_of(slot.key, number)
            for slot, parts in self.parts.items()
            if slot.key.channel == f"{self.platform}/{channel}"
            for number in range(parts)
        )


def scene(
    platform: str,
    *,
    apart: timedelta = _APART,
    unplanned: Collection[SlotKind] = (),
) -> Scene:
    """Two slots in one channel, so far apart, one in another at the first's time.

    ``unplanned`` says which slots follow from news besides.
    """

    def slot(channel: str, index: int) -> PlannedSlot:
        key = SlotKey("morning", f"{platform}/{channel}", START.date(), index)
        return PlannedSlot(key, START + index * apart)

    first, hall, second = slot(DESK, 0), slot(HALL, 0), slot(DESK, 1)
    news: dict[PlannedSlot, SlotKey | None] = {}
    if SlotKind.CORRECTION in unplanned:
        for number, corrected in enumerate((first, hall)):
            key = replace(corrected.key, index=CORRECTIONS_FROM + number)
            news[PlannedSlot(key, START + _NOTICED)] = corrected.key
    if SlotKind.ALERT in unplanned:
        alert = replace(first.key, digest="outages", index=ALERTS_FROM)
        news[PlannedSlot(alert, START + _NOTICED)] = None
        later = replace(alert, index=ALERTS_FROM + 1)
        news[PlannedSlot(later, START + _MOVED)] = alert
    if SlotKind.REMINDER in unplanned:
        for number, digest in enumerate((first, hall)):
            near = replace(digest.key, index=REMINDERS_FROM + number)
            news[PlannedSlot(near, START + _NOTICED)] = None
            cancelled = replace(near, index=near.index + 10)
            news[PlannedSlot(cancelled, START + _MOVED)] = near
    return Scene(platform, {first: 3, hall: 2, second: 2}, news)


@dataclass(frozen=True, slots=True)
class SceneMaker(DigestComposer):
    """Makes the digests of a scene; each takes so long, and the first may be hard.

    ``carrier`` gives the row of the first message of a slot.
    """

    scene: Scene
    takes: timedelta = timedelta()
    burden: Burden = Burden()
    failed: Counter[SlotKey] = field(default_factory=Counter)
    carrier: Callable[[SlotKey], int | None] = lambda _: None

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
        above = self.scene.carriers.get(slot.key)
        if above is not None:
            return BuiltDigest(None, (_message(name),), self.carrier(above))
        numbers = {planned.key: parts for planned, parts in self.scene.parts.items()}
        edition = Edition(name, slot.key.digest, slot.key.channel, slot.at, "{}", name)
        messages = tuple(
            _message(f"{name}, {number}") for number in range(numbers[slot.key])
        )
        return BuiltDigest(edition, messages)


def _message(text: str) -> Message:
    return Message((Section(None, (Row((Text(text),)),)),))
