"""Autocompletion of command options, answered from memory where possible."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.core.commands.calendar_lookup import FORMS
from bot.core.commands.command_spec import COMMANDS, Suggests
from bot.core.commands.fuzzy_lookup import (
    Named,
    folded,
    named_digests,
    named_topics,
    near,
)
from bot.core.commands.reminding import CHOICES
from bot.core.commands.requests import AutocompleteQuery
from bot.core.commands.responses import MOST_CHOICES, STATE_LENGTH, Choice
from bot.core.commands.story_editing import edit_label
from bot.core.commands.time_parsing import Zones
from bot.core.commands.views import cut_label
from bot.core.digests.story_edits import RecentStories
from bot.core.digests.subscriptions import NOW, personal_channel, subscription_name
from bot.core.domain.configuration import Configuration
from bot.core.ports.stores import ChatStore
from bot.core.record.who import Who
from bot.core.record.who_views import speaker_label
from bot.core.text.deep_links import host
from bot.core.text.sanitize import sanitized
from bot.core.text.since import DAYS, PERIODS

LOAD_SECONDS = 0.5
"""Seconds to wait for the store; after that the last known values are suggested."""

_MOST_KNOWN = 1_000

_FIRST_HOUR = 6
_TIMES = tuple(
    f"{hour % 24:02}:{minute:02}"
    for hour in range(_FIRST_HOUR, _FIRST_HOUR + 24)
    for minute in (0, 30)
)
_TYPED_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")
_HOURS, _MINUTES = 24, 60
_LIKENESS = 0.7
_WORDS = {
    Suggests.PERIODS: PERIODS,
    Suggests.DAYS: DAYS,
    Suggests.REMINDERS: CHOICES,
    Suggests.FORMS: FORMS,
}


@dataclass(slots=True)
class Autocomplete:
    """Suggests values for the option that a person types; caches names from the store.

    Without ``recent`` no articles are suggested, without ``who`` no speakers. After
    ``load_seconds`` without an answer of the store, cached names are suggested.
    """

    chats: ChatStore
    zones: Zones
    recent: RecentStories | None = None
    who: Who | None = None
    load_seconds: float = LOAD_SECONDS
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    async def suggest(
        self, query: AutocompleteQuery, configuration: Configuration
    ) -> tuple[Choice, ...]:
        """Return the choices for the option being typed, best first."""
        typed = query.typed
        match _kind(query):
            case Suggests.SUBSCRIPTIONS:
                return await self._subscriptions(query, configuration)
            case Suggests.MUTES | Suggests.SPEAKERS as kind:
                is_mute = kind is Suggests.MUTES
                reading = (
                    self._mutes(query)
                    if is_mute
                    else self._speakers(typed, configuration)
                )
                return word_choices(typed if is_mute else "", await reading, free=False)
            case Suggests.ARTICLES | Suggests.EDITS as kind:
                entries = await self._entries(kind, query, configuration)
                return article_choices(typed, entries)
            case Suggests.ZONES:
                likely = _likely_zones(query, configuration)
                return zone_choices(typed, self.zones.names, likely)
            case kind:
                return _configured(kind, typed, configuration)

    async def _subscriptions(
        self, query: AutocompleteQuery, configuration: Configuration
    ) -> tuple[Choice, ...]:
        """Return those of the person's subscribed topics that resemble the typed text."""
        ids = await self._recalled(f"subscriptions {_own(query)}", self._wanted(query))
        titles = {topic.id: topic.title for topic in configuration.topics}
        topics = [Named(id_, _title(id_, titles)) for id_ in ids]
        return named_choices(query.typed, topics)

    async def _wanted(self, query: AutocompleteQuery) -> tuple[str, ...]:
        who = query.place.platform, query.person.id
        every = await self.chats.subscriptions()
        return tuple(
            subscription_name(each)
            for each in every
            if (each.platform, each.person) == who
        )

    async def _entries(
        self, kind: Suggests, query: AutocompleteQuery, configuration: Configuration
    ) -> tuple[str, ...]:
        """Return the articles of the channel's last digests, or its splits and merges.

        Each is a text: an id, a blank and a label.
        """
        name = _here(query)
        is_edits = kind is Suggests.EDITS
        reading = self._edited(name) if is_edits else self._printed(name, configuration)
        return await self._recalled(f"{kind} {name}", reading)

    async def _printed(
        self, channel: str, configuration: Configuration
    ) -> tuple[str, ...]:
        if self.recent is None:
            return ()
        labels: dict[str, str] = {}
        for story in await self.recent.of(channel, configuration):
            for article in story.articles:
                labels.setdefault(article.id, article.title or article.url)
        return tuple(f"{id_} {label}" for id_, label in labels.items())

    async def _edited(self, channel: str) -> tuple[str, ...]:
        edits = await self.chats.story_edits(channel)
        return tuple(f"{edit.number} {edit_label(edit)}" for edit in edits)

    async def _speakers(
        self, typed: str, configuration: Configuration
    ) -> tuple[str, ...]:
        # Each workspace has topics of its own, and so do the speakers of the record.
        topics = " ".join(sorted(topic.id for topic in configuration.topics))
        reading = self._named(typed, configuration)
        return await self._recalled(f"who {topics}|{typed}", reading)

    async def _named(self, typed: str, configuration: Configuration) -> tuple[str, ...]:
        if self.who is None:
            return ()
        topics = frozenset(topic.id for topic in configuration.topics)
        speakers = await self.who.names(typed, topics)
        return tuple(dict.fromkeys(map(speaker_label, speakers)))

    async def _mutes(self, query: AutocompleteQuery) -> tuple[str, ...]:
        name = _here(query)
        return await self._recalled(f"mutes {name}", self._muted(name))

    async def _muted(self, channel: str) -> tuple[str, ...]:
        return tuple(mute.what for mute in await self.chats.mutes(channel))

    async def _recalled(
        self, key: str, reading: Awaitable[tuple[str, ...]]
    ) -> tuple[str, ...]:
        """Return the names that ``reading`` loads.

        If loading is slow, return the names that are cached for ``key``.
        """
        try:
            async with asyncio.timeout(self.load_seconds):
                values = await reading
        except TimeoutError:
            return self._known.get(key, ())
        self._known[key] = values
        while len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        return values


