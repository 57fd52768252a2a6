"""Whether what was tried before got through after all.

A crash, a lost answer and a late one look the same from here: before anything is posted
again, it is looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.ports.services import Messenger

SLOWEST = timedelta(seconds=30)
"""The latest that a platform takes a message that was sent to it."""

SKEW = timedelta(hours=3)
"""How far the bot's clock may be ahead of the platform's."""

MARGIN = timedelta(seconds=5)
"""What a call takes that is on its way while the time is read."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A message that was tried before: under which nonce, when first, and what is now.

    ``slowest`` is the latest that the platform takes a message.
    """

    nonce: str
    first_try: datetime
    now: datetime
    slowest: timedelta = SLOWEST


async def find_posted(
    messenger: Messenger, channel: str, earlier: Earlier, *, parent: str | None = None
) -> str | None:
    """The platform's id of a message, if an earlier try got through.

    While the platform surely remembers the nonce it need not be asked: it posts the
    same nonce once.

    Raises:
        PostError: the channel's history cannot be read.
    """
    first = earlier.first_try
    # What is posted now may be taken at the latest only, and be known until then.
    remembered = first + messenger.memory - earlier.slowest - MARGIN
    if first <= earlier.now < remembered:
        return None
    since = first - SKEW
    return await messenger.find(channel, earlier.nonce, since=since, parent=parent)
