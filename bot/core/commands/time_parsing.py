"""Parses times of day and time zones as people type them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import time
from difflib import get_close_matches
from zoneinfo import ZoneInfo

_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.h ]?(?P<minute>[0-9]{2}))?"
    r" ?(?:h|hrs?|o'clock|uhr)? ?(?P<half>am|pm)?"
)
_NAMED = {"noon": time(12), "midnight": time(0)}
_BLANKS = re.compile(r"\s+")
_LONGEST_TIME, _LONGEST_ZONE = 20, 64
_HALF_DAY, _LAST_HOUR, _LAST_MINUTE = 12, 23, 59
_LIKENESS = 0.7
_FEWEST_LETTERS = 3
_NEAR = 5


def read_time(typed: str) -> time | None:
    """Parse a time of day; ``None`` if the text is not one.

    Accepts "7:30", "07.30", "0730", "7am", "7.30 pm", "19h", "19h30" and "7".
    """
    if len(typed) > _LONGEST_TIME:
        return None
    line = _plain(typed).replace("a.m.", "am").replace("p.m.", "pm")
    if line in _NAMED:
        return _NAMED[line]
    match = _TIME.fullmatch(line)
    hour = None if match is None else _hour(int(match["hour"]), match["half"])
    if match is None or hour is None:
        return None
    minute = int(match["minute"] or 0)
    return time(hour, minute) if minute <= _LAST_MINUTE else None


class Zones:
    """Finds time zones by the names that people type.

    ``names`` are the accepted IANA names.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(sorted(names))
        self._spelled = {name.lower(): name for name in self.names}
        self._cities: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.names:
            self._cities[name.rpartition("/")[2].lower()].append(name)

    def find(self, typed: str) -> ZoneInfo | None:
        """Return the zone with this name, or with the city of this name.

        Return ``None`` if several zones or none have such a city.
        """
        word = _zone_word(typed)
        name = self._spelled.get(word)
        if name is None:
            named = self._cities.get(word, [])
            name = named[0] if len(named) == 1 else None
        return None if name is None else ZoneInfo(name)

    def near(self, typed: str, most: int = _NEAR) -> tuple[str, ...]:
        """Return at most ``most`` zone names similar to the typed text, best first."""
        word = _zone_word(typed)
        return tuple(dict.fromkeys(self._near(word)))[:most] if word else ()

    def _near(self, word: str) -> Iterator[str]:
        city = word.rpartition("/")[2]
        yield from self._cities.get(city, ())
        if len(city) >= _FEWEST_LETTERS:
            for name, names in self._cities.items():
                if name.startswith(city):
                    yield from names
            yield from (name for low, name in self._spelled.items() if city in low)
        for name in get_close_matches(city, self._cities, cutoff=_LIKENESS):
            yield from self._cities[name]
        for low in get_close_matches(word, self._spelled, cutoff=_LIKENESS):
            yield self._spelled[low]


def _hour(written: int, half: str | None) -> int | None:
    """Convert an hour to the 24-hour clock; ``half`` is am, pm or ``None``."""
    if half is None:
        return written if written <= _LAST_HOUR else None
    if not 1 <= written <= _HALF_DAY:
        return None
    return written % _HALF_DAY + (_HALF_DAY if half == "pm" else 0)


def _zone_word(typed: str) -> str:
    return _plain(typed[:_LONGEST_ZONE]).replace(" / ", "/").replace(" ", "_")


def _plain(typed: str) -> str:
    """Normalize to lower case, plain digits and single spaces."""
    line = unicodedata.normalize("NFKC", typed).lower()
    return _BLANKS.sub(" ", line).strip()
