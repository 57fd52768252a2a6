"""Remembers channels that refused the bot, so that they are not tried again and again.

Platforms block an address that gets too many refusals: 10,000 in ten minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.domain.configuration import AlertPlan, DigestKind, DigestPlan
from bot.core.domain.errors import RejectedError
from bot.core.domain.slots import OutboxMessage, channel_of

Plan = DigestPlan | AlertPlan

STOP = timedelta(minutes=10)
"""The time for which a channel that refused the bot stays stopped.

Platforms count refusals over the same time. Somebody may invite the bot meanwhile.
"""


@dataclass(slots=True)
class StoppedChannels:
    """The channels that refused the bot, each with the reason and the end of its stop."""

    _stops: dict[str, tuple[str, datetime]] = field(default_factory=dict, init=False)
    _configured: tuple[Plan, ...] = field(default=(), init=False)
    _personal: frozenset[tuple[str, str]] = field(default=frozenset(), init=False)

    def stop(self, channel: str, reason: str, now: datetime) -> None:
        """Send nothing to the channel for the duration ``STOP``."""
        self._stops[channel] = reason, now + STOP

    def resume(self, channel: str) -> None:
        """Send to the channel again."""
        self._stops.pop(channel, None)

    def check(self, message: OutboxMessage, now: datetime) -> None:
        """Refuse a message to a stopped channel.

        Let a message pass that an operator requeued, and one that an earlier attempt may
        have posted.

        Raises:
            RejectedError: the channel refused the bot.
        """
        reason, until = self._stops.get(message.slot.channel, ("", now))
        if now >= until or message.attempts > 1 or _is_requeued(message):
            return
        raise RejectedError(
            f"not tried, because the channel refused an earlier message: {reason}"
        )

    def configured(self, plans: Iterable[Plan]) -> None:
        """Resume all channels if the configuration file changed its plans.

        A new personal digest or alert resumes its own channel only.
        """
        every = tuple(plans)
        file = tuple(plan for plan in every if plan.kind is DigestKind.CONFIGURED)
        personal = frozenset(
            (plan.id, channel_of(to))
            for plan in every
            if plan.kind is DigestKind.PERSONAL
            for to in plan.to
        )
        if file != self._configured:
            self._stops.clear()
        for _, channel in personal - self._personal:
            self.resume(channel)
        self._configured, self._personal = file, personal


def _is_requeued(message: OutboxMessage) -> bool:
    """Return whether the message was requeued after an earlier attempt."""
    first, since = message.first_try, message.since
    return first is not None and since is not None and since > first
