"""Digests that were just composed, for other channels in the same state.

Two channels are in the same state if they were shown the same lines and alerts, and
have the same mutes, splits and merges.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.core.digests.channel_state import ChannelState
from bot.core.digests.digest import Digest
from bot.core.domain.configuration import DigestPlan

SHARED_FOR = timedelta(minutes=1)
"""The time for which a digest is given to other channels.

Articles that arrive in this time come with the next digest.
"""


@dataclass(frozen=True, slots=True, eq=False)
class _Composed:
    plan: DigestPlan
    state: ChannelState
    at: datetime
    digest: asyncio.Future[Digest]


@dataclass(slots=True)
class SharedDigests:
    """Keeps digests for a minute, and lets callers wait for one that is being composed."""

    _composed: list[_Composed] = field(default_factory=list, init=False)

    async def get(
        self,
        digest: Digest,
        state: ChannelState,
        compose: Callable[[], Awaitable[Digest]],
    ) -> Digest:
        """Return the digest for a channel in ``state``.

        If there is none yet, ``compose`` is called. ``digest`` has only its plan,
        channel and time.
        """
        for made in tuple(self._composed):
            age = digest.at - made.at
            is_fresh = timedelta(0) <= age <= SHARED_FOR
            if made.plan == digest.plan and is_fresh and made.state == state:
                await asyncio.wait([made.digest])
                if not made.digest.cancelled():
                    return replace(made.digest.result(), channel=digest.channel)
        return await self._compose(digest, state, compose)

    def forget(self, plan: DigestPlan) -> None:
        """Stop giving the digests of a plan to other channels."""
        self._composed = [each for each in self._composed if each.plan != plan]

    async def _compose(
        self,
        digest: Digest,
        state: ChannelState,
        compose: Callable[[], Awaitable[Digest]],
    ) -> Digest:
        loop = asyncio.get_running_loop()
        made = _Composed(digest.plan, state, digest.at, loop.create_future())
        self._composed.append(made)
        try:
            composed = await compose()
        except BaseException:
            self._drop(made)
            made.digest.cancel()
            raise
        made.digest.set_result(composed)
        # Its articles take memory.
        loop.call_later(SHARED_FOR.total_seconds(), self._drop, made)
        return composed

    def _drop(self, made: _Composed) -> None:
        self._composed = [each for each in self._composed if each is not made]
