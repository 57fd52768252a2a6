"""Small feeds with the same text."""

from __future__ import annotations

from bot.core.ports.services import Page

ADDRESS = "https://example.org/news/feed.xml"
ATOM = "http://www.w3.org/2005/Atom"
NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/"'
)
ITEM = """
<item>
  <title>Harbour of Norrvik closes</title>
  <link>https://example.org/harbour</link>
  <guid isPermaLink="false">norrvik-1</guid>
  <pubDate>Tue, 03 Feb 2026 09:30:00 +0100</pubDate>
  <dc:creator>Ada Holm</dc:creator>
  <description>The harbour closes in March.</description>
</item>
"""


def page(body: str | bytes, *, url: str = ADDRESS, charset: str | None = None) -> Page:
    """A page with this body, as a server would send a feed."""
    data = body.encode() if isinstance(body, str) else body
    return Page(url, data, "application/rss+xml", charset)


def rss(items: str = ITEM, *, channel: str = "", header: str = "") -> str:
    """An RSS 2.0 feed of these items."""
    return (
        f'{header}<rss version="2.0" {NAMESPACES}><channel>'
        "<title>Norrvik Post</title><link>https://example.org/</link>"
        f"{channel}{items}</channel></rss>"
    )


def atom(entries: str, *, attributes: str = "") -> str:
    """An Atom feed of these entries."""
    return (
        f'<feed xmlns="{ATOM}" {attributes}><title>Norrvik Post</title>'
        '<link rel="self" href="/feed.xml"/><link href="https://example.org/"/>'
        f"{entries}</feed>"
    )


def item(inside: str) -> str:
    """An RSS item with this in it."""
    return f"<item>{inside}</item>"
