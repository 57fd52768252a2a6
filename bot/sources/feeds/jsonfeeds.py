"""JSON Feed: only what is of its type goes on to the reader."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from bot.core.domain.errors import NotAFeedError
from bot.core.domain.feed import MAX_ITEMS
from bot.sources.feeds.dates import is_whole, newest, parse_date
from bot.sources.feeds.trees import Document

_DATES = ("date_published", "date_modified")
_ITEM_TEXTS = (
    *("id", "url", "title", "content_html", "content_text", "summary"),
    *_DATES,
)
_FEED_TEXTS = ("title", "home_page_url", "language")

Json = Mapping[str, object]


def pass_json(body: bytes) -> Document:
    """A JSON Feed without what would keep the reader from it.

    Raises:
        NotAFeedError: it is no JSON, or other data.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAFeedError("it starts like JSON and is none") from error
    entries = found.get("items") if isinstance(found, dict) else None
    if not isinstance(entries, list):
        raise NotAFeedError('this is data without "items", and no JSON Feed')
    items = _newest([entry for entry in entries if isinstance(entry, dict)])
    feed = {**_texts(found, _FEED_TEXTS), "items": items}
    language = found.get("language")
    return Document(
        body=json.dumps(feed).encode(),
        is_atom=False,
        lang=language if isinstance(language, str) else None,
        named=tuple("id" in item for item in items),
    )


def _newest(entries: list[Json]) -> list[dict[str, object]]:
    dates = [parse_date(_texts(entry, _DATES[:1]).get(_DATES[0])) for entry in entries]
    return [_item(entries[i]) for i in newest(dates, MAX_ITEMS)]


def _item(entry: Json) -> dict[str, object]:
    texts = _texts(entry, _ITEM_TEXTS)
    item: dict[str, object] = {
        name: value
        for name, value in texts.items()
        if name not in _DATES or is_whole(value)
    }
    external = _texts(entry, ("external_url",)).get("external_url")
    if external is not None:
        item.setdefault("url", external)
    authors = [{"name": name} for name in _authors(entry)]
    return {**item, "authors": authors} if authors else item


def _authors(entry: Json) -> Iterator[str]:
    found = entry.get("authors")
    people = found if isinstance(found, list) else [entry.get("author")]
    for person in people:
        name = person.get("name") if isinstance(person, dict) else None
        if isinstance(name, str):
            yield name


def _texts(values: Json, names: tuple[str, ...]) -> dict[str, str]:
    """The values of these names that are texts; numbers become such."""
    found = ((name, values.get(name)) for name in names)
    return {
        name: str(value)
        for name, value in found
        if isinstance(value, str | int) and not isinstance(value, bool) and value != ""
    }
