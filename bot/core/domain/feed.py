"""What a feed brings: its entries, as they stand in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MAX_ITEMS = 500
"""The most entries of one feed that are looked at; the newest count."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed, or one page or file that is an entry of its own.

    ``guid`` is the feed's own name for it, ``url`` an absolute http(s) address,
    ``title`` one line of plain text. ``published`` is aware and in UTC; it is ``None``
    when the feed gives no day that can be true. ``content`` is the longest text of the
    entry itself, with or without markup.
    """

    guid: str | None
    url: str | None
    title: str | None
    published: datetime | None
    content: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read: at most ``MAX_ITEMS`` entries in the feed's own order.

    ``site`` is the address of the pages that it belongs to; ``damaged`` says that its
    bytes had to be repaired first.
    """

    title: str | None
    site: str | None
    items: tuple[Item, ...]
    lang: str | None = None
    damaged: bool = False
