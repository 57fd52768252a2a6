"""Group documents that report one event, and show what connects them.

Two documents are similar if their titles and leads share rare terms (TF-IDF), if their
days of publication are near, and if they resemble the same other documents. The two
most similar groups merge, until no pair of groups reaches a fixed threshold. The
similarity of two groups is the mean over their pairs of documents. An inverted index
finds the pairs to compare.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush, nsmallest
from itertools import islice
from math import exp, fsum, log, sqrt
from operator import itemgetter
from typing import TypeAlias

from summarizers.stories.vectors import (
    LEAD,
    StoryDocument,
    TermVectors,
    Vector,
    add,
    dot,
    products,
)
from summarizers.text.language import terms

MAX_CONNECTIONS = 3
"""The maximum number of connections of one document."""

MAX_SHARED = 5
"""The maximum number of terms, and of names, that a connection lists."""

_Pair: TypeAlias = tuple[int, int]
_Apart: TypeAlias = Mapping[str, Collection[str]]

# An index finds the documents that share heavy terms. Only the heaviest terms of a document
# are indexed, and one shared term is not enough, because it is mostly chance.
_INDEXED_TERMS = 30
_MOST_POSTINGS = 24
_LEAST_SHARED = 2
_MOST_CANDIDATES = 12
_LEAST_LIKENESS = 0.12
# Below this similarity, documents must share four terms. Two short reports from one town
# may share only its name and a word such as "vote". Costs .004 of the score on the ECB+
# corpus.
_SURE_LIKENESS = 0.45
_FEW_TERMS = 4
# Highest share of one term in the likeness of two documents. Reports of two events in one
# place share its name and little else.
_MOST_OF_ONE = 0.56

# Days of publication near each other raise the similarity, days far apart lower it. The
# effect is small, because many published dates are wrong. Measured on 183 dated articles.
_NEAR_FACTOR = 1.5
_FAR_FACTOR = 0.8
_NEAR_DAYS = 3
_DECAY_DAYS = 30

# The number of nearest documents in a vector; more than a story has articles would blur it.
# Measured on 35 stories of news, 66 of ECB+, and on parts and mixtures of both.
_MOST_NEAREST = 8
_LEAST_OF_NEAREST = 0.4

# The share of the neighbourhoods in the similarity, and the least similarity of a story. On
# news and ECB+, thresholds from .22 to .28 give about the same. Without neighbourhoods, the
# best threshold for both gives .919 and .882; with them, .964 and .929.
_NEIGHBOURS_SHARE = 0.5
_THRESHOLD = 0.24
_NO_COPIES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class StoryLinks:
    """Pairs of document ids that people keep ``apart`` or put ``together``.

    If the two contradict each other, ``apart`` wins.
    """

    apart: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Return whether there are pairs."""
        return bool(self.apart or self.together)


NO_LINKS = StoryLinks()


def cluster(
    documents: Sequence[StoryDocument],
    copies: Mapping[str, str] = _NO_COPIES,
    compared: Callable[[str], None] = lambda _: None,
    *,
    links: StoryLinks = NO_LINKS,
) -> tuple[tuple[str, ...], ...]:
    """Return the stories of ``documents`` as groups of ids, whatever their order.

    Each document is in one story; the documents, and the stories by their first
    documents, are in the order of the input. ``copies`` maps the id of each copy to the id of its original. Only
    copies join documents of different languages. ``compared`` is called with the id of
    each document after its comparison. ``links`` keep documents apart or together,
    whatever their texts.
    """
    apart: dict[str, set[str]] = {}
    for left, right in links.apart:
        apart.setdefault(left, set()).add(right)
        apart.setdefault(right, set()).add(left)
    # Documents of two languages are not compared, because they share few words.
    by_language: dict[str, list[StoryDocument]] = {}
    for document in sorted(documents, key=_key):
        by_language.setdefault(document.lang, []).append(document)
    groups = [
        group
        for batch in by_language.values()
        for group in _group(batch, compared, apart)
    ]
    stories = _join(groups, (*copies.items(), *links.together), apart)
    places = {document.id: place for place, document in enumerate(documents)}
    numbers = sorted(sorted(places[member] for member in story) for story in stories)
    return tuple(tuple(documents[n].id for n in story) for story in numbers)


