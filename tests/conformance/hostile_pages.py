"""Pages and feeds that say a row's words wherever an article can say anything."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from bot.scheduling import SystemClock
from tests.conformance.rows import Row
from tests.fakes.web import page

_PAGE = """\
<html><head><title>Pier vote: {words} delayed</title>
<meta property="article:published_time" content="{day}T05:00:00Z">
<meta name="author" content="{words}"></head>
<body><article><h1>Pier vote: {words} delayed</h1>
<p>The harbour council of Lenna said on Monday that it will vote on the new pier on
Friday, as {words} had asked in a long letter to the town.</p>
<p>Mayor Olga Lind said that "the old pier {words} stays shut until the spring", and
<a href="https://evil.test/here">{words}</a> agreed with that view.</p>
<p>The {words} could sink next week if the storm over the coast goes on, the council
of the town warned.</p>
<p>"No boat was lost in the storm of Sunday night," {words} told reporters.</p>
</article></body></html>
"""
_FEED = """\
<rss version="2.0"><channel><title>Lenna {words}</title>
<item><title>Ferry fares: {words} rise</title><link>{link}</link><guid>{words}</guid>
<description>The ferry company of Lenna said on Monday that fares could rise next week,
as {words} had asked. Nobody in the town was glad of that, a captain said.</description>
</item></channel></rss>
"""
_ENTITY = re.compile(r"&\w{2,8};")
NOTHING = page("", status="404 Not Found")


def address(row: Row, home: str) -> str:
    """The link of a row, without the words around it; where it names none, at home."""
    found = re.search(r"(?:https?|javascript|data):[^\s,\]]+|\?utm\S+", row.input)
    text = found.group().replace("...", "PHA+") if found else ""
    if text.startswith("?"):
        return f"{home}/{row.id}{text}"
    return text.replace("https://evil.test/%", f"{home}/%")


def answers(rows: Iterable[Row], home: str) -> dict[str, bytes]:
    """All that the hostile site serves, by path."""
    found, today = {"/robots.txt": NOTHING}, SystemClock().now().date()
    for row in rows:
        link = escape(address(row, home))
        article = page(_PAGE.format(words=_written(row.input), day=today))
        feed = _FEED.format(words=escape(row.input), link=link)
        found[f"/{row.id}"] = article
        found[f"/{row.id}.xml"] = page(feed, "Content-Type: application/rss+xml")
        if link.startswith(home):
            found[address(row, home).removeprefix(home)] = article
    return found


def _written(words: str) -> str:
    """The words in a page so that an article holds them to the letter.

    What is extracted from pages has entities read a second time, since many pages are
    escaped once too often.
    """
    return escape(_ENTITY.sub(lambda found: escape(found[0]), words))
