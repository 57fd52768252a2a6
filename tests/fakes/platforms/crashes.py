"""Digests come due while the test kills the bot again and again."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from time import sleep

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
from tests.fakes.platforms.bot import Edition, Order, Watch
from tests.fakes.platforms.grounds import Ground, names, running, seen
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.killing import Replicas, wait_for
from tests.fakes.platforms.tallies import Digests, Tally, tally

KINDS = ("slack", "discord", "email")
BOT = "tests.fakes.platforms.bot"

FIRST = 3.0
"""So many real seconds after its beginning the first digests of a scene come due."""

_REPORTS, _FIRST_NEWS = 2, 1_000
_TOLD = 2
"""Messages on each story of an alert: one at its beginning, and one at its end."""

_LONGER = 1.5
_OVER = frozenset({SlotState.POSTED, SlotState.SKIPPED, SlotState.DEAD})


@dataclass(frozen=True, slots=True)
class Scene:
    """What is tried.

    ``times`` digests for each of ``channels`` channels of each platform come due
    ``gap`` real seconds after each other, on a clock ``speed`` times as fast; ``rate``
    is the share of calls that go wrong, of the first ``until``. The kills end with the
    last digest, but not before ``hits`` of them have hit something at work and the news
    is posted, ``most`` were made, or all is over; ``patience`` real seconds later all must be over. Meanwhile ``alerts`` stories
    begin and end, each of which each channel is alerted to.
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
    most: int = 40

    def names(self, kind: str) -> tuple[str, ...]:
        """The channels of a platform."""
        return tuple(f"{kind}/{name}" for name in names(kind, self.channels))


@dataclass(slots=True)
class Outcome:
    """What came of a scene: by platform, and how many kills hit something at work.

    ``alerts`` are the tallies of alerts.
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    alerts: dict[str, Tally] = field(default_factory=dict)
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
        order = Order(database, str(clock), given, due, watched)
        path = folder / "order.json"
        order.write(path)

        def strike() -> None:
            outcome.kills += 1
            outcome.hits += is_at_work(database)

        number = (scene.times + _TOLD * scene.alerts) * len(order.editions[0].to)
        command = (sys.executable, "-m", BOT, str(path))
        with (
            Replicas(command, scene.replicas, folder / "log") as replicas,
            published(scene, folder, database) as news,
        ):
            sleep(FIRST)
            chance = Random(scene.seed)  # noqa: S311 - when to kill
            replicas.harass(scene.times * scene.gap, chance, struck=strike)
            longest = scene.gap
            while not is_over(database, number):
                # A digest is given up after 10 builds that a kill ended.
                is_enough = news.done() or outcome.kills >= scene.most
                if outcome.hits >= scene.hits and is_enough:
                    break
                # On a busy machine none may live long enough to begin anything.
                longest = min(scene.patience, _LONGER * longest)
                replicas.harass(longest, chance, struck=strike)
            wait_for(lambda: is_over(database, number), scene.patience)
        wanted, told = posted(database, order), alerted(database, scene)
        for kind, platform in found.items():
            there, names = seen(kind, platform), scene.names(kind)
            outcome.tallies[kind] = tally({name: wanted[name] for name in names}, there)
            outcome.alerts[kind] = tally({name: told[name] for name in names}, there)
    return outcome


def watches(scene: Scene, folder: Path) -> Iterator[Watch]:
    """The alerts of a scene, each on a folder of its own."""
    to = [name for kind in scene.kinds for name in scene.names(kind)]
    for number in range(scene.alerts):
        texts = _news(folder, number)
        # A folder without texts counts as failing, and is read more and more rarely.
        report_files.add(texts, "before", report_files.QUIET)
        yield Watch(f"alert-{number:03}", str(texts), to)


@contextmanager
def published(scene: Scene, folder: Path, database: str) -> Iterator[Future[None]]:
    """Publish the news of the alerts meanwhile; gives the end of that."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(_publish, scene, folder, database)


def _publish(scene: Scene, folder: Path, database: str) -> None:
    """Publish the end of each story when all channels are alerted to its beginning."""
    channels = scene.channels * len(scene.kinds)
    for number in range(scene.alerts):
        texts, report = _news(folder, number), _FIRST_NEWS + number
        begun = channels * (_TOLD * number + 1)
        report_files.add(texts, "begins", report_files.beginning(report))
        _await_alerts(database, begun, scene.patience)
        report_files.add(texts, "ends", report_files.development(report))
        _await_alerts(database, begun + channels, scene.patience)


def _await_alerts(database: str, number: int, patience: float) -> None:
    wait_for(lambda: _alerts(database) >= number, patience, pause=1.0)


def _news(folder: Path, number: int) -> Path:
    return folder / f"news-{number}"


def alerted(database: str, scene: Scene) -> Digests:
    """The parts of the alerts in each channel; those that the store lacks are empty."""
    slots = [(slot, parts) for slot, parts in stored(database) if _is_alert(slot)]
    slots.sort(key=lambda pair: (pair[0].at, pair[0].key))
    found: dict[str, list[list[str]]] = {}
    for slot, parts in slots:
        keys = [part.idempotency_key for part in parts]
        found.setdefault(slot.key.channel, []).append(keys)
    every = [name for kind in scene.kinds for name in scene.names(kind)]
    for name in every:
        alerts = found.setdefault(name, [])
        alerts += [list[str]() for _ in range(_TOLD * scene.alerts - len(alerts))]
    return found


def _alerts(database: str) -> int:
    return sum(_is_alert(slot) for slot, _ in stored(database))


def _is_alert(slot: StoredSlot) -> bool:
    return slot.key.kind is SlotKind.ALERT


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


def begin(database: str, now: datetime) -> None:
    """Let slots be due from now on, even if no process lives to plan any."""

    async def plan() -> None:
        async with open_store(database) as store:
            await store.plan((), now)

    asyncio.run(plan())
