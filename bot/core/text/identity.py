"""The keys by which feed items and articles are recognised when feeds edit them.

An item is new if none of its keys is known: its guid, its canonical URL and its
content.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.core.domain.configuration import Source
from bot.core.domain.records import Item, ItemStatus, PolledItem, StoredArticle
from bot.core.text.domains import domain
from summarizers.stories.copies import CopyIndex

NEWEST = 50
"""The maximum number of items of one poll that are fetched.

The others are recorded as skipped, so that a site that returns after weeks does not
flood a digest with its backlog.
"""

OLD_AFTER = timedelta(days=10)
"""The age from which on an item is recorded, but its article is not fetched.

The age counts from the date of the feed. The links of a page have no dates; for them,
the day that the article states counts. The time equals the window of a digest, so that
the recent articles of a newly added source are fetched.
"""

HASH_LENGTH = 32
"""The length of the hash of a text, in hex digits."""

_TRACKING = re.compile(
    r"(?:utm|mtm|pk|hsa|oly|vero|wt|at|stm)_\w{1,40}|"
    r"(?:fb|g|gb|wb|dcl|ms|tw|yc|igsh|mc_?e|s_c|_hsm?|_open)(?:cl)?id|"
    r"_ga|_gl|_hsenc|_hsmi|cmpid|ftag|icid|igsh|mc_cid|mkt_tok|ncid|ocid|"
    r"ref_?src|smid|soc_src|spm|srnd|taid|xtor",
    re.IGNORECASE,
)
"""Query parameters that say where a reader comes from and never select the page.

Parameters that may select a page, such as ``ref`` or ``source``, stay in a URL. If a
page therefore has two URLs, it is recognised by its text. If two pages counted as one,
an article would be lost.
"""

_PORTS = {"http": 80, "https": 443}
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_AMP = re.compile(r"/amp/?$|^/amp(?=/)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def canonical_url(url: str) -> str:
    """Normalise a URL, so that all forms that lead to one page are equal.

    Removes scheme, ``www.``, default port, fragment, tracking parameters and the final
    slash, and sorts the other parameters. The result is for comparison only.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
        port = parts.port
    except ValueError:
        return url
    if port is not None and port != _PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    path = _INDEX.sub("/", _AMP.sub("", parts.path)).rstrip("/")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    parameters = sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0]))
    return f"{host}{path}?{urlencode(parameters)}" if parameters else f"{host}{path}"


def without_tracking(url: str) -> str:
    """Return the URL without fragment and tracking parameters.

    Raises:
        ValueError: the text is not a URL.
    """
    parts = urlsplit(url)
    query = "&".join(
        pair
        for pair in parts.query.split("&")
        if not _TRACKING.fullmatch(pair.partition("=")[0])
    )
    return urlunsplit(parts._replace(query=query, fragment=""))


def text_hash(text: str) -> str:
    """Return a text's hash in ``HASH_LENGTH`` hex digits; white space is normalised."""
    return _hash(_SPACE.sub(" ", text).strip())


def address_key(url: str) -> str:
    """Return the key that identifies an item by its URL, the same for every source."""
    return f"url:{canonical_url(url)}"


def polled_items_of(source: Source, items: Iterable[Item]) -> tuple[PolledItem, ...]:
    """Return the distinct items of one poll with their keys, in the order given.

    A guid that items with different URLs share identifies none of them. A URL that
    items with different guids share is not the URL of an article: these items lose
    their URL and keep only the feed's text. Items beyond the ``NEWEST`` latest ones are
    marked as skipped.
    """
    distinct = tuple(dict.fromkeys(items))
    shared_guids = _shared(
        (item.guid, _identity(item)) for item in distinct if item.guid is not None
    )
    shared_urls = _shared(
        (canonical_url(item.url), item.guid)
        for item in distinct
        if item.url and item.guid
    )
    separated = tuple(
        replace(item, url=None)
        if item.url
        and item.guid not in shared_guids
        and canonical_url(item.url) in shared_urls
        else item
        for item in distinct
    )
    newest = _newest(separated)
    return tuple(
        PolledItem(
            item,
            _keys(source, item, shared_guids),
            ItemStatus.PENDING if index in newest else ItemStatus.SKIPPED,
        )
        for index, item in enumerate(separated)
    )


def mark_old(
    polled_items: Sequence[PolledItem], now: datetime
) -> tuple[PolledItem, ...]:
    """Return the items, with those that are older than ``OLD_AFTER`` marked as old.

    The age counts from the newest of all dates of the items, or from ``now`` if that is earlier.
    Items without a date are never old.
    """
    dates = [polled_item.item.published for polled_item in polled_items]
    newest = min(now, max((date for date in dates if date is not None), default=now))
    return tuple(
        replace(polled_item, status=ItemStatus.OLD)
        if date is not None and newest - date > OLD_AFTER
        else polled_item
        for polled_item, date in zip(polled_items, dates, strict=True)
    )


def _shared(pairs: Iterable[tuple[str, str | None]]) -> frozenset[str]:
    """Return the first elements of ``pairs`` that have several second elements."""
    seconds_of: dict[str, set[str | None]] = {}
    for first, second in pairs:
        seconds_of.setdefault(first, set()).add(second)
    return frozenset(first for first, seconds in seconds_of.items() if len(seconds) > 1)


def _newest(items: tuple[Item, ...]) -> frozenset[int]:
    """Return the indexes of the ``NEWEST`` latest items.

    If any item lacks a date, return the indexes of the first ``NEWEST`` items.
    """
    if len(items) <= NEWEST:
        return frozenset(range(len(items)))

    def age(index: int) -> tuple[float, int]:
        published = items[index].published
        return (-published.timestamp() if published else 0.0, index)

    dated = sum(item.published is not None for item in items)
    order = sorted(range(len(items)), key=age if dated == len(items) else None)
    return frozenset(order[:NEWEST])


def _keys(source: Source, item: Item, shared: frozenset[str]) -> tuple[str, ...]:
    keys = []
    if item.guid and item.guid not in shared:
        keys.append(f"guid:{source.url} {item.guid}")
    if item.url:
        keys.append(address_key(item.url))
    if not keys:
        keys.append(f"text:{source.url} {_identity(item)}")
    return tuple(keys)


def _identity(item: Item) -> str:
    """Return a text that distinguishes items with the same guid."""
    if item.url:
        return canonical_url(item.url)
    return text_hash(f"{item.title or ''}\n{item.content}")


def _hash(text: str) -> str:
    return blake2b(
        text.encode("utf-8", "surrogatepass"), digest_size=HASH_LENGTH // 2
    ).hexdigest()


def same_edition(
    article: StoredArticle, twins: Iterable[StoredArticle]
) -> StoredArticle | None:
    """Return the first of ``twins`` with the same text on the same site, if any.

    A page whose text has changed, even in one figure, is an article of its own.
    """
    site = domain(article.article.url)
    return next(
        (
            twin
            for twin in twins
            if twin.digest == article.digest and domain(twin.article.url) == site
        ),
        None,
    )


def copied_from(
    article: StoredArticle, twins: Iterable[StoredArticle]
) -> StoredArticle | None:
    """Return the first of ``twins`` of which the article is a copy, if any.

    The texts of the two may differ a little.
    """
    index: CopyIndex[str] = CopyIndex()
    by_id = {twin.id: twin for twin in twins}
    for twin in by_id.values():
        index.add(twin.id, twin.fingerprint)
        if twin.digest == article.digest:
            return twin
    original = index.copy_of(article.fingerprint)
    return None if original is None else by_id[original]
