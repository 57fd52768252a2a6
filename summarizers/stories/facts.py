"""Split a text into comparable words, and find the numbers and names among them.

Case, accents, punctuation and the marks between thousands make no difference. A number
in words equals the same number in digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from summarizers.lexicons import has_list, table, words

_WORD = re.compile(
    r"(?<!\d)\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,:]\d+)*|"
    r"(?!(?<=['’])[sS]\b)[^\W\d_]+(?:\.[^\W\d_]+)*|%"
)
_STOPS = frozenset(".!?…:")
_OPENERS = " \n\t\"'“‘«(\u00a0"
_THOUSANDS = re.compile(r"(?<=\d)[,.\u00a0\u202f ](?=\d{3}(?!\d))")
_TENS = range(20, 100, 10)
_UNITS = range(1, 10)
_VOWELS = frozenset("aeiouy")
_LONG, _VERY_LONG = 5, 8


class Word(NamedTuple):
    """A word ``text[start:end]``; ``key`` is its form for comparisons.

    ``capital`` is true if the word starts with a capital letter. ``initial`` is true if
    a capital letter only shows that a sentence begins.
    """

    key: str
    start: int
    end: int
    capital: bool
    initial: bool


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order; a possessive "s" is left out."""
    return tuple(
        Word(
            _key(match[0]),
            match.start(),
            match.end(),
            capital := match[0][0].isupper(),
            capital and _follows_stop(text, match.start()),
        )
        for match in _WORD.finditer(text)
    )


def _follows_stop(text: str, start: int) -> bool:
    """Return whether the characters before this offset end a sentence."""
    before = text[max(0, start - 4) : start]
    return not before.strip(_OPENERS) or before.rstrip(_OPENERS)[-1] in _STOPS


@lru_cache(maxsize=8_192)
def _key(word: str) -> str:
    """Return the form in which words are compared.

    A number loses its separators of thousands ("1,200": "1200"). Other words lose
    capitals, accents and full stops ("U.S.": "us").
    """
    if word[0].isdigit():
        return _THOUSANDS.sub("", word)
    plain = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return letters.replace(".", "")


class Vocabulary(NamedTuple):
    """The word lists of one language that show the class of a word.

    ``numbers`` and ``scales`` map number words to their values. ``ones`` are words that
    mean one after a word for tens ("twenty-one"). ``days`` are names of weekdays and
    months. ``names`` are listed places, countries and first names. ``negations`` are
    words such as "not", ``small`` are words such as "the".
    """

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    ones: frozenset[str]
    days: frozenset[str]
    names: frozenset[str]
    negations: frozenset[str]
    small: frozenset[str]


@lru_cache(maxsize=8)
def vocabulary(lang: str) -> Vocabulary:
    """Return the vocabulary of a language that has word lists."""
    names = ("countries", "places", "first_names", "demonyms")
    return Vocabulary(
        numbers=_values("number_words", lang),
        scales=_values("number_scales", lang),
        ones=_keys(("number_ones",), lang),
        days=_keys(("weekdays", "months"), lang),
        names=_keys(names, lang),
        negations=_keys(("negations",), lang),
        small=_keys(("stop_words", "sentence_starters"), lang),
    )


def _values(name: str, lang: str) -> Mapping[str, int]:
    values = {_key(word): int(value) for word, value in table(name, lang).items()}
    # The word for 1 is an article in French.
    return {word: value for word, value in values.items() if value > 1}


def _keys(names: Iterable[str], lang: str) -> frozenset[str]:
    lists = (words(name, lang) for name in names if has_list(name, lang))
    entries = (entry.partition("\t")[0] for entries in lists for entry in entries)
    return frozenset(_key(word) for entry in entries for word in entry.split()[:1])


def numbers_in(group: Iterable[Word], lang: str) -> Counter[str]:
    """Return the values of the numbers in consecutive words, each with its count."""
    return Counter(value for value, _ in number_phrases(group, lang))


def number_phrases(
    group: Iterable[Word], lang: str
) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield each number in consecutive words: its value and the words that state it.

    "Twenty-one" is one number, "ten two-year terms" are two.
    """
    lists = vocabulary(lang)
    value, parts = 0.0, list[Word]()
    for word in group:
        is_ten = bool(parts) and value in _TENS and not parts[-1].key[0].isdigit()
        step = 1.0 if is_ten and word.key in lists.ones else _value(word.key, lists)
        is_scale = word.key in lists.scales
        is_unit = is_ten and step in _UNITS and not word.key[0].isdigit()
        if parts and not (is_scale or is_unit):
            yield f"{value:.12g}", tuple(parts)
            value, parts = 0.0, []
        if step is not None:
            value = (value or 1.0) * step if is_scale else value + step
            parts.append(word)
        elif word.key[0].isdigit():
            yield word.key, (word,)
    if parts:
        yield f"{value:.12g}", tuple(parts)


def _value(key: str, lists: Vocabulary) -> float | None:
    listed = lists.scales.get(key) or lists.numbers.get(key)
    if listed is not None:
        return float(listed)
    try:
        return float(key) if key[0].isdigit() else None
    except ValueError:
        return None


def name_keys(group: Iterable[Word], usual: Collection[str], lang: str) -> list[str]:
    """Return the keys of the words of ``group`` that are parts of names.

    The first word of a sentence counts only if it is a listed name or its key is in
    ``usual``. ``usual`` has the keys of words with a capital letter inside a sentence.
    """
    lists = vocabulary(lang)
    return [
        word.key
        for word in group
        if word.capital
        and len(word.key) > 1
        and word.key not in lists.small
        and word.key not in lists.days
        and word.key not in lists.numbers
        and (not word.initial or word.key in usual or word.key in lists.names)
    ]


def usual_names(text_words: Iterable[Word]) -> frozenset[str]:
    """Return the keys of the words that have a capital letter inside a sentence."""
    return frozenset(
        word.key for word in text_words if word.capital and not word.initial
    )


def same_spelling(left: str, right: str, lang: str) -> bool:
    """Return whether two keys are spellings or forms of one word.

    Two listed names are different words, even if they differ in only one letter.
    """
    if left == right:
        return True
    names = vocabulary(lang).names
    if left in names and right in names:
        return False
    # One or two letters were left out, added, swapped or mistyped.
    short, long = sorted((left, right), key=lambda word: (len(word), word))
    if len(short) == len(long) < _LONG:
        # "Berg" and "Borg" are two people, "Bxrg" is a typing error. "Schmidt" and "Schmitt"
        # may be one.
        pairs = [pair for pair in zip(short, long, strict=True) if pair[0] != pair[1]]
        return len(pairs) == 1 and (pairs[0][0] in _VOWELS) != (pairs[0][1] in _VOWELS)
    matcher = SequenceMatcher(None, short, long, autojunk=False)
    kept = sum(block.size for block in matcher.get_matching_blocks())
    most = 2 if len(short) >= _VERY_LONG else 1
    return len(short) > 1 and len(long) - kept <= most
