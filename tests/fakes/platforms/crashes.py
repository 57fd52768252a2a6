"""Digests come due while the test kills the bot again and again."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Event
from time import sleep

from bot.core.domain.reminders import EVENT_TIME
from bot.core.domain.slots import (
    MessageState,
    OutboxMessage,
    SlotKind,
    SlotState,
    StoredSlot,
)
from bot.scheduling import SystemClock
from bot.stores.sql import open_maintenance, open_store
from tests.fakes import report_files
from tests.fakes.platforms.bot import Edition, Notice, Order, Watch
from tests.fakes.platforms.grounds import Ground, names, running, seen
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.killing import Replicas, wait_for
from tests.fakes.platforms.tallies import Digests, Tally, tally

KINDS = ("slack", "discord", "email")
BOT = "tests.fakes.platforms.bot"

FIRST = 3.0
"""So many real seconds after its beginning the first digests of a scene come due."""

_REPORTS, _FIRST_NEWS, _FIRST_PLAN = 2, 1_000, 2_000
_TOLD = 2
"""Messages on each story or event: one at its beginning, and one at its end."""

_LONGER, _PAUSE = 1.5, 1.0
_OVER = frozenset({SlotState.POSTED, SlotState.SKIPPED, SlotState.DEAD})


@dataclass(frozen=True, slots=True)
class Scene:
    """What is tried.

    ``times`` digests for each of ``channels`` channels of each platform come due
    ``gap`` real seconds after each other, on a clock ``speed`` times as fast; ``rate``
    is the share of calls that go wrong, of the first ``until``. The kills end with the
    last digest, but not before ``hits`` of them have hit something at work and the news
    is posted, ``most`` were made, or all is over. Meanwhile ``alerts`` stories begin and
    end, each of which each channel is alerted to, and ``reminders`` events come near and
    are cancelled, of which each channel is reminded. After the last kill each piece of
    news may take ``patience`` real seconds, and after the last piece so may the rest.
    """

    channels: int
    times: int
    replicas: int = 1
    kinds: tuple[str, ...] = KINDS
    seed: int = 4
    speed: float = 20.0
    gap: float = 1.0
    rate: float = 0.25
    until: int = 400
    patience: float = 120.0
    hits: int = 0
    alerts: int = 0
    reminders: int = 0
    most: int = 40

    def names(self, kind: str) -> tuple[str, ...]:
        """The channels of a platform."""
        return tuple(f"{kind}/{name}" for name in names(kind, self.channels))


@dataclass(slots=True)
class Outcome:
    """What came of a scene: by platform, and how many kills hit something at work.

    ``alerts`` and ``reminders`` are the tallies of these.
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    alerts: dict[str, Tally] = field(default_factory=dict)
    reminders: dict[str, Tally] = field(default_factory=dict)
    kills: int = 0
    hits: int = 0


def editions(
    scene: Scene, folder: Path, clock: HastyClock, *, first: float = FIRST
) -> Iterator[Edition]:
    """The digests of a scene, each of a folder of its own."""
    to = [name for kind in scene.kinds for name in scene.names(kind)]
    for number in range(scene.times):
        texts = folder / f"texts-{number}"
        report_files.write(texts, number * _REPORTS, _REPORTS)
        at = clock.after(first + number * scene.gap)
        yield Edition(f"digest-{number:03}", f"{at:%H:%M:%S}", str(texts), to)


@contextmanager
def platforms(scene: Scene, clock: HastyClock) -> Iterator[Mapping[str, Ground]]:
    """The platforms of a scene, each with the faults of its seed."""
    with ExitStack() as stack:
        found = {}
        for kind in scene.kinds:
            found[kind] = stack.enter_context(running(kind, clock, scene.channels))
            found[kind].set_plan({"seeded": [scene.seed, scene.rate, scene.until]})
        yield found


def play(scene: Scene, folder: Path, database: str) -> Outcome:
    """Let the digests of a scene come due, kill, and see what became of them."""
    clock, outcome = HastyClock.started(scene.speed), Outcome()
    with platforms(scene, clock) as found:
        begin(database, clock.now())
        due, given = list(editions(scene, folder, clock)), environment(found.values())
        watched = list(watches(scene, folder))
        near = list(notices(scene, folder, clock))
        begin_reminders(database, near, clock.now())
        order = Order(database, str(clock), given, due, watched, near)
        path = folder / "order.json"
        order.write(path)

        command = (sys.executable, "-m", BOT, str(path))
        calm = Event()
        with (
            Replicas(command, scene.replicas, folder / "log") as replicas,
            published(scene, folder, database, clock, calm) as news,
        ):
            sleep(FIRST)
            harass(replicas, order, scene, news, outcome)
            calm.set()
            news.result()
            wait_for(lambda: is_over(database, slots_of(order, scene)), scene.patience)
        count(outcome, scene, order, found)
    return outcome


