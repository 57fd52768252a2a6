"""Posts the outbox's messages, each exactly once and in order.

Before the sender posts a message again, it looks for the message in the channel's
history: after a crash, or a lost or late reply, the outcome of the earlier attempt is
unknown.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from bot.core.delivery.images import IMAGE_SECONDS
from bot.core.delivery.reconciliation import (
    CALL_MARGIN,
    MAX_POST_TIME,
    EarlierAttempt,
    find_delivered,
    posting_in_time,
)
from bot.core.delivery.stopped_channels import StoppedChannels
from bot.core.delivery.uptime import AwakeTracker
from bot.core.domain.errors import (
    AuthenticationError,
    ChannelRefusedError,
    LateError,
    NotSentError,
    PostError,
    RateLimitedError,
    RejectedError,
    StoreError,
)
from bot.core.domain.messages import Message
from bot.core.domain.platforms import unset_platform
from bot.core.domain.slots import LEASE, OutboxMessage, SlotKind
from bot.core.messages.codec import parse_message
from bot.core.ports.metrics import NO_METRICS, CounterName, Metrics, PostResult
from bot.core.ports.outbox import Outbox
from bot.core.ports.services import Clock, EventLog, MessageImages, Messenger
from bot.core.ports.traces import NO_TRACES, Step, Tracer
from bot.core.text.backoff import backoff_delay

MAX_ATTEMPTS = 10
RETRY_LIMIT = timedelta(hours=6)
"""The time after which the sender gives a message up.

It also gives up after ``MAX_ATTEMPTS`` attempts. Attempts that definitely posted
nothing do not count. Only time in which a process was awake counts; it starts again
when the message is requeued.
"""

MIN_RETRY_TIME = timedelta(hours=1)
"""The time before which the sender never gives a message up.

Otherwise a process that crashes again and again would use up the attempts quickly.
"""

LATE_DELAY = timedelta(seconds=5)
"""The delay after an attempt whose lease was too short for the post."""

NOT_SENT_DELAY = timedelta(minutes=1)
"""The delay after an attempt that definitely posted nothing.

The delay is constant, so that digests go out as soon as the token is valid or the network
is back. After a refused token the platforms' clients stay silent for the same time.
"""

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=30)
STALE = timedelta(days=2)
"""A message is outdated on the second day after its slot's day.

