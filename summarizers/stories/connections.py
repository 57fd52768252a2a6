"""Show why a document is in its story: the terms, names and days that it shares.

The clustering does not use this module, so the evidence is computed only on request.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from summarizers.stories.beats import weigh_by_event
from summarizers.stories.clustering import days_factor
from summarizers.stories.documents import StoryDocument
from summarizers.stories.vectors import DocumentTokenizer, Vector

MAX_CONNECTIONS = 3
"""The maximum number of connections of one document."""

MAX_SHARED = 5
"""The maximum number of terms, and of names, that a connection lists."""


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
    lang = next((each.lang for each in documents if each.id == member), "")
    batch = [document for document in documents if document.lang == lang]
    closest = sorted(_connections(batch, member, story), key=_closest_first)
    return tuple(closest[:MAX_CONNECTIONS])


def _connections(
    batch: Sequence[StoryDocument], member: str, story: Collection[str]
) -> Iterator[Connection]:
    tokenizer = DocumentTokenizer(batch)
    vectors = weigh_by_event(batch, tokenizer).vectors
    place = {document.id: number for number, document in enumerate(batch)}
    if member not in place:
        return
    own, vector = batch[place[member]], vectors[place[member]]
    words = tokenizer.words(own)
    for other in story:
        if other == member or other not in place:
            continue
        shared = _shared(vector, vectors[place[other]], words)
        named = [
            words[term] for term in shared if tokenizer.is_name(words[term].casefold())
        ]
        plain = [words[term] for term in shared if words[term] not in named]
        left, right = _day(own), _day(batch[place[other]])
        yield Connection(
            other,
            names=tuple(named[:MAX_SHARED]),
            terms=tuple(plain[:MAX_SHARED]),
            days=None if left is None or right is None else abs(left - right),
            likeness=sum(shared.values()) * days_factor(left, right),
        )


def _shared(left: Vector, right: Vector, words: Mapping[int, str]) -> Vector:
    """Map each term of both vectors to the product of its two weights.

    The highest product comes first.
    """
    products = {term: left[term] * right[term] for term in left.keys() & right.keys()}
    return dict(sorted(products.items(), key=lambda item: (-item[1], words[item[0]])))


def _day(document: StoryDocument) -> int | None:
    return None if document.published is None else document.published.toordinal()


def _closest_first(connection: Connection) -> tuple[float, str]:
    return -connection.likeness, connection.document
