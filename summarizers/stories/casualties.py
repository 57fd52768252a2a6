"""How many were killed, injured, arrested …, as one report tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizers.lexicons import table, words
from summarizers.model import Sentence
from summarizers.stories.quantities import Quantity
from summarizers.stories.stems import stem

_AHEAD, _BEHIND = 90, 60
_MOST_WORDS = 4
_ASIDE = re.compile(r"\s?,\s(?:including|among)\b[^,.;]{1,80},\s?")
_WORD = re.compile(r"\s?([^\W\d_][\w'’-]*)")
_BEFORE = re.compile(r"([^\W\d_]{1,30})\s$")
_TOLL = re.compile(
    r"\b(?:(?:death )?toll|number of (?:dead|deaths|fatalities|people killed))\b[^.,;\d]{0,40}"
    r"\b(?:to|at|of|is|was|reached|passed|exceeded|hit)\s$",
    re.IGNORECASE,
)
_NOT_DEATHS = re.compile(r"\binjur", re.IGNORECASE)
_OF_A_KIND = re.compile(
    r"\b(?:another|including|among them|other|of (?:them|whom))\s$", re.IGNORECASE
)


class Casualty(NamedTuple):
    """A number of people whom the same befell; ``group`` is empty for anyone at all.

    It is printed as ``start:end`` of the text.
    """

    label: str
    group: str
    start: int
    end: int


def casualty(text: str, quantity: Quantity, sentence: Sentence) -> Casualty | None:
    """What befell those whom the number counts, if it counts such people."""
    if quantity.currency or _OF_A_KIND.search(
        text, max(sentence.start, quantity.start - _BEHIND), quantity.start
    ):
        return None
    return (
        _toll(text, quantity, sentence)
        or _by_state(text, quantity, sentence)
        or _by_act(text, quantity, sentence)
    )


def _toll(text: str, quantity: Quantity, sentence: Sentence) -> Casualty | None:
    first = max(sentence.start, quantity.start - _BEHIND)
    match = _TOLL.search(text, first, quantity.start)
    if match is None or _NOT_DEATHS.search(match[0]):
        return None
    return Casualty("killed", "", match.start(), quantity.end)


def _by_state(text: str, quantity: Quantity, sentence: Sentence) -> Casualty | None:
    """The number, whom it counts, and what they have become: "12 people were killed"."""
    states, steps = table("casualty_states"), words("casualty_steps")
    group: list[str] = []
    stepped = False
    for word, end in following(text, quantity.end, sentence.end):
        if word in states:
            return _made(states[word], group, quantity.start, end)
        if word in steps:
            stepped = True
        elif stepped or not _counts(word):
            return None
        else:
            group.append(word)
    return None


def _by_act(text: str, quantity: Quantity, sentence: Sentence) -> Casualty | None:
    """The verb, the number, and whom it counts: "killing 12 people"."""
    match = _BEFORE.search(
        text, max(sentence.start, quantity.start - 20), quantity.start
    )
    if match is None or match[1].lower() not in table("casualty_acts"):
        return None
    group: list[str] = []
    end = quantity.end
    for word, at in following(text, quantity.end, sentence.end):
        if not _counts(word):
            break
        group.append(word)
        end = at
    label = table("casualty_acts")[match[1].lower()]
    return _made(label, group, match.start(1), end)


def _made(label: str, group: Sequence[str], start: int, end: int) -> Casualty | None:
    if any(word in words("measure_words") for word in group):
        return None
    general = not group or group[-1] in words("people_words")
    return Casualty(label, "" if general else stem(group[-1]), start, end)


def following(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The next words with their ends, as far as nothing divides them."""
    at, stop = start, min(end, start + _AHEAD)
    for _ in range(2 * _MOST_WORDS):
        if aside := _ASIDE.match(text, at, stop):
            at = aside.end()
        match = _WORD.match(text, at, stop)
        if match is None:
            return
        yield match[1].lower(), match.end()
        at = match.end()


def _counts(word: str) -> bool:
    """Whether the word may belong to the noun that a number counts."""
    return word not in words("stop_words") and not word.endswith("ly")
