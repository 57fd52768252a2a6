"""Numbers of people killed, injured, arrested … in one report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizers.languages.profile import LanguageProfile
from summarizers.lexicons import table, words
from summarizers.model import Sentence
from summarizers.stories.quantities import Quantity

_AHEAD, _BEHIND = 90, 60
_MOST_WORDS = 4
_BEFORE = re.compile(r"([^\W\d_]{1,30})\s$")


class Casualty(NamedTuple):
    """A number of people with the same fate; ``group`` is empty for people in general.

    It is printed as ``start:end`` of the text.
    """

    label: str
    group: str
    start: int
    end: int


def casualty(
    text: str, quantity: Quantity, sentence: Sentence, profile: LanguageProfile
) -> Casualty | None:
    """The casualty that a number counts, if it counts people who were killed, hurt, …."""
    if quantity.currency or profile.phrasing().of_a_kind.search(
        text, max(sentence.start, quantity.start - _BEHIND), quantity.start
    ):
        return None
    ways = (_by_state, _toll) if profile.phrasing().states_first else (_toll, _by_state)
    casualties = (way(text, quantity, sentence, profile) for way in (*ways, _by_act))
    return next((hurt for hurt in casualties if hurt is not None), None)


def _toll(
    text: str, quantity: Quantity, sentence: Sentence, profile: LanguageProfile
) -> Casualty | None:
    first = max(sentence.start, quantity.start - _BEHIND)
    match = profile.phrasing().toll.search(text, first, quantity.start)
    if match is None or profile.phrasing().not_deaths.search(match[0]):
        return None
    return Casualty("killed", "", match.start(), quantity.end)


def _by_state(
    text: str, quantity: Quantity, sentence: Sentence, profile: LanguageProfile
) -> Casualty | None:
    """The number, the people and their fate: "12 people were killed"."""
    states = table("casualty_states", profile.code)
    steps = words("casualty_steps", profile.code)
    group: list[str] = []
    stepped = False
    for word, end in following(text, quantity.behind, sentence.end, profile):
        if word in states:
            return _made(states[word], group, (quantity.start, end), profile)
        if word in steps:
            stepped = True
        elif stepped or not _counts(word, profile):
            return None
        else:
            group.append(word)
    return None


def _by_act(
    text: str, quantity: Quantity, sentence: Sentence, profile: LanguageProfile
) -> Casualty | None:
    """The verb, the number and the people: "killing 12 people"."""
    acts = table("casualty_acts", profile.code)
    match = _BEFORE.search(
        text, max(sentence.start, quantity.start - 20), quantity.start
    )
    if match is None or match[1].lower() not in acts:
        return None
    group: list[str] = []
    end = quantity.end
    for word, at in following(text, quantity.behind, sentence.end, profile):
        if not _counts(word, profile):
            break
        group.append(word)
        end = at
    label = acts[match[1].lower()]
    return _made(label, group, (match.start(1), end), profile)


def _made(
    label: str,
    group: Sequence[str],
    place: tuple[int, int],
    profile: LanguageProfile,
) -> Casualty | None:
    if not words("measure_words", profile.code).isdisjoint(group):
        return None
    general = not group or group[-1] in words("people_words", profile.code)
    return Casualty(label, "" if general else profile.stem(group[-1]), *place)


def following(
    text: str, start: int, end: int, profile: LanguageProfile
) -> Iterator[tuple[str, int]]:
    """The next words with their ends, up to a punctuation mark."""
    at, stop = start, min(end, start + _AHEAD)
    for _ in range(2 * _MOST_WORDS):
        if aside := profile.phrasing().aside.match(text, at, stop):
            at = aside.end()
        match = profile.phrasing().word.match(text, at, stop)
        if match is None:
            return
        yield match[1].lower(), match.end()
        at = match.end()


def _counts(word: str, profile: LanguageProfile) -> bool:
    """Whether the word may belong to the noun that a number counts."""
    stopped = word in words("stop_words", profile.code)
    return not (stopped or word.endswith(profile.phrasing().adverb_ends))
