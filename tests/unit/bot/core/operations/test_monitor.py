from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from typing_extensions import override

from bot.bootstrap.redaction import redaction
from bot.core.domain.configuration import Destination
from bot.core.domain.errors import PostError, StoreError
from bot.core.domain.messages import Message
from bot.core.domain.records import SourceState
from bot.core.domain.slots import (
    SlotKey,
    SlotState,
    StoredSlot,
)
from bot.core.messages.markdown import to_markdown
from bot.core.operations.monitor import OUTAGE_DELAY, Monitor, MonitorDeps
from bot.core.operations.notice_rules import configuration_incidents
from bot.core.operations.notifier import Notifier
from tests.fakes.metrics import FakeMetrics
from tests.fakes.notices import MemoryNotices
from tests.fakes.outbox.memory import MemoryOutbox
from tests.fakes.plans import make_configuration, make_plan, make_topic
from tests.fakes.ports import FakeClock, FakeConfiguration, FakeJournal, FakeMessenger

NOW = datetime(2026, 3, 2, tzinfo=UTC)
URL = "https://lenna-gazette.example/"
OPERATOR = (Destination("fake", "ops"),)
CONFIGURATION = replace(
    make_configuration(make_plan(make_topic(URL))), operator=OPERATOR
)
KEY = SlotKey("morning", "slack/C1", date(2026, 3, 1), 0)
DEAD = StoredSlot(KEY, NOW - timedelta(days=1), SlotState.DEAD, error="no such channel")
MINUTE = timedelta(minutes=1)


class Posts(FakeMessenger):
    """Remembers what was posted; may refuse, lose its answers, and forget idempotency keys."""

    def __init__(self) -> None:
        super().__init__()
        self.error: PostError | None = None
        self.posted = 0
        self.is_taken = True

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        if self.is_taken:
            self.posted += 1
            await super().post(
                channel, message, idempotency_key=idempotency_key, parent=parent
            )
        if self.error is not None:
            raise self.error
        return idempotency_key

    def texts(self) -> list[str]:
        """The text of each message, in order."""
        return [to_markdown(message) for _, message in self.posts.values()]


class Outbox(MemoryOutbox):
    """An outbox that can be broken."""

    error: StoreError | None = None

    @override
    async def depth(self, now: datetime) -> tuple[int, datetime | None]:
        if self.error is not None:
            raise self.error
        return await super().depth(now)


@dataclass(slots=True)
class Desk:
    """An monitor with all that it looks at."""

    clock: FakeClock = field(default_factory=FakeClock)
    configuration: FakeConfiguration = field(
        default_factory=lambda: FakeConfiguration(CONFIGURATION)
    )
    outbox: Outbox = field(default_factory=Outbox)
    store: MemoryNotices = field(default_factory=MemoryNotices)
    posts: Posts = field(default_factory=Posts)
    event_log: FakeJournal = field(default_factory=FakeJournal)
    metrics: FakeMetrics = field(default_factory=FakeMetrics)
    sources: dict[str, SourceState] = field(default_factory=dict)
    problem: str | None = None

    async def states(self) -> Mapping[str, SourceState]:
        """What is known of the sources."""
        return self.sources

    def monitor(self) -> Monitor:
        """A process's own."""
        scene = MonitorDeps(
            self.clock,
            self.configuration,
            self,  # type: ignore[arg-type] # all that is asked is the states
            self.outbox,
            self.event_log,
            self.metrics,
        )
        notices = Notifier(
            self.clock,
            self.store,
            {"fake": self.posts},
            self.event_log,
            redaction({}).text,
        )
        find: Callable[[], tuple[object, ...]] = lambda: configuration_incidents(  # noqa: E731
            self.problem
        )
        return Monitor(scene, notices, {"configuration": find})  # type: ignore[dict-item]


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def look(monitor: Monitor, desk: Desk, *, times: int = 1) -> None:
    """Look so often, a minute apart."""
    for _ in range(times):
        await monitor.run()
        desk.clock.move(MINUTE)


async def test_nothing_is_told_twice_after_a_restart(desk: Desk) -> None:
    desk.store.slots = (DEAD,)

    await look(desk.monitor(), desk)
    await look(desk.monitor(), desk)

    assert desk.posts.posted == 1


async def test_a_source_is_told_to_fail_and_to_work_again(desk: Desk) -> None:
    state = SourceState(
        URL, CONFIGURATION.sources[0].kind, NOW, failing=NOW, told=NOW, error="slow"
    )
    monitor = desk.monitor()

    desk.sources[URL] = state
    await look(monitor, desk, times=2)
    desk.sources[URL] = replace(state, failing=None, told=None, error=None)
    await look(monitor, desk, times=2)

    first, second = desk.posts.texts()
    assert "lenna-gazette.example/ has failed since 2 Mar 2026: slow" in first
    assert "RESOLVED" in second
    assert "has failed since" in second


async def test_a_message_whose_answer_was_lost_is_not_posted_twice(desk: Desk) -> None:
    desk.store.slots = (DEAD,)
    desk.posts.memory = timedelta(0)
    desk.posts.error = PostError("the connection was lost")
    monitor = desk.monitor()

    await look(monitor, desk)
    await look(monitor, desk, times=2)

    assert desk.posts.posted == 1
    assert desk.event_log.events("warning") == [
        "notice to the operator not posted; Sitrep tries again"
    ]


async def test_no_secret_is_told(desk: Desk) -> None:
    token = "xox" + "b-1234567890-abcdefgh"
    desk.store.slots = (replace(DEAD, error=f"refused {token}"),)

    await look(desk.monitor(), desk)

    assert token not in desk.posts.texts()[0]


async def test_a_store_out_of_use_is_told_after_a_while_and_when_it_is_back(
    desk: Desk,
) -> None:
    monitor = desk.monitor()
    desk.outbox.error = StoreError("the disk is full")

    await look(monitor, desk)
    at_first = desk.posts.texts()
    await look(monitor, desk, times=3)
    desk.outbox.error = None
    await look(monitor, desk, times=2)

    assert at_first == []
    first, second = desk.posts.texts()
    assert "the database cannot be used: the disk is full" in first
    assert "RESOLVED" in second
    assert OUTAGE_DELAY == MINUTE
