"""Feeds of digests: their items as values, and as a JSON Feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final

from bot.core.digests.editions import printed_stories, rendered_digest
from bot.core.domain.configuration import DigestPlan
from bot.core.domain.records import Edition
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.messages.html import to_html
from bot.core.text.deep_links import page_address
from bot.core.text.sanitize import sanitized

MOST_ITEMS: Final = 30
"""The number of digests in a feed: the latest ones."""

JSON_FEED: Final = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A posted digest; ``url`` is that of the first story's page, else of the feed.

    ``id`` stays the same even if the feed moves to another address.
    """

    id: str
    title: str
    url: str
    html: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DigestFeed:
    """The latest posted digests of a plan, newest first.

    ``home`` is the address of the site, ``address`` that of the feed itself.
    """

    id: str
    title: str
    language: str
    home: str
    address: str
    items: tuple[FeedItem, ...]


def digest_feed(
    plan: DigestPlan, editions: Iterable[Edition], home: str, address: str
) -> DigestFeed:
    """Make the feed of a digest from its posted editions."""
    return DigestFeed(
        id=_urn(f"feed {plan.id}"),
        title=sanitized(plan.title or plan.id),
        language=plan.language,
        home=home,
        address=address,
        items=tuple(_item(edition, home) for edition in editions),
    )


def _item(edition: Edition, home: str) -> FeedItem:
    front = rendered_digest(edition).front
    return FeedItem(
        id=_urn(f"edition {edition.slot or edition.id}"),
        title=sanitized(front.headline) or edition.id,
        url=next(_pages(edition), home),
        html=to_html(front),
        at=edition.at,
    )


def _pages(edition: Edition) -> Iterator[str]:
    """Yield the addresses of the pages of the stories in print order."""
    for story in printed_stories(edition):
        yield from filter(None, (page_address(each.url) for each in story.articles))


def json_feed(feed: DigestFeed) -> JsonObject:
    """Return the feed as a JSON Feed, version 1.1."""
    items: list[Json] = [
        {
            "id": item.id,
            "url": item.url,
            "title": item.title,
            "content_html": item.html,
            "date_published": item.at.isoformat(),
        }
        for item in feed.items
    ]
    return {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": feed.language,
        "items": items,
    }


def _urn(name: str) -> str:
    """Return a UUID, as a URN, that depends only on ``name`` (RFC 9562, version 8)."""
    digits = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    variant = "89ab"[int(digits[16], 16) % 4]
    groups = (
        *(digits[:8], digits[8:12], f"8{digits[13:16]}"),
        *(f"{variant}{digits[17:20]}", digits[20:]),
    )
    return f"urn:uuid:{'-'.join(groups)}"
