"""Parses well-formed feeds; the only module that imports fastfeedparser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import fastfeedparser

from bot.core.domain.records import Feed, Item
from bot.markup import MarkupError
from bot.sources.feeds.feed_dates import from_iso
from bot.sources.feeds.fields import absolute_url, person_name, plain_line
from bot.sources.feeds.xml_feed import FeedDocument

Values = Mapping[str, object]


def parse_fast(document: FeedDocument, url: str) -> Feed:
    """Parse a feed that ``xml_feed`` or ``json_feed`` has normalized.

    Raises:
        MarkupError: the library cannot parse it.
    """
    try:
        parsed = fastfeedparser.parse(
            document.body,
            include_tags=False,
            include_media=False,
            include_enclosures=False,
        )
    except Exception as error:
        # The library does not define its own error type.
        raise MarkupError(f"the document cannot be read as a feed: {error}") from error
    channel: Values = parsed["feed"]
    entries: Sequence[Values] = parsed["entries"]
    return Feed(
        title=plain_line(_text(channel, "title")),
        site=absolute_url(url, _site(channel, document)),
        items=tuple(_items(entries, document.have_ids, url)),
        lang=document.lang,
    )


def _site(channel: Values, document: FeedDocument) -> str | None:
    """Return the link to the feed's site, if any.

    An Atom feed's link to the feed itself does not count.
    """
    if not document.is_atom:
        return _text(channel, "link")
    return next((href for rel, href in _links(channel) if rel == "alternate"), None)


def _links(values: Values) -> Iterator[tuple[str | None, str | None]]:
    links = values.get("links")
    for link in links if isinstance(links, list) else ():
        yield _text(link, "rel"), _text(link, "href")


def _items(
    entries: Sequence[Values], have_ids: Sequence[bool], url: str
) -> Iterator[Item]:
    flags = have_ids if len(have_ids) == len(entries) else (True,) * len(entries)
    for entry, has_id in zip(entries, flags, strict=True):
        author = person_name(_text(entry, "author"))
        yield Item(
            guid=_text(entry, "id") if has_id else None,
            url=absolute_url(url, _text(entry, "link")),
            title=plain_line(_text(entry, "title")),
            published=from_iso(_text(entry, "published")),
            content=max(_contents(entry), key=len, default=""),
            authors=() if author is None else (author,),
        )


def _contents(entry: Values) -> Iterator[str]:
    content = entry.get("content")
    parts = content if isinstance(content, list) else ()
    for value in (
        *(_text(part, "value") for part in parts),
        _text(entry, "description"),
    ):
        yield (value or "").strip()


def _text(values: Values, name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None
