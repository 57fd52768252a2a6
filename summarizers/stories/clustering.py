"""Group documents that report one event.

Two documents are similar if their titles and leads share rare terms (TF-IDF), if their
days of publication are near, and if they resemble the same other documents. The two
most similar groups merge, until no pair of groups reaches a fixed threshold. The
similarity of two groups is the mean over their pairs of documents. An inverted index
finds the pairs to compare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heapify, heappop, heappush
from itertools import islice
from math import exp, sqrt
from operator import itemgetter
from typing import TypeAlias

from summarizers.stories.beats import weigh_by_event
from summarizers.stories.documents import (
    NO_LINKS,
    Cluster,
    StoryDocument,
    StoryLinks,
)
from summarizers.stories.vectors import Vector, add, dot, products

Pair: TypeAlias = tuple[int, int]
"""The numbers of two documents, the lower first."""

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
_SURE_LIKENESS = 0.35
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


def similarities(
    vectors: Sequence[Vector], days: Sequence[int | None], pages: Sequence[str] = ()
) -> Iterator[dict[Pair, float]]:
    """Yield, for each document, its similarities to earlier documents.

    Only documents that share a term of high weight are compared. Only similarities high
    enough for one story are included. Documents with the same text in ``pages`` are
    versions of one page and are not compared; an empty text means that the page is
    unknown.
    """
    for left, candidates in enumerate(_candidates(vectors)):
        pairs: dict[Pair, float] = {}
        for right in candidates:
            if pages and pages[left] and pages[left] == pages[right]:
                continue
            factor = days_factor(days[left], days[right])
            shared = products(vectors[left], vectors[right])
            likeness = sum(shared) * factor
            if _is_enough(likeness, shared):
                pairs[right, left] = likeness
        yield pairs


def _is_enough(likeness: float, shared: Sequence[float]) -> bool:
    if likeness >= _SURE_LIKENESS:
        return True
    if likeness < _LEAST_LIKENESS:
        return False
    return len(shared) >= _FEW_TERMS and max(shared) <= _MOST_OF_ONE * sum(shared)


def days_factor(left: int | None, right: int | None) -> float:
    """Return the factor for the similarity of documents published on two days.

    The factor is highest for near days, and falls with the number of days between them.
    If a day is unknown, the factor is 1.
    """
    if left is None or right is None:
        return 1.0
    beyond = max(0, abs(left - right) - _NEAR_DAYS)
    return _FAR_FACTOR + (_NEAR_FACTOR - _FAR_FACTOR) * exp(-beyond / _DECAY_DAYS)


def mean_days_factor(
    left_days: Mapping[int | None, int], right_days: Mapping[int | None, int]
) -> float:
    """Return the mean of ``days_factor`` over all pairs of documents of two groups.

    Each mapping gives the number of a group's documents for each day of publication.
    """
    total = sum(
        count * times * days_factor(left, right)
        for left, count in left_days.items()
        for right, times in right_days.items()
    )
    return total / (sum(left_days.values()) * sum(right_days.values()))


def _candidates(vectors: Sequence[Vector]) -> Iterator[list[int]]:
    """Yield, for each document, the indexes of earlier documents to compare with it.

    These share several terms of high weight with the document. For a frequent term,
    only the latest documents that have it are considered. So the work grows linearly
    with the number of documents.
    """
    postings: dict[int, list[int]] = {}
    for number, vector in enumerate(vectors):
        earlier: list[int] = []
        for term in islice(vector, _INDEXED_TERMS):
            places = postings.setdefault(term, [])
            earlier += places[-_MOST_POSTINGS:]
            places.append(number)
        likely = [
            (-count, other)
            for other, count in Counter(earlier).items()
            if count >= _LEAST_SHARED
        ]
        likely.sort(key=itemgetter(0))
        yield [other for _, other in likely[:_MOST_CANDIDATES]]


# The number of nearest documents in a vector; more than a story has articles would blur it.
# Measured on 35 stories of news, 66 of ECB+, and on parts and mixtures of both.
_MOST = 8
_LEAST_SHARE = 0.4
# Each document's similarity to itself. A lower value finds a little more in dense stories,
# but joins single articles that are only each other's nearest.
_SELF = 1.0


def neighbourhoods(
    number: int, similarities: Mapping[tuple[int, int], float]
) -> list[Vector]:
    """Return, for each document, a vector of its similarities to its nearest documents.

    Each vector has length 1 and includes the document itself, which has similarity 1
    before the scaling. ``number`` is the number of documents; ``similarities`` maps
    pairs of documents to their similarity.
    """
    near: list[list[tuple[float, int]]] = [[] for _ in range(number)]
    for (left, right), likeness in similarities.items():
        near[left].append((-likeness, right))
        near[right].append((-likeness, left))
    return [_nearest(document, sorted(pairs)) for document, pairs in enumerate(near)]


def _nearest(document: int, pairs: list[tuple[float, int]]) -> Vector:
    kept = {
        other: -negative
        for negative, other in pairs[:_MOST]
        if negative <= _LEAST_SHARE * pairs[0][0]
    }
    kept[document] = _SELF
    length = sqrt(sum(weight * weight for weight in kept.values()))
    return {other: weight / length for other, weight in kept.items()}


# The share of the neighbourhoods in the similarity, and the least similarity of a story. On
# news and ECB+, thresholds from .22 to .28 give about the same. Without neighbourhoods, the
# best threshold for both gives .919 and .882; with them, .964 and .929.
_NEIGHBOURS_SHARE = 0.5
_THRESHOLD = 0.24
# Documents of one beat resemble each other more, also if they report different events.
_BEAT_THRESHOLD = 0.32


@dataclass(slots=True)
class Group:
    """A group of documents that may become a story.

    ``terms`` is the sum of its documents' term vectors, ``near`` the sum of their
    vectors of nearest documents. ``days`` counts the documents by day of publication.
    """

    members: list[int]
    terms: Vector
    near: Vector
    days: Counter[int | None]

    def take(self, other: Group) -> None:
        """Add the members of the group ``other``."""
        self.members += other.members
        self.days += other.days
        add(self.terms, other.terms)
        add(self.near, other.near)


class AverageLinkage:
    """Merges, again and again, the two groups with the highest mean similarity.

    This is average linkage. A merged group gets a new number. ``apart`` maps a member
    to the members that must not be in its group. Two groups merge only if their
    similarity is at least ``least``.
    """

    def __init__(
        self,
        groups: Iterable[Group],
        apart: Mapping[int, Collection[int]],
        least: float,
    ) -> None:
        self._apart = apart
        self._least = least
        self._groups = dict(enumerate(groups))
        self._alike: dict[int, set[int]] = {number: set() for number in self._groups}
        self._queue: list[tuple[float, int, int]] = []

    def link(self, pairs: Iterable[Pair]) -> list[Group]:
        """Merge similar groups, the most similar first, and return the final groups.

        ``pairs`` are the pairs of group numbers to compare at the start.
        """
        for left, right in pairs:
            self._compare(left, right)
        heapify(self._queue)
        while self._queue:
            _, left, right = heappop(self._queue)
            if left in self._groups and right in self._groups:
                self._merge(left, right)
        return list(self._groups.values())

    def _merge(self, left: int, right: int) -> None:
        """Merge two groups into a new one.

        The pairs of the two old groups that wait in the queue become void.
        """
        large, small = self._groups.pop(left), self._groups.pop(right)
        if len(large.members) < len(small.members):
            large, small = small, large
        large.take(small)
        merged = len(self._alike)
        self._groups[merged] = large
        neighbours = self._alike[left] | self._alike[right]
        self._alike[merged] = set()
        for third in sorted(neighbours & self._groups.keys()):
            self._compare(third, merged)

    def _compare(self, left: int, right: int) -> None:
        members = self._groups[left].members, self._groups[right].members
        if self._apart and _are_apart(*members, self._apart):
            return
        likeness = _likeness(self._groups[left], self._groups[right])
        if likeness >= self._least:
            self._alike[left].add(right)
            self._alike[right].add(left)
            heappush(self._queue, (-likeness, left, right))


def _are_apart(
    left: Iterable[int], right: Collection[int], apart: Mapping[int, Collection[int]]
) -> bool:
    """Return whether ``apart`` separates a member of ``left`` from one of ``right``."""
    return any(
        other in right for member in left if member in apart for other in apart[member]
    )


def _likeness(left: Group, right: Group) -> float:
    """Return the mean similarity over all pairs of members of two groups.

    The mean of a merged group lies between the means of its parts. So two groups that
    are not similar do not become similar by growing.
    """
    pairs = len(left.members) * len(right.members)
    by_terms = dot(left.terms, right.terms) * mean_days_factor(left.days, right.days)
    by_near = dot(left.near, right.near)
    share = _NEIGHBOURS_SHARE
    return ((1 - share) * by_terms + share * by_near) / pairs


_NO_COPIES: Mapping[str, str] = {}


def cluster(
    documents: Sequence[StoryDocument],
    copies: Mapping[str, str] = _NO_COPIES,
    compared: Callable[[str], None] = lambda _: None,
    *,
    links: StoryLinks = NO_LINKS,
) -> tuple[Cluster, ...]:
    """Return the stories of ``documents``; the result does not depend on their order.

    Each document is in one story; the stories are in the order of their first
    documents. ``copies`` maps the id of each copy to the id of its original. Only
    copies join documents of different languages. ``compared`` is called with the id of
    each document after its comparison. ``links`` keep documents apart or together,
    whatever their texts.
    """
    order = sorted(range(len(documents)), key=lambda place: _key(documents[place]))
    arranged = [documents[place] for place in order]
    apart = _apart(arranged, links)
    grouped = _by_language(arranged, compared, apart)
    pairs = (*copies.items(), *links.together)
    groups = _join(grouped, arranged, pairs, apart)
    places = sorted(sorted(order[member] for member in group) for group in groups)
    return tuple(
        Cluster(tuple(documents[place].id for place in group)) for group in places
    )


def _key(document: StoryDocument) -> tuple[date, str, str, str]:
    """Return the key by which documents are sorted: by day, then by text."""
    day = document.published or date.min
    return day, document.title, document.text, document.id


def _apart(
    documents: Sequence[StoryDocument], links: StoryLinks
) -> dict[int, set[int]]:
    """Map the index of a document to the indexes that must be in other stories."""
    if not links.apart:
        return {}
    place = {document.id: number for number, document in enumerate(documents)}
    apart: dict[int, set[int]] = {}
    for left, right in links.apart:
        if left in place and right in place:
            apart.setdefault(place[left], set()).add(place[right])
            apart.setdefault(place[right], set()).add(place[left])
    return apart


def _by_language(
    documents: Sequence[StoryDocument],
    compared: Callable[[str], None],
    apart: Mapping[int, Collection[int]],
) -> list[list[int]]:
    """Return the groups within each language, as indexes of ``documents``.

    Documents of two languages are not compared, because they share few words.
    """
    places: dict[str, list[int]] = {}
    for place, document in enumerate(documents):
        places.setdefault(document.lang, []).append(place)
    return [
        [some[member] for member in group]
        for some in places.values()
        for group in _group(
            [documents[place] for place in some], compared, _within(some, apart)
        )
    ]


def _within(
    places: Sequence[int], apart: Mapping[int, Collection[int]]
) -> dict[int, set[int]]:
    """Return the part of ``apart`` about the documents at the indexes ``places``.

    In the result, the number of a document is its index in ``places``.
    """
    if not apart:
        return {}
    index = {place: number for number, place in enumerate(places)}
    return {
        index[place]: {index[other] for other in banned if other in index}
        for place, banned in apart.items()
        if place in index
    }


def _group(
    documents: Sequence[StoryDocument],
    compared: Callable[[str], None],
    apart: Mapping[int, Collection[int]],
) -> list[list[int]]:
    """Return the groups of documents of one language, as indexes of ``documents``."""
    weighed = weigh_by_event(documents)
    vectors = weighed.vectors
    least = _BEAT_THRESHOLD if weighed.is_beat else _THRESHOLD
    days = [
        None if document.published is None else document.published.toordinal()
        for document in documents
    ]
    alike: dict[Pair, float] = {}
    pages = [document.page for document in documents]
    compared_pairs = similarities(vectors, days, pages)
    for document, pairs in zip(documents, compared_pairs, strict=True):
        alike |= pairs
        compared(document.id)
    edited = _edited(pages)
    firm = _without(alike, edited)
    near = _near(len(documents), alike, firm, edited)
    groups = [
        Group([number], dict(vectors[number]), near[number], Counter([days[number]]))
        for number in range(len(documents))
    ]
    linked = AverageLinkage(groups, apart, least).link(firm)
    return _with_versions(linked, edited, alike, apart)


def _near(
    number: int,
    alike: Mapping[Pair, float],
    firm: Mapping[Pair, float],
    edited: Collection[int],
) -> list[Vector]:
    """Return the vector of nearest documents of each of ``number`` documents.

    For a document in ``edited``, its similarities in ``alike`` count. For any other
    document, only those in ``firm`` count, which has no pair with an edited document.
    """
    near = neighbourhoods(number, firm)
    if edited:
        around = neighbourhoods(number, alike)
        for version in edited:
            near[version] = around[version]
    return near


def _without(
    alike: Mapping[Pair, float], edited: Collection[int]
) -> Mapping[Pair, float]:
    """Return the pairs of ``alike`` that contain no document of ``edited``."""
    if not edited:
        return alike
    return {
        (left, right): likeness
        for (left, right), likeness in alike.items()
        if left not in edited and right not in edited
    }


def _edited(pages: Sequence[str]) -> frozenset[int]:
    """Return the indexes of the documents whose page has several versions."""
    versions = Counter(pages)
    return frozenset(
        number for number, page in enumerate(pages) if page and versions[page] > 1
    )


def _with_versions(
    groups: Sequence[Group],
    edited: Collection[int],
    alike: Mapping[Pair, float],
    apart: Mapping[int, Collection[int]],
) -> list[list[int]]:
    """Return the groups' members, after adding each page version to its nearest group.

    A version never connects two groups, because a page of notices reports many events.
    ``edited`` are the indexes of the versions; ``alike`` maps the compared pairs to
    their similarity.
    """
    if not edited:
        return [group.members for group in groups]
    home = {member: group for group in groups for member in group.members}
    near: dict[int, dict[int, Group]] = {}
    for left, right in alike:
        for version, other in ((left, right), (right, left)):
            if version in edited and other not in edited:
                near.setdefault(version, {})[id(home[other])] = home[other]
    chosen = {
        version: _nearest_group(home[version], near.get(version, {}).values(), apart)
        for version in sorted(edited)
    }
    members = {id(group): list(group.members) for group in groups}
    for version, group in chosen.items():
        if group is not None:
            members[id(group)].append(version)
            del members[id(home[version])]
    return list(members.values())


def _nearest_group(
    version: Group, groups: Iterable[Group], apart: Mapping[int, Collection[int]]
) -> Group | None:
    """Return the most similar group that a version of a page may join, if any."""
    allowed = (
        group
        for group in groups
        if not _are_apart(version.members, group.members, apart)
    )
    rated = (
        (_likeness(version, group), -min(group.members), group) for group in allowed
    )
    best = max(rated, key=lambda row: row[:2], default=None)
    return best[2] if best is not None and best[0] >= _THRESHOLD else None


def _join(
    groups: Sequence[list[int]],
    documents: Sequence[StoryDocument],
    pairs: Iterable[tuple[str, str]],
    apart: Mapping[int, Collection[int]],
) -> list[list[int]]:
    """Return the groups after joining the groups of each of ``pairs``.

    A pair is a copy and its original, or two documents that people put together. Groups
    that ``apart`` separates are not joined.
    """
    home = {documents[member].id: group for group in groups for member in group}
    for copy, original in pairs:
        if copy not in home or original not in home:
            continue
        kept, taken = home[original], home[copy]
        if kept is not taken and not _are_apart(kept, taken, apart):
            kept += taken
            home.update((documents[member].id, kept) for member in taken)
    return list({id(group): group for group in home.values()}.values())
