"""Posts operator notices when incidents begin and end.

Notices are stored before they are posted. Before a notice is posted again, the notifier
looks for it in the channel.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.delivery.reconciliation import EarlierAttempt, find_delivered
from bot.core.domain.configuration import Destination
from bot.core.domain.errors import PostError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.operator_notices import Incident, Notice, NoticeBatch, texts
from bot.core.domain.platforms import unset_platform
from bot.core.domain.slots import LEASE, channel_of
from bot.core.ports.services import Clock, EventLog, Messenger
from bot.core.ports.stores import NoticeStore


@dataclass(frozen=True, slots=True)
class Notifier:
    """Posts operator notices with the messenger of each platform.

    ``messengers`` are by platform; ``hide`` replaces secrets in a text. ``required`` are
    the names of each platform's required environment variables.
    """

    clock: Clock
    store: NoticeStore
    messengers: Mapping[str, Messenger]
    event_log: EventLog
    hide: Callable[[str], str]
    required: Mapping[str, Sequence[str]] = field(default_factory=dict)

    async def note(
        self,
        channels: Iterable[Destination],
        family: str,
        incidents: Collection[Incident],
    ) -> None:
        """Store the notices for all current ``incidents`` of a ``family`` of incidents.

        Raises:
            StoreError: The store cannot be used.
        """
        now = self.clock.now()
        for channel in channels:
            await self.store.note(channel_of(channel), family, incidents, now=now)

    async def send(self, channels: Iterable[Destination]) -> None:
        """Post the stored notices; if a platform refuses one, retry it later.

        Raises:
            StoreError: The store cannot be used.
        """
        for channel in channels:
            messenger = self.messengers.get(channel.platform)
            if messenger is not None:
                await self._send_all(messenger, channel)

    async def post_unstored(
        self, channels: Iterable[Destination], notice: Notice, *, idempotency_key: str
    ) -> bool:
        """Post a notice without storing it, because the store itself fails.

        Return false if a channel did not accept it.
        """
        message = self._message((notice,))
        try:
            for channel in channels:
                await self._messenger_of(channel).post(
                    channel.channel, message, idempotency_key=idempotency_key
                )
        except PostError as error:
            self.event_log.warning(
                "notice to the operator not posted; Sitrep tries again",
                reason=str(error),
            )
            return False
        return True

    def _messenger_of(self, channel: Destination) -> Messenger:
        if channel.platform not in self.messengers:
            variables = self.required.get(channel.platform, ())
            raise PostError(unset_platform(channel.platform, variables))
        return self.messengers[channel.platform]

    async def _send_all(self, messenger: Messenger, channel: Destination) -> None:
        name = channel_of(channel)
        while batch := await self.store.claim_batch(name, self.clock.now(), LEASE):
            try:
                await self._post(messenger, channel.channel, batch)
            except PostError as error:
                # The batch stays leased after a failure; the end of the lease is the
                # time of the retry.
                reason = str(error)
                self.event_log.warning(
                    "notice to the operator not posted; Sitrep tries again",
                    channel=name,
                    reason=reason,
                )
                return
            await self.store.settle_batch(batch.idempotency_key)

    async def _post(
        self, messenger: Messenger, channel: str, batch: NoticeBatch
    ) -> None:
        if batch.attempts > 1:
            earlier = EarlierAttempt(
                batch.idempotency_key, batch.first_try, self.clock.now()
            )
            if await find_delivered(messenger, channel, earlier):
                return
        message = self._message(batch.notices)
        await messenger.post(channel, message, idempotency_key=batch.idempotency_key)

    def _message(self, notices: Collection[Notice]) -> Message:
        return Message(tuple(self._sections(notices)))

    def _sections(self, notices: Collection[Notice]) -> Iterator[Section]:
        for over, heading in ((False, "PROBLEMS"), (True, "RESOLVED")):
            rows = tuple(
                Row((Text(self.hide(text)),), marker="•")
                for text in texts(notices, over=over)
            )
            if rows:
                yield Section(heading, rows)
