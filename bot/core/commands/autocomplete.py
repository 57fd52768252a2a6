"""What is suggested while somebody types: at once, from what is known."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field

from bot.core.commands.command_spec import COMMANDS, Suggests
from bot.core.commands.fuzzy_lookup import Named, named_digests, named_topics
from bot.core.commands.requests import AutocompleteQuery
from bot.core.commands.responses import Choice
from bot.core.commands.suggestions import (
    named_choices,
    time_choices,
    word_choices,
    zone_choices,
)
from bot.core.commands.time_parsing import Zones
from bot.core.digests.subscriptions import personal_channel
from bot.core.domain.configuration import Configuration
from bot.core.ports.stores import ChatStore
from bot.core.text.deep_links import host

SECONDS = 0.06
"""So long the store is waited for; then what it said the last time is suggested."""

_MOST_KNOWN = 1_000


@dataclass(slots=True)
class Autocomplete:
    """Suggests; what it once read from the store it has in memory."""

    chats: ChatStore
    zones: Zones
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    async def suggest(
        self, query: AutocompleteQuery, configuration: Configuration
    ) -> tuple[Choice, ...]:
        """Choices for the option that is being typed, the best first."""
        typed = query.typed
        match _kind(query):
            case Suggests.SUBSCRIPTIONS:
                return await self._subscriptions(query, configuration)
            case Suggests.MUTES:
                return word_choices(typed, await self._mutes(query), free=False)
            case Suggests.ZONES:
                likely = _likely_zones(query, configuration)
                return zone_choices(typed, self.zones.names, likely)
            case kind:
                return _configured(kind, typed, configuration)

    async def _subscriptions(
        self, query: AutocompleteQuery, configuration: Configuration
    ) -> tuple[Choice, ...]:
        """The topics that the person gets."""
        ids = await self._recalled(f"subscriptions {_own(query)}", self._wanted(query))
        titles = {topic.id: topic.title for topic in configuration.topics}
        known = [Named(id_, titles.get(id_, id_)) for id_ in ids]
        return named_choices(query.typed, known)

    async def _wanted(self, query: AutocompleteQuery) -> tuple[str, ...]:
        who = query.place.platform, query.person.id
        every = await self.chats.subscriptions()
        return tuple(one.topic for one in every if (one.platform, one.person) == who)

    async def _mutes(self, query: AutocompleteQuery) -> tuple[str, ...]:
        place = query.place
        channel = f"{place.platform}/{place.channel}"
        name = _own(query) if place.direct else channel
        return await self._recalled(f"mutes {name}", self._muted(name))

    async def _muted(self, channel: str) -> tuple[str, ...]:
        return tuple(mute.what for mute in await self.chats.mutes(channel))

    async def _recalled(
        self, key: str, reading: Awaitable[tuple[str, ...]]
    ) -> tuple[str, ...]:
        """What the store says, or what it said the last time if it takes too long."""
        try:
            async with asyncio.timeout(SECONDS):
                found = await reading
        except TimeoutError:
            return self._known.get(key, ())
        self._known[key] = found
        while len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        return found


def _own(query: AutocompleteQuery) -> str:
    return personal_channel(query.place.platform, query.person.id)


def _kind(query: AutocompleteQuery) -> Suggests:
    """What the option is about."""
    options = next(word.options for word in COMMANDS if word.verb is query.verb)
    found = (one.suggests for one in options if one.name == query.option)
    return next(found, Suggests.NOTHING)


def _configured(
    kind: Suggests, typed: str, configuration: Configuration
) -> tuple[Choice, ...]:
    """Choices for what the configuration alone tells."""
    match kind:
        case Suggests.TOPICS:
            return named_choices(typed, named_topics(configuration.topics))
        case Suggests.DIGESTS:
            return named_choices(typed, named_digests(configuration.digests))
        case Suggests.SOURCES:
            return word_choices(typed, _hosts(configuration), free=True)
        case Suggests.TIMES:
            return time_choices(typed)
        case _:
            return ()


def _likely_zones(
    query: AutocompleteQuery, configuration: Configuration
) -> Iterable[str]:
    """The zones that a person may be in, before they have typed any."""
    own = (query.person.timezone,) if query.person.timezone else ()
    plans = (plan.timezone.key for plan in configuration.digests)
    return (*own, configuration.timezone.key, *plans, "UTC")


def _hosts(configuration: Configuration) -> tuple[str, ...]:
    """The hosts of all sources, each once."""
    found = (host(source.url) for source in configuration.sources)
    return tuple(dict.fromkeys(one for one in found if one))