A requeued message is outdated this long after it was requeued.
"""

_MIN_ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class Sender:
    """Posts messages; ``owner`` names this process, ``messengers`` are by platform.

    ``required`` are the names of each platform's required environment variables.
    ``lease`` must exceed ``max_post_time``, the longest time until a platform shows a
    message, by at least the duration of one post.
    """

    owner: str
    clock: Clock
    outbox: Outbox
    messengers: Mapping[str, Messenger]
    event_log: EventLog
    lease: timedelta = LEASE
    max_post_time: timedelta = MAX_POST_TIME
    metrics: Metrics = NO_METRICS
    uptime: AwakeTracker = field(default_factory=AwakeTracker)
    required: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tracer: Tracer = NO_TRACES
    stopped: StoppedChannels = field(default_factory=StoppedChannels)
    _blocked: set[str] = field(default_factory=set, init=False)
    """The platforms, or workspaces, that refused the bot at their last attempt."""

    async def send_next(self, channels: Collection[str] | None = None) -> bool:
        """Post the next message that is due; return false when none is due.

        With ``channels`` only messages to these channels are considered.

        Raises:
            StoreError: The store cannot be used; the message is sent later.
        """
        messages = await self.claim(channels)
        for message in messages:
            await self.send(message)
        return bool(messages)

    async def claim(
        self,
        channels: Collection[str] | None = None,
        *,
        without: Collection[str] = (),
        most: int = 1,
    ) -> Sequence[OutboxMessage]:
        """Lease the next messages that are due, to these channels or to any.

        A lease is the exclusive right to post a message for some time. Messages to the
        platforms ``without`` are left out. The store serves claims that are made
        together in one transaction.

        Raises:
            StoreError: The store cannot be used.
        """
        now = self.clock.now()
        awake = self.uptime.awake_since(now)
        claims = [
            self.outbox.claim_message(
                *(self.owner, now, self.lease),
                channels=channels,
                without=without,
                awake=awake,
            )
            for _ in range(most)
        ]
        claimed = await _together(claims)
        self.uptime.observe(now)
        return [message for message in claimed if message is not None]

    def pause(self, message: OutboxMessage) -> float:
        """Return the seconds until the platform's limits allow the post, as far as known."""
        platform, _, channel = message.slot.channel.partition("/")
        messenger = self.messengers.get(platform)
        if messenger is None:
            return 0.0
        return messenger.pause(channel, message.parent)

    def most_at_once(self, platform: str) -> int:
        """Return how many messages may be posted to a platform at the same time."""
        messenger = self.messengers.get(platform)
        return 1 if messenger is None else messenger.most_at_once

    async def postpone(self, message: OutboxMessage, wait: timedelta) -> None:
        """Return a leased message to the outbox, without an attempt, for this time.

        Raises:
            StoreError: The store cannot be used; the message is sent when its lease
                ends.
        """
        await self.outbox.retry_message(
            message,
            self.owner,
            error="the message waits because of the platform's rate limit",
            again=self.clock.now() + wait,
            not_sent=True,
        )

    async def send(self, message: OutboxMessage) -> None:
        """Post a leased message and store the outcome.

        Raises:
            StoreError: The store cannot be used; the message is sent later.
        """
        facts = {"number": message.number, "attempt": message.attempts}
        try:
            with self.tracer.step(Step.SEND, message.slot, **facts):
                await self._send(message)
        except StoreError:
            raise
        except RejectedError as error:
            if isinstance(error, ChannelRefusedError):
                now = self.clock.now()
                self.stopped.stop(message.slot.channel, str(error), now)
            self._count(message, PostResult.REJECTED)
            await self._give_up(message, error)
        except PostError as error:
            await self._retry(message, error)
        except Exception as error:  # noqa: BLE001 - no message blocks a channel for good
            await self._retry(message, PostError(repr(error)))

    async def _send(self, message: OutboxMessage) -> None:
        platform, _, channel = message.slot.channel.partition("/")
        messenger = self.messengers.get(platform)
        if messenger is None:
            variables = self.required.get(platform, ())
            raise AuthenticationError(unset_platform(platform, variables))
        self.stopped.check(message, self.clock.now())
        content = _content(message)
        message_id = await self._find_earlier(message, messenger, channel)
        result = PostResult.FOUND
        if message_id is None:
            self._refuse_stale(message, content)
            parent = await self._parent(message, messenger)
            await self._prepare(message, messenger, content)
            asked = await self._check_lease(message)
            key = message.idempotency_key
            with posting_in_time(partial(self._check_time, asked)):
                message_id = await messenger.post(
                    channel, content, idempotency_key=key, parent=parent
                )
            result = PostResult.POSTED
        self._count(message, result)
        await self._record_sent(message, message_id)

    async def _prepare(
        self, message: OutboxMessage, messenger: Messenger, content: Message
    ) -> None:
        """Prepare the image of a message; if that fails, its text is posted alone."""
        if content.image is None or not isinstance(messenger, MessageImages):
            return
        _, _, channel = message.slot.channel.partition("/")
        key = message.idempotency_key
        try:
            async with asyncio.timeout(IMAGE_SECONDS):
                await messenger.prepare(channel, content, idempotency_key=key)
        except Exception as error:  # noqa: BLE001 - an image never holds up its text
            self.event_log.warning(
                "image not prepared; the message is posted without it",
                slot=str(message.slot),
                reason=repr(error),
            )

    async def _find_earlier(
        self, message: OutboxMessage, messenger: Messenger, channel: str
    ) -> str | None:
        """Return the platform's id of the message if an earlier attempt posted it."""
        if message.first_try is None or message.attempts <= 1:
            return None
        now = self.clock.now()
        earlier = EarlierAttempt(
            message.idempotency_key, message.first_try, now, self.max_post_time
        )
        return await find_delivered(messenger, channel, earlier, parent=message.parent)

    async def _parent(self, message: OutboxMessage, messenger: Messenger) -> str | None:
        """Return the platform's id of the message to which this one replies, if any.

        A message of a digest replies to the first message of the digest. A correction
        replies to the first message of the digest that it corrects, and a later alert
        on a story to the first alert. If the messenger links digests, the first message
        of a digest replies to that of the previous digest.
        """
        is_digest = message.slot.kind in {SlotKind.SCHEDULED, SlotKind.REQUESTED}
        if message.number == 0 and messenger.links_digests and is_digest:
            return await self.outbox.previous_message(message)
        return message.parent

    def _refuse_stale(self, message: OutboxMessage, content: Message) -> None:
        """Refuse a message that was built before a long outage and was not posted.

        Raises:
            RejectedError: The message is outdated.
        """
        now = self.clock.now()
        if content.until is not None and now >= content.until:
            raise RejectedError("reminder not posted: its event has begun or is over")
        late = now.date() - message.slot.day
        waited = STALE if message.since is None else now - message.since
        if late >= STALE and waited >= STALE:
            raise RejectedError(
                f"message not posted: it is {late.days} days late, so its news is outdated"
            )

    async def _check_lease(self, message: OutboxMessage) -> datetime:
        """Check that a post that starts now would end within the lease.

        Return the time at which the lease was checked: the post must be sent within
        ``CALL_MARGIN`` after it.

        Raises:
            LateError: The lease is lost or too short.
        """
        asked = self.clock.now()
        safe = asked + self.max_post_time + CALL_MARGIN
        if not await self.outbox.has_lease(message, self.owner, safe):
            raise LateError
        self._check_time(asked)
        return asked

    def _check_time(self, asked: datetime) -> None:
        """Check that a post that is sent now would end within the lease.

        Raises:
            LateError: Too much time has passed since ``asked``.
        """
        if abs(self.clock.now() - asked) > CALL_MARGIN:
            raise LateError

    async def _record_sent(self, message: OutboxMessage, message_id: str) -> None:
        facts = {"message_number": message.number, "attempts": message.attempts}
        self._note_unblocked(message)
        self.stopped.resume(message.slot.channel)
        if await self.outbox.mark_sent(message, self.owner, message_id):
            self.event_log.info("message posted", slot=str(message.slot), **facts)
        else:
            self.event_log.warning(
                "message posted late, after another process took it over; it may appear twice in the channel",
                slot=str(message.slot),
                **facts,
            )

    async def _retry(self, message: OutboxMessage, error: PostError) -> None:
        self._count(message, _result(error))
        self._note_blocked(message, error)
        now = self.clock.now()
        if self._should_give_up(message, now, error):
            await self._give_up(message, error)
            return
        not_sent = isinstance(error, NotSentError)
        # A message whose reply was lost may still appear; look for it only after that.
        least = timedelta(0) if not_sent else self.max_post_time
        again = now + max(retry_delay(message.attempts, error), least)
        await self.outbox.retry_message(
            message, self.owner, error=str(error), again=again, not_sent=not_sent
        )

    def _should_give_up(
        self, message: OutboxMessage, now: datetime, error: PostError
    ) -> bool:
        since = max(filter(None, (message.first_try, message.since)), default=now)
        if isinstance(error, NotSentError):
            # A message that waits for a valid token also waits while no process runs.
            return now - max(since, self.uptime.awake_since(now)) >= RETRY_LIMIT
        if message.attempts <= _MIN_ATTEMPTS:
            # The first attempt of a requeued message may be long ago.
            return False
        return now - since >= (
            RETRY_LIMIT if message.attempts < MAX_ATTEMPTS else MIN_RETRY_TIME
        )

    def _note_blocked(self, message: OutboxMessage, error: PostError) -> None:
        """Log once that a platform refuses the bot's credentials."""
        account = _account(message)
        if isinstance(error, AuthenticationError) and account not in self._blocked:
            self._blocked.add(account)
            self.event_log.error(
                "platform refuses the bot; Sitrep keeps its messages and tries again",
                platform=account,
                reason=str(error),
            )

    def _note_unblocked(self, message: OutboxMessage) -> None:
        account = _account(message)
        if account in self._blocked:
            self._blocked.discard(account)
            self.event_log.info(
                "platform accepts the bot again; Sitrep posts the messages that waited",
                platform=account,
            )

    async def _give_up(self, message: OutboxMessage, error: PostError) -> None:
        if await self.outbox.dead_letter(message, self.owner, error=str(error)):
            self.metrics.count(CounterName.DEAD)
            self.event_log.error(
                "delivery failed permanently; Sitrep does not try again",
                slot=str(message.slot),
                reason=str(error),
            )

    def _count(self, message: OutboxMessage, result: PostResult) -> None:
        self.metrics.count(
            CounterName.POSTS, platform=_platform(message), result=result
        )
        if result is PostResult.FOUND:
            self.metrics.count(CounterName.DUPLICATES)


