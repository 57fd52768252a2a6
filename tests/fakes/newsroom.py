"""Many articles of our own making on invented events, the same on every run.

Words are spread as those of news are: few in many articles, most in few. An event has
names, a day and words of its own; its reports share them and nothing else. One article
in two reports an event alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, islice, product
from random import Random

from summarizers.stories.vectors import StoryDocument

_SOUNDS = ("ba", "del", "fi", "gon", "hur", "ka", "lem", "mi", "nor", "pu", "ros", "ta")
_WORDS = tuple("".join(sounds) for sounds in product(_SOUNDS, repeat=4))
_GENERAL = 12_000
_OWN_WORDS, _OWN_NAMES = 24, 5
_SENTENCES = (12, 40)
_SENTENCE = (8, 24)
_SIZES = (1, 1, 1, 1, 2, 2, 3, 4, 6, 9)
"""How many reports an event has; the mean is 3."""

_FIRST_DAY = date(2026, 3, 1)
_DAYS = 14
_OWN_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Report:
    """A document and the number of the event that it reports."""

    document: StoryDocument
    event: int


class Newsroom:
    """Writes reports; equal seeds give equal ones."""

    def __init__(self, seed: int = 0) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable, not secret
        words = list(_WORDS)
        self._random.shuffle(words)
        self._general = words[:_GENERAL]
        # Zipf's law; the commonest words are left out, as stop words are.
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(_GENERAL)))

    def reports(self, number: int) -> tuple[Report, ...]:
        """So many reports, in no order."""
        found = list(islice(self._events(), number))
        self._random.shuffle(found)
        return tuple(found)

    def _events(self) -> Iterator[Report]:
        event = 0
        while True:
            yield from self._event(event)
            event += 1

    def _event(self, event: int) -> Iterator[Report]:
        words = [self._coined() for _ in range(_OWN_WORDS)]
        names = [word.capitalize() for word in words[:_OWN_NAMES]]
        day = _FIRST_DAY + timedelta(self._random.randrange(_DAYS))
        for report in range(self._random.choice(_SIZES)):
            text = self._text([*words[_OWN_NAMES:], *names * 3])
            title = " ".join(self._random.sample(words, 4)).title()
            published = day + timedelta(self._random.randrange(2))
            yield Report(
                StoryDocument(f"{event}-{report}", text, title, published), event
            )

    def _coined(self) -> str:
        """A word that other events hardly have."""
        return "".join(self._random.choices(_SOUNDS, k=5))

    def _text(self, own: list[str]) -> str:
        number = self._random.randint(*_SENTENCES)
        return " ".join(self._sentence(own) for _ in range(number))

    def _sentence(self, own: list[str]) -> str:
        number = self._random.randint(*_SENTENCE)
        words = self._random.choices(self._general, cum_weights=self._weights, k=number)
        for place in range(1, number):
            if self._random.random() < _OWN_SHARE:
                words[place] = self._random.choice(own)
        return " ".join([words[0].capitalize(), *words[1:]]) + "."
