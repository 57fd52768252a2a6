"""Parses feeds that are not well-formed; the only module that imports feedparser."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

import feedparser

from bot.core.domain.records import Feed, Item
from bot.markup import MarkupError
from bot.sources.feeds.feed_dates import is_complete_date, plausible_date
from bot.sources.feeds.fields import absolute_url, person_name, plain_line

Values = Mapping[str, object]


def parse_tolerantly(body: bytes, url: str) -> Feed:
    """Parse a UTF-8 document, however damaged it is.

    The document is passed as a stream, because the library opens a ``str`` as a URL or
    path, and ``bytes`` as a path.

    Raises:
        MarkupError: the library cannot parse it.
    """
    try:
        parsed = feedparser.parse(
            BytesIO(body),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
        )
    except Exception as error:
        # Crafted bytes raise many types of errors from the library.
        raise MarkupError(f"the document cannot be read as a feed: {error}") from error
    channel: Values = parsed["feed"]
    entries: Sequence[Values] = parsed["entries"]
    return Feed(
        title=plain_line(_text(channel, "title")),
        site=absolute_url(url, _text(channel, "link")),
        items=tuple(_item(entry, url) for entry in entries),
        lang=plain_line(_text(channel, "language")),
    )


def _item(entry: Values, url: str) -> Item:
    return Item(
        guid=_text(entry, "id"),
        url=absolute_url(url, _text(entry, "link")),
        title=plain_line(_text(entry, "title")),
        published=_date(entry, "published") or _date(entry, "updated"),
        content=max(_contents(entry), key=len, default=""),
        authors=tuple(_authors(entry)),
    )


def _date(entry: Values, name: str) -> datetime | None:
    # For a missing "updated" the library warns and returns another date.
    if f"{name}_parsed" not in entry or not is_complete_date(_text(entry, name)):
        return None
    fields = entry[f"{name}_parsed"]
    if not isinstance(fields, tuple):
        return None
    try:
        return plausible_date(datetime.fromtimestamp(timegm(fields), UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _contents(entry: Values) -> Iterator[str]:
    content = entry.get("content")
    parts = content if isinstance(content, list) else ()
    for value in (*(_text(part, "value") for part in parts), _text(entry, "summary")):
        yield (value or "").strip()


def _authors(entry: Values) -> Iterator[str]:
    authors = entry.get("authors")
    for author in authors if isinstance(authors, list) else ():
        name = person_name(_text(author, "name"))
        if name is not None:
            yield name


def _text(values: Values, name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None
