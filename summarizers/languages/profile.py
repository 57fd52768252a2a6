"""Profiles of languages: one value per language, and the list of all languages.

A profile holds the rules that word lists, package data under ``lexicons/CODE``, cannot
express. A new language is a module here with a ``PROFILE``, its word lists, and one
line in ``_HOMES``. A profile is loaded at its first use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pkgutil import resolve_name
from typing import NamedTuple

from typing_extensions import override

from summarizers.languages.dates import DatePhrase, find_phrases
from summarizers.lexicons import choice, entries, filled, has_list, table, words
from summarizers.text.language import ENGLISH, listed_language

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


class Tense(StrEnum):
    """The tense that a verb form shows; ``OTHER`` stands for all other tenses."""

    FUTURE = "future"
    CONDITIONAL = "conditional"
    OTHER = "other"


class ReportingForm(NamedTuple):
    """The properties of one form of a reporting verb.

    ``kind`` is speech, belief or intention. ``frames`` are letters for the
    constructions in which the verb reports, such as "q" for a quotation. A form that is
    not ``finite`` needs an auxiliary. A ``gerund`` ("adding that") shares the subject
    of the verb before it.
    """

    kind: str
    frames: frozenset[str]
    finite: bool
    gerund: bool


Forms = tuple[Sequence[str], Sequence[str], Sequence[str]]
"""The finite forms of the third person, participles and gerunds of one verb."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageProfile:
    """The rules of a language that word lists cannot express.

    ``stem`` removes the ending of a case-folded word. ``noun_forms`` returns the
    singular or plural of a noun, for the terms of a topic. ``is_unclear`` tells whether
    a sentence needs the sentence before it to be understood. ``elides`` is true if an
    apostrophe may join a small word to a name ("d'Arvigny").
    """

    code: str
    name: str
    stem: Callable[[str], str]
    noun_forms: Callable[[str], tuple[str, ...]]
    is_unclear: Callable[[str], bool]
    elides: bool = False

    def find_phrases(self, text: str, start: int, end: int) -> list[DatePhrase]:
        """Return the date phrases of ``text[start:end]``, in order, without overlaps."""
        return find_phrases(text, start, end, self.code)

    def numerals(self) -> Numerals:
        """Return the reader of the language's numbers."""
        return Numerals(self.code)

    def reporting_forms(self) -> Collection[str]:
        """Return the forms of the reporting verbs."""
        return table("reporting_verbs", self.code)

    def words(self, name: str) -> frozenset[str]:
        """Return the word list ``name`` of this language.

        Raises:
            FileNotFoundError: the language has no list of this name.
        """
        return words(name, self.code)

    def endings(self, name: str) -> tuple[str, ...]:
        """Return the list of word endings ``name``, as ``str.endswith`` takes them.

        Raises:
            FileNotFoundError: the language has no list of this name.
        """
        return entries(name, self.code)

    def table(self, name: str) -> Mapping[str, str]:
        """Return the word list ``name`` of this language, mapping words to values.

        Raises:
            FileNotFoundError: the language has no list of this name.
        """
        return table(name, self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar(LanguageProfile):
    """The profile of a language that ``readers.pattern`` reads.

    ``token`` matches one token. ``forms`` returns the finite forms, participles and
    gerunds of a regular verb from its infinitive. ``tense`` returns the tense that the
    ending of a verb form shows.
    """

    token: re.Pattern[str]
    forms: Callable[[str], Forms]
    tense: Callable[[str], Tense]
    is_infinitive: Callable[[str], bool]

    @override
    def reporting_forms(self) -> Collection[str]:
        return self.reporters()

    def reporters(self) -> Mapping[str, ReportingForm]:
        """Map every form of every reporting verb to its properties."""
        return _reporters(self)


@cache
def _reporters(grammar: Grammar) -> dict[str, ReportingForm]:
    reporters = {}
    for infinitive, value in grammar.table("reporting_verbs").items():
        kind, frames, *irregular = value.split("\t")
        # In the entry of an irregular verb, "|" separates the kinds of its forms.
        listed = (
            [part.split() for part in f"{irregular[0]}||".split("|")]
            if irregular
            else []
        )
        finite, participles, gerunds, *_ = listed or grammar.forms(infinitive)
        for form in {*finite, *participles, *gerunds}:
            uses = frozenset(frames.split(","))
            reporters[form] = ReportingForm(kind, uses, form in finite, form in gerunds)
    return reporters


_HOMES = {ENGLISH: "english", "fr": "french"}


def profile_of(code: str) -> LanguageProfile | None:
    """Return the profile of the language ``code``, or ``None`` if it has none."""
    home = _HOMES.get(code)
    if home is None:
        return None
    return _profile_in(home)


@cache
def _profile_in(home: str) -> LanguageProfile:
    profile: LanguageProfile = resolve_name(f"{__package__}.{home}:PROFILE")
    return profile


def listed_profile(code: str) -> LanguageProfile:
    """Return the profile for the word lists of a language; English if it has no lists.

    Raises:
        LookupError: the language has word lists but no profile.
    """
    profile = profile_of(listed_language(code))
    if profile is None:
        raise LookupError(
            f"the language {code} has word lists but no profile: "
            "add its module to _HOMES in summarizers/languages/profile.py"
        )
    return profile


def profiles() -> tuple[LanguageProfile, ...]:
    """Return the profiles of all languages, English first."""
    return tuple(map(listed_profile, _HOMES))
