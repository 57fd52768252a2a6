"""Find copies: texts that share half of the five-word runs of the shorter text.

A run is five consecutive words. A text's fingerprint consists of the hashes of about
every fourth run. The hashes are the same in every process and version, so that they can
be stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import Generic, TypeVar
from zlib import crc32

from summarizers.text.language import terms

CONTAINMENT = 0.5
"""Two texts are copies if they share this part of the shorter one's five-word runs."""

_RUN = 5
_ONE_IN = 4
# Eight shared runs of the sample are some 35 words. Texts that share fewer have in common
# only a quotation, a caption or the end of all pages of a site.
_LEAST_SHARED = 8
# Only this number of words at the start of a text is compared: some 40 pages.
_MOST_WORDS = 20_000
# A run is stored for at most this number of texts, the earliest. A run of more texts is
# part of a site's pages, or the earliest texts suffice to find the original.
_MOST_POSTINGS = 8

Id = TypeVar("Id")


def fingerprint(text: str) -> tuple[int, ...]:
    """Return the hashes of a sample of the text's five-word runs, in ascending order.

    Case, punctuation and white space do not count. The result is empty for a text of
    fewer than five words.
    """
    words = [word.encode("utf-8", "surrogatepass") for word in terms(text)]
    return tuple(sorted(set(_runs(words[:_MOST_WORDS]))))


class CopyIndex(Generic[Id]):
    """Finds, by fingerprints, the earlier document of which a text is a copy."""

    def __init__(self) -> None:
        self._ids: list[Id] = []
        self._sizes: list[int] = []
        # A tuple only for runs of several documents: this takes a third of the memory.
        self._postings: dict[int, int | tuple[int, ...]] = {}

    def add(self, id: Id, fingerprint: tuple[int, ...]) -> None:  # noqa: A002
        """Add a document with its fingerprint."""
        number = len(self._ids)
        self._ids.append(id)
        self._sizes.append(len(fingerprint))
        for run in fingerprint:
            postings = self._known(run)
            if not postings:
                self._postings[run] = number
            elif len(postings) < _MOST_POSTINGS:
                self._postings[run] = (*postings, number)

    def copy_of(self, fingerprint: tuple[int, ...]) -> Id | None:
        """Return the id of the earlier document of which a text is a copy, if any.

        ``fingerprint`` is that of the text. The document that shares the largest part
        wins; of equal ones, the one added first.
        """
        shared = Counter(
            number for run in fingerprint for number in self._known(run)
        ).items()
        copies = [
            (-count / min(self._sizes[number], len(fingerprint)), number)
            for number, count in shared
            if count >= _LEAST_SHARED
        ]
        share, number = min(copies, default=(0.0, -1))
        return self._ids[number] if -share >= CONTAINMENT else None

    def _known(self, run: int) -> tuple[int, ...]:
        postings = self._postings.get(run, ())
        return (postings,) if isinstance(postings, int) else postings


def _runs(words: list[bytes]) -> Iterator[int]:
    """Yield the hashes of the sampled five-word runs, in text order."""
    text = memoryview(b" ".join(words))
    starts = [0, *accumulate(len(word) + 1 for word in words)]
    for start, end in zip(starts, starts[_RUN:], strict=False):
        hash_ = crc32(text[start : end - 1])
        if hash_ % _ONE_IN == 0:
            yield hash_
