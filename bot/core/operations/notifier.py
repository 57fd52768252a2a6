"""Use case: the operator is told of each trouble once, and once that it is over.

What is to be told is kept before it is posted, and looked for before it is posted
again, as the parts of digests are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.core.delivery.reconciliation import EarlierAttempt, find_delivered
from bot.core.domain.alerts import Notice, Sheet, Trouble, texts
from bot.core.domain.configuration import Destination
from bot.core.domain.errors import PostError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.slots import LEASE, channel_of
from bot.core.ports.services import Clock, Journal, Messenger
from bot.core.ports.stores import NoticeStore


@dataclass(frozen=True, slots=True)
class Notices:
    """Tells the operator; ``messengers`` by platform, ``hide`` takes secrets out."""

    clock: Clock
    store: NoticeStore
    messengers: Mapping[str, Messenger]
    journal: Journal
    hide: Callable[[str], str]

    async def note(
        self,
        channels: Iterable[Destination],
        family: str,
        troubles: Collection[Trouble],
    ) -> None:
        """Keep what is to be told: these are all troubles of the family now.

        Raises:
            StoreError: the store cannot be used.
        """
        now = self.clock.now()
        for channel in channels:
            await self.store.note(channel_of(channel), family, troubles, now=now)

    async def send(self, channels: Iterable[Destination]) -> None:
        """Post what is kept; what a platform does not take is tried again later.

        Raises:
            StoreError: the store cannot be used.
        """
        for channel in channels:
            messenger = self.messengers.get(channel.platform)
            if messenger is not None:
                await self._send_all(messenger, channel)

    async def tell_at_once(
        self, channels: Iterable[Destination], notice: Notice, *, nonce: str
    ) -> bool:
        """Post what cannot be kept, since the store itself is what it is about.

        False when a channel did not take it.
        """
        message = self._message((notice,))
        try:
            for channel in channels:
                messenger = self.messengers[channel.platform]
                await messenger.post(channel.channel, message, nonce=nonce)
        except (PostError, KeyError) as error:
            self.journal.warning("notice not posted", reason=str(error))
            return False
        return True

    async def _send_all(self, messenger: Messenger, channel: Destination) -> None:
        name = channel_of(channel)
        while sheet := await self.store.claim_sheet(name, self.clock.now(), LEASE):
            try:
                await self._post(messenger, channel.channel, sheet)
            except PostError as error:
                # It stays claimed for a while, which is the pause before the next try.
                reason = str(error)
                self.journal.warning("notice not posted", channel=name, reason=reason)
                return
            await self.store.settle_sheet(sheet.nonce)

    async def _post(self, messenger: Messenger, channel: str, sheet: Sheet) -> None:
        if sheet.attempts > 1:
            earlier = EarlierAttempt(sheet.nonce, sheet.first_try, self.clock.now())
            if await find_delivered(messenger, channel, earlier):
                return
        message = self._message(sheet.notices)
        await messenger.post(channel, message, nonce=sheet.nonce)

    def _message(self, notices: Collection[Notice]) -> Message:
        return Message(tuple(self._sections(notices)))

    def _sections(self, notices: Collection[Notice]) -> Iterator[Section]:
        for over, heading in ((False, "TROUBLES"), (True, "OVER")):
            rows = tuple(
                Row((Text(self.hide(text)),), marker="•")
                for text in texts(notices, over=over)
            )
            if rows:
                yield Section(heading, rows)