def _title(id_: str, titles: Mapping[str, str]) -> str:
    topic, _, now = id_.partition(" ")
    title = titles.get(topic, topic)
    return f"alerts on {title}" if now else title


def _own(query: AutocompleteQuery) -> str:
    return personal_channel(query.place.platform, query.person.id)


def _here(query: AutocompleteQuery) -> str:
    """Return the channel in which a person types, as the store names it."""
    place = query.place
    return _own(query) if place.direct else f"{place.platform}/{place.channel}"


def _kind(query: AutocompleteQuery) -> Suggests:
    """Return the kind of suggestions that the option accepts."""
    options = next(word.options for word in COMMANDS if word.verb is query.verb)
    kinds = (option.suggests for option in options if option.name == query.option)
    return next(kinds, Suggests.NOTHING)


def _configured(
    kind: Suggests, typed: str, configuration: Configuration
) -> tuple[Choice, ...]:
    """Return the choices that depend on the configuration alone."""
    match kind:
        case Suggests.TOPICS:
            return named_choices(typed, named_topics(configuration.topics))
        case Suggests.DIGESTS:
            return named_choices(typed, named_digests(configuration.digests))
        case (
            Suggests.SOURCES
            | Suggests.PERIODS
            | Suggests.DAYS
            | Suggests.REMINDERS
            | Suggests.FORMS
        ):
            words = _WORDS.get(kind) or _hosts(configuration)
            return word_choices(typed, words, free=kind is not Suggests.FORMS)
        case Suggests.TIMES:
            return time_choices(typed)
        case _:
            return ()


