"""Writes digests as RSS and Atom feeds; the only module that imports feedgenerator."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from bot.core.commands.programs.feeds import DigestFeed, json_feed
from bot.core.messages.briefing_json import to_line

RSS, ATOM, JSON = "rss", "atom", "json"

CONTENT_TYPES: Final = {
    RSS: "application/rss+xml",
    ATOM: "application/atom+xml",
    JSON: "application/feed+json",
}
"""The content types of feeds by their form, with which a feed's address ends."""

_AUTHOR = "Sitrep"
_FORBIDDEN: Final = dict.fromkeys((0xFFFE, 0xFFFF))
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def write_feed(feed: DigestFeed, form: str) -> bytes:
    """Write a feed in the form RSS or Atom; the same feed gives the same bytes."""
    if form == JSON:
        return to_line(json_feed(feed)).encode()
    writer = _Rss if form == RSS else _Atom
    document = writer(
        title=_plain(feed.title),
        link=feed.home,
        description=_plain(feed.title),
        language=feed.language,
        author_name=_AUTHOR,
        feed_url=feed.address,
        feed_guid=feed.id,
    )
    for item in feed.items:
        # RSS has one text for an item, and Atom a content beside the summary.
        text = "description" if form == RSS else "content"
        document.add_item(
            **{
                "title": _plain(item.title),
                "link": item.url,
                "description": None,
                "pubdate": item.at,
                "unique_id": item.id,
                "unique_id_is_permalink": False,
                text: _plain(item.html),
            }
        )
    return str(document.writeString("utf-8")).encode()


def _plain(text: str) -> str:
    """Return the text without two characters that XML forbids but Sitrep allows."""
    return text.translate(_FORBIDDEN)


class _DatedItem(SyndicationFeed):  # type: ignore[misc] # the library has no types
    """A feed whose date is that of its newest item.

    The library's own feeds have the time at which they are written.
    """

    def latest_post_date(self) -> datetime:
        """Return the time of the newest item."""
        return max((item["pubdate"] for item in self.items), default=_NEVER)


class _Rss(_DatedItem, Rss201rev2Feed):  # type: ignore[misc] # the library has no types
    """A feed in the form RSS 2.0."""


class _Atom(_DatedItem, Atom1Feed):  # type: ignore[misc] # the library has no types
    """A feed in the form Atom 1.0."""
