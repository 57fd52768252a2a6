"""Removes invalid fields from a JSON Feed, so that the fast parser accepts it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from bot.core.domain.errors import NotAFeedError
from bot.core.domain.records import MAX_ITEMS
from bot.sources.feeds.feed_dates import is_complete_date, newest_indexes, parse_date
from bot.sources.feeds.xml_feed import FeedDocument

_DATES = ("date_published", "date_modified")
_ITEM_TEXTS = (
    *("id", "url", "title", "content_html", "content_text", "summary"),
    *_DATES,
)
_FEED_TEXTS = ("title", "home_page_url", "language")

Json = Mapping[str, object]


def normalize_json(body: bytes) -> FeedDocument:
    """Drop the fields of a JSON Feed that would break the fast parser.

    Raises:
        NotAFeedError: the document is not JSON, or not a JSON Feed.
    """
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAFeedError(
            "the feed starts like JSON but is not valid JSON"
        ) from error
    entries = document.get("items") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise NotAFeedError(
            'the document is JSON without "items", so it is not a JSON Feed'
        )
    items = _newest_items([entry for entry in entries if isinstance(entry, dict)])
    feed = {**_texts(document, _FEED_TEXTS), "items": items}
    language = document.get("language")
    return FeedDocument(
        body=json.dumps(feed).encode(),
        is_atom=False,
        lang=language if isinstance(language, str) else None,
        have_ids=tuple("id" in item for item in items),
    )


def _newest_items(entries: list[Json]) -> list[dict[str, object]]:
    dates = [parse_date(_texts(entry, _DATES[:1]).get(_DATES[0])) for entry in entries]
    return [_item(entries[i]) for i in newest_indexes(dates, MAX_ITEMS)]


def _item(entry: Json) -> dict[str, object]:
    texts = _texts(entry, _ITEM_TEXTS)
    item: dict[str, object] = {
        name: value
        for name, value in texts.items()
        if name not in _DATES or is_complete_date(value)
    }
    external = _texts(entry, ("external_url",)).get("external_url")
    if external is not None:
        item.setdefault("url", external)
    authors = [{"name": name} for name in _authors(entry)]
    return {**item, "authors": authors} if authors else item


def _authors(entry: Json) -> Iterator[str]:
    authors = entry.get("authors")
    people = authors if isinstance(authors, list) else [entry.get("author")]
    for person in people:
        name = person.get("name") if isinstance(person, dict) else None
        if isinstance(name, str):
            yield name


def _texts(values: Json, names: tuple[str, ...]) -> dict[str, str]:
    """Return the fields called ``names`` that are texts or integers, as texts."""
    fields = ((name, values.get(name)) for name in names)
    return {
        name: str(value)
        for name, value in fields
        if isinstance(value, str | int) and not isinstance(value, bool) and value != ""
    }