async def _together(
    claims: Sequence[Awaitable[OutboxMessage | None]],
) -> Sequence[OutboxMessage | None]:
    """Await several claims at the same time; a single one without further tasks."""
    if len(claims) == 1:
        return [await claims[0]]
    return await asyncio.gather(*claims)


def retry_delay(attempts: int, error: PostError) -> timedelta:
    """Return the delay before the next attempt.

    It is at least the delay for which the platform asks.
    """
    if isinstance(error, RateLimitedError):
        return max(error.wait, timedelta(seconds=1))
    if isinstance(error, LateError):
        return LATE_DELAY
    if isinstance(error, NotSentError):
        return NOT_SENT_DELAY
    return backoff_delay(attempts, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)


def _result(error: PostError) -> PostResult:
    match error:
        case RateLimitedError():
            return PostResult.LIMITED
        case AuthenticationError():
            return PostResult.REJECTED
        case _:
            return PostResult.FAILED


def _platform(message: OutboxMessage) -> str:
    return message.slot.channel.partition("/")[0]


def _account(message: OutboxMessage) -> str:
    """Return the platform and, if the channel has one, the workspace."""
    return message.slot.channel.rpartition("/")[0]


def _content(message: OutboxMessage) -> Message:
    try:
        return parse_message(json.loads(message.body))
    except ValueError as error:
        raise RejectedError(
            f"the stored message cannot be read, so it is not posted: {error}; report this bug"
        ) from error