def slots_of(order: Order, scene: Scene) -> int:
    """How many messages there are of all digests, alerts and reminders of a scene."""
    stories = _TOLD * (scene.alerts + scene.reminders)
    return (scene.times + stories) * len(order.editions[0].to)


def harass(
    replicas: Replicas,
    order: Order,
    scene: Scene,
    news: Future[None],
    outcome: Outcome,
) -> None:
    """Kill for as long as the scene says, and count that in the outcome."""
    chance = Random(scene.seed)  # noqa: S311 - when to kill
    database, number = order.database, slots_of(order, scene)

    def strike() -> None:
        outcome.kills += 1
        outcome.hits += is_at_work(database)

    def is_enough() -> bool:
        # A digest is given up after 10 builds that a kill ended.
        is_done = news.done() or outcome.kills >= scene.most
        return outcome.hits >= scene.hits and is_done

    replicas.harass(scene.times * scene.gap, chance, struck=strike)
    longest = scene.gap
    while not is_over(database, number) and not is_enough():
        # On a busy machine none may live long enough to begin anything.
        longest = min(scene.patience, _LONGER * longest)
        replicas.harass(longest, chance, struck=strike, enough=is_enough)


def count(
    outcome: Outcome, scene: Scene, order: Order, platforms: Mapping[str, Ground]
) -> None:
    """Compare what the platforms have with what the store has."""
    database = order.database
    wanted = posted(database, order)
    told = unplanned(database, scene, SlotKind.ALERT, scene.alerts)
    near = unplanned(database, scene, SlotKind.REMINDER, scene.reminders)
    for kind, platform in platforms.items():
        there, names = seen(kind, platform), scene.names(kind)
        for tallies, all_ in (
            (outcome.tallies, wanted),
            (outcome.alerts, told),
            (outcome.reminders, near),
        ):
            tallies[kind] = tally({name: all_[name] for name in names}, there)


def watches(scene: Scene, folder: Path) -> Iterator[Watch]:
    """The alerts of a scene, each on a folder of its own."""
    to = [name for kind in scene.kinds for name in scene.names(kind)]
    for number in range(scene.alerts):
        texts = _news(folder, number)
        # A folder without texts counts as failing, and is read more and more rarely.
        report_files.add(texts, "before", report_files.QUIET)
        yield Watch(f"alert-{number:03}", str(texts), to)


def notices(scene: Scene, folder: Path, clock: HastyClock) -> Iterator[Notice]:
    """The reminders of a scene, each of an event in a folder of its own."""
    to = [name for kind in scene.kinds for name in scene.names(kind)]
    passed = f"{clock.now() - timedelta(hours=1):%H:%M:%S}"
    for number in range(scene.reminders):
        texts, day = _plans(folder, number), event_day(clock)
        report = report_files.plan(_FIRST_PLAN + number, day)
        report_files.add(texts, "plan", report)
        begins = datetime.combine(day, EVENT_TIME, UTC)
        before = begins - clock.after(FIRST + number * scene.gap)
        name = f"reminder-{number:03}"
        yield Notice(name, passed, str(texts), int(before.total_seconds()), to)


def event_day(clock: HastyClock) -> date:
    """The day of the events: clocks that run for some minutes do not reach it."""
    return clock.begun.date() + timedelta(days=3)


@contextmanager
def published(
    scene: Scene, folder: Path, database: str, clock: HastyClock, calm: Event
) -> Iterator[Future[None]]:
    """Publish the news of the alerts and events meanwhile; gives the end of that.

    ``calm`` says that the kills are over; if then something is not told in time, the
    end is a ``TimeoutError``.
    """
    paper = _Newspaper(scene, folder, database, event_day(clock), calm)
    with ThreadPoolExecutor(1) as pool:
        try:
            yield pool.submit(paper.publish)
        finally:
            calm.set()


