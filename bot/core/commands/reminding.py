"""The command ``remind``: when a channel or a person is reminded of events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.core.commands.fuzzy_lookup import quoted
from bot.core.commands.permissions import check_manager
from bot.core.commands.requests import InteractionContext, Verb, channel_here
from bot.core.commands.responses import Answer, listed, said
from bot.core.commands.subscribing import Subscribing
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.digests.channel_names import stored_names
from bot.core.domain.configuration import Configuration
from bot.core.domain.platforms import COMMAND
from bot.core.domain.reminders import (
    DEFAULT_PERIODS,
    LONGEST,
    MOST_PERIODS,
    SHORTEST,
    ReminderSetting,
)
from bot.core.domain.slots import channel_of
from bot.core.ports.reminders import ReminderStore
from bot.core.ports.services import ChannelNames, Clock, EventLog
from bot.core.text.periods import parse_periods, period_words

ON, OFF = "on", "off"
"""The words that turn reminders on and off."""

CHOICES = (OFF, ON, "2 hours", "1 day", "1 day, 2 hours", "1 week, 1 day")
"""The values that are suggested."""

_EXAMPLE = "1 day, 2 hours"


@dataclass(frozen=True, slots=True)
class Reminding:
    """Runs ``remind`` for the digests of a channel or a person's own.

    ``names`` looks up the channel's other names.
    """

    clock: Clock
    store: ReminderStore
    personal: Subscribing
    event_log: EventLog
    names: ChannelNames | None = None

    async def remind(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer:
        """Set how long before their events the people here are reminded.

        Return the setting. Without a value, return the current setting.

        Raises:
            RefusedError: The person lacks the permission, no digest comes here, or the
                value is not "on", "off" or periods.
            StoreError: The store cannot be used.
        """
        typed = " ".join(options.get("when", "").split())
        if typed:
            check_manager(context, self.event_log, Verb.REMIND)
        channels = await stored_names(channel_here(context), configuration, self.names)
        configured = await self._configured(context, channels, configuration)
        where = "in your own digests" if context.place.direct else "in this channel"
        if not typed:
            settings = await self.store.reminder_settings()
            setting = next((settings[c] for c in channels if c in settings), None)
            return _told(configured if setting is None else setting.periods, where)
        periods = _periods(typed, configured)
        person = context.person.id
        chosen = ReminderSetting(channels[0], periods, person, self.clock.now())
        await self.store.set_reminders(channels, chosen)
        self.event_log.info(
            "person changed reminders", channel=channels[0], person=person, what=typed
        )
        return _told(periods, where)

    async def _configured(
        self,
        context: InteractionContext,
        channels: Sequence[str],
        configuration: Configuration,
    ) -> tuple[timedelta, ...]:
        """Return the configured reminder periods of a digest here.

        The first digest that has some decides.

        Raises:
            RefusedError: no digest comes here.
        """
        if context.place.direct:
            own = await self.personal.subscriptions(context, configuration)
            digests = [each for each in own if each.topic and not each.is_alert]
            if digests:
                return ()
            problem = (
                "You have no digest of your own. "
                f"“/{COMMAND} subscribe NAME” gets you one."
            )
            raise RefusedError(Refusal.UNKNOWN, problem)
        here = [
            plan
            for plan in configuration.digests
            if any(channel_of(to) in channels for to in plan.to)
        ]
        if not here:
            problem = "No digest comes to this channel, so it has no events."
            raise RefusedError(Refusal.UNKNOWN, problem)
        return next((plan.remind for plan in here if plan.remind), ())


def _periods(typed: str, configured: tuple[timedelta, ...]) -> tuple[timedelta, ...]:
    """Return the periods that ``typed`` means.

    "On" means the periods ``configured``, and "off" none.

    Raises:
        RefusedError: the text is not "on", "off" or a few periods within the limits.
    """
    word = typed.casefold()
    if word in {ON, OFF}:
        return () if word == OFF else configured or DEFAULT_PERIODS
    try:
        periods = parse_periods(typed)
    except ValueError as error:
        problem = (
            f"{quoted(typed)} is not a list of periods. Write {ON}, {OFF} or periods "
            f"such as {_EXAMPLE}."
        )
        raise RefusedError(Refusal.BAD_VALUE, problem) from error
    if len(periods) > MOST_PERIODS:
        problem = f"Give at most {MOST_PERIODS} periods."
        raise RefusedError(Refusal.BAD_VALUE, problem)
    if not all(SHORTEST <= each <= LONGEST for each in periods):
        problem = "A reminder comes 1 hour to 30 days before its event."
        raise RefusedError(Refusal.BAD_VALUE, problem)
    return periods


def _told(periods: Sequence[timedelta], where: str) -> Answer:
    if not periods:
        turning = f"“/{COMMAND} {Verb.REMIND} {_EXAMPLE}” turns them on."
        return said(f"Reminders of events are off {where}.", turning)
    words = listed([period_words(each) for each in periods])
    turning = f"“/{COMMAND} {Verb.REMIND} {OFF}” turns them off."
    return said(f"Reminders of events {where}: {words} before.", turning)
