"""Sends the messages of many channels at the same time, each channel's in order.

A message that waits for the rate limit of its channel takes no place of another
message. A place is the permission to post; there are ``MAX_POSTING`` places.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

from bot.core.delivery.sender import Sender
from bot.core.domain.slots import OutboxMessage

MAX_POSTING = 32
"""The maximum number of messages that are posted at the same time."""

MAX_WAITING = 128
"""The maximum number of leased messages that wait for limits of channels or platforms.

A lease is the exclusive right of a process to post a message for some time.
"""

LONGEST_HOLD = 2.0
"""The maximum number of seconds for which a leased message waits: once for the limit of
its channel, and once for a free place.

The lease must outlast the waits and the post. A message that has to wait for longer goes
back to the outbox.
"""

_LOOK_SECONDS = 1.0
_SEVERAL, _GATHER_SECONDS = 8, 0.5
"""The number of ended posts, and the seconds, after which messages are claimed again.

One claim then leases messages for all posts that ended. So a process that posts slowly,
because others use the machine or the limits, claims as many messages at a time as one
that posts alone.
"""

_WOKEN_SECONDS = 0.2
"""The seconds after a wake-up until messages are claimed.

One claim leases all messages that are stored within this time.
"""

_PAUSE_SECONDS = 0.02
"""The seconds to wait before each claim, so that one claim leases more messages."""

Channels = Callable[[], Collection[str] | None]
"""A function that returns the channels to which a process sends; ``None`` means all."""


@dataclass(slots=True)
class _Platform:
    """A platform to which ``most`` messages are posted at the same time.

    ``busy`` is the number of messages that are posted or wait for a place.
    """

    most: int
    places: asyncio.Semaphore
    busy: int = 0


@dataclass(slots=True)
class Dispatcher:
    """Sends due messages until ``ending`` returns true."""

    sender: Sender
    ending: Callable[[], bool] = lambda: False
    _tasks: set[asyncio.Task[None]] = field(
        default_factory=set[asyncio.Task[None]], init=False
    )
    _posting: int = field(default=0, init=False)
    _failed: BaseException | None = field(default=None, init=False)
    _ended: int = field(default=0, init=False)
    _bell: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _places: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(MAX_POSTING), init=False
    )
    _platforms: dict[str, _Platform] = field(default_factory=dict, init=False)
    _due: asyncio.TimerHandle | None = field(default=None, init=False)

    @property
    def is_full(self) -> bool:
        """Whether another message might have to wait for a place."""
        return self._room() <= 0 or bool(self._full())

    def wake(self) -> None:
        """Look for due messages soon.

        If ``ending`` returns true, end the run at once instead.
        """
        if self.ending():
            self._bell.set()
        elif self._tasks:
            self._ring(_WOKEN_SECONDS)

    async def run(self, channels: Channels = lambda: None) -> None:
        """Send every due message, until none is due and all posts have ended.

        Raises:
            StoreError: the store cannot be used; the other posts have ended.
        """
        self._take_failure()
        try:
            while self._failed is None and not self.ending():
                self._silence()
                room = self._room()
                messages = await self.sender.claim(
                    channels(), without=self._full(), most=room
                )
                for message in messages:
                    self._begin(message)
                if not self._tasks:
                    return
                # Those that can be posted at once are then counted as being posted.
                await asyncio.sleep(0)
                if not room or len(messages) < room:
                    await self._next_look()
        except asyncio.CancelledError:
            for task in self._tasks:
                task.cancel()
            raise
        finally:
            # The outcome of a post is stored even if another one failed.
            await asyncio.gather(*self._tasks, return_exceptions=True)
        failed = self._take_failure()
        if failed is not None:
            raise failed

    async def _next_look(self) -> None:
        """Wait until messages were sent or stored, or until some may be due."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), _LOOK_SECONDS)
        await asyncio.sleep(_PAUSE_SECONDS)

    def _silence(self) -> None:
        """Cancel all requests to look for due messages that were made until now."""
        self._bell.clear()
        self._ended = 0
        if self._due is not None:
            self._due.cancel()
        self._due = None

    def _ring(self, seconds: float) -> None:
        """Wake the run after these seconds, unless it is woken earlier anyway."""
        loop = asyncio.get_running_loop()
        at = loop.time() + seconds
        if self._due is None or at < self._due.when():
            if self._due is not None:
                self._due.cancel()
            self._due = loop.call_at(at, self._bell.set)

    def _room(self) -> int:
        """Return how many more messages may be leased."""
        if len(self._tasks) - self._posting >= MAX_WAITING:
            return 0
        return MAX_POSTING - self._posting

    def _full(self) -> Collection[str]:
        """Return the platforms that have no place for another message."""
        return [
            name
            for name, platform in self._platforms.items()
            if platform.busy >= platform.most
        ]

    def _begin(self, message: OutboxMessage) -> None:
        name = message.slot.channel.partition("/")[0]
        if name not in self._platforms:
            most = self.sender.most_at_once(name)
            self._platforms[name] = _Platform(most, asyncio.Semaphore(most))
        task = asyncio.create_task(self._deliver(message, self._platforms[name]))
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._failed = task.exception()
        self._ended += 1
        if self._ended >= _SEVERAL or not self._tasks or self._failed is not None:
            self._bell.set()
        else:
            self._ring(_GATHER_SECONDS)

    def _take_failure(self) -> BaseException | None:
        failed, self._failed = self._failed, None
        return failed

    async def _deliver(self, message: OutboxMessage, platform: _Platform) -> None:
        """Send a message after the wait for its limits, in a free place.

        The sender checks the lease after that.
        """
        wait = self.sender.pause(message)
        if wait > LONGEST_HOLD:
            await self.sender.postpone(message, timedelta(seconds=wait))
            return
        if wait > 0:
            await asyncio.sleep(wait)
        async with self._place(platform) as is_free:
            if is_free and not self.ending():
                await self.sender.send(message)
                return
        hold = timedelta() if is_free else timedelta(seconds=LONGEST_HOLD)
        await self.sender.postpone(message, hold)

    @asynccontextmanager
    async def _place(self, platform: _Platform) -> AsyncIterator[bool]:
        """Wait for a place; yield whether one became free in time.

        The place is kept until the end of the block.
        """
        platform.busy += 1
        try:
            async with AsyncExitStack() as stack:
                try:
                    async with asyncio.timeout(LONGEST_HOLD):
                        await stack.enter_async_context(platform.places)
                        await stack.enter_async_context(self._places)
                except TimeoutError:
                    yield False
                    return
                self._posting += 1
                stack.callback(self._leave)
                yield True
        finally:
            platform.busy -= 1

    def _leave(self) -> None:
        self._posting -= 1
