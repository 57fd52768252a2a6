"""Finds statements of one speaker that differ from earlier ones of the same speaker.

All words except the differing fact are equal, so that both are about the same thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from bot.core.domain.record import Statement
from bot.core.record.words import search_words
from summarizers.languages.dates import DatePhrase, Period, TimeDirection
from summarizers.languages.profile import LanguageProfile, listed_profile
from summarizers.lexicons import has_list, words
from summarizers.stories.facts import Word, vocabulary, words_of
from summarizers.stories.numbers import Quantity, find_quantities
from summarizers.text.language import language_of_lists

_LEAST_SHARED = 0.5
"""The least share of words that two statements must have in common to be compared."""

_FEWEST_WORDS = 2
"""The least number of words besides facts that a statement needs to be clear."""

_FEWEST_MOVED = 3
"""The least number of words that may move from one end of a statement to the other.

If two words moved, they might be another subject.
"""

_ROUNDING = 0.01
"""The maximum difference between a number and its rounding, as a share of the number."""

_REACH = 3
"""The maximum number of words between the parts of one negation: "ne ... pas"."""


class DatedText(NamedTuple):
    """The words of a statement, the language of its article, and its day."""

    text: str
    lang: str | None = None
    day: date | None = None


def earlier_of(statements: Sequence[Statement]) -> Mapping[int, Statement]:
    """Map a statement's id to the latest earlier statement that differs in a fact.

    ``statements`` are those of one speaker, newest first. A fact is a number, a day or
    a negation.
    """
    words = {each.id: frozenset(search_words(each.text).split()) for each in statements}
    facts = _FactsOfStatements()
    pairs: dict[int, Statement] = {}
    for index, now in enumerate(statements):
        older = (
            then
            for then in statements[index + 1 :]
            if then.article.at < now.article.at
            and _shares(words[then.id], words[now.id])
            and facts.of(then).differ(facts.of(now))
        )
        then = next(older, None)
        if then is not None:
            pairs[now.id] = then
    return pairs


def differs(then: DatedText, now: DatedText) -> bool:
    """Return whether two statements differ in exactly one number, day or negation.

    Tense and articles are ignored. If more than one of these facts differs, the
    statements may be about two things.
    """
    return _facts(then).differ(_facts(now))


class _FactsOfStatements:
    """Extracts the facts of statements, and caches them by the statement's id.

    A fact is a number, a day or a negation.
    """

    def __init__(self) -> None:
        self._facts: dict[int, _Facts] = {}

    def of(self, statement: Statement) -> _Facts:
        """Return the facts of a statement."""
        if statement.id not in self._facts:
            article = statement.article
            said = DatedText(statement.text, article.lang, article.day)
            self._facts[statement.id] = _facts(said)
        return self._facts[statement.id]


class _StatedNumber(NamedTuple):
    """A number as it is printed, and the range in which the exact one may lie."""

    printed: str
    low: float
    high: float
    currency: str = ""

    def contradicts(self, other: _StatedNumber) -> bool:
        """Return whether the two numbers cannot be roundings of the same number."""
        if self.low <= other.high and other.low <= self.high:
            return False
        return not (_rounds(self, other) or _rounds(other, self))


class _Day(NamedTuple):
    """The words of a date phrase, and the periods that it may mean."""

    printed: tuple[str, ...]
    periods: frozenset[Period]

    def contradicts(self, other: _Day) -> bool:
        """Return whether the two phrases differ and cannot mean the same day."""
        if self.printed == other.printed:
            return False
        return not any(
            left.first <= right.last and right.first <= left.last
            for left in self.periods
            for right in other.periods
        )


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts in a statement, and the stems of its other words in order.

    ``is_clear`` is false if the statement does not say what it is about.
    """

    numbers: tuple[_StatedNumber, ...]
    days: tuple[_Day, ...]
    negations: int
    content: tuple[str, ...]
    is_clear: bool

    def differ(self, later: _Facts) -> bool:
        """Return whether a later statement differs in exactly one fact."""
        if not (self.is_clear and later.is_clear and self._is_about(later)):
            return False
        numbers = [
            left.contradicts(right)
            for left, right in zip(self.numbers, later.numbers, strict=True)
        ]
        days = [
            left.contradicts(right)
            for left, right in zip(self.days, later.days, strict=True)
        ]
        negations = abs(self.negations - later.negations)
        return sum(numbers) + sum(days) + negations == 1

    def _is_about(self, later: _Facts) -> bool:
        """Return whether both statements use the same words around their facts.

        They must also have the same number of numbers, in the same currencies, and the
        same number of days. Each day must be resolved.
        """
        if len(self.numbers) != len(later.numbers) or len(self.days) != len(later.days):
            return False
        if any(not day.periods for day in (*self.days, *later.days)):
            return False
        units = [[n.currency for n in each.numbers] for each in (self, later)]
        return units[0] == units[1] and _is_turned(self.content, later.content)


