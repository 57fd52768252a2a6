"""Bytes as a feed: the quick way, after repair, or the slow way.

It runs in a worker process that can be ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.core.domain.errors import NotAFeedError
from bot.core.domain.feed import MAX_ITEMS, Feed, Item
from bot.core.ports.services import Page
from bot.markup import MarkupError, parse_leniently, serialize
from bot.sources.feeds.balance import balance
from bot.sources.feeds.discovery import find_feeds
from bot.sources.feeds.encodings import to_utf8
from bot.sources.feeds.jsonfeeds import pass_json
from bot.sources.feeds.quick import read_quickly
from bot.sources.feeds.repair import refuse_open_sections, repair
from bot.sources.feeds.slow import read_slowly
from bot.sources.feeds.trees import Document, pass_gate

_ENTRY = re.compile(rb"<(?:[A-Za-z]{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ROOT = re.compile(
    rb"<(?:rss|feed|channel|rdf:rdf|[a-z]{1,9}:feed)[\s/>]", re.IGNORECASE
)
_HTML = re.compile(rb"<!doctype html|<html[\s>]|<head[\s>]", re.IGNORECASE)
# A feed's root is the first thing in it, but for a header and some comments.
_BEGINNING = 8_192
_SLOW_BYTES = 1_000_000


def parse_feed(page: Page) -> Feed:
    """The feed in a page: RSS, Atom, RDF or JSON Feed.

    Raises:
        NotAFeedError: it is none; the error names the feeds that an HTML page links to.
    """
    text = to_utf8(page.body, page.charset)
    try:
        feed = _read(text.body, page.url)
    except MarkupError as error:
        raise NotAFeedError("this cannot be read as a feed") from error
    except NotAFeedError as error:
        raise _with_links(error, page) from error
    return replace(
        feed,
        items=tuple(_with_telling_ids(feed.items[:MAX_ITEMS])),
        damaged=feed.damaged or text.damaged,
    )


def _read(body: bytes, url: str) -> Feed:
    if body.startswith(b"{"):
        return _read_document(pass_json(body), url)
    _refuse_others(body)
    try:
        refuse_open_sections(body)
        return _read_document(pass_gate(body, url), url)
    except MarkupError:
        return replace(_read_damaged(body, url), damaged=True)


def _refuse_others(body: bytes) -> None:
    root = _ROOT.search(body, 0, _BEGINNING)
    page = _HTML.search(body, 0, _BEGINNING)
    if page is not None and (root is None or page.start() < root.start()):
        raise NotAFeedError("this is a page, not a feed")
    if root is None:
        raise NotAFeedError("this is neither RSS nor Atom nor JSON Feed")


def _read_document(document: Document, url: str) -> Feed:
    feed = read_quickly(document, url)
    if not feed.items and (document.named or _ENTRY.search(document.body)):
        raise MarkupError("none of its entries was read")
    return feed


def _read_damaged(body: bytes, url: str) -> Feed:
    repaired = repair(body.decode("utf-8", "replace"))
    try:
        return _read_document(pass_gate(repaired, url), url)
    except MarkupError:
        return _read_unbalanced(repaired, url)


def _read_unbalanced(body: bytes, url: str) -> Feed:
    balanced = balance(body.decode()).encode()
    try:
        return _read_document(pass_gate(balanced, url), url)
    except MarkupError:
        return _read_broken(balanced, url)


def _read_broken(body: bytes, url: str) -> Feed:
    """The feed in what no repair made well-formed.

    The slow reader takes a second for a megabyte: it gets what is small, and has
    entries, but not more than would be kept.
    """
    entries = sum(1 for _ in _ENTRY.finditer(body))
    if not 0 < entries <= MAX_ITEMS or len(body) > _SLOW_BYTES:
        rebuilt = serialize(parse_leniently(body))
        return _read_document(pass_gate(rebuilt, url), url)
    feed = read_slowly(body, url)
    if not feed.items and feed.title is None:
        raise MarkupError("there is nothing in it")
    return feed


def _with_links(error: NotAFeedError, page: Page) -> NotAFeedError:
    """The error with the feeds that the page links to."""
    feeds = find_feeds(page)
    if not feeds:
        return error
    return NotAFeedError(f"{error}; it links to {', '.join(feeds)}", feeds)


def _with_telling_ids(items: Iterable[Item]) -> Iterator[Item]:
    """The items without ids that several of them share, which would hide all but one."""
    items = tuple(items)
    bearers: dict[str | None, set[tuple[str | None, str | None]]] = {}
    for item in items:
        bearers.setdefault(item.guid, set()).add((item.url, item.title))
    for item in items:
        shared = item.guid is not None and len(bearers[item.guid]) > 1
        yield replace(item, guid=None) if shared else item
