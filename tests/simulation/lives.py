"""One process of the bot, from its start to its death.

It has the product's sender, slot builder and messengers. Only the store is in memory,
and a wire takes the place of the HTTP clients: ``tests.fakes.platforms.apis``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import cast

from bot.core.delivery.digest_builder import DigestComposer, SlotBuilder
from bot.core.delivery.sender import Sender
from bot.core.domain.slots import SlotKey, SlotKind
from bot.core.ports.outbox import Outbox
from bot.core.ports.services import Clock, Messenger
from tests.fakes.platforms.apis import make_messenger
from tests.fakes.platforms.wires import Wire
from tests.fakes.ports import FakeJournal
from tests.simulation.accidents import Gate, Gated
from tests.simulation.designs import Design
from tests.simulation.moments import FastClock, VirtualClock, give_way
from tests.simulation.outlook import OpenOutbox
from tests.simulation.scenes import Scene, SceneMaker

TICK = timedelta(seconds=1)
"""How long a process rests when there is nothing to do."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that outlives a process, and the gate to it."""

    scene: Scene
    clock: VirtualClock
    gate: Gate
    outbox: OpenOutbox
    composer: SceneMaker
    wire: Wire


@dataclass(slots=True)
class Life:
    """A process; ``rounds`` counts how often it has done all that there was to do.

    ``noted`` are the slots that it has planned because of news.
    """

    around: Surroundings
    clock: Clock
    outbox: Outbox
    builder: SlotBuilder
    sender: Sender
    alerts: OpenOutbox
    rounds: int = 0
    noted: set[SlotKey] = field(default_factory=set)

    async def live(self) -> None:
        """Plan, build and post until death."""
        while True:
            await self._plan()
            await self._note()
            while await self.builder.build_next():
                pass
            while await self.sender.send_next():
                pass
            self.rounds += 1
            await give_way(TICK)

    async def _plan(self) -> None:
        now = self.clock.now()
        due = self.around.scene.due(await self.outbox.planned_until(), now)
        if due:
            await self.outbox.plan(due, now)

    async def _note(self) -> None:
        """Plan the slots that follow from news; a process that died does so again."""
        now, scene = self.clock.now(), self.around.scene
        for slot in scene.news(self.around.outbox, now):
            if slot.key in self.noted:
                continue
            if slot.key.kind in {SlotKind.ALERT, SlotKind.REMINDER}:
                above = scene.carriers[slot.key]
                await self.alerts.post_alert(replace(slot, at=now), above)
            else:
                await self.outbox.plan([slot], None)
            self.noted.add(slot.key)


def born(owner: str, around: Surroundings, design: Design, *, ahead: timedelta) -> Life:
    """A new process of this name, whose clock is so much ahead."""
    # What a gate leads to looks like what stands behind it.
    outbox = cast("Outbox", Gated(around.outbox, around.gate))
    composer = cast("DigestComposer", Gated(around.composer, around.gate))
    alerts = cast("OpenOutbox", Gated(around.outbox, around.gate))
    event_log = FakeJournal()
    clock = FastClock(around.clock, ahead)
    sender = design.sender(
        owner,
        clock,
        outbox,
        _messengers(around, design, clock),
        event_log,
        lease=design.lease,
        max_post_time=design.max_post_time,
    )
    builder = SlotBuilder(owner, clock, outbox, composer, event_log)
    return Life(around, clock, outbox, builder, sender, alerts)


def _messengers(
    around: Surroundings, design: Design, clock: Clock
) -> Mapping[str, Messenger]:
    platform = around.scene.platform
    messenger = make_messenger(platform, around.wire, clock)
    if design.trust is not None:
        messenger.memory = design.trust
    return {platform: messenger}
