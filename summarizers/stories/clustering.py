"""Group documents that report one event.

TF-IDF of title and lead, the days of publication and shared neighbours, average link,
and one threshold for all. Pairs are found through an inverted index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from summarizers.stories.agglomerative import AverageLinkage, Group
from summarizers.stories.documents import Cluster, StoryDocument
from summarizers.stories.knn import neighbourhoods
from summarizers.stories.similarity import Pair, similarities
from summarizers.stories.vectors import weigh

_NO_COPIES: Mapping[str, str] = {}


def cluster(
    documents: Sequence[StoryDocument],
    copies: Mapping[str, str] = _NO_COPIES,
    compared: Callable[[str], None] = lambda _: None,
) -> tuple[Cluster, ...]:
    """Group documents by event, independent of their order; each is in one story.

    Documents of different languages are only joined as copies: ``copies`` maps each
    known copy to its original. ``compared`` is called with the id of each document
    after its comparison.
    Stories stand in the order of their first documents.
    """
    order = sorted(range(len(documents)), key=lambda place: _key(documents[place]))
    arranged = [documents[place] for place in order]
    groups = _join(_by_language(arranged, compared), arranged, copies)
    places = sorted(sorted(order[member] for member in group) for group in groups)
    return tuple(
        Cluster(tuple(documents[place].id for place in group)) for group in places
    )


def _key(document: StoryDocument) -> tuple[date, str, str, str]:
    """A canonical order, near days next to each other."""
    day = document.published or date.min
    return day, document.title, document.text, document.id


def _by_language(
    documents: Sequence[StoryDocument], compared: Callable[[str], None]
) -> list[list[int]]:
    """The groups of each language; names and numbers prove little across languages."""
    places: dict[str, list[int]] = {}
    for place, document in enumerate(documents):
        places.setdefault(document.lang, []).append(place)
    return [
        [some[member] for member in group]
        for some in places.values()
        for group in _group([documents[place] for place in some], compared)
    ]


def _group(
    documents: Sequence[StoryDocument], compared: Callable[[str], None]
) -> list[list[int]]:
    """The groups of documents of one language."""
    vectors = weigh(documents)
    days = [
        None if document.published is None else document.published.toordinal()
        for document in documents
    ]
    alike: dict[Pair, float] = {}
    for document, pairs in zip(documents, similarities(vectors, days), strict=True):
        alike |= pairs
        compared(document.id)
    near = neighbourhoods(len(documents), alike)
    groups = (
        Group([number], dict(vectors[number]), near[number], Counter([days[number]]))
        for number in range(len(documents))
    )
    return AverageLinkage(groups).link(alike)


def _join(
    groups: Sequence[list[int]],
    documents: Sequence[StoryDocument],
    copies: Mapping[str, str],
) -> list[list[int]]:
    """Put the groups of each copy and its original together."""
    home = {documents[member].id: group for group in groups for member in group}
    for copy, original in copies.items():
        if copy not in home or original not in home:
            continue
        kept, taken = home[original], home[copy]
        if kept is not taken:
            kept += taken
            home.update((documents[member].id, kept) for member in taken)
    return list({id(group): group for group in home.values()}.values())
