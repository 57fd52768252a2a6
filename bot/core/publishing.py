"""Use case: a digest is composed, frozen and posted to each of its channels."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.composing import Composer
from bot.core.deliveries import channel_of
from bot.core.digests import Digest
from bot.core.editions import make_edition, read_print
from bot.core.errors import PostError
from bot.core.model import Destination, DigestPlan, Message
from bot.core.ports import Journal, Messenger
from bot.core.records import Edition
from bot.core.stores import EditionStore


@dataclass(frozen=True, slots=True)
class Press:
    """Posts digests; ``messengers`` by platform."""

    composer: Composer
    editions: EditionStore
    messengers: Mapping[str, Messenger]
    journal: Journal

    async def preview(self, plan: DigestPlan, at: datetime) -> Digest:
        """What would go out now to the digest's first channel; nothing is kept.

        Raises:
            StoreError: the store cannot be used.
        """
        return await self.composer.compose(plan, channel_of(plan.to[0]), at)

    async def publish(
        self,
        plan: DigestPlan,
        at: datetime,
        *,
        slot: str | None = None,
        strict: bool = False,
    ) -> tuple[Edition, ...]:
        """Post the digest to each of its channels, and keep what it printed.

        A slot's edition is composed once; asked for again, the same is posted. A
        channel that fails costs no other; ``strict`` is for a person who waits, and
        hears of the first failure when all channels were tried.

        Raises:
            StoreError: the store cannot be used.
            PostError: ``strict`` only: a channel did not take it.
        """
        editions = []
        failures = []
        for destination in plan.to:
            digest = await self.composer.compose(plan, channel_of(destination), at)
            # That of thousands of articles takes a while; the event loop goes on.
            made = await asyncio.to_thread(make_edition, digest, slot=slot)
            edition = await self.editions.freeze(made)
            failure = await self._post(destination, edition)
            failures.extend([] if failure is None else [failure])
            editions.append(edition)
        if strict and failures:
            raise PostError(failures[0])
        return tuple(editions)

    async def _post(self, destination: Destination, edition: Edition) -> str | None:
        """Post all messages of an edition; what went wrong, if anything."""
        failure = await self._failure(destination, edition)
        if failure is not None:
            name = f"{edition.slot or edition.id}/{channel_of(destination)}"
            self.journal.error("post failed", key=name, reason=failure)
        return failure

    async def _failure(self, destination: Destination, edition: Edition) -> str | None:
        name = f"{edition.slot or edition.id}/{channel_of(destination)}"
        messenger = self.messengers.get(destination.platform)
        if messenger is None:
            return f"{destination.platform} is not connected"
        try:
            for part, message in enumerate(_messages(edition)):
                key = f"{name}/{part}"
                await messenger.post(destination.channel, message, nonce=key)
        except PostError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - no channel costs another
            return repr(error)
        return None


def _messages(edition: Edition) -> Iterator[Message]:
    found = read_print(edition)
    yield found.front
    yield from found.stories
