"""Finds out whether an earlier attempt posted a message (reconciliation).

After a crash, or a lost or late reply, the outcome of an attempt is unknown. The sender
looks for the message in the channel's history before it posts the message again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.domain.errors import NotSentError, PostError
from bot.core.ports.services import Messenger

MAX_POST_TIME = timedelta(seconds=30)
"""The maximum time between sending a post and its appearance on the platform."""

MAX_CLOCK_SKEW = timedelta(hours=3)
"""The maximum time by which the bot's clock may be ahead of the platform's."""

CALL_MARGIN = timedelta(seconds=10)
"""The maximum time between reading the clock and sending the post.

Within it the lease is checked, the channel is looked up, and the post waits for its turn
within the platform's limits.
"""

_IN_TIME: ContextVar[Callable[[], None]] = ContextVar("in_time", default=lambda: None)


@dataclass(frozen=True, slots=True)
class EarlierAttempt:
    """An earlier attempt to post a message, whose outcome is unknown.

    ``first_try`` is the time of the first attempt with this idempotency key, ``now``
    the present time, ``max_post_time`` the longest time until the platform shows a
    message.
    """

    idempotency_key: str
    first_try: datetime
    now: datetime
    max_post_time: timedelta = MAX_POST_TIME


async def find_delivered(
    messenger: Messenger,
    channel: str,
    earlier: EarlierAttempt,
    *,
    parent: str | None = None,
) -> str | None:
    """Return the platform's id of the message if an earlier attempt posted it.

    While the platform still remembers the idempotency key, return ``None`` without a
    search: the platform then posts a message with the same key only once.

    Raises:
        PostError: The channel's history cannot be read.
    """
    first = earlier.first_try
    # A post that starts now may reach the platform as late as ``max_post_time`` from
    # now, and the platform must still remember the key then.
    remembered = first + messenger.memory - earlier.max_post_time - CALL_MARGIN
    if first <= earlier.now < remembered:
        return None
    since = first - MAX_CLOCK_SKEW
    return await messenger.find(
        channel, earlier.idempotency_key, since=since, parent=parent
    )


@contextmanager
def before_posting() -> Iterator[None]:
    """Turn a ``PostError`` of the block into ``NotSentError``.

    The block runs before a post is sent, so that the message was certainly not posted.

    Raises:
        NotSentError: The block failed; the message was definitely not posted.
    """
    try:
        yield
    except NotSentError:
        raise
    except PostError as error:
        raise NotSentError(str(error), code=error.code) from error


@contextmanager
def posting_in_time(check: Callable[[], None]) -> Iterator[None]:
    """Within the block, let ``check_time`` call ``check``.

    A messenger calls ``check_time`` right before it sends a post.
    """
    token = _IN_TIME.set(check)
    try:
        yield
    finally:
        _IN_TIME.reset(token)


def check_time() -> None:
    """Check that the lease is still long enough; the last step before sending a post.

    A messenger waits for names, limits and turns after the sender has checked the
    lease, and the process may be suspended during these waits.

    Raises:
        LateError: the lease may end before the post appears; it was not sent.
    """
    _IN_TIME.get()()
