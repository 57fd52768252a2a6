"""Find the numbers in a report, and the numbers of people killed or injured."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from summarizers.languages.numerals import Numerals
from summarizers.languages.profile import LanguageProfile
from summarizers.lexicons import choice, table, words
from summarizers.model import Sentence

# The greatest distance, as a share, of a number after "about" or "over" from the exact one.
_LATITUDE = 0.15
# A number halfway between two rounded ones is rounded up, so the upper limit is a bit less.
_BELOW_HALF = 0.999
_TEN, _ROUND_ZEROS = 10, 2
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9}
_BROKEN = re.compile(r"\s?[,.]\s\d")
_LOOK_BACK = 36


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: the slice ``text[start:end]``, such as "about $1,200".

    ``value`` is the printed number; the exact number lies between ``low`` and ``high``.
    ``currency`` is a sign such as "$", or empty. ``loose`` is true for one end of a
    range ("5 to 7"), and for a number that is part of a longer one. ``behind`` is the
    offset of the noun that the number counts, after any "of".
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    currency: str = ""
    loose: bool = False
    behind: int = 0


def find_quantities(
    text: str, start: int, end: int, numerals: Numerals
) -> Iterator[Quantity]:
    """Yield the numbers in ``text[start:end]``, in text order, in linear time.

    Ordinals, ages, times of day, scores, percentages, years and numbers in names are
    left out.
    """
    for match in numerals.pattern("number").finditer(text, start, end):
        value, unit = _value(match, numerals)
        if _is_year(match):
            continue
        low, high = _interval(value, unit, numerals.kind(match))
        yield Quantity(
            match.start(),
            match.end(),
            value,
            low,
            high,
            numerals.currency(match["currency"] or ""),
            _is_loose(match, start, end, numerals),
            _behind(match, numerals),
        )


def _behind(match: re.Match[str], numerals: Numerals) -> int:
    """Return the offset at which the noun that the number counts starts."""
    scaled = match["scale"] or match["wordscale"] or match["bare"]
    joint = numerals.pattern("of").match(match.string, match.end()) if scaled else None
    return match.end() if joint is None else joint.end()


def _value(match: re.Match[str], numerals: Numerals) -> tuple[float, float]:
    """Return the number and its unit of rounding: 3400 and 100 for "3,400"."""
    letter = _LETTERS.get((match["letter"] or "").lower(), 1)
    scale = float(letter * numerals.factor(match["scale"] or match["wordscale"]))
    if match["digits"]:
        digits = numerals.digits(match["digits"])
        return float(digits) * scale, _unit(digits) * scale
    if match["bare"]:
        return (scale := float(numerals.factor(match["bare"]))), scale
    value = numerals.word(match["word"])
    return value * scale, _unit(str(value)) * scale


def _unit(digits: str) -> float:
    """Return the place value of the last digit that is not 0: 100 for 3,400."""
    if "." in digits:
        return float(_TEN ** -len(digits.partition(".")[2]))
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(_TEN**zeros) if zeros else 1.0


def _interval(value: float, unit: float, kind: str) -> tuple[float, float]:
    """Return the lowest and highest exact value for which ``value`` may be printed.

    ``unit`` is the unit to which ``value`` is rounded. ``kind`` is "about", "above",
    "below" or "".
    """
    rounding = unit / 2 if unit >= _TEN**_ROUND_ZEROS or value % 1 else 0.0
    low, high = value - rounding, value + _BELOW_HALF * rounding
    width = value * _LATITUDE if unit >= _TEN or unit < 1 or kind == "about" else 0.0
    match kind:
        case "about" if unit >= _TEN**_ROUND_ZEROS:
            # "About 11,000" is rounded to thousands: it is not 9,500.
            width = min(width, unit)
            return min(low, value - width), max(high, value + width)
        case "about":
            return min(low, value - width), max(high, value + width)
        case "above":
            return value, max(high, value + width)
        case "below":
            return min(low, value - width), value
        case _:
            return low, high


def _is_year(match: re.Match[str]) -> bool:
    bare = match["scale"] is None and match["currency"] is None
    return (
        bare and re.fullmatch(r"1[5-9]\d\d|20\d\d", match["digits"] or "") is not None
    )


def _is_loose(match: re.Match[str], start: int, end: int, numerals: Numerals) -> bool:
    """Return whether the number is one end of a range, or a part of a longer number.

    ``match`` is the number. Only the text from ``start`` to ``end`` is looked at.
    """
    text = match.string
    if match["rest"] or _BROKEN.match(text, match.end(), end):
        return True
    if numerals.pattern("ranges").match(text, match.end(), end):
        return True
    before = text[max(start, match.start() - _LOOK_BACK) : match.start()]
    return bool(
        numerals.pattern("after_range").search(before)
        or numerals.pattern("until").search(before)
    )


_AHEAD, _BEHIND = 90, 60
_MOST_WORDS = 4
_BEFORE = re.compile(r"([^\W\d_]{1,30})\s$")


class Casualty(NamedTuple):
    """A number of people with the same fate, printed as ``text[start:end]``.

    ``label`` is the fate, such as "killed". ``group`` is the stem of the noun for the
    people, such as "soldier", or empty for people in general.
    """

    label: str
    group: str
    start: int
    end: int


def casualty(
    text: str, quantity: Quantity, sentence: Sentence, profile: LanguageProfile
) -> Casualty | None:
    """Return the killed or injured people that ``quantity`` counts, or ``None``."""
    if quantity.currency or profile.numerals().pattern("of_a_kind").search(
        text, max(sentence.start, quantity.start - _BEHIND), quantity.start
    ):
        return None
    ways = (_by_state, _toll, _by_act)
    casualties = (way(text, quantity, sentence, profile) for way in ways)
    return next((hurt for hurt in casualties if hurt is not None), None)


def _toll(
    text: str, quantity: Quantity, sentence: Sentence, profile: LanguageProfile
) -> Casualty | None:
    first = max(sentence.start, quantity.start - _BEHIND)
    match = profile.numerals().pattern("toll").search(text, first, quantity.start)
    if match is None or profile.numerals().pattern("not_deaths").search(match[0]):
        return None
    return Casualty("killed", "", match.start(), quantity.end)


def _by_state(
    text: str, quantity: Quantity, sentence: Sentence, profile: LanguageProfile
) -> Casualty | None:
    """Return the casualty in a phrase such as "12 people were killed", if any."""
    states = table("casualty_states", profile.code)
    steps = words("casualty_steps", profile.code)
    group: list[str] = []
    stepped = False
    for word, end in following(text, quantity.behind, sentence.end, profile):
        phrase = _state_phrases(profile.code).match(text, end - len(word), sentence.end)
        if phrase is not None:
            place = quantity.start, phrase.end()
            return _made(states[phrase[0].lower()], group, place, profile)
        if word in states:
            return _made(states[word], group, (quantity.start, end), profile)
        if word in steps:
            stepped = True
        elif stepped or not _counts(word, profile):
            return None
        else:
            group.append(word)
    return None


@cache
def _state_phrases(lang: str) -> re.Pattern[str]:
    """Return a pattern of the fates of several words, such as "not been found"."""
    phrases = (state for state in table("casualty_states", lang) if " " in state)
    return re.compile(rf"(?i)(?:{choice(phrases) or '(?!)'})\b")


def _by_act(
    text: str, quantity: Quantity, sentence: Sentence, profile: LanguageProfile
) -> Casualty | None:
    """Return the casualty in a phrase such as "killing 12 people", if any."""
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
    """Yield the words after ``start`` in lower case, each with the offset of its end.

    The function stops at a punctuation mark, at ``end``, or after a few words.
    """
    at, stop = start, min(end, start + _AHEAD)
    for _ in range(2 * _MOST_WORDS):
        if aside := profile.numerals().pattern("aside").match(text, at, stop):
            at = aside.end()
        match = profile.numerals().pattern("word").match(text, at, stop)
        if match is None:
            return
        yield match[1].lower(), match.end()
        at = match.end()


def _counts(word: str, profile: LanguageProfile) -> bool:
    """Return whether ``word`` can be part of the noun that a number counts."""
    stopped = word in words("stop_words", profile.code)
    return not (stopped or profile.numerals().pattern("adverb").search(word))
