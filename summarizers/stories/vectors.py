"""Turn documents into vectors of terms; rare terms weigh more, and names most.

How rare a term is depends on its share of general news, and on its share of the
documents at hand. The documents of a narrow beat, such as one country's energy policy,
share the words of its subject, although they report different events. The documents of
one event share words, too, but they resemble each other much more. So a term belongs to
the subject of a beat if many documents have the term, and if these documents hardly
resemble each other without the term. The terms of a subject weigh little.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import fsum, log, sqrt
from typing import TypeAlias

from summarizers.languages.profile import listed_profile
from summarizers.lexicons import has_list, table
from summarizers.text.language import ENGLISH, UNLISTED, stop_words

LEAD = 1_500
"""Only this number of characters at the start of a text is compared."""

Vector: TypeAlias = dict[str, float]
"""Maps a term or a document's id to its weight; terms come heaviest first."""

_TITLE_WEIGHT = 2
_SHORTEST, _LONG = 2, 8
_ADDRESS = re.compile(r"https?\s?:\s?/\s?/[^\n]*|www\.\S+")
_WORD = re.compile(r"[^\W_]+")
# A word inside a sentence: no full stop, line break or quotation mark is before it.
_INSIDE = re.compile(r"(?<=[^\W_][ ]|[,;][ ])[^\W\d_]+")
# The same in a language that elides words: an apostrophe may be before it, as in
# "d'Arvigny".
_INSIDE_ELIDED = re.compile(r"(?<=[^\W_][ '’]|[,;][ ])[^\W\d_]+")

# Names distinguish two events of one kind. Measured: between 1.25 and 1.75 little changes.
_NAME_WEIGHT = 1.5
# The number that is added to the number of documents with a term.
_SMOOTHING = 5
# In a small set of documents on one event, the event's words would count as common. So
# terms are weighed as if there were at least this number of documents. Measured on single
# events, pairs of similar events, and samples of a third.
_LEAST_DOCUMENTS = 200
_MOST_TERMS = 100

# Documents of general news count this much beside those at hand. Measured on two beats,
# single events and random samples of general news: from 2 to 3 little changes.
_GENERAL = 3

# Fewer documents are too few to separate a beat from an event. More than _LEAST_DOCUMENTS
# are not searched: their own numbers already make the words of a subject light.
_FEWEST_DOCUMENTS = 5
# The least number and share of the documents that have a term of the subject, and the
# highest mean similarity of these documents without the term. Measured on two beats and
# on single events.
_FEWEST_WITH_TERM, _LEAST_WITH_TERM = 3, 0.15
_MOST_LIKENESS = 0.16
# When some terms of the subject weigh less, others turn out to belong to it.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class StoryDocument:
    """The parts of an article that decide to which story it belongs; ``id`` is unique.

    ``lang`` is the language of its word lists, or ``UNLISTED``. Documents of different
    languages are in one story only if one is a copy of the other. If the document is one
    of several versions of a page, ``page`` names the page; versions of a page are not
    compared.
    """

    id: str
    text: str
    title: str = ""
    published: date | None = None
    lang: str = ENGLISH
    page: str = ""


class TermVectors:
    """The terms of documents that all have one language.

    ``vectors`` has one vector a document, of length 1 before its lightest terms are
    removed. ``counts`` has the number of times that each document has each term.
    """

    def __init__(self, documents: Sequence[StoryDocument]) -> None:
        lang = documents[0].lang if documents else ENGLISH
        profile = listed_profile(lang)
        self._is_listed = lang != UNLISTED
        self._stem, self._stop = profile.stem, stop_words(profile.code)
        self._calendar = _calendar(profile.code)
        inside = _INSIDE_ELIDED if profile.elides else _INSIDE
        self._names = _names(inside, map(_lead, documents))
        self._terms: dict[str, str] = {}
        self.counts = [self._counted(document) for document in documents]
        number = len(documents)
        spread = Counter(term for terms in self.counts for term in terms)
        general = _general(profile.code)
        rarities = {
            term: _rarity(max(count, general.get(term, 0.0)), number)
            for term, count in spread.items()
        }
        weights = {
            term: rarity * (_NAME_WEIGHT if term in self._names else 1)
            for term, rarity in rarities.items()
        }
        plain = [_vector(terms, weights) for terms in self.counts]
        self.vectors = plain
        factors: dict[str, float] = {}
        for _ in range(_ROUNDS):
            subject = _subject(self.vectors) - factors.keys()
            if not subject:
                break
            for term in subject:
                many = _rarity(spread[term] / number * _LEAST_DOCUMENTS, number)
                factors[term] = min(1.0, many / rarities[term])
            self.vectors = [_reweighed(vector, factors) for vector in plain]

    def words(self, document: StoryDocument) -> dict[str, str]:
        """Map each term of a document to the document's first word for it."""
        written: dict[str, str] = {}
        for word in _WORD.findall(f"{document.title} {_lead(document)}"):
            written.setdefault(self._term(word), word)
        return written

    def is_name(self, word: str) -> bool:
        """Return whether the documents mostly write the word with a capital letter."""
        return word.casefold() in self._names

    def _counted(self, document: StoryDocument) -> dict[str, int]:
        """Return how often a document has each term; title words count twice.

        Names of weekdays and months count only in a document without a day of
        publication. For other documents, the clustering compares the days of
        publication.
        """
        words = Counter(_WORD.findall(_lead(document)))
        for word in _WORD.findall(document.title):
            words[word] += _TITLE_WEIGHT
        if document.published is not None:
            for word in self._calendar & words.keys():
                del words[word]
        counted: dict[str, int] = {}
        for word, count in words.items():
            term = self._terms.get(word)
            if term is None:
                term = self._term(word)
            if term:
                counted[term] = counted.get(term, 0) + count
        return counted

    def _term(self, word: str) -> str:
        """Return the term of a word: the word itself for a name, else its stem.

        The term of a stop word is "". A language without a list of stop words has only
        terms that may show what a document is about: names, numbers and long words.
        """
        term = self._terms.get(word)
        if term is None:
            term = word.casefold()
            is_name = term in self._names
            if len(term) < _SHORTEST or term in self._stop:
                term = ""
            elif self._is_listed:
                term = term if is_name else self._stem(term)
            elif not (is_name or len(term) >= _LONG or term.isdecimal()):
                term = ""
            self._terms[word] = term
        return term