@dataclass(frozen=True, slots=True)
class _Newspaper:
    scene: Scene
    folder: Path
    database: str
    day: date
    calm: Event

    def publish(self) -> None:
        """Publish the end of each story when all channels know of its beginning."""
        scene = self.scene
        channels = scene.channels * len(scene.kinds)
        for number in range(scene.alerts):
            texts, report = _news(self.folder, number), _FIRST_NEWS + number
            begun = channels * (_TOLD * number + 1)
            report_files.add(texts, "begins", report_files.beginning(report))
            self._await(SlotKind.ALERT, begun)
            report_files.add(texts, "ends", report_files.development(report))
            self._await(SlotKind.ALERT, begun + channels)
        near = channels * scene.reminders
        self._await(SlotKind.REMINDER, near)
        for number in range(scene.reminders):
            off = report_files.cancellation(_FIRST_PLAN + number, self.day)
            report_files.add(_plans(self.folder, number), "cancelled", off)
        self._await(SlotKind.REMINDER, _TOLD * near)

    def _await(self, kind: SlotKind, number: int) -> None:
        """Wait until so many are stored.

        The bot tells nothing for as long as it is killed too soon, which may be minutes
        on a busy machine: patience begins after the kills. An end that is published
        before the beginning is told makes one message of the two, and none is lost.
        """

        def told() -> int:
            return sum(slot.key.kind is kind for slot, _ in stored(self.database))

        while not self.calm.is_set():
            if told() >= number:
                return
            self.calm.wait(_PAUSE)
        patience = self.scene.patience
        if not wait_for(lambda: told() >= number, patience, pause=_PAUSE):
            missing = f"{told()} of {number} messages ({kind.value})"
            raise TimeoutError(f"{missing} {patience:.0f} s after the kills")


def _news(folder: Path, number: int) -> Path:
    return folder / f"news-{number}"


def _plans(folder: Path, number: int) -> Path:
    return folder / f"plans-{number}"


def unplanned(database: str, scene: Scene, kind: SlotKind, stories: int) -> Digests:
    """The parts of alerts or reminders in each channel; those not stored are empty."""
    slots = [(slot, parts) for slot, parts in stored(database) if slot.key.kind is kind]
    slots.sort(key=lambda pair: (pair[0].at, pair[0].key))
    found: dict[str, list[list[str]]] = {}
    for slot, parts in slots:
        keys = [part.idempotency_key for part in parts]
        found.setdefault(slot.key.channel, []).append(keys)
    every = [name for each in scene.kinds for name in scene.names(each)]
    for name in every:
        messages = found.setdefault(name, [])
        messages += [list[str]() for _ in range(_TOLD * stories - len(messages))]
    return found


def environment(found: Iterable[Ground]) -> dict[str, str]:
    """The addresses and tokens of platforms, as the bot reads them."""
    return {name: value for one in found for name, value in one.environment.items()}


def posted(database: str, order: Order) -> Digests:
    """The parts of every digest that was ordered, as the store has them."""
    known = {slot.key: parts for slot, parts in stored(database)}
    by_name = {(key.digest, key.channel): parts for key, parts in known.items()}
    return {
        channel: [
            [part.idempotency_key for part in by_name.get((edition.id, channel), ())]
            for edition in order.editions
        ]
        for channel in order.editions[0].to
    }


def is_over(database: str, number: int) -> bool:
    """Whether so many slots are there and nothing is to be done for any."""
    slots = [slot for slot, _ in stored(database)]
    return len(slots) == number and all(slot.state in _OVER for slot in slots)


def is_at_work(database: str) -> bool:
    """Whether something was being built or sent."""
    return any(
        slot.state is SlotState.BUILDING
        or any(part.state is MessageState.SENDING for part in parts)
        for slot, parts in stored(database)
    )


def stored(database: str) -> tuple[tuple[StoredSlot, tuple[OutboxMessage, ...]], ...]:
    """All slots with their parts."""

    async def read() -> tuple[tuple[StoredSlot, tuple[OutboxMessage, ...]], ...]:
        async with open_store(database) as store:
            return await store.deliveries(failed=False, limit=100_000)

    return asyncio.run(read())


def begin_now(folder: Path) -> datetime:
    """Create a database in which this minute is not planned yet; gives the minute.

    A bot that starts now posts at once what is due at this minute.
    """
    database = f"sqlite:///{folder / 'sitrep.db'}"
    with open_maintenance(database) as maintenance:
        maintenance.upgrade()
    minute = SystemClock().now().replace(second=0, microsecond=0)
    begin(database, minute - timedelta(minutes=1))
    return minute


def begin_reminders(database: str, near: Iterable[Notice], now: datetime) -> None:
    """Let reminders exist from now on, even if no process lives to evaluate any."""

    async def note() -> None:
        async with open_store(database) as store:
            keys = [
                (each.id, channel, timedelta(seconds=each.before))
                for each in near
                for channel in each.to
            ]
            await store.begin_reminders(keys, now)

    asyncio.run(note())


def begin(database: str, now: datetime) -> None:
    """Let slots be due from now on, even if no process lives to plan any."""

    async def plan() -> None:
        async with open_store(database) as store:
            await store.plan((), now)

    asyncio.run(plan())
