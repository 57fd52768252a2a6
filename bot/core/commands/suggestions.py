"""Suggestions for what is being typed, from what is known: pure, and quick."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from bot.core.commands.fuzzy_lookup import Named, folded, near
from bot.core.commands.responses import MOST_CHOICES, STATE_LENGTH, Choice
from bot.core.commands.views import cut_label
from bot.core.text.sanitize import sanitized

_FIRST_HOUR = 6
_TIMES = tuple(
    f"{hour % 24:02}:{minute:02}"
    for hour in range(_FIRST_HOUR, _FIRST_HOUR + 24)
    for minute in (0, 30)
)
_TYPED_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")
_HOURS, _MINUTES = 24, 60
_LIKENESS = 0.7


def named_choices(typed: str, known: Sequence[Named]) -> tuple[Choice, ...]:
    """Topics or digests; all of them while nothing is typed."""
    found = near(typed, known) if folded(typed) else known
    return _limited(Choice(cut_label(one.label), one.id) for one in found)


def time_choices(typed: str) -> tuple[Choice, ...]:
    """Times of the day: half hours from the morning on, or the one that is typed."""
    begun = typed.strip().replace(".", ":")
    found = (time for time in _TIMES if begun in {"", time} or _begins(time, begun))
    return _limited(_plain(dict.fromkeys((*_exact(typed), *found))))


def zone_choices(
    typed: str, zones: Sequence[str], likely: Iterable[str]
) -> tuple[Choice, ...]:
    """Time zones: those that are ``likely`` while nothing is typed."""
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
    """The words in which the typed one stands; ``free`` if any may be typed."""
    plain = sanitized(typed)
    found = (word for word in words if plain.casefold() in word.casefold())
    own = (plain,) if free and plain else ()
    return _limited(_plain(dict.fromkeys((*own, *found))))


def _exact(typed: str) -> Iterator[str]:
    match = _TYPED_TIME.fullmatch(typed.strip())
    if match and int(match[1]) < _HOURS and int(match[2]) < _MINUTES:
        yield f"{int(match[1]):02}:{match[2]}"


def _begins(time: str, begun: str) -> bool:
    return time.startswith(begun) or time.removeprefix("0").startswith(begun)


def _plain(words: Iterable[str]) -> Iterator[Choice]:
    return (Choice(cut_label(word), word) for word in words)


def _limited(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """As many as platforms take, without those whose value is too long."""
    fitting = [one for one in choices if 0 < len(one.state) <= STATE_LENGTH]
    return tuple(fitting[:MOST_CHOICES])