def _key(document: StoryDocument) -> tuple[date, str, str, str]:
    """Return the key by which documents are sorted: by day, then by text."""
    day = document.published or date.min
    return day, document.title, document.text, document.id


def _join(
    groups: Iterable[list[str]], pairs: Iterable[tuple[str, str]], apart: _Apart
) -> Iterable[list[str]]:
    """Return the groups after joining the groups of each of ``pairs``.

    A pair is a copy and its original, or two documents that people put together. Groups
    that ``apart`` separates are not joined.
    """
    home = {member: group for group in groups for member in group}
    for copy, original in pairs:
        kept, taken = home.get(original), home.get(copy)
        if kept is None or taken is None or kept is taken:
            continue
        if not _are_apart(kept, taken, apart):
            kept += taken
            home.update(dict.fromkeys(taken, kept))
    return {id(group): group for group in home.values()}.values()


def _are_apart(left: Iterable[str], right: Collection[str], apart: _Apart) -> bool:
    """Return whether ``apart`` separates a member of ``left`` from one of ``right``."""
    return any(other in right for member in left for other in apart.get(member, ()))


@dataclass(slots=True)
class _Group:
    """A group of documents that may become a story; ``members`` are their ids.

    ``terms`` is the sum of its documents' term vectors, ``near`` the sum of their
    vectors of nearest documents. ``days`` counts the documents by day of publication.
    """

    members: list[str]
    terms: Vector
    near: Vector
    days: Counter[int | None]

    def take(self, other: _Group) -> None:
        """Add the members of the group ``other``."""
        self.members += other.members
        self.days += other.days
        add(self.terms, other.terms)
        add(self.near, other.near)

    def likeness(self, other: _Group) -> float:
        """Return the mean similarity over all pairs of members of two groups.

        The mean of a merged group lies between the means of its parts. So two groups
        that are not similar do not become similar by growing.
        """
        pairs = len(self.members) * len(other.members)
        factors = sum(
            count * times * _days_factor(left, right)
            for left, count in self.days.items()
            for right, times in other.days.items()
        )
        by_terms = dot(self.terms, other.terms) * factors / pairs
        by_near = dot(self.near, other.near)
        share = _NEIGHBOURS_SHARE
        return ((1 - share) * by_terms + share * by_near) / pairs


def _group(
    documents: Sequence[StoryDocument],
    compared: Callable[[str], None],
    apart: _Apart,
) -> Iterable[list[str]]:
    """Return the groups of documents of one language, as lists of ids.

    A page with several versions may report many events. So a version is in the
    neighbourhood of no document, and joins the most similar group at the end.
    """
    terms = TermVectors(documents)
    days = [_day(document) for document in documents]
    pages = Counter(document.page for document in documents)
    versions = {
        number
        for number, document in enumerate(documents)
        if document.page and pages[document.page] > 1
    }
    alike: dict[_Pair, float] = {}
    for number, candidates in enumerate(_candidates(terms.vectors)):
        page = documents[number].page
        for other in candidates:
            if not page or page != documents[other].page:
                factor = _days_factor(days[number], days[other])
                shared = products(terms.vectors[number], terms.vectors[other])
                likeness = fsum(shared) * factor
                if _is_enough(likeness, shared):
                    alike[other, number] = likeness
        compared(documents[number].id)
    near: list[list[tuple[float, int]]] = [[] for _ in documents]
    for (left, right), likeness in alike.items():
        if right not in versions:
            near[left].append((-likeness, right))
        if left not in versions:
            near[right].append((-likeness, left))
    groups = [
        _Group(
            [document.id],
            dict(terms.vectors[number]),
            _neighbourhood(number, near[number]),
            Counter([days[number]]),
        )
        for number, document in enumerate(documents)
    ]
    pairs = (pair for pair in alike if versions.isdisjoint(pair))
    linked = _link(groups, pairs, apart)
    home = {member: group for group in linked for member in group.members}
    joined = []
    for number in sorted(versions):
        version = groups[number]
        rated = (
            (version.likeness(group), group)
            for _, other in near[number]
            if not _are_apart(
                version.members, (group := home[documents[other].id]).members, apart
            )
        )
        likeness, best = max(rated, key=itemgetter(0), default=(0.0, version))
        if likeness >= _THRESHOLD:
            joined.append((version, best))
    for version, best in joined:
        best.members += version.members
        linked.remove(version)
    return [group.members for group in linked]


