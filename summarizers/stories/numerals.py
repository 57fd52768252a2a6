"""How a language writes numbers: what they look like, and what their parts are worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from summarizers.lexicons import table
from summarizers.text.language import ENGLISH

_AND = re.compile(r"[\s-]et[\s-]")
CURRENCIES = "$€£¥₹"


@dataclass(frozen=True, slots=True)
class Numerals:
    """The patterns of numbers in one language.

    ``pattern`` has the groups qualifier, currency, digits, scale, letter, word,
    wordscale, bare and rest; ``of`` joins a scale to its noun. ``grouping`` are the
    marks between thousands, ``decimal`` is the mark before decimals; ``currencies`` are
    the names of those that have a sign, ``rough`` parts of words that are no exact
    numbers. A number before
    ``ranges``, or behind ``after_range`` or ``until``, is an end of a range.
    """

    lang: str
    pattern: re.Pattern[str]
    grouping: re.Pattern[str]
    decimal: str
    ranges: re.Pattern[str]
    after_range: re.Pattern[str]
    until: re.Pattern[str]
    of: re.Pattern[str]
    currencies: Mapping[str, str]
    rough: tuple[str, ...]

    def currency(self, written: str) -> str:
        """The sign of a currency."""
        sign = written.strip()
        return self.currencies.get(sign.lower(), sign[-1:])

    def digits(self, written: str) -> str:
        """The digits of a number with a full stop before its decimals."""
        return self.grouping.sub("", written).replace(self.decimal, ".")

    def word(self, written: str) -> int:
        """What a number word is worth: "twenty-one" is 21."""
        known, low = _values(self.lang), written.lower()
        if low in known:
            return known[low]
        parts = _AND.sub("-", low).rpartition("-")
        return self.word(parts[0]) + known.get(parts[2], 1) if parts[0] else 1

    def factor(self, word: str | None) -> int:
        """What a word multiplies the number before it by."""
        scales = table("number_scales", self.lang)
        return int(scales.get((word or "").strip().lower(), 1))

    def kind(self, match: re.Match[str]) -> str:
        """How exact a number is; a dozen is never meant to the last one."""
        words = " ".join((match["qualifier"] or "").lower().split())
        known = table("number_qualifiers", self.lang).get(words)
        rough = any(word in match[0].lower() for word in self.rough)
        return known or ("about" if rough else "")


@cache
def _values(lang: str) -> dict[str, int]:
    name = "number_words" if lang == ENGLISH else "counted_words"
    return {word: int(value) for word, value in table(name, lang).items()}


def number_words(lang: str) -> frozenset[str]:
    """The words of a language that are numbers, but those that are articles too."""
    return frozenset(_values(lang))


def _either(found: Iterable[str]) -> str:
    return "|".join(
        re.escape(one).replace(r"\ ", r"\s") for one in sorted(found, key=len)[::-1]
    )


def _english() -> Numerals:
    scales = table("number_scales")
    words = _either(table("number_words"))
    qualifiers = _either(table("number_qualifiers"))
    word = rf"(?:{words})(?:-(?:one|{words}))?"
    long_scales = _either(scale for scale in scales if len(scale) > 2)  # noqa: PLR2004
    pattern = re.compile(
        rf"(?:\b(?P<qualifier>{qualifiers})\s)?"
        rf"(?:(?<![\w.,:/#+–-])(?P<currency>(?:US|A|C|NZ|HK|S)?[{CURRENCIES}]\s?)?"
        r"(?<![\w.,:/#+–-])"
        r"(?P<digits>\d{1,3}(?:[,\u00a0]\d{3}){1,4}(?:\.\d{1,3})?|\d{1,12}(?:\.\d{1,3})?)"
        rf"(?:[\s-]?(?P<scale>{_either(scales)})\b|(?(currency)(?P<letter>[mbk])\b|(?!)))?(?![.,:/]?\d|:|/)"
        rf"|(?<![\w-])(?P<word>{word})(?:\s(?P<wordscale>{long_scales})\b)?"
        r"|(?<![\w-])an?\s(?P<bare>dozen|hundred|thousand|million|billion)\b)"
        rf"(?![\w%°’'–-]|\s%)(?P<rest>\s(?:and\s)?(?:{words}|{long_scales})\b)?",
        re.IGNORECASE,
    )
    return Numerals(
        lang=ENGLISH,
        pattern=pattern,
        grouping=re.compile("[,\u00a0]"),
        decimal=".",
        ranges=re.compile(
            rf"\s?(?:-|–|—|to|or)\s?(?:[{CURRENCIES}]\s?)?\d", re.IGNORECASE
        ),
        after_range=re.compile(r"(?:from|between)\s$", re.IGNORECASE),
        until=re.compile(
            r"\d\S{0,12}(?: \w{1,12})? (?:to|or) $|between .{1,20} and $", re.IGNORECASE
        ),
        of=re.compile(""),
        currencies={},
        rough=("dozen",),
    )


def _french() -> Numerals:
    scales, words = table("number_scales", "fr"), _either(table("counted_words", "fr"))
    qualifiers = _either(table("number_qualifiers", "fr"))
    currencies = _either(table("currencies", "fr"))
    word = rf"(?:{words})(?:(?:-(?:et-)?|\set\s(?=une?\b|onze\b))(?:une?|{words}))?"
    long_scales = _either(scales)
    pattern = re.compile(
        rf"(?:\b(?P<qualifier>{qualifiers})\s)?"
        r"(?:(?<![\w.,:/#+–-])"
        r"(?P<digits>\d{1,3}(?:[ .\u00a0\u202f]\d{3}(?!\d)){1,4}(?:,\d{1,3})?"
        r"|\d{1,12}(?:,\d{1,3})?)"
        rf"(?:\s(?P<scale>{long_scales})\b)?(?![.,:/]?\d|:|/)"
        rf"|(?<![\w-])(?P<word>{word})(?:\s(?P<wordscale>{long_scales})\b)?"
        rf"|(?<![\w-])une?\s(?P<bare>{long_scales})\b)"
        rf"(?:(?:\s(?:de\s|d['’])|\s)?(?P<currency>[{CURRENCIES}]|(?:{currencies})\b))?"
        rf"(?![\w%°–-]|\s%)(?P<letter>(?!))?(?P<rest>\s(?:et\s)?(?:{words}|{long_scales})\b)?",
        re.IGNORECASE,
    )
    return Numerals(
        lang="fr",
        pattern=pattern,
        grouping=re.compile("[ .\u00a0\u202f]"),
        decimal=",",
        ranges=re.compile(r"\s?(?:-|–|—|à|ou)\s?\d", re.IGNORECASE),
        after_range=re.compile(r"entre\s$", re.IGNORECASE),
        until=re.compile(
            r"\d\S{0,12}(?: \w{1,12})? (?:à|ou) $|entre .{1,20} et $", re.IGNORECASE
        ),
        of=re.compile(r"\s(?:de(?=\s)|d['’])"),
        currencies=table("currencies", "fr"),
        rough=("aine", "millier"),
    )


@cache
def numerals_of(lang: str) -> Numerals:
    """The numerals of a language whose numbers are compared."""
    return _french() if lang == "fr" else _english()
