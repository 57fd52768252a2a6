"""Reading feeds, ours and the libraries': ``python -m benchmarks.feeds``.

Feeds of every format and of the shapes of known programs are made up, and damaged in
thirteen ways. Speeds are of the undamaged ones, on one core. The last line is one JSON
object.
"""

from __future__ import annotations

import io
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import fastfeedparser
import feedparser

from benchmarks.feed_damage import DAMAGE, damaged
from benchmarks.feed_shapes import Sample, make_samples
from bot.core.domain.errors import ParseError
from bot.core.ports.services import Page
from bot.sources.feeds.fields import plain_line
from bot.sources.feeds.parser import parse_feed

NUMBER = 200
"""How many feeds are read."""

ADDRESS = "https://news.example/feed"
_RUNS = 3
_DAMAGED_NUMBER = 32
# feedparser reads a thousand entries a second.
_PEER_NUMBER = 40

Titles = Sequence[str | None]
Reader = Callable[[bytes], Titles]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a reader kept of some feeds, in shares of their entries."""

    items: float
    titles: float


def read_ours(body: bytes) -> Titles:
    """Return the titles as the bot reads them."""
    try:
        return [item.title for item in parse_feed(Page(ADDRESS, body, "")).items]
    except ParseError:
        return ()


def read_feedparser(body: bytes) -> Titles:
    """Return the titles as feedparser reads them, in plain text."""
    found = feedparser.parse(io.BytesIO(body), sanitize_html=False)
    return [plain_line(str(entry.get("title"))) for entry in found["entries"]]


def read_fastfeedparser(body: bytes) -> Titles:
    """Return the titles as fastfeedparser reads them, in plain text."""
    try:
        found = fastfeedparser.parse(body)
    except Exception:  # noqa: BLE001 - it has no error of its own
        return ()
    return [plain_line(str(entry.get("title"))) for entry in found["entries"]]


READERS: dict[str, Reader] = {
    "ours": read_ours,
    "feedparser": read_feedparser,
    "fastfeedparser": read_fastfeedparser,
}


def main() -> None:
    """Print a line for each kind of damage, then the figures."""
    samples = make_samples(NUMBER)
    rates = {
        "items_per_s": rate(read_ours, samples),
        "fastfeedparser_items_per_s": rate(read_fastfeedparser, samples),
        "feedparser_items_per_s": rate(read_feedparser, samples[:_PEER_NUMBER]),
    }
    print(", ".join(f"{name} {value:,.0f}" for name, value in rates.items()))
    kept = kept_by_kind(make_samples(_DAMAGED_NUMBER))
    worst = [kept[kind]["ours"] for kind in kept if kind != "truncated"]
    figures = {name: round(value) for name, value in rates.items()} | {
        "items": sum(len(sample.posts) for sample in samples),
        "items_kept": round(min(kept.items for kept in worst), 4),
        "titles_kept": round(min(kept.titles for kept in worst), 4),
    }
    print(json.dumps(figures))


def rate(read: Reader, samples: Sequence[Sample]) -> float:
    """Return how many entries are read a second of CPU time, at best of some runs."""
    feeds = [sample.text.encode() for sample in samples]
    costs = []
    for _ in range(_RUNS):
        started = time.process_time()
        for feed in feeds:
            read(feed)
        costs.append(time.process_time() - started)
    return sum(len(sample.posts) for sample in samples) / min(costs)


def kept_by_kind(samples: Sequence[Sample]) -> dict[str, dict[str, Kept]]:
    """What each reader keeps of undamaged feeds, and of those with each damage."""
    found = {"none": _kept(samples, lambda sample: sample.text.encode(), "none")}
    marked_up = [sample for sample in samples if sample.shape != "json"]
    for kind in DAMAGE:
        found[kind] = _kept(marked_up, partial(damaged, kind), kind)
    return found


def _kept(
    samples: Sequence[Sample], write: Callable[[Sample], bytes], kind: str
) -> dict[str, Kept]:
    feeds = [(write(sample), sample) for sample in samples]
    found = {
        name: share((read(body), sample) for body, sample in feeds)
        for name, read in READERS.items()
    }
    shares = (f"{name} {k.items:.3f} {k.titles:.3f}" for name, k in found.items())
    print(f"{kind:20} items, titles: {', '.join(shares)}")
    return found


def share(readings: Iterable[tuple[Titles, Sample]]) -> Kept:
    """Return the share of entries that are there, and of titles that are right."""
    entries = items = titles = 0
    for found, sample in readings:
        wanted = Counter(post.title for post in sample.posts)
        read = Counter(title for title in found if title is not None)
        entries += len(sample.posts)
        items += min(len(found), len(sample.posts))
        titles += (read & wanted).total()
    return Kept(items / entries, titles / entries)


if __name__ == "__main__":
    main()