def _candidates(vectors: Sequence[Vector]) -> Iterator[list[int]]:
    """Yield, for each document, the indexes of earlier documents to compare with it.

    These share several terms of high weight with the document. For a frequent term,
    only the latest documents that have it are considered. So the work grows linearly
    with the number of documents.
    """
    postings: dict[str, list[int]] = {}
    for number, vector in enumerate(vectors):
        earlier: list[int] = []
        for term in islice(vector, _INDEXED_TERMS):
            places = postings.setdefault(term, [])
            earlier += places[-_MOST_POSTINGS:]
            places.append(number)
        shared = Counter(earlier).most_common(_MOST_CANDIDATES)
        yield [other for other, count in shared if count >= _LEAST_SHARED]


def _is_enough(likeness: float, shared: Sequence[float]) -> bool:
    """Return whether two documents may report one event.

    ``shared`` has what each term of both adds to their similarity.
    """
    if likeness >= _SURE_LIKENESS:
        return True
    if likeness < _LEAST_LIKENESS:
        return False
    return len(shared) >= _FEW_TERMS and max(shared) <= _MOST_OF_ONE * sum(shared)


def _day(document: StoryDocument) -> int | None:
    return None if document.published is None else document.published.toordinal()


def _days_factor(left: int | None, right: int | None) -> float:
    """Return the factor for the similarity of documents published on two days.

    The factor is highest for near days, and falls with the number of days between them.
    If a day is unknown, the factor is 1.
    """
    if left is None or right is None:
        return 1.0
    beyond = max(0, abs(left - right) - _NEAR_DAYS)
    return _FAR_FACTOR + (_NEAR_FACTOR - _FAR_FACTOR) * exp(-beyond / _DECAY_DAYS)


def _neighbourhood(number: int, near: list[tuple[float, int]]) -> Vector:
    """Return the vector, of length 1, of a document's similarities to its nearest ones.

    ``near`` has the negative similarities and the numbers of the documents around it.
    Its similarity to itself is 1 before the scaling. A lower value finds a little more
    in dense stories, but joins single articles that are only each other's nearest.
    """
    near.sort()
    kept = {
        str(other): -negative
        for negative, other in near[:_MOST_NEAREST]
        if negative <= _LEAST_OF_NEAREST * near[0][0]
    }
    kept[str(number)] = 1.0
    length = sqrt(sum(weight * weight for weight in kept.values()))
    return {other: weight / length for other, weight in kept.items()}


def _link(
    groups: Sequence[_Group], pairs: Iterable[_Pair], apart: _Apart
) -> list[_Group]:
    """Merge, again and again, the two groups with the highest mean similarity.

    This is average linkage. ``pairs`` are the numbers of the groups to compare at the
    start. Two groups merge only if their similarity is at least ``_THRESHOLD``. A merged
    group gets a new number, so that the pairs of its parts in the queue are void.
    """
    current = dict(enumerate(groups))
    alike: defaultdict[int, set[int]] = defaultdict(set)
    queue: list[tuple[float, int, int]] = []

    def compare(left: int, right: int) -> None:
        likeness = current[left].likeness(current[right])
        if likeness >= _THRESHOLD and not _are_apart(
            current[left].members, current[right].members, apart
        ):
            alike[left].add(right)
            alike[right].add(left)
            heappush(queue, (-likeness, left, right))

    for pair in pairs:
        compare(*pair)
    merged = len(groups)
    while queue:
        _, left, right = heappop(queue)
        if left in current and right in current:
            small, large = sorted(
                (current.pop(left), current.pop(right)),
                key=lambda group: len(group.members),
            )
            large.take(small)
            current[merged] = large
            for third in sorted((alike[left] | alike[right]) & current.keys()):
                compare(third, merged)
            merged += 1
    return list(current.values())


