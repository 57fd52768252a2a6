"""Parses feeds, after repairing damaged ones. Runs in a worker process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.core.domain.errors import NotAFeedError
from bot.core.domain.records import MAX_ITEMS, Feed, Item
from bot.core.ports.services import Page
from bot.core.text.decoding import decode
from bot.markup import Element, MarkupError, parse_html, parse_leniently, serialize
from bot.sources.feeds.encodings import to_utf8
from bot.sources.feeds.fast_parser import parse_fast
from bot.sources.feeds.fields import absolute_url, joined
from bot.sources.feeds.json_feed import normalize_json
from bot.sources.feeds.repair import balance_tags, check_sections_closed, repair
from bot.sources.feeds.tolerant_parser import parse_tolerantly
from bot.sources.feeds.xml_feed import FeedDocument, normalize_xml

_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/xml",
        "text/xml",
        "text/rss+xml",
    }
)
# The links are in the page's head, which ends within the first 500 kB.
_HEAD_BYTES = 500_000
_MAX_FEEDS = 20


def find_feeds(page: Page) -> tuple[str, ...]:
    """Return the URLs of a page's feeds, each once, in the page's order; at most 20."""
    try:
        root = parse_html(decode(page.body[:_HEAD_BYTES], page.charset))
    except MarkupError:
        return ()
    base = _base(root, page.url)
    links = (
        absolute_url(base, e.get("href")) for e in root.iter("link") if _is_feed(e)
    )
    return tuple(dict.fromkeys(link for link in links if link is not None))[:_MAX_FEEDS]


def _base(root: Element, url: str) -> str:
    for element in root.iter("base"):
        return joined(url, element.get("href"), invalid=url)
    return url


def _is_feed(link: Element) -> bool:
    relations = (link.get("rel") or "").lower().split()
    kind = (link.get("type") or "").split(";")[0].strip().lower()
    return "feed" in relations or ("alternate" in relations and kind in _TYPES)


_ENTRY = re.compile(rb"<(?:[A-Za-z]{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ROOT = re.compile(
    rb"<(?:rss|feed|channel|rdf:rdf|[a-z]{1,9}:feed)[\s/>]", re.IGNORECASE
)
_HTML = re.compile(rb"<!doctype html|<html[\s>]|<head[\s>]", re.IGNORECASE)
# Only a header and some comments precede a feed's root element.
_MAX_PROLOG = 8_192
_MAX_TOLERANT_BYTES = 1_000_000


def parse_feed(page: Page) -> Feed:
    """Parse a feed in the form RSS, Atom, RDF or JSON Feed.

    Raises:
        NotAFeedError: the page is not a feed; the error lists the feeds to which the
            page links.
    """
    text = to_utf8(page.body, page.charset)
    try:
        feed = _parse(text.body, page.url)
    except MarkupError as error:
        raise NotAFeedError(
            "the page cannot be read as a feed: give the address of a feed"
        ) from error
    except NotAFeedError as error:
        raise _with_links(error, page) from error
    return replace(
        feed,
        items=tuple(_without_shared_ids(feed.items[:MAX_ITEMS])),
        damaged=feed.damaged or text.damaged,
    )


def _parse(body: bytes, url: str) -> Feed:
    if body.startswith(b"{"):
        return _parse_document(normalize_json(body), url)
    _check_root(body)
    try:
        check_sections_closed(body)
        return _parse_document(normalize_xml(body, url), url)
    except MarkupError:
        return replace(_parse_damaged(body, url), damaged=True)


def _check_root(body: bytes) -> None:
    root = _ROOT.search(body, 0, _MAX_PROLOG)
    page = _HTML.search(body, 0, _MAX_PROLOG)
    if page is not None and (root is None or page.start() < root.start()):
        raise NotAFeedError("the address leads to a web page, not to a feed")
    if root is None:
        raise NotAFeedError(
            "the document is neither RSS nor Atom nor JSON Feed: give the address of a feed"
        )


def _parse_document(document: FeedDocument, url: str) -> Feed:
    feed = parse_fast(document, url)
    if not feed.items and (document.have_ids or _ENTRY.search(document.body)):
        raise MarkupError("the feed has entries, but none of them can be parsed")
    return feed


def _parse_damaged(body: bytes, url: str) -> Feed:
    repaired = repair(body.decode("utf-8", "replace"))
    try:
        return _parse_document(normalize_xml(repaired, url), url)
    except MarkupError:
        return _parse_unbalanced(repaired, url)


def _parse_unbalanced(body: bytes, url: str) -> Feed:
    balanced = balance_tags(body.decode()).encode()
    try:
        return _parse_document(normalize_xml(balanced, url), url)
    except MarkupError:
        return _parse_broken(balanced, url)


def _parse_broken(body: bytes, url: str) -> Feed:
    """Parse a feed that is still not well-formed XML after its repair.

    The tolerant parser needs a second for a megabyte, so it gets only small feeds of at
    most ``MAX_ITEMS`` entries.
    """
    entries = sum(1 for _ in _ENTRY.finditer(body))
    if not 0 < entries <= MAX_ITEMS or len(body) > _MAX_TOLERANT_BYTES:
        rebuilt = serialize(parse_leniently(body))
        return _parse_document(normalize_xml(rebuilt, url), url)
    feed = parse_tolerantly(body, url)
    if not feed.items and feed.title is None:
        raise MarkupError("the feed is empty")
    return feed


def _with_links(error: NotAFeedError, page: Page) -> NotAFeedError:
    """Add to ``error`` the feeds to which the page links."""
    feeds = find_feeds(page)
    if not feeds:
        return error
    return NotAFeedError(f"{error}; it links to {', '.join(feeds)}", feeds)


def _without_shared_ids(items: Iterable[Item]) -> Iterator[Item]:
    """Remove each id that several items share.

    Otherwise only one of these items would be stored.
    """
    items = tuple(items)
    items_by_id: dict[str | None, set[tuple[str | None, str | None]]] = {}
    for item in items:
        items_by_id.setdefault(item.guid, set()).add((item.url, item.title))
    for item in items:
        shared = item.guid is not None and len(items_by_id[item.guid]) > 1
        yield replace(item, guid=None) if shared else item
