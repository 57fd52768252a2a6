"""Split a text into comparable words, and find the numbers and names among them.

Case, accents, punctuation and the marks between thousands make no difference. A number
in words equals the same number in digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from summarizers.lexicons import has_list, table

_WORD = re.compile(
    r"(?<!\d)\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,:]\d+)*|"
    r"(?!(?<=['’])[sS]\b)[^\W\d_]+(?:\.[^\W\d_]+)*|%"
)
_STOPS = frozenset(".!?…:")
_OPENERS = " \n\t\"'“‘«(\u00a0"
_THOUSANDS = re.compile(r"(?<=\d)[,.\u00a0\u202f ](?=\d{3}(?!\d))")
_TENS = range(20, 100, 10)
_VOWELS = frozenset("aeiouy")
_LONG, _VERY_LONG = 5, 8


class Word(NamedTuple):
    """A word, or all words of one number: the slice ``text[start:end]``.

    ``form`` is the word without capitals and accents. ``key`` is its form for
    comparisons: the value of a number, ``form`` for any other word. ``capital`` is true
    if a word that states no number starts with a capital letter, ``initial`` if that only
    shows that a sentence begins.
    """

    key: str
    form: str
    start: int
    end: int
    capital: bool = False
    initial: bool = False

    @property
    def is_number(self) -> bool:
        """Return whether the word is a number, in digits or in words."""
        return self.key[0].isdigit()


def words_of(text: str, lang: str) -> tuple[Word, ...]:
    """Return the words of a text in order; a possessive "s" is left out.

    "Twenty-one" is one number, "ten two-year terms" has two.
    """
    lists, text_words = vocabulary(lang), list[Word]()
    for match in _WORD.finditer(text):
        form, (start, end) = _form(match[0]), match.span()
        total = _continued(text_words[-1], form, lists) if text_words else None
        if total is not None:
            first = text_words.pop()
            form = f"{first.form} {form}"
            text_words.append(Word(f"{total:.12g}", form, first.start, end))
        elif form in lists.numbers:
            text_words.append(Word(str(lists.numbers[form]), form, start, end))
        else:
            capital = text[start].isupper()
            initial = capital and _follows_stop(text, start)
            text_words.append(Word(form, form, start, end, capital, initial))
    return tuple(text_words)


def _continued(before: Word, form: str, lists: Vocabulary) -> float | None:
    """Return the value of the number that ``form`` continues, if it continues one."""
    if form in lists.scales and before.key.replace(".", "", 1).isdecimal():
        return float(before.key) * lists.scales[form]
    tens = lists.numbers.get(before.form, 0)
    return tens + lists.units[form] if tens in _TENS and form in lists.units else None


def _follows_stop(text: str, start: int) -> bool:
    """Return whether the characters before this offset end a sentence."""
    before = text[max(0, start - 4) : start]
    return not before.strip(_OPENERS) or before.rstrip(_OPENERS)[-1] in _STOPS


@lru_cache(maxsize=8_192)
def _form(word: str) -> str:
    """Return a word without capitals, accents and full stops ("U.S.": "us").

    A number loses its separators of thousands ("1,200": "1200").
    """
    if word[0].isdigit():
        return _THOUSANDS.sub("", word)
    plain = unicodedata.normalize("NFKD", word.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return letters.replace(".", "")


class Vocabulary(NamedTuple):
    """The word lists of one language that show the class of a word.

    ``numbers`` maps number words to their values, ``scales`` those that multiply the
    number before them, and ``units`` those that follow tens ("one" in "twenty-one").
    ``days`` are names of weekdays and months. ``names`` are listed places, countries
    and first names. ``negations`` are words such as "not", ``small`` are words such as
    "the".
    """

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    units: Mapping[str, int]
    days: frozenset[str]
    names: frozenset[str]
    negations: frozenset[str]
    small: frozenset[str]


@lru_cache(maxsize=8)
def vocabulary(lang: str) -> Vocabulary:
    """Return the vocabulary of a language that has word lists."""
    numbers, scales = (
        {_form(word): int(value) for word, value in table(name, lang).items()}
        for name in ("number_words", "number_scales")
    )
    units = {word: value for word, value in numbers.items() if value < _TENS.step}
    names = ("countries", "places", "first_names", "demonyms")
    return Vocabulary(
        numbers | scales,
        scales,
        units | dict.fromkeys(_forms(("number_ones",), lang), 1),
        days=_forms(("weekdays", "months"), lang),
        names=_forms(names, lang),
        negations=_forms(("negations",), lang),
        small=_forms(("stop_words", "sentence_starters"), lang),
    )


def _forms(names: Iterable[str], lang: str) -> frozenset[str]:
    """Return the first words of the entries of lists, as far as the lists exist."""
    return frozenset(
        _form(entry.split()[0])
        for name in names
        if has_list(name, lang)
        for entry in table(name, lang)
    )


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
        and (not word.initial or word.key in usual or word.key in lists.names)
    ]


def usual_names(text_words: Iterable[Word]) -> frozenset[str]:
    """Return the keys of the words that have a capital letter inside a sentence."""
    return frozenset(
        word.key for word in text_words if word.capital and not word.initial
    )


def same_spelling(left: str, right: str, lang: str) -> bool:
    """Return whether two words are spellings or forms of one word.

    Its first letter is mostly right. Two numbers in digits, and two listed names, are
    different words even if they differ in only one letter.
    """
    if left == right:
        return True
    names = vocabulary(lang).names
    if left[0] != right[0] or left[0].isdigit() or (left in names and right in names):
        return False
    # One or two letters were left out, added, swapped or mistyped.
    short, long = sorted((left, right), key=lambda word: (len(word), word))
    if len(short) == len(long) < _LONG:
        # "Berg" and "Borg" are two people, "Bxrg" is a typing error. "Schmidt" and "Schmitt"
        # may be one.
        pairs = [{*pair} for pair in zip(short, long, strict=True) if len({*pair}) > 1]
        return len(pairs) == 1 and len(pairs[0] & _VOWELS) == 1
    matcher = SequenceMatcher(None, short, long, autojunk=False)
    kept = sum(block.size for block in matcher.get_matching_blocks())
    most = 2 if len(short) >= _VERY_LONG else 1
    return len(short) > 1 and len(long) - kept <= most
