"""The contents of a feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MAX_ITEMS = 500
"""The most entries of one feed that are read, the newest first."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed, or a page or file that counts as one.

    ``guid`` is the feed's own identifier, ``url`` an absolute http(s) address,
    ``title`` one line of plain text. ``published`` is aware and in UTC, and ``None`` if
    the feed has no plausible date. ``content`` is the longest text of the entry, with
    or without markup.
    """

    guid: str | None
    url: str | None
    title: str | None
    published: datetime | None
    content: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A parsed feed with at most ``MAX_ITEMS`` entries, in the feed's own order.

    ``site`` is the address of the pages that it belongs to; ``damaged`` says that its
    bytes were repaired first.
    """

    title: str | None
    site: str | None
    items: tuple[Item, ...]
    lang: str | None = None
    damaged: bool = False
