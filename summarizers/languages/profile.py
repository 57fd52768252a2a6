"""Profiles of languages: one value per language, and the list of all languages.

A profile holds the rules that word lists, package data under ``lexicons/CODE``, cannot
express. A new language is a package here with a ``PROFILE``, its word lists, and one
line in ``_HOMES``. A profile is loaded at its first use.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pkgutil import resolve_name
from typing import NamedTuple, Protocol

from summarizers.languages.date_frames import Outlook
from summarizers.languages.numerals import Numerals, Phrasing
from summarizers.languages.periods import Period
from summarizers.lexicons import entries, table, words
from summarizers.text.language import ENGLISH, listed_language


class Tense(StrEnum):
    """The tense that a verb form shows; ``OTHER`` stands for all other tenses."""

    FUTURE = "future"
    CONDITIONAL = "conditional"
    OTHER = "other"


class ResolvedDate(NamedTuple):
    """A date phrase ``text[start:end]`` and the days that it means.

    ``exact`` is false if the phrase names only a part of a period ("début 2027").
    """

    start: int
    end: int
    days: Period
    exact: bool = True


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

FindDates = Callable[[str, date | None, Outlook], list[ResolvedDate]]


class DatePhrase(Protocol):
    """A date phrase ``text[start:end]`` that is not yet resolved to days."""

    @property
    def start(self) -> int:
        """Return the offset of the phrase's first character."""

    @property
    def end(self) -> int:
        """Return the offset after the phrase's last character."""

    @abstractmethod
    def days(self, published: date | None, outlook: Outlook) -> Period | None:
        """Return the days that the phrase means, or ``None`` if it is indefinite."""


class FindPhrases(Protocol):
    """Finds date phrases in text order; of overlapping ones, only the longest."""

    @abstractmethod
    def __call__(self, text: str, start: int, end: int) -> Sequence[DatePhrase]:
        """Return the date phrases of ``text[start:end]``."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The grammar of a language, for the pattern reader.

    ``token`` matches one token. ``forms`` returns the finite forms, participles and
    gerunds of a regular verb from its infinitive. ``tense`` returns the tense that the
    ending of a verb form shows. ``find_dates`` resolves the dates of a text by the
    publication day. ``clauses`` are words that start a reported clause ("que"),
    ``particles`` words that start a reported infinitive ("de"). ``owners`` are the
    words for "of", ``conjunctions`` those for "and".
    """

    code: str
    token: re.Pattern[str]
    forms: Callable[[str], Forms]
    tense: Callable[[str], Tense]
    find_dates: FindDates
    is_infinitive: Callable[[str], bool]
    clauses: frozenset[str]
    particles: frozenset[str]
    owners: frozenset[str]
    conjunctions: frozenset[str]

    def reporters(self) -> Mapping[str, ReportingForm]:
        """Map every form of every reporting verb to its properties."""
        return _reporters(self)

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


@cache
def _reporters(grammar: Grammar) -> dict[str, ReportingForm]:
    return {
        form: ReportingForm(kind, frames, form in forms[0], form in forms[2])
        for infinitive, value in grammar.table("reporting_verbs").items()
        for kind, frames, forms in [_reporter(grammar, infinitive, value)]
        for form in {*forms[0], *forms[1], *forms[2]}
    }


def _reporter(
    grammar: Grammar, infinitive: str, value: str
) -> tuple[str, frozenset[str], Forms]:
    kind, frames, *irregular = value.split("\t")
    forms = _listed_forms(irregular[0]) if irregular else grammar.forms(infinitive)
    return kind, frozenset(frames.split(",")), forms


def _listed_forms(text: str) -> Forms:
    """Return the forms of an irregular verb from its entry in a word list.

    In the entry ``text``, "|" separates finite forms, participles and gerunds.
    """
    finite, _, rest = text.partition("|")
    participles, _, gerunds = rest.partition("|")
    return finite.split(), participles.split(), gerunds.split()


@dataclass(frozen=True, slots=True)
class LanguageProfile:
    """The rules of a language that word lists cannot express.

    ``stem`` removes the ending of a case-folded word. ``noun_forms`` returns the
    singular or plural of a noun, for the terms of a topic. ``is_unclear`` tells whether
    a sentence needs the sentence before it to be understood. ``reporting_forms``
    returns the forms of the reporting verbs. ``elides`` is true if an apostrophe may
    join a small word to a name ("d'Arvigny"). A language of ``readers.pattern`` has a
    ``grammar``.
    """

    code: str
    name: str
    stem: Callable[[str], str]
    noun_forms: Callable[[str], tuple[str, ...]]
    is_unclear: Callable[[str], bool]
    find_phrases: FindPhrases
    reporting_forms: Callable[[], Collection[str]]
    numerals: Callable[[], Numerals]
    phrasing: Callable[[], Phrasing]
    elides: bool = False
    grammar: Grammar | None = None


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
            "add its package to _HOMES in summarizers/languages/profile.py"
        )
    return profile


def profiles() -> tuple[LanguageProfile, ...]:
    """Return the profiles of all languages, English first."""
    return tuple(map(listed_profile, _HOMES))
