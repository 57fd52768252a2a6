"""What a language tells the readers of this package: one value a language.

Everything that is a list of words is package data under ``lexicons/CODE``; a grammar
holds only what lists cannot say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from summarizers.languages.english.dates import Outlook, Period
from summarizers.lexicons import entries, table, words


class Tense(StrEnum):
    """What the form of a verb tells of its time; ``OTHER`` tells nothing."""

    FUTURE = "future"
    CONDITIONAL = "conditional"
    OTHER = "other"


class Dated(NamedTuple):
    """A date phrase ``text[start:end]`` and the days it means."""

    start: int
    end: int
    days: Period


class Reporter(NamedTuple):
    """A form of a reporting verb; one that is not ``finite`` needs an auxiliary.

    A ``gerund`` ("adding that") has the subject of the verb before it.
    """

    kind: str
    frames: frozenset[str]
    finite: bool
    gerund: bool


Forms = tuple[Sequence[str], Sequence[str], Sequence[str]]
"""Finite forms of the third person, participles and gerunds of one verb."""

FindDates = Callable[[str, date | None, Outlook], list[Dated]]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The part of a language that no word list can hold.

    ``token`` splits text where no model does. ``forms`` gives the finite forms, the
    participles and the gerunds of a regular verb from its infinitive. ``tense`` reads
    the ending of a form. ``find_dates`` reads the date phrases of a text, seen from a
    day of publication. ``clauses`` are the words that open a reported clause,
    ``particles`` those that open a reported infinitive, ``owners`` and ``conjunctions``
    the words for "of" and "and".
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

    def words(self, name: str) -> frozenset[str]:
        """A word list of this language.

        Raises:
            FileNotFoundError: the language has no list of this name.
        """
        return words(name, self.code)

    def endings(self, name: str) -> tuple[str, ...]:
        """A list of endings, as ``str.endswith`` takes them.

        Raises:
            FileNotFoundError: the language has no list of this name.
        """
        return entries(name, self.code)

    def table(self, name: str) -> Mapping[str, str]:
        """A word list of this language with values.

        Raises:
            FileNotFoundError: the language has no list of this name.
        """
        return table(name, self.code)
