"""Patterns for the numbers of a language and for the words around numbers."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from summarizers.lexicons import choice, filled, has_list, table

CURRENCIES = "$€£¥₹"
_LONG_SCALE = 3


@cache
def number_pattern(name: str, lang: str) -> re.Pattern[str]:
    """Return the pattern ``name`` of the list ``number_patterns`` of a language.

    The entries of a long pattern, such as ``number.digits`` and ``number.scale``, are
    joined in the order of the file.

    Raises:
        KeyError: the list has no pattern of this name.
    """
    scales = table("number_scales", lang)
    pieces = {
        "words": choice(table("number_words", lang)),
        "scales": choice(scales),
        "long_scales": choice(w for w in scales if len(w) >= _LONG_SCALE),
        "qualifiers": choice(table("number_qualifiers", lang)),
        "currencies": choice(_currencies(lang)),
        "months": "|".join(table("months", lang)),
        "signs": CURRENCIES,
    }
    listed = table("number_patterns", lang).items()
    source = "".join(part for key, part in listed if key.partition(".")[0] == name)
    if not source:
        raise KeyError(name)
    return re.compile(filled(source, pieces).replace(r"\ ", r"\s"))


def _currencies(lang: str) -> dict[str, str]:
    return table("currencies", lang) if has_list("currencies", lang) else {}


class Numerals(NamedTuple):
    """Reads the numbers of one language."""

    lang: str

    def pattern(self, name: str) -> re.Pattern[str]:
        """Return the pattern ``name`` of the list ``number_patterns``."""
        return number_pattern(name, self.lang)

    def currency(self, written: str) -> str:
        """Return the sign of the currency ``written``: "€" for "euros"."""
        sign = written.strip()
        return _currencies(self.lang).get(sign.lower(), sign[-1:])

    def digits(self, written: str) -> str:
        """Return a number in digits with a decimal point: "1200.5" for "1,200.5"."""
        plain = self.pattern("grouping").sub("", written)
        return self.pattern("decimal").sub(".", plain)

    def word(self, written: str) -> int:
        """Return the value of a number word: "twenty-one" is 21."""
        values, low = table("number_words", self.lang), written.lower()
        if low in values:
            return int(values[low])
        tens, _, ones = self.pattern("conjunction").sub("-", low).rpartition("-")
        return self.word(tens) + int(values.get(ones, 1)) if tens else 1

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
        return kind or ("about" if self.pattern("rough").search(match[0]) else "")
