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
from summarizers.languages.numerals import Numerals
from summarizers.lexicons import entries, table, words
from summarizers.text.language import ENGLISH, listed_language


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
