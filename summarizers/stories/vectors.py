"""Turn documents into vectors of terms; rare terms weigh more, and names most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log, sqrt
from typing import TypeAlias

from summarizers.languages.profile import listed_profile
from summarizers.lexicons import table
from summarizers.stories.documents import LEAD, StoryDocument
from summarizers.text.language import ENGLISH, UNLISTED
from summarizers.text.terms import stop_words

_TITLE_WEIGHT = 2
_SHORTEST = 2
_LONG = 8
_ADDRESS = re.compile(r"https?\s?:\s?/\s?/[^\n]*|www\.\S+")
_WORD = re.compile(r"[^\W_]+")
# A word inside a sentence: no full stop, line break or quotation mark is before it.
_INSIDE = re.compile(r"(?<=[^\W_][ ]|[,;][ ])[^\W\d_]+")
# The same in a language that elides words: an apostrophe may be before it, as in
# "d'Arvigny".
_INSIDE_ELIDED = re.compile(r"(?<=[^\W_][ '’]|[,;][ ])[^\W\d_]+")


class DocumentTokenizer:
    """Splits documents into terms and counts them; all documents have one language.

    ``numbers`` maps each term to its key in the vectors; ``weigh`` fills this mapping.
    """

    def __init__(self, documents: Sequence[StoryDocument]) -> None:
        profile = listed_profile(documents[0].lang if documents else ENGLISH)
        self._stem = profile.stem
        self._stop = stop_words(profile.code)
        self._calendar = _calendar(profile.code)
        self._is_listed = not documents or documents[0].lang != UNLISTED
        inside = _INSIDE_ELIDED if profile.elides else _INSIDE
        self._names = _names(inside, (_lead(document) for document in documents))
        self._terms: dict[str, str] = {}
        self.numbers: dict[str, int] = {}

    def words(self, document: StoryDocument) -> dict[int, str]:
        """Map the number of each term to the document's first word for the term."""
        written: dict[int, str] = {}
        for word in _WORD.findall(f"{document.title} {_lead(document)}"):
            number = self.numbers.get(self._term(word))
            if number is not None:
                written.setdefault(number, word)
        return written

    def terms(self, document: StoryDocument) -> dict[str, int]:
        """Return how often the document has each term; title words count twice.

        Names of weekdays and months count only in a document without a day of
        publication. For other documents, the clustering compares the days of
        publication.
        """
        counts = Counter(_WORD.findall(_lead(document)))
        for word in _WORD.findall(document.title):
            counts[word] += _TITLE_WEIGHT
        counted: dict[str, int] = {}
        term_of = self._terms
        if document.published is not None:
            for word in self._calendar & counts.keys():
                del counts[word]
        for word, count in counts.items():
            term = term_of.get(word)
            if term is None:
                term = self._term(word)
            if term:
                counted[term] = counted.get(term, 0) + count
        return counted

    def is_name(self, term: str) -> bool:
        """Return whether the documents mostly write the term with a capital letter."""
        return term in self._names

    def _term(self, word: str) -> str:
        """Return the term of a word: the word itself for a name, else its stem.

        The term of a stop word is "".
        """
        term = self._terms.get(word)
        if term is None:
            folded = word.casefold()
            if len(folded) < _SHORTEST or folded in self._stop:
                term = ""
            elif not self._is_listed:
                term = folded if self._tells(folded) else ""
            else:
                term = folded if folded in self._names else self._stem(folded)
            self._terms[word] = term
        return term

    def _tells(self, word: str) -> bool:
        """Return whether ``word`` may show what a document is about.

        Names, numbers and long words may. Most short words occur in all texts. The test
        serves languages without a list of stop words.
        """
        return len(word) >= _LONG or word in self._names or word.isdecimal()


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


Vector: TypeAlias = dict[int, float]
"""Maps the number of a term or of a document to its weight, the heaviest first."""

# Names distinguish two events of one kind. Measured: between 1.25 and 1.75 little changes.
_NAME_WEIGHT = 1.5
SMOOTHING = 5
"""The number that ``weigh`` adds to the number of documents with a term."""

# In a small set of documents on one event, the event's words would count as common. So
# terms are weighed as if there were at least this number of documents. Measured on single
# events, pairs of similar events, and samples of a third.
LEAST_DOCUMENTS = 200
"""``weigh`` computes weights as if there were at least this number of documents."""

_MOST_TERMS = 100


def weigh(
    documents: Sequence[StoryDocument], tokenizer: DocumentTokenizer | None = None
) -> list[Vector]:
    """Return, for each document, the vector of its heaviest terms.

    All documents are of one language. A vector has length 1 before its lightest terms
    are removed. A given ``tokenizer`` was made with the same ``documents``; the
    function sets its ``numbers``.
    """
    wording = tokenizer or DocumentTokenizer(documents)
    term_counts = [wording.terms(document) for document in documents]
    spread = Counter(term for terms in term_counts for term in terms)
    number = max(len(documents), LEAST_DOCUMENTS)
    weights = {
        term: log(1 + number / (count + SMOOTHING))
        * (_NAME_WEIGHT if wording.is_name(term) else 1)
        for term, count in spread.items()
    }
    numbers = wording.numbers = {term: number for number, term in enumerate(spread)}
    return [_vector(terms, weights, numbers) for terms in term_counts]


def dot(left: Vector, right: Vector) -> float:
    """Return the scalar product of two vectors."""
    return sum(products(left, right))


def products(left: Vector, right: Vector) -> list[float]:
    """Return, for each term that both vectors have, the product of its two weights."""
    return [left[key] * right[key] for key in left.keys() & right.keys()]


def add(total: Vector, other: Vector) -> None:
    """Add the vector ``other`` to the vector ``total``, in place."""
    for key, weight in other.items():
        total[key] = total.get(key, 0.0) + weight


def _vector(
    terms: Mapping[str, int], weights: Mapping[str, float], numbers: Mapping[str, int]
) -> Vector:
    weighed = [
        (-(1 + log(count)) * weights[term], term) for term, count in terms.items()
    ]
    weighed.sort()
    length = sqrt(sum([weight * weight for weight, _ in weighed]))
    return {numbers[term]: -weight / length for weight, term in weighed[:_MOST_TERMS]}
