"""Several processes on one clock, which die and start again."""

from __future__ import annotations

from collections.abc import Collection, Coroutine, Iterator
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.domain.slots import SlotKey, SlotKind, idempotency_key_of
from tests.fakes.platforms.discord import DiscordModel
from tests.fakes.platforms.faults import LATEST, Plan, no_faults, seeded
from tests.fakes.platforms.platform import PlatformModel
from tests.fakes.platforms.slack import SlackModel
from tests.simulation.accidents import Accident, Death, Gate
from tests.simulation.designs import SOUND, Design
from tests.simulation.lives import TICK, Life, Surroundings, born
from tests.simulation.moments import START, VirtualClock
from tests.simulation.outlook import OpenOutbox
from tests.simulation.scenes import DESK, HALL, Burden, SceneMaker, scene
from tests.simulation.verdicts import Verdict, judged, judged_reply, total
from tests.simulation.wiring import GatedWire

LIMIT = timedelta(hours=12)
"""What is not posted by then is lost."""

_FAULTY_CALLS = 6
"""How many calls of each kind may go wrong; then the platform is well again."""

_LOOK = timedelta(seconds=10)

_KNOWN = timedelta(minutes=1)
"""How long Discord knows a nonce here: not longer than is promised of it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where accidents are tried: platform, number of processes, share of faults.

    ``troubles`` are the platform's faults by plan, instead of by dice. ``apart`` is by
    how much each process's clock is ahead of the one before. With a ``burden`` two
    digests of one channel are due together, and the first is so hard to make.
    ``unplanned`` are the kinds of slots that follow from news.
    """

    platform: str
    replicas: int = 1
    faults: float = 0.0
    design: Design = SOUND
    seed: int = 3
    troubles: Plan | None = None
    apart: timedelta = timedelta()
    burden: Burden | None = None
    unplanned: tuple[SlotKind, ...] = ()

    def plan(self) -> Plan:
        """The faults of the platform, which end at some time."""
        if self.troubles is not None:
            return self.troubles
        if not self.faults:
            return no_faults
        return seeded(self.seed, self.faults, until=_FAULTY_CALLS)


@dataclass(slots=True)
class Replica:
    """One of the processes that run side by side: always one life after the other.

    ``wake`` is when it goes on; ``left`` how many rounds it still makes, once all is
    posted. Its clock is ``ahead`` by so much. Each life has context variables of its own.
    """

    name: str
    ahead: timedelta
    wake: datetime
    turn: int = 0
    lives: int = 0
    left: int = 2
    rests: bool = False
    life: Life | None = None
    work: Coroutine[timedelta, None, None] | None = None
    context: Context = field(default_factory=copy_context)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a simulation; ``calls`` are all calls to the outside, in order.

    ``idle`` are the numbers of those calls that changed nothing outside.
    """

    verdict: Verdict
    calls: tuple[str, ...]
    idle: frozenset[int]


@dataclass(slots=True)
class World:
    """A platform, an outbox, and the processes."""

    setting: Setting
    around: Surroundings
    model: PlatformModel
    replicas: list[Replica] = field(default_factory=list)
    turns: int = 0

    def run(self) -> None:
        """Let time pass until all is posted, and a little longer."""
        while running := [one for one in self.replicas if one.left]:
            replica = min(running, key=_turn)
            if replica.wake > START + LIMIT:
                return
            self.around.clock.advance(replica.wake)
            self._step(replica)

    def verdict(self) -> Verdict:
        """What the platform has in the end."""
        self.model.settle(self.around.clock.now() + timedelta(seconds=LATEST))
        channels = map(self._digests, (DESK, HALL))
        return total((*channels, *self._replies()))

    def end(self) -> None:
        """Let nobody go on."""
        for replica in self.replicas:
            if replica.work is not None:
                replica.context.run(replica.work.close)

    def _digests(self, channel: str) -> Verdict:
        """What a channel has of the planned slots."""
        scene = self.around.scene
        replies = set(map(first_key, scene.carriers))
        keys = [key for key in self.model.keys(channel) if key not in replies]
        return judged(scene.expected(channel), keys)

    def _replies(self) -> Iterator[Verdict]:
        """What each thread has of the slots that follow from news."""
        for slot, above in self.around.scene.carriers.items():
            carrier = None if above is None else first_key(above)
            yield judged_reply(first_key(slot), carrier, self.model.posted)

    def _step(self, replica: Replica) -> None:
        self.turns += 1
        replica.turn = self.turns
        if replica.work is None or replica.life is None:
            replica.lives += 1
            owner = f"{replica.name}-{replica.lives}"
            design, ahead = self.setting.design, replica.ahead
            replica.life = born(owner, self.around, design, ahead=ahead)
            replica.work, replica.context = replica.life.live(), copy_context()
        rounds, now = replica.life.rounds, self.around.clock.now()
        try:
            replica.wake = now + replica.context.run(replica.work.send, None)
        except Death as death:
            replica.work = replica.life = None
            replica.wake, replica.left = now + death.down, 2
            replica.rests = False
        else:
            replica.rests = rounds < replica.life.rounds
            if replica.rests:
                replica.left -= self._is_done()
                replica.wake = self._worth_waking(replica, now)

    def _worth_waking(self, replica: Replica, now: datetime) -> datetime:
        """When a process that rests finds something to do, at the earliest.

        It would look every second: rounds in which it finds nothing are left out. Where
        another is at work, whatever it does next may be what there is to do.
        """
        if any(one.work is not None and not one.rests for one in self.replicas):
            return now + _LOOK
        around = self.around
        moments = around.outbox.next_moment(), around.scene.next_moment(now)
        ahead = min((one for one in moments if one is not None), default=now)
        return max(ahead - replica.ahead, now + TICK)

    def _is_done(self) -> bool:
        outbox = self.around.outbox
        return self.around.scene.is_planned(outbox) and outbox.next_moment() is None


def first_key(slot: SlotKey) -> str:
    """The idempotency key of a slot's first message."""
    return idempotency_key_of(slot, 0)


def _turn(replica: Replica) -> tuple[datetime, int]:
    return replica.wake, replica.turn


def _model(setting: Setting) -> PlatformModel:
    """The platform of a setting."""
    if setting.platform == "discord":
        return DiscordModel(setting.plan(), memory=_KNOWN)
    return SlackModel(setting.plan())


def _maker(setting: Setting, outbox: OpenOutbox) -> SceneMaker:
    """The composer of a setting's scene."""
    making, burden = setting.design.making, setting.burden
    if burden is None:
        usual = scene(setting.platform, unplanned=setting.unplanned)
        return SceneMaker(usual, making, carrier=outbox.carrier)
    together = scene(setting.platform, apart=timedelta())
    return SceneMaker(together, making, burden)


def world(setting: Setting, accidents: Collection[Accident] = ()) -> World:
    """A world at its beginning."""
    model = _model(setting)
    clock, gate = VirtualClock(), Gate(accidents)
    outbox = setting.design.outbox()
    wire = GatedWire(model, clock, gate)
    composer = _maker(setting, outbox)
    around = Surroundings(composer.scene, clock, gate, outbox, composer, wire)
    replicas = [
        Replica(f"bot{number}", number * setting.apart, START)
        for number in range(setting.replicas)
    ]
    return World(setting, around, model, replicas)


def simulate(setting: Setting, accidents: Collection[Accident] = ()) -> Outcome:
    """What comes of these accidents in this setting."""
    created = world(setting, accidents)
    try:
        created.run()
        gate = created.around.gate
        return Outcome(created.verdict(), tuple(gate.names), frozenset(gate.idle))
    finally:
        created.end()
