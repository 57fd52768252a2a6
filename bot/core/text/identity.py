"""By what an item is known again, whatever its feed edits: pure.

An item is new if neither its guid, nor its canonical address, nor its content was seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.core.domain.configuration import Source
from bot.core.domain.feed import Item
from bot.core.domain.records import ItemStatus, Sighting, StoredArticle
from bot.core.text.domains import domain
from summarizers.stories.copies import CopyIndex

NEWEST = 50
"""Of one poll's new items, the newest are read; the rest are only remembered.

A site that comes back after weeks floods no digest with what it wrote meanwhile.
"""

OLD_AFTER = timedelta(days=10)
"""What was published so long before is no news, but remembered.

It is as far back as a digest looks: a source that is added brings what it wrote lately.
"""

_TRACKING = re.compile(
    r"(?:utm|mtm|pk|hsa|oly|vero|wt|at|stm)_\w{1,40}|"
    r"(?:fb|g|gb|wb|dcl|ms|tw|yc|igsh|mc_?e|s_c|_hsm?|_open)(?:cl)?id|"
    r"_ga|_gl|_hsenc|_hsmi|cmpid|ftag|icid|igsh|mc_cid|mkt_tok|ncid|ocid|"
    r"ref_?src|smid|soc_src|spm|srnd|taid|xtor",
    re.IGNORECASE,
)
"""Parameters that say where a reader comes from and surely not what the page is.

What may also name a page, such as ``ref`` or ``source``, stays: a page that comes twice
by it is known again by its text, but one taken for another would be lost.
"""

_PORTS = {"http": 80, "https": 443}
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_AMP = re.compile(r"/amp/?$|^/amp(?=/)", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def canonical(url: str) -> str:
    """The address as a key: one form for all that lead to the same page.

    Without scheme, ``www.``, port, fragment, tracking parameters and final slash; the
    other parameters in order. It is for comparison only and is never fetched.
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
    kept = sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0]))
    return f"{host}{path}?{urlencode(kept)}" if kept else f"{host}{path}"


def text_hash(text: str) -> str:
    """The hash of a text that neither blanks nor breaks change; 32 hex digits."""
    return _hashed(_SPACE.sub(" ", text).strip())


def address_key(url: str) -> str:
    """The key of an address, the same from whichever source it came."""
    return f"url:{canonical(url)}"


def sightings(source: Source, items: Iterable[Item]) -> tuple[Sighting, ...]:
    """The items of one poll with their keys; each once, in the order given.

    A guid that several items of the poll bear with different addresses names none of
    them. An address that several items with different guids lead to is no item's own:
    what they say stands in the feed alone. What is beyond the ``NEWEST`` is marked as
    skipped, if it turns out new.
    """
    distinct = tuple(dict.fromkeys(items))
    shared = _shared(
        (item.guid, _identity(item)) for item in distinct if item.guid is not None
    )
    common = _shared(
        (canonical(item.url), item.guid) for item in distinct if item.url and item.guid
    )
    told = tuple(
        replace(item, url=None)
        if item.url and item.guid not in shared and canonical(item.url) in common
        else item
        for item in distinct
    )
    newest = _newest(told)
    return tuple(
        Sighting(
            item,
            _keys(source, item, shared),
            ItemStatus.PENDING if index in newest else ItemStatus.SKIPPED,
        )
        for index, item in enumerate(told)
    )


def without_old(found: Sequence[Sighting], now: datetime) -> tuple[Sighting, ...]:
    """The sightings, with those marked as old that are no news at this first sight.

    The age counts from now, or from the newest of a source that has published nothing
    since: what it wrote last is told, whenever that was. What has no date is as new as
    its first sight.
    """
    dates = [sighting.item.published for sighting in found]
    newest = min(now, max((date for date in dates if date is not None), default=now))
    return tuple(
        replace(sighting, status=ItemStatus.OLD)
        if date is not None and newest - date > OLD_AFTER
        else sighting
        for sighting, date in zip(found, dates, strict=True)
    )


def _shared(pairs: Iterable[tuple[str, str | None]]) -> frozenset[str]:
    """The first of pairs that come with several seconds."""
    found: dict[str, set[str | None]] = {}
    for first, second in pairs:
        found.setdefault(first, set()).add(second)
    return frozenset(first for first, seconds in found.items() if len(seconds) > 1)


def _newest(items: tuple[Item, ...]) -> frozenset[int]:
    """Positions of the newest items; where days are missing, feeds begin with them."""
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
    """What tells the item from others with the same guid."""
    if item.url:
        return canonical(item.url)
    return text_hash(f"{item.title or ''}\n{item.content}")


def _hashed(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def known_as(
    article: StoredArticle, twins: Iterable[StoredArticle]
) -> StoredArticle | None:
    """The stored article that this one is an edition of, if it is no more than that.

    It has the same text on the same site. A page that says something else by now, be it
    a single figure, is an article: what is new in it may be news.
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
    """The stored article that this one is a near copy of, on whatever site."""
    index: CopyIndex[str] = CopyIndex()
    known = {twin.id: twin for twin in twins}
    for twin in known.values():
        index.add(twin.id, twin.fingerprint)
        if twin.digest == article.digest:
            return twin
    found = index.copy_of(article.fingerprint)
    return None if found is None else known[found]
