"""Lets managers make, replace and revoke the address of a calendar in chat.

A calendar program reads a channel's events at this address.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.commands.button_payload import Run, written
from bot.core.commands.permissions import check_manager
from bot.core.commands.requests import InteractionContext, Verb, channel_here
from bot.core.commands.responses import Answer, Button, listed, said
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.digests.subscriptions import with_subscriptions
from bot.core.domain.configuration import Configuration
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.platforms import COMMAND
from bot.core.messages.briefing import note_row
from bot.core.ports.services import EventLog
from bot.core.ports.stores import ChatStore
from bot.core.record.addresses import CalendarAddresses
from bot.core.text.date_format import format_day
from bot.core.text.sanitize import sanitized

ADDRESS, NEW, REVOKE = "address", "new address", "revoke address"
"""The words with which people ask for an address, replace it, and revoke it."""


@dataclass(frozen=True, slots=True)
class AddressEditing:
    """Answers requests for the address of a channel's or a person's calendar."""

    addresses: CalendarAddresses
    chats: ChatStore
    event_log: EventLog

    async def answer(
        self, context: InteractionContext, action: str, configuration: Configuration
    ) -> Answer:
        """Make, replace or revoke the address, as ``action`` says; answer in private.

        Raises:
            RefusedError: The person lacks the permission, the bot serves no calendars,
                the channel gets no digest, or has no address to revoke.
            PostError: The platform did not give the other names of a channel.
            StoreError: The store cannot be used.
        """
        check_manager(context, self.event_log, Verb.CALENDAR)
        if action == REVOKE:
            return await self._revoke(context)
        programs = configuration.programs
        if programs is None or not programs.is_public:
            problem = (
                "This bot serves no calendars. Its operator can set “url” below the key "
                "“programs” of the configuration."
            )
            raise RefusedError(Refusal.UNKNOWN, problem)
        titles = await self._titles(context, configuration)
        current = await self.addresses.of(channel_here(context))
        if current is not None and action == ADDRESS:
            since = format_day(current.since.astimezone(configuration.timezone).date())
            return Answer(
                said(
                    f"There is an address since {since}. It cannot be shown again, "
                    "because Sitrep keeps only a hash of it.",
                    "A new address replaces it.",
                ).message,
                buttons=(_button("New address", NEW), _button("Revoke", REVOKE)),
            )
        return await self._make(context, programs.url, titles)

    async def _make(
        self, context: InteractionContext, site: str, titles: tuple[str, ...]
    ) -> Answer:
        channel, person = channel_here(context), context.person.id
        url = await self.addresses.make(channel, person, site)
        self.event_log.info(
            "address for calendar programs created", channel=channel, person=person
        )
        rows = (
            Row((Text(f"Calendar programs read {listed(titles)} at this address:"),)),
            Row((Text(url, url=url),)),
            note_row(
                "All who have the address can read it. Copy it now: it is not shown again. "
                f"“/{COMMAND} {Verb.CALENDAR} {REVOKE}” ends it."
            ),
        )
        buttons = (_button("Revoke", REVOKE),)
        return Answer(Message((Section(None, rows),)), buttons=buttons)

    async def _revoke(self, context: InteractionContext) -> Answer:
        channel, person = channel_here(context), context.person.id
        if not await self.addresses.revoke(channel):
            problem = (
                "This calendar has no address. "
                f"“/{COMMAND} {Verb.CALENDAR} {ADDRESS}” makes one."
            )
            raise RefusedError(Refusal.UNKNOWN, problem)
        self.event_log.info(
            "address for calendar programs revoked", channel=channel, person=person
        )
        return said("Revoked: calendar programs no longer read this address.")

    async def _titles(
        self, context: InteractionContext, configuration: Configuration
    ) -> tuple[str, ...]:
        """Return the titles of the topics that the channel gets.

        Raises:
            RefusedError: The channel gets no topic.
        """
        subscriptions = await self.chats.subscriptions()
        configured = with_subscriptions(configuration, subscriptions)
        topics = await self.addresses.topics_of(channel_here(context), configured)
        if not topics:
            problem = (
                f"You get no digest yet. Subscribe to a topic with “/{COMMAND} subscribe”."
                if context.place.direct
                else "This channel gets no address: no digest or alert goes to it, so its "
                "calendar would be empty. Name the channel in a digest first."
            )
            raise RefusedError(Refusal.UNKNOWN, problem)
        return tuple(
            sanitized(topic.title)
            for topic in configuration.topics
            if topic.id in topics
        )


def _button(label: str, action: str) -> Button:
    return Button(label, written(Run(Verb.CALENDAR, ("", action))))
