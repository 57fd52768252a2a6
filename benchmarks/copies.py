"""Near copies among articles of our own making: how many are found, at what cost.

``python -m benchmarks.copies`` adds articles one by one; some are copies of an earlier
one with a new beginning, cut, reworded here and there, or set into a longer text.
Others only quote the same words or end as all pages of a site do. Peers in the same run:
the MinHash indexes of datasketch and rensa over the same runs of five words, at the
likeness that suits copies cut to half. A peer that is not installed is ``null``. The
last line is one JSON object.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from random import Random

from summarizers.stories.copies import CopyIndex, fingerprint
from summarizers.text.terms import terms
from tests.fakes.newsroom import Newsroom

ORIGINALS = 1_500
_COPIED_EVERY = 3
_ENDING = (
    "Sign up for our morning letter and never miss what happens around the harbour. "
    "All rights reserved by the Saltby Press, which is not responsible for the pages "
    "of others that it links to."
)
_PERMUTATIONS = 128
_JACCARD = 0.5

CopyOf = Callable[[int, str], int | None]
"""Takes a number and its text; gives the earlier number that it is a copy of."""


@dataclass(frozen=True, slots=True)
class Item:
    """A text, and the number of its original if it is a copy."""

    text: str
    original: int | None = None


def items() -> list[Item]:
    """Originals, and after each third of them a copy; the same on every run."""
    draw = Random(7)  # noqa: S311 - repeatable, not secret
    texts = [report.document.text for report in Newsroom(3).reports(ORIGINALS)]
    others = [report.document.text for report in Newsroom(4).reports(ORIGINALS)]
    found: list[Item] = []
    for number, text in enumerate(texts):
        original = len(found)
        found.append(Item(f"{text} {_ENDING}"))
        if number % _COPIED_EVERY == 0:
            change = draw.choice((_prefaced, _cut, _reworded, _enclosed, _quoted))
            same = None if change is _quoted else original
            found.append(Item(change(text, others[number], draw), same))
    return found


def _prefaced(text: str, other: str, draw: Random) -> str:
    words = text.split()
    return " ".join([*other.split()[: draw.randint(10, 40)], *words[15:]])


def _cut(text: str, _: str, draw: Random) -> str:
    words = text.split()
    return " ".join(words[: round(len(words) * draw.uniform(0.4, 0.8))])


def _reworded(text: str, other: str, draw: Random) -> str:
    spare = other.split()
    words = (
        draw.choice(spare) if draw.random() < 0.06 else word for word in text.split()
    )
    return " ".join(words)


def _enclosed(text: str, other: str, _: Random) -> str:
    words = other.split()
    half = len(words) // 3
    return " ".join([*words[:half], text, *words[-half:]])


def _quoted(text: str, other: str, _: Random) -> str:
    """No copy: another text that quotes a passage and ends as the site's pages do."""
    quotation = " ".join(text.split()[20:60])
    return f"{' '.join(reversed(other.split()))} {quotation} {_ENDING}"


def ours() -> CopyOf:
    """Our index."""
    index: CopyIndex[int] = CopyIndex()

    def copy_of(number: int, text: str) -> int | None:
        runs = fingerprint(text)
        original = index.copy_of(runs)
        index.add(number, runs)
        return original

    return copy_of


def datasketch() -> CopyOf:
    """Return the MinHash index of the library.

    Raises:
        ImportError: it is not installed.
    """
    library = import_module("datasketch")
    index = library.MinHashLSH(threshold=_JACCARD, num_perm=_PERMUTATIONS)

    def copy_of(number: int, text: str) -> int | None:
        hashed = library.MinHash(num_perm=_PERMUTATIONS)
        hashed.update_batch([run.encode() for run in _runs(text)])
        found = index.query(hashed)
        index.insert(number, hashed)
        return min(found, default=None)

    return copy_of


def rensa() -> CopyOf:
    """Return the MinHash index of the library.

    Raises:
        ImportError: it is not installed.
    """
    library = import_module("rensa")
    index = library.RMinHashLSH(
        threshold=_JACCARD, num_perm=_PERMUTATIONS, num_bands=32
    )
    known: dict[int, object] = {}

    def copy_of(number: int, text: str) -> int | None:
        hashed = library.RMinHash(num_perm=_PERMUTATIONS, seed=42)
        hashed.update(_runs(text))
        near = (other for other in index.query(hashed) if hashed.jaccard(known[other]))
        found = [other for other in near if hashed.jaccard(known[other]) >= _JACCARD]
        index.insert(number, hashed)
        known[number] = hashed
        return min(found, default=None)

    return copy_of


def _runs(text: str) -> list[str]:
    words = terms(text)
    return [" ".join(words[place : place + 5]) for place in range(len(words) - 4)]


def measure(make: Callable[[], CopyOf], sample: Iterable[Item]) -> dict[str, float]:
    """Recall, copies that are none, and CPU for each document.

    Raises:
        ImportError: the peer is not installed.
    """
    copy_of = make()
    copies = found = wrong = total = 0
    started = time.process_time()
    for number, item in enumerate(sample):
        original = copy_of(number, item.text)
        copies += item.original is not None
        found += original is not None and original == item.original
        wrong += original is not None and original != item.original
        total += 1
    cost = 1e6 * (time.process_time() - started) / total
    return {
        "recall": round(found / copies, 3),
        "false_merges": wrong,
        "us_per_document": round(cost, 1),
    }


def main() -> None:
    """Print a line for each index, then the figures."""
    sample = items()
    figures: dict[str, float | None] = {}
    for name, make in (("", ours), ("datasketch_", datasketch), ("rensa_", rensa)):
        try:
            found: dict[str, float | None] = {**measure(make, sample)}
        except ImportError:
            print(f"{name.strip('_')} is not installed")
            found = dict.fromkeys(("recall", "false_merges", "us_per_document"))
        figures |= {f"{name}{key}": value for key, value in found.items()}
        print(f"{name.strip('_') or 'ours'}: {found}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
