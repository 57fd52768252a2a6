"""Reading feeds, ours and the libraries': ``python -m benchmarks.feeds``.

Feeds of every format and of the shapes of known programs are made up, and damaged in
thirteen ways. Speeds are of the undamaged ones, on one core; the shares of entries and
titles that are kept are ours. The last line is one JSON object.
"""

from __future__ import annotations

import io
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence

import fastfeedparser
import feedparser

from benchmarks.feed_shapes import Sample, make_samples
from bot.core.domain.errors import ParseError
from bot.core.ports.services import Page
from bot.sources.feeds.parser import parse_feed

NUMBER = 200
"""How many feeds are read."""

_RUNS = 3
_DAMAGED_NUMBER = 32
# feedparser reads a thousand entries a second.
_PEER_NUMBER = 40

_TITLE = re.compile(r"(<title[^<>]*>)(<!\[CDATA\[)?([^<]*?)(\]\]>)?(</title>)")
_NAMED = {
    "é": "&eacute;",
    "ö": "&ouml;",
    "’": "&rsquo;",
    "–": "&ndash;",
    "à": "&agrave;",
}
_EVERY = 3


def _bytes(text: str) -> bytes:
    return text.encode()


def _truncated(text: str) -> bytes:
    return _bytes(text[: len(text) * 2 // 3])


def _windows_bytes(text: str) -> bytes:
    """Windows-1252, declared as UTF-8."""
    return text.encode("cp1252", "xmlcharrefreplace")


def _wrong_encoding(text: str) -> bytes:
    """UTF-8, declared as Latin-1."""
    return _bytes(text.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"'))


def _mixed_bytes(text: str) -> bytes:
    """Return every third line in Windows-1252, as pasted into a template."""
    lines = text.split("<title")
    return b"<title".join(
        line.encode("cp1252", "xmlcharrefreplace") if i % _EVERY == 0 else line.encode()
        for i, line in enumerate(lines)
    )


def _entities(text: str) -> bytes:
    """HTML's names for characters, which XML does not know."""
    table = str.maketrans(_NAMED)
    return _bytes(_in_titles(text, lambda title, _: title.translate(table)))


def _ampersands(text: str) -> bytes:
    return _bytes(text.replace("&amp;b=", "&b=").replace("&amp; ", "& "))


def _control_characters(text: str) -> bytes:
    return _bytes(
        _in_titles(text, lambda title, i: f"{title[:3]}{chr(i % 9)}{title[3:]}")
    )


def _markup_in_titles(text: str) -> bytes:
    return _bytes(_in_titles(text, lambda title, _: f"<b>{title}<br></b>"))


def _unclosed(text: str) -> bytes:
    """Some titles lack their end."""
    pieces = text.split("</title>")
    ends = ["" if i % _EVERY == 2 else "</title>" for i in range(len(pieces) - 1)]
    return _bytes("".join(a + b for a, b in zip(pieces, [*ends, ""], strict=True)))


def _bad_fields(text: str) -> bytes:
    """Ids that all entries share, dates of 1970, of the far future, or none."""
    text = re.sub(r"(<(?:guid|id)\b[^<>]*>)[^<]*", r"\g<1>1", text)
    dates = ["Thu, 01 Jan 1970 00:00:00 GMT", "2999-01-01T00:00:00Z", "soon", ""]
    counter = iter(range(len(text)))
    return _bytes(
        re.sub(
            r"(<(?:pubDate|published|updated|dc:date)>)[^<]*",
            lambda found: found[1] + dates[next(counter) % len(dates)],
            text,
        )
    )


def _junk(text: str) -> bytes:
    """Return a warning and blank lines before it, a script behind it."""
    start = (
        b"\r\n\n <br />\n<b>Notice</b>: undefined index in <b>feed</b>\n\n\xef\xbb\xbf"
    )
    return start + _bytes(text) + b"\n<script>track()</script>"


def _wide(text: str) -> bytes:
    """UTF-16, declared as UTF-8."""
    return text.encode("utf-16")


def _no_namespaces(text: str) -> bytes:
    return _bytes(re.sub(r'\sxmlns(?::(?!rdf)\w+)?="[^"]*"', "", text))


def _in_titles(text: str, change: Callable[[str, int], str]) -> str:
    counter = iter(range(len(text)))
    return _TITLE.sub(
        lambda found: found[1] + change(found[3], next(counter)) + found[5], text
    )


DAMAGE: dict[str, Callable[[str], bytes]] = {
    "truncated": _truncated,
    "windows bytes": _windows_bytes,
    "wrong encoding": _wrong_encoding,
    "mixed bytes": _mixed_bytes,
    "entities": _entities,
    "ampersands": _ampersands,
    "control characters": _control_characters,
    "markup in titles": _markup_in_titles,
    "unclosed": _unclosed,
    "bad fields": _bad_fields,
    "junk": _junk,
    "wide": _wide,
    "no namespaces": _no_namespaces,
}


def titles(body: bytes) -> list[str | None]:
    """Return the titles as the bot reads them."""
    try:
        page = Page("https://news.example/feed", body, "")
        return [item.title for item in parse_feed(page).items]
    except ParseError:
        return []


def read_feedparser(body: bytes) -> object:
    """Read a feed with the peer that repairs feeds."""
    return feedparser.parse(io.BytesIO(body), sanitize_html=False)


def rate(read: Callable[[bytes], object], samples: Sequence[Sample]) -> float:
    """Return how many entries are read a second of CPU time, at best of some runs."""
    feeds = [sample.text.encode() for sample in samples]
    costs = []
    for _ in range(_RUNS):
        started = time.process_time()
        for feed in feeds:
            read(feed)
        costs.append(time.process_time() - started)
    return sum(len(sample.posts) for sample in samples) / min(costs)


def kept(feeds: Sequence[tuple[bytes, Sample]]) -> tuple[float, float]:
    """Return the share of entries that are there, and of titles that are right."""
    entries = items = right = 0
    for body, sample in feeds:
        wanted = Counter(post.title for post in sample.posts)
        read = titles(body)
        entries += len(sample.posts)
        items += min(len(read), len(sample.posts))
        right += (Counter(filter(None, read)) & wanted).total()
    return items / entries, right / entries


def main() -> None:
    """Print a line for each kind of damage, then the figures."""
    samples = make_samples(NUMBER)
    figures = {
        "items_per_s": round(rate(titles, samples)),
        "fastfeedparser_items_per_s": round(rate(fastfeedparser.parse, samples)),
        "feedparser_items_per_s": round(rate(read_feedparser, samples[:_PEER_NUMBER])),
        "items_kept": 1.0,
        "titles_kept": 1.0,
    }
    marked_up = [
        sample for sample in make_samples(_DAMAGED_NUMBER) if sample.shape != "json"
    ]
    for kind, damage in DAMAGE.items():
        items, right = kept([(damage(sample.text), sample) for sample in marked_up])
        print(f"{kind:20} items {items:.3f}, titles {right:.3f}")
        if kind != "truncated":
            figures["items_kept"] = min(figures["items_kept"], round(items, 4))
            figures["titles_kept"] = min(figures["titles_kept"], round(right, 4))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
