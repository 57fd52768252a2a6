"""The port of the store of reminders; each method is one transaction."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol

from bot.core.domain.reminders import (
    PostedReminder,
    ReminderKey,
    ReminderPost,
    ReminderSetting,
)


class ReminderStore(Protocol):
    """Stores which events a channel was reminded of, and what people chose."""

    @abstractmethod
    async def begin_reminders(
        self, keys: Collection[ReminderKey], now: datetime
    ) -> Mapping[ReminderKey, datetime]:
        """Record that these reminders are in use; return since when each exists.

        A known reminder keeps its time; a new one gets ``now``.
        """

    @abstractmethod
    async def posted_reminders(
        self, channel: str, since: date
    ) -> tuple[PostedReminder, ...]:
        """Return in order the messages on events that end on ``since`` or later."""

    @abstractmethod
    async def post_reminder(self, post: ReminderPost) -> bool:
        """Store a message on an event, in the thread of an earlier one on it.

        Return ``False`` and store nothing if the channel has this message already, or if
        the event has changed since the message was made.
        """

    @abstractmethod
    async def reminder_settings(self) -> Mapping[str, ReminderSetting]:
        """Return the choices of people, by the name of the channel."""

    @abstractmethod
    async def set_reminders(
        self, channels: Collection[str], setting: ReminderSetting
    ) -> None:
        """Store a choice under all names of its channel."""
