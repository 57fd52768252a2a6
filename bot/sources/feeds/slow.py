"""Feeds that no repair made well-formed: the sole owner of feedparser."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

import feedparser

from bot.core.domain.feed import Feed, Item
from bot.markup import MarkupError
from bot.sources.feeds.dates import is_whole, plausible
from bot.sources.feeds.fields import absolute, person, plain_line

Values = Mapping[str, object]


def read_slowly(body: bytes, url: str) -> Feed:
    """The feed in a document in UTF-8 that may have any damage.

    The library takes texts for addresses or paths, and bytes for paths as well, and
    opens them; of a stream it only reads.

    Raises:
        MarkupError: the library cannot read it.
    """
    try:
        found = feedparser.parse(
            BytesIO(body),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
        )
    except Exception as error:
        # Its loose parser raises all sorts on crafted bytes.
        raise MarkupError(f"it is not read as a feed: {error}") from error
    about: Values = found["feed"]
    entries: Sequence[Values] = found["entries"]
    return Feed(
        title=plain_line(_text(about, "title")),
        site=absolute(url, _text(about, "link")),
        items=tuple(_item(entry, url) for entry in entries),
        lang=plain_line(_text(about, "language")),
    )


def _item(entry: Values, url: str) -> Item:
    return Item(
        guid=_text(entry, "id"),
        url=absolute(url, _text(entry, "link")),
        title=plain_line(_text(entry, "title")),
        published=_date(entry, "published") or _date(entry, "updated"),
        content=max(_contents(entry), key=len, default=""),
        authors=tuple(_authors(entry)),
    )


def _date(entry: Values, name: str) -> datetime | None:
    # Asked for an update that is not there, the library warns and gives another date.
    if f"{name}_parsed" not in entry or not is_whole(_text(entry, name)):
        return None
    fields = entry[f"{name}_parsed"]
    if not isinstance(fields, tuple):
        return None
    try:
        return plausible(datetime.fromtimestamp(timegm(fields), UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _contents(entry: Values) -> Iterator[str]:
    found = entry.get("content")
    parts = found if isinstance(found, list) else ()
    for value in (*(_text(part, "value") for part in parts), _text(entry, "summary")):
        yield (value or "").strip()


def _authors(entry: Values) -> Iterator[str]:
    found = entry.get("authors")
    for author in found if isinstance(found, list) else ():
        name = person(_text(author, "name"))
        if name is not None:
            yield name


def _text(values: Values, name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None