class NeighbourIndex:
    """An index of documents by the words of their titles and leads.

    For each word, the index keeps only the latest documents, so that it stays small.
    """

    def __init__(self) -> None:
        self._words: dict[str, tuple[str, ...]] = {}
        self._spread: Counter[str] = Counter()
        self._latest: dict[str, list[str]] = {}
        # Each word is in memory once.
        self._shared: dict[str, str] = {}

    def add(self, id_: str, title: str, text: str) -> None:
        """Add a document; a document whose id is in the index stays unchanged."""
        if id_ in self._words:
            return
        distinct = dict.fromkeys(terms(f"{title} {text[:LEAD]}"))
        shared = (self._shared.setdefault(word, word) for word in distinct)
        self._words[id_] = tuple(shared)
        self._spread.update(self._words[id_])
        for word in self._words[id_]:
            latest = self._latest.setdefault(word, [])
            latest.append(id_)
            del latest[:-_MOST_POSTINGS]

    def remove(self, ids: Iterable[str]) -> None:
        """Remove the documents with these ``ids``, and ignore ids not in the index."""
        for id_ in ids:
            for word in self._words.pop(id_, ()):
                self._spread[word] -= 1
                if not self._spread[word]:
                    del self._spread[word], self._latest[word], self._shared[word]

    def near(self, id_: str) -> list[str]:
        """Return the ids of documents that share rare words with ``id_``, best first.

        For a frequent word, only the latest documents are considered.
        """
        spread, total = self._spread, len(self._words)
        common = (word for word in self._words.get(id_, ()) if spread[word] > 1)
        rarest = nsmallest(
            _INDEXED_TERMS, common, key=lambda word: (spread[word], word)
        )
        weights: dict[str, list[float]] = {}
        for word in rarest:
            for other in self._latest[word]:
                weight = log(1 + total / spread[word])
                weights.setdefault(other, []).append(weight)
        likely = (
            (-sum(shared), other)
            for other, shared in weights.items()
            if len(shared) >= _LEAST_SHARED and other != id_ and other in self._words
        )
        return [other for _, other in nsmallest(_MOST_CANDIDATES, likely)]


@dataclass(frozen=True, slots=True)
class Connection:
    """The evidence that connects a document to another ``document`` of its story.

    ``names`` and ``terms`` are shared words as the document writes them, the heaviest
    first. ``days`` is the number of days between the two publications, ``None`` if a
    day is unknown. ``likeness`` is the similarity that the grouping computes.
    """

    document: str
    names: tuple[str, ...]
    terms: tuple[str, ...]
    days: int | None
    likeness: float


def connections(
    documents: Sequence[StoryDocument], member: str, story: Collection[str]
) -> tuple[Connection, ...]:
    """Return the connections of a document to the most similar documents of its story.

    ``member`` is the id of the document; ``story`` has the ids of its story's
    documents. ``documents`` are all documents that were grouped together, because the
    weight of a term depends on how many of them have the term.
    """
    own = next((document for document in documents if document.id == member), None)
    batch = [document for document in documents if own and document.lang == own.lang]
    if own is None:
        return ()
    terms = TermVectors(batch)
    vector, words = terms.vectors[batch.index(own)], terms.words(own)
    evidence = []
    for other, its in zip(batch, terms.vectors, strict=True):
        if other is own or other.id not in story:
            continue
        shared = {term: vector[term] * its[term] for term in vector.keys() & its.keys()}
        heaviest = sorted(shared, key=lambda term: (-shared[term], words[term]))
        written = [words[term] for term in heaviest]
        names = [word for word in written if terms.is_name(word)]
        plain = [word for word in written if not terms.is_name(word)]
        left, right = _day(own), _day(other)
        days = None if left is None or right is None else abs(left - right)
        likeness = fsum(shared.values()) * _days_factor(left, right)
        evidence.append(
            Connection(
                other.id,
                tuple(names[:MAX_SHARED]),
                tuple(plain[:MAX_SHARED]),
                days,
                likeness,
            )
        )
    evidence.sort(key=lambda connection: (-connection.likeness, connection.document))
    return tuple(evidence[:MAX_CONNECTIONS])
