"""Checks whether a person may change what a channel receives."""

from __future__ import annotations

from bot.core.commands.requests import InteractionContext, Verb, channel_here
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.ports.services import EventLog

_NOT_ALLOWED = (
    "Only those who manage this channel can change what it gets. In a direct message to "
    "the bot you can {} for your own digests."
)
_DEEDS = {
    Verb.REMIND: "choose reminders",
    Verb.CALENDAR: "make a calendar address",
}
"""The words for what a person does with a command, if they are not its name."""


def check_manager(
    context: InteractionContext, event_log: EventLog, command: Verb
) -> None:
    """Refuse a ``command`` for a channel that the person does not manage.

    In direct messages each person may change their own digests. A refusal is logged.

    Raises:
        RefusedError: The person lacks the permission.
    """
    if context.place.direct or context.person.may_manage:
        return
    channel, person = channel_here(context), context.person.id
    event_log.warning(
        "command refused: the person does not manage the channel",
        channel=channel,
        person=person,
        command=command.value,
    )
    deed = _DEEDS.get(command, command.value)
    raise RefusedError(Refusal.NOT_ALLOWED, _NOT_ALLOWED.format(deed))
