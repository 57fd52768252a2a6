"""How many were killed, injured, arrested …, as one report tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizers.lexicons import table, words
from summarizers.model import Sentence
from summarizers.stories.phrasings import Phrasing
from summarizers.stories.quantities import Quantity
from summarizers.stories.stems import stem

_AHEAD, _BEHIND = 90, 60
_MOST_WORDS = 4
_BEFORE = re.compile(r"([^\W\d_]{1,30})\s$")


class Casualty(NamedTuple):
    """A number of people whom the same befell; ``group`` is empty for anyone at all.

    It is printed as ``start:end`` of the text.
    """

    label: str
    group: str
    start: int
    end: int


def casualty(
    text: str, quantity: Quantity, sentence: Sentence, phrasing: Phrasing
) -> Casualty | None:
    """What befell those whom the number counts, if it counts such people."""
    if quantity.currency or phrasing.of_a_kind.search(
        text, max(sentence.start, quantity.start - _BEHIND), quantity.start
    ):
        return None
    ways = (_by_state, _toll) if phrasing.states_first else (_toll, _by_state)
    found = (way(text, quantity, sentence, phrasing) for way in (*ways, _by_act))
    return next((one for one in found if one is not None), None)


def _toll(
    text: str, quantity: Quantity, sentence: Sentence, phrasing: Phrasing
) -> Casualty | None:
    first = max(sentence.start, quantity.start - _BEHIND)
    match = phrasing.toll.search(text, first, quantity.start)
    if match is None or phrasing.not_deaths.search(match[0]):
        return None
    return Casualty("killed", "", match.start(), quantity.end)


def _by_state(
    text: str, quantity: Quantity, sentence: Sentence, phrasing: Phrasing
) -> Casualty | None:
    """The number, whom it counts, and what they have become: "12 people were killed"."""
    states = table("casualty_states", phrasing.lang)
    steps = words("casualty_steps", phrasing.lang)
    group: list[str] = []
    stepped = False
    for word, end in following(text, quantity.behind, sentence.end, phrasing):
        if word in states:
            return _made(states[word], group, (quantity.start, end), phrasing.lang)
        if word in steps:
            stepped = True
        elif stepped or not _counts(word, phrasing):
            return None
        else:
            group.append(word)
    return None


def _by_act(
    text: str, quantity: Quantity, sentence: Sentence, phrasing: Phrasing
) -> Casualty | None:
    """The verb, the number, and whom it counts: "killing 12 people"."""
    acts = table("casualty_acts", phrasing.lang)
    match = _BEFORE.search(
        text, max(sentence.start, quantity.start - 20), quantity.start
    )
    if match is None or match[1].lower() not in acts:
        return None
    group: list[str] = []
    end = quantity.end
    for word, at in following(text, quantity.behind, sentence.end, phrasing):
        if not _counts(word, phrasing):
            break
        group.append(word)
        end = at
    label = acts[match[1].lower()]
    return _made(label, group, (match.start(1), end), phrasing.lang)


def _made(
    label: str, group: Sequence[str], place: tuple[int, int], lang: str
) -> Casualty | None:
    if any(word in words("measure_words", lang) for word in group):
        return None
    general = not group or group[-1] in words("people_words", lang)
    return Casualty(label, "" if general else stem(group[-1], lang), *place)


def following(
    text: str, start: int, end: int, phrasing: Phrasing
) -> Iterator[tuple[str, int]]:
    """The next words with their ends, as far as nothing divides them."""
    at, stop = start, min(end, start + _AHEAD)
    for _ in range(2 * _MOST_WORDS):
        if aside := phrasing.aside.match(text, at, stop):
            at = aside.end()
        match = phrasing.word.match(text, at, stop)
        if match is None:
            return
        yield match[1].lower(), match.end()
        at = match.end()


def _counts(word: str, phrasing: Phrasing) -> bool:
    """Whether the word may belong to the noun that a number counts."""
    stopped = word in words("stop_words", phrasing.lang)
    return not (stopped or word.endswith(phrasing.adverb_ends))