def dot(left: Vector, right: Vector) -> float:
    """Return the scalar product of two vectors."""
    return fsum(products(left, right))


def products(left: Vector, right: Vector) -> list[float]:
    """Return, for each key that both vectors have, the product of its two weights."""
    return [left[key] * right[key] for key in left.keys() & right.keys()]


def add(total: Vector, other: Vector) -> None:
    """Add the vector ``other`` to the vector ``total``, in place."""
    for key, weight in other.items():
        total[key] = total.get(key, 0.0) + weight


@cache
def _calendar(lang: str) -> frozenset[str]:
    """Return the names of weekdays and months, as they are written in a sentence."""
    names = (*table("weekdays", lang), *table("months", lang))
    return frozenset(form for name in names for form in (name, name.capitalize()))


def _lead(document: StoryDocument) -> str:
    lead = document.text[:LEAD]
    # Few leads have an address, and a plain search is much faster.
    has_address = "http" in lead or "www." in lead
    return _ADDRESS.sub(" ", lead) if has_address else lead


def _names(inside: re.Pattern[str], leads: Iterable[str]) -> frozenset[str]:
    """Return the words that ``leads`` mostly capitalise, in lower case.

    ``inside`` matches the words that do not start a sentence.
    """
    counts: Counter[str] = Counter()
    for lead in leads:
        counts.update(inside.findall(lead))
    surplus: Counter[str] = Counter()
    for word, count in counts.items():
        surplus[word.casefold()] += count if word[0].isupper() else -count
    return frozenset(word for word, count in surplus.items() if count > 0)


def _rarity(count: float, number: int) -> float:
    """Return the weight of a term that ``count`` of ``number`` documents have."""
    return log(1 + max(number, _LEAST_DOCUMENTS) / (count + _SMOOTHING))


def _vector(terms: Mapping[str, int], weights: Mapping[str, float]) -> Vector:
    weighed = [
        (-(1 + log(count)) * weights[term], term) for term, count in terms.items()
    ]
    weighed.sort()
    length = sqrt(sum([weight * weight for weight, _ in weighed]))
    return {term: -weight / length for weight, term in weighed[:_MOST_TERMS]}


def _subject(vectors: Sequence[Vector]) -> set[str]:
    """Return the terms of a beat's subject; none if the documents have no subject."""
    number = len(vectors)
    if not _FEWEST_DOCUMENTS <= number < _LEAST_DOCUMENTS:
        return set()
    spread = Counter(term for vector in vectors for term in vector)
    least = max(_FEWEST_WITH_TERM, _LEAST_WITH_TERM * number)
    return {
        term
        for term, count in spread.items()
        if count >= least
        and _mean([v for v in vectors if term in v], term) < _MOST_LIKENESS
    }


def _mean(vectors: Sequence[Vector], left_out: str) -> float:
    """Return the mean similarity of all pairs of documents without one term."""
    total: Vector = {}
    for vector in vectors:
        add(total, vector)
    total.pop(left_out)
    own = sum(dot(vector, vector) - vector[left_out] ** 2 for vector in vectors)
    return (dot(total, total) - own) / (len(vectors) * (len(vectors) - 1))


@cache
def _general(lang: str) -> Mapping[str, float]:
    """Map terms to the number of documents of general news that count for them.

    The list has the share of general news articles that have a term.
    """
    name = "general_terms"
    shares = table(name, lang) if has_list(name, lang) else {}
    return {k: _GENERAL * _LEAST_DOCUMENTS * float(v) for k, v in shares.items()}


def _reweighed(vector: Vector, factors: Mapping[str, float]) -> Vector:
    """Return a vector of the same length, with the terms of ``factors`` lighter."""
    lighter = {term: weight * factors.get(term, 1.0) for term, weight in vector.items()}
    length = sqrt(dot(vector, vector) / dot(lighter, lighter)) if vector else 1.0
    heaviest = sorted(lighter, key=lambda term: -lighter[term])
    return {term: lighter[term] * length for term in heaviest}
