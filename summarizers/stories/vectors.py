"""Turn documents into vectors of terms; rare terms weigh more, and names most.

The documents of a narrow beat, such as one election campaign, share the words of its
subject, although they report different events. The documents of one event share words,
too, but they resemble each other much more. So a term belongs to the subject of a beat
if many documents have the term, and if these documents hardly resemble each other. On
a beat, the terms of its subject weigh little.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import fsum, log, sqrt
from typing import TypeAlias

from summarizers.languages.profile import listed_profile
from summarizers.lexicons import table
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

# Fewer documents are too few to separate a beat from an event. More than _LEAST_DOCUMENTS
# are not searched: their own numbers already make the words of a subject light.
_FEWEST_DOCUMENTS = 8
# The least number and share of the documents that have a term of the subject, and the
# highest mean similarity of these documents. Measured on 24 channels with 11 to 14
# political articles of four days; single events have .18 or more.
_FEWEST_WITH_TERM, _LEAST_WITH_TERM = 4, 0.2
_MOST_LIKENESS = 0.18
# The least share of the subject in the mean similarity of all documents. Beats have .49
# to .78, mixed news .06, an invented small town .35 or less.
_LEAST_PART = 0.42


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
    removed. ``is_beat`` is true if all documents report on one beat.
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
        counts = [self._counted(document) for document in documents]
        spread = Counter(term for terms in counts for term in terms)
        weights = {
            term: _rarity(count, len(documents))
            * (_NAME_WEIGHT if term in self._names else 1)
            for term, count in spread.items()
        }
        self.vectors = [_vector(terms, weights) for terms in counts]
        subject = _subject(self.vectors)
        self.is_beat = bool(subject)
        if subject:
            factors = _factors(subject, self.vectors)
            self.vectors = [_reweighed(vector, factors) for vector in self.vectors]

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


def _subject(vectors: Sequence[Vector]) -> Collection[str]:
    """Return the terms of a beat's subject; none if the documents have no subject."""
    number = len(vectors)
    if not _FEWEST_DOCUMENTS <= number < _LEAST_DOCUMENTS:
        return ()
    spread = Counter(term for vector in vectors for term in vector)
    holders = {
        term: [vector for vector in vectors if term in vector]
        for term, count in spread.items()
        if count >= max(_FEWEST_WITH_TERM, _LEAST_WITH_TERM * number)
    }
    subject = [term for term, some in holders.items() if _mean(some) < _MOST_LIKENESS]
    part = sum(_part([vector[term] for vector in holders[term]]) for term in subject)
    return (
        subject if part >= _LEAST_PART * _mean(vectors) * number * (number - 1) else ()
    )


def _part(weights: Sequence[float]) -> float:
    """Return what a term with these weights adds to the similarities of all pairs.

    Each pair counts twice, once in each order.
    """
    return sum(weights) ** 2 - sum(weight * weight for weight in weights)


def _mean(vectors: Sequence[Vector]) -> float:
    """Return the mean similarity of all pairs of documents."""
    total: Vector = {}
    for vector in vectors:
        add(total, vector)
    pairs = dot(total, total) - sum(dot(vector, vector) for vector in vectors)
    return pairs / (len(vectors) * (len(vectors) - 1))


def _factors(subject: Iterable[str], vectors: Sequence[Vector]) -> Mapping[str, float]:
    """Return the factor, at most 1, for the weight of each term of a beat's subject.

    It gives the term the weight of a term that the same share of ``_LEAST_DOCUMENTS``
    documents has.
    """
    number = len(vectors)
    counts = {term: sum(term in vector for vector in vectors) for term in subject}
    return {
        term: _rarity(count / number * _LEAST_DOCUMENTS, number)
        / _rarity(count, number)
        for term, count in counts.items()
    }


def _reweighed(vector: Vector, factors: Mapping[str, float]) -> Vector:
    """Return a vector of the same length, with the terms of ``factors`` lighter."""
    lighter = {term: weight * factors.get(term, 1.0) for term, weight in vector.items()}
    length = sqrt(dot(vector, vector) / dot(lighter, lighter)) if vector else 1.0
    heaviest = sorted(lighter, key=lambda term: -lighter[term])
    return {term: lighter[term] * length for term in heaviest}