def _likely_zones(
    query: AutocompleteQuery, configuration: Configuration
) -> Iterable[str]:
    """Return the time zones to suggest before the person has typed anything."""
    own = (query.person.timezone,) if query.person.timezone else ()
    plans = (plan.timezone.key for plan in configuration.digests)
    return (*own, configuration.timezone.key, *plans, "UTC")


def _hosts(configuration: Configuration) -> tuple[str, ...]:
    """Return the hosts of all sources, without duplicates."""
    hosts = (host(source.url) for source in configuration.sources)
    return tuple(dict.fromkeys(name for name in hosts if name))


def named_choices(typed: str, candidates: Sequence[Named]) -> tuple[Choice, ...]:
    """Return the candidates that resemble ``typed``, or all if no text is typed."""
    matches = near(typed, candidates) if folded(typed) else candidates
    return _limited(Choice(cut_label(named.label), named.id) for named in matches)


def article_choices(typed: str, entries: Iterable[str]) -> tuple[Choice, ...]:
    """Return the articles whose label contains the typed text.

    Each of ``entries`` is an id, a blank and a label.
    """
    word = folded(typed)
    pairs = (entry.partition(" ")[::2] for entry in entries)
    return _limited(
        Choice(cut_label(sanitized(label)), id_)
        for id_, label in pairs
        if word in folded(label)
    )


def time_choices(typed: str) -> tuple[Choice, ...]:
    """Return the times of day, and "now", that begin with the typed text."""
    begun = typed.strip().replace(".", ":")
    matches = (time for time in _TIMES if begun in {"", time} or _begins(time, begun))
    now = [NOW] if NOW.startswith(begun.casefold()) else []
    return _limited(_plain(dict.fromkeys((*now, *_exact(typed), *matches))))


def zone_choices(
    typed: str, zones: Sequence[str], likely: Iterable[str]
) -> tuple[Choice, ...]:
    """Return the time zones that resemble ``typed``.

    If no text is typed, return the ``likely`` zones.
    """
    word = folded(typed).replace(" ", "_")
    if not word:
        return _limited(_plain(dict.fromkeys(likely)))
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in reversed(zones)}
    ranked = (
        *(zone for city, zone in sorted(cities.items()) if city.startswith(word)),
        *(zone for zone in zones if zone.casefold().startswith(word)),
        *(zone for zone in zones if word in zone.casefold()),
    )
    if ranked:
        return _limited(_plain(dict.fromkeys(ranked)))
    close = get_close_matches(word, cities, n=5, cutoff=_LIKENESS)
    return _limited(_plain(cities[city] for city in close))


def word_choices(typed: str, words: Iterable[str], *, free: bool) -> tuple[Choice, ...]:
    """Return the words that contain the typed text.

    With ``free`` the typed text itself is the first choice.
    """
    plain = sanitized(typed)
    matches = (word for word in words if plain.casefold() in word.casefold())
    own = (plain,) if free and plain else ()
    return _limited(_plain(dict.fromkeys((*own, *matches))))


def _exact(typed: str) -> Iterator[str]:
    match = _TYPED_TIME.fullmatch(typed.strip())
    if match and int(match[1]) < _HOURS and int(match[2]) < _MINUTES:
        yield f"{int(match[1]):02}:{match[2]}"


def _begins(time: str, begun: str) -> bool:
    return time.startswith(begun) or time.removeprefix("0").startswith(begun)


def _plain(words: Iterable[str]) -> Iterator[Choice]:
    return (Choice(cut_label(word), word) for word in words)


def _limited(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Return as many choices as platforms accept, without those that are too long."""
    fitting = [choice for choice in choices if 0 < len(choice.state) <= STATE_LENGTH]
    return tuple(fitting[:MOST_CHOICES])
