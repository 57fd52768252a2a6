"""Patterns for the numbers of a language and for the words around numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from summarizers.lexicons import filled, has_list, table

CURRENCIES = "$€£¥₹"
_LONG_SCALE = 3
_NUMBERS = (
    *("pattern", "plain", "conjunction", "grouping", "ranges", "after_range"),
    *("until", "of"),
)
_PHRASES = (
    *("word", "aside", "toll", "not_deaths", "of_a_kind", "other_time", "rate"),
    *("day_lead", "stuff", "priced", "restricting"),
)


@dataclass(frozen=True, slots=True)
class Numerals:
    """The patterns and words by which numbers are read in one language.

    ``pattern`` matches a number; its groups are qualifier, currency, digits, scale,
    letter, word, wordscale, bare and rest. ``plain`` matches a number in digits alone.
    ``values`` maps number words to their values; ``conjunction`` matches the word
    between the parts of a number word. ``of`` matches the word between a scale and its
    noun ("millions of"). ``grouping`` matches the marks between thousands; ``decimal``
    is the mark before decimals. ``currencies`` maps names of currencies to their signs.
    A number word with one of the parts ``rough`` is inexact. A number before
    ``ranges``, or after ``after_range`` or ``until``, is one end of a range.
    """

    lang: str
    pattern: re.Pattern[str]
    plain: re.Pattern[str]
    values: Mapping[str, int]
    conjunction: re.Pattern[str]
    grouping: re.Pattern[str]
    decimal: str
    ranges: re.Pattern[str]
    after_range: re.Pattern[str]
    until: re.Pattern[str]
    of: re.Pattern[str]
    currencies: Mapping[str, str]
    rough: tuple[str, ...]

    def currency(self, written: str) -> str:
        """Return the sign of the currency ``written``: "€" for "euros"."""
        sign = written.strip()
        return self.currencies.get(sign.lower(), sign[-1:])

    def digits(self, written: str) -> str:
        """Return a number in digits with a decimal point: "1200.5" for "1,200.5"."""
        return self.grouping.sub("", written).replace(self.decimal, ".")

    def word(self, written: str) -> int:
        """Return the value of a number word: "twenty-one" is 21."""
        low = written.lower()
        if low in self.values:
            return self.values[low]
        parts = self.conjunction.sub("-", low).rpartition("-")
        return self.word(parts[0]) + self.values.get(parts[2], 1) if parts[0] else 1

    def factor(self, word: str | None) -> int:
        """Return the factor of a scale word, 1,000,000 for "million"; else 1."""
        scales = table("number_scales", self.lang)
        return int(scales.get((word or "").strip().lower(), 1))

    def kind(self, match: re.Match[str]) -> str:
        """Return how exact a number is: "about", "above", "below", or "" if exact.

        The qualifier before the number decides. A number word such as "dozen" is always
        inexact.
        """
        words = " ".join((match["qualifier"] or "").lower().split())
        kind = table("number_qualifiers", self.lang).get(words)
        is_rough = any(word in match[0].lower() for word in self.rough)
        return kind or ("about" if is_rough else "")


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The patterns by which the words around numbers are read in one language.

    ``word`` matches a word after a number. ``aside`` matches an insertion between the
    number and its verb (", including two children,"). ``toll`` matches words before a
    number of dead, unless they contain ``not_deaths``. ``states_first`` is true if the
    words after the number are checked before ``toll``. A number after ``of_a_kind`` is
    a part of another number.

    ``other_time`` matches in sentences about other times. ``rate`` matches after an
    amount that is a rate. ``day_lead`` matches the preposition before a date ("on
    Friday"). ``stuff`` matches the noun behind a unit ("of oil"). ``priced`` matches
    the word before an amount that is the price of a thing ("the $2bn tunnel").
    ``restricting`` matches a word before a noun that names a part of the things
    ("stolen cars").

    A word that ends with one of ``plural_ends``, but not of ``singular_ends``, is a
    plural. A word with one of ``adverb_ends`` is not part of the counted noun.

    Its readers also use the word lists ``number_scales``, ``number_qualifiers``,
    ``casualty_states``, ``casualty_acts``, ``casualty_steps``, ``amount_words``,
    ``background_words``, ``measure_words``, ``people_words`` and ``plural_words``.
    """

    word: re.Pattern[str]
    aside: re.Pattern[str]
    toll: re.Pattern[str]
    not_deaths: re.Pattern[str]
    of_a_kind: re.Pattern[str]
    other_time: re.Pattern[str]
    rate: re.Pattern[str]
    day_lead: re.Pattern[str]
    stuff: re.Pattern[str]
    priced: re.Pattern[str]
    restricting: re.Pattern[str]
    plural_ends: tuple[str, ...]
    singular_ends: tuple[str, ...]
    adverb_ends: tuple[str, ...]
    states_first: bool


@cache
def read_numerals(lang: str, *, decimal: str, rough: tuple[str, ...]) -> Numerals:
    """Return the number patterns of a language, read from its list ``number_patterns``."""
    words, named = table("number_words", lang), has_list("currencies", lang)
    scales = table("number_scales", lang)
    currencies = table("currencies", lang) if named else {}
    pieces = {
        "words": either(words),
        "scales": either(scales),
        "long_scales": either(w for w in scales if len(w) >= _LONG_SCALE),
        "qualifiers": either(table("number_qualifiers", lang)),
        "currencies": either(currencies),
        "signs": CURRENCIES,
    }
    return Numerals(
        lang=lang,
        values={word: int(value) for word, value in words.items()},
        decimal=decimal,
        currencies=currencies,
        rough=rough,
        **_read_patterns(lang, pieces, _NUMBERS),
    )


@cache
def read_phrasing(
    lang: str,
    *,
    plural_ends: tuple[str, ...],
    singular_ends: tuple[str, ...],
    adverb_ends: tuple[str, ...] = (),
    states_first: bool = False,
) -> Phrasing:
    """Return the patterns around numbers, from a language's ``number_patterns``."""
    pieces = {"months": "|".join(table("months", lang))}
    return Phrasing(
        plural_ends=plural_ends,
        singular_ends=singular_ends,
        adverb_ends=adverb_ends,
        states_first=states_first,
        **_read_patterns(lang, pieces, _PHRASES),
    )


def _read_patterns(
    lang: str, pieces: Mapping[str, str], names: Iterable[str]
) -> dict[str, re.Pattern[str]]:
    """Return the patterns called ``names``, with each ``%piece%`` replaced.

    The entries of a long pattern, such as ``pattern.digits`` and ``pattern.scale``, are
    joined in the order of the file.
    """
    sources = dict.fromkeys(names, "")
    for part, source in table("number_patterns", lang).items():
        name = part.partition(".")[0]
        if name in sources:
            sources[name] += source
    return {
        name: re.compile(filled(source, pieces)) for name, source in sources.items()
    }


def either(phrases: Iterable[str]) -> str:
    """Return the source of a pattern that matches any of ``phrases``, longest first."""
    return "|".join(
        re.escape(phrase).replace(r"\ ", r"\s")
        for phrase in sorted(phrases, key=len)[::-1]
    )
