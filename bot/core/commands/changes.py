"""The command ``changes``: lines printed in a channel that publishers changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.commands.fuzzy_lookup import quoted
from bot.core.commands.requests import InteractionContext, channel_here
from bot.core.commands.responses import Answer
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.digests.channel_names import stored_names
from bot.core.digests.corrections import changes_message, with_message_links
from bot.core.domain.configuration import Configuration
from bot.core.domain.corrections import Correction
from bot.core.ports.services import ChannelNames, Clock, MessageLinks
from bot.core.ports.stores import CorrectionStore
from bot.core.text.since import parse_since


@dataclass(frozen=True, slots=True)
class Changes:
    """Answers the command ``changes`` for the channel in which a person asks."""

    clock: Clock
    store: CorrectionStore
    names: ChannelNames | None = None
    links: MessageLinks | None = None

    async def answer(
        self,
        context: InteractionContext,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> Answer:
        """List the lines that changed since the typed day or period, the newest last.

        Raises:
            RefusedError: the text is neither a day nor a period.
            StoreError: the store cannot be used.
        """
        zone, typed = configuration.timezone, options.get("since", "")
        since = since_of(typed, self.clock.now(), zone)
        corrections: list[Correction] = []
        for channel in await self._channels(context, configuration):
            corrections.extend(
                await self.store.corrections(channel=channel, after=since)
            )
        ordered = sorted(corrections, key=lambda correction: correction.at)
        linked = await with_message_links(ordered, self.links)
        return Answer(changes_message(linked, configuration, since))

    async def _channels(
        self, context: InteractionContext, configuration: Configuration
    ) -> tuple[str, ...]:
        """Return the names under which digests of the asking channel are stored."""
        here = channel_here(context)
        if context.place.direct:
            return (here,)
        return await stored_names(here, configuration, self.names)


def since_of(typed: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the start of the typed period, or of the typed day.

    Raises:
        RefusedError: The text is neither a day nor a period.
    """
    try:
        return parse_since(typed, now, zone)
    except ValueError as error:
        problem = (
            f"{quoted(typed)} is not a day or a period. "
            "Give one such as 7 days, yesterday, monday or 2026-11-20."
        )
        raise RefusedError(Refusal.BAD_VALUE, problem) from error