def _facts(said: DatedText) -> _Facts:
    lang = language_of_lists(said.lang, said.text)
    profile = listed_profile(lang)
    phrases = profile.find_phrases(said.text, 0, len(said.text))
    dated = [_Extent(phrase.start, phrase.end) for phrase in phrases]
    undated = [w for w in words_of(said.text, lang) if not _is_in(w, dated)]
    numbers = list(_numbers(said.text, undated, profile))
    counted = [extent for extent, _ in numbers]
    rest = [word for word in undated if not _is_in(word, counted)]
    negating = _negating(said.text, rest, lang)
    content = [
        profile.stem(word.key)
        for word in rest
        if word not in negating and word.key not in _light_words(lang)
    ]
    small = vocabulary(lang).small
    telling = [word for word in rest if word.key not in small and word not in negating]
    return _Facts(
        tuple(number for _, number in numbers),
        tuple(_day(phrase, said, lang) for phrase in phrases),
        _clauses(rest, negating),
        tuple(content),
        len(telling) >= _FEWEST_WORDS and not profile.is_unclear(said.text),
    )


class _Extent(NamedTuple):
    start: int
    end: int


def _is_in(word: Word, extents: Sequence[_Extent]) -> bool:
    return any(each.start <= word.start < each.end for each in extents)


def _numbers(
    text: str, undated: Sequence[Word], profile: LanguageProfile
) -> Iterator[tuple[_Extent, _StatedNumber]]:
    """Yield each number outside dates, with the range of text that states it."""
    quantities = list(find_quantities(text, 0, len(text), profile.numerals()))
    for word in undated:
        if not word.is_number:
            continue
        value, extent = word.key, _Extent(word.start, word.end)
        quantity = next((q for q in quantities if _overlaps(q, extent)), None)
        if quantity is None or quantity.loose:
            exact = _float(value)
            yield extent, _StatedNumber(value, exact, exact)
        else:
            quantities.remove(quantity)
            low, high = quantity.low, quantity.high
            printed = f"{quantity.value:.12g}"
            whole = _Extent(
                min(quantity.start, extent.start), max(quantity.end, extent.end)
            )
            yield whole, _StatedNumber(printed, low, high, quantity.currency)


def _overlaps(quantity: Quantity, extent: _Extent) -> bool:
    return quantity.start < extent.end and extent.start < quantity.end


def _float(value: str) -> float:
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return float("nan")


def _rounds(rough: _StatedNumber, exact: _StatedNumber) -> bool:
    """Return whether ``rough`` is ``exact`` with fewer digits, such as 40 for 39.8."""
    if abs(rough.low - exact.low) > _ROUNDING * abs(exact.low):
        return False
    digits = len(rough.printed.replace(".", "").strip("0"))
    return f"{exact.low:.{digits}g}" == f"{rough.low:.{digits}g}"


def _day(phrase: DatePhrase, said: DatedText, lang: str) -> _Day:
    periods = (phrase.days(said.day, outlook) for outlook in TimeDirection)
    printed = words_of(said.text[phrase.start : phrase.end], lang)
    return _Day(tuple(word.key for word in printed), frozenset(filter(None, periods)))


def _negating(text: str, rest: Sequence[Word], lang: str) -> frozenset[Word]:
    """Return the words of ``rest`` that negate, with the "t" of "can't".

    The words include the other parts of a negation, such as "longer" in "no longer".
    """
    negations = vocabulary(lang).negations
    negating = {word for word in rest if word.key in negations}
    for before, word in pairwise(rest):
        is_short = word.key == "t" and text[word.start - 1] in "'’"
        if before not in negating and is_short:
            negating.add(word)
    tails = _tails(lang)
    negating.update(
        word
        for place, word in enumerate(rest)
        if word.key in tails
        and not negating.isdisjoint(rest[max(0, place - _REACH) : place])
    )
    return frozenset(negating)


def _clauses(rest: Sequence[Word], negating: frozenset[Word]) -> int:
    """Return the number of negations in a statement.

    Negating words that stand close together count as one.
    """
    places = [place for place, word in enumerate(rest) if word in negating]
    apart = sum(after - before > _REACH + 1 for before, after in pairwise(places))
    return apart + bool(places)


@cache
def _light_words(lang: str) -> frozenset[str]:
    return _listed("tense_words", lang)


@cache
def _tails(lang: str) -> frozenset[str]:
    return _listed("negation_tails", lang)


def _listed(name: str, lang: str) -> frozenset[str]:
    listed = words(name, lang) if has_list(name, lang) else frozenset[str]()
    return frozenset(each.key for entry in listed for each in words_of(entry, lang))


def _is_turned(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Return whether two statements have the same words, in order or rotated.

    "On the island 3 died" rotates to "3 died on the island". Any other order may have
    another meaning.
    """
    if left == right:
        return True
    if sorted(left) != sorted(right) or len(left) < _FEWEST_MOVED:
        return False
    return any(left[place:] + left[:place] == right for place in range(1, len(left)))


def _shares(left: frozenset[str], right: frozenset[str]) -> bool:
    return len(left & right) >= _LEAST_SHARED * max(len(left), len(right), 1)
