"""Feed autodiscovery: the feeds that an HTML page links to."""

from __future__ import annotations

from urllib.parse import urljoin

from bot.core.ports.services import Page
from bot.core.text.decoding import decode
from bot.markup import Element, MarkupError, parse_html
from bot.sources.feeds.fields import absolute_url

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
    """The URLs of a page's feeds, each once, in the order of the page; at most 20."""
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
        return urljoin(url, element.get("href") or "")
    return url


def _is_feed(link: Element) -> bool:
    relations = (link.get("rel") or "").lower().split()
    kind = (link.get("type") or "").split(";")[0].strip().lower()
    return "feed" in relations or ("alternate" in relations and kind in _TYPES)
