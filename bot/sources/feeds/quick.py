"""Well-formed feeds: the sole owner of fastfeedparser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import fastfeedparser

from bot.core.domain.feed import Feed, Item
from bot.markup import MarkupError
from bot.sources.feeds.dates import from_iso
from bot.sources.feeds.fields import absolute, person, plain_line
from bot.sources.feeds.trees import Document

Values = Mapping[str, object]


def read_quickly(document: Document, url: str) -> Feed:
    """The feed in a document that passed the gate.

    Raises:
        MarkupError: the library cannot read it.
    """
    try:
        found = fastfeedparser.parse(
            document.body,
            include_tags=False,
            include_media=False,
            include_enclosures=False,
        )
    except Exception as error:
        # The library has no error of its own.
        raise MarkupError(f"it is not read as a feed: {error}") from error
    about: Values = found["feed"]
    entries: Sequence[Values] = found["entries"]
    return Feed(
        title=plain_line(_text(about, "title")),
        site=absolute(url, _site(about, document)),
        items=tuple(_items(entries, document.named, url)),
        lang=document.lang,
    )


def _site(about: Values, document: Document) -> str | None:
    """The feed's link; of an Atom feed only the one to the pages, not to itself."""
    if not document.is_atom:
        return _text(about, "link")
    return next((href for rel, href in _links(about) if rel == "alternate"), None)


def _links(values: Values) -> Iterator[tuple[str | None, str | None]]:
    links = values.get("links")
    for link in links if isinstance(links, list) else ():
        yield _text(link, "rel"), _text(link, "href")


def _items(
    entries: Sequence[Values], named: Sequence[bool], url: str
) -> Iterator[Item]:
    flags = named if len(named) == len(entries) else (True,) * len(entries)
    for entry, is_named in zip(entries, flags, strict=True):
        author = person(_text(entry, "author"))
        yield Item(
            guid=_text(entry, "id") if is_named else None,
            url=absolute(url, _text(entry, "link")),
            title=plain_line(_text(entry, "title")),
            published=from_iso(_text(entry, "published")),
            content=max(_contents(entry), key=len, default=""),
            authors=() if author is None else (author,),
        )


def _contents(entry: Values) -> Iterator[str]:
    found = entry.get("content")
    parts = found if isinstance(found, list) else ()
    for value in (
        *(_text(part, "value") for part in parts),
        _text(entry, "description"),
    ):
        yield (value or "").strip()


def _text(values: Values, name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None
