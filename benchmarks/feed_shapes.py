"""Feeds as the web has them, made up: every format, in the shapes of known programs.

Words, names and addresses are invented; the same on every run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from itertools import cycle, islice, product
from random import Random

SIZES = (10, 100)

_SOUNDS = ("ba", "dél", "fi", "gön", "hur", "ka", "lem", "mi", "nor", "pu", "ros", "ta")
_VOCABULARY = 3_000
_ENDINGS = ("", "", "", " – live", "?", "’s answer", " & more", ": “no”", " à la carte")
_START = datetime(2026, 2, 3, 8, 30, tzinfo=UTC)
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
}
_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Post:
    """One entry as its writer meant it."""

    title: str
    url: str
    published: datetime
    author: str
    lead: str
    html: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A feed: the shape it has, its text, and the entries in it."""

    shape: str
    text: str
    posts: tuple[Post, ...]


def make_samples(number: int) -> tuple[Sample, ...]:
    """So many feeds of 10 to 100 entries, in all shapes in turn."""
    writer = _Writer(Random(number))  # noqa: S311 - repeatable, not secret
    shapes = islice(cycle(SHAPES.items()), number)
    return tuple(_sample(name, write, writer) for name, write in shapes)


def _sample(
    name: str, write: Callable[[tuple[Post, ...]], str], writer: _Writer
) -> Sample:
    posts = tuple(writer.posts(writer.draw.randint(*SIZES)))
    return Sample(name, write(posts), posts)


class _Writer:
    """Invents posts."""

    def __init__(self, draw: Random) -> None:
        self.draw = draw
        words = ["".join(sounds) for sounds in product(_SOUNDS, repeat=3)]
        draw.shuffle(words)
        self._words = words[:_VOCABULARY]

    def posts(self, number: int) -> Iterator[Post]:
        for i in range(number):
            title = self._line(3, 12).capitalize() + self.draw.choice(_ENDINGS)
            yield Post(
                title=title,
                url=f"https://news.example/{i}/{self._slug()}?a=1&b={i}",
                published=_START - timedelta(minutes=self.draw.randint(60, 90) * i),
                author=self._line(2, 2).title(),
                lead=self._line(20, 60).capitalize() + ".",
                html="\n".join(
                    self._paragraph(i) for _ in range(self.draw.randint(2, 9))
                ),
            )

    def _paragraph(self, number: int) -> str:
        picture = f'<img src="/pictures/{number}.jpg" alt="" width="600" />'
        link = f'<a href="https://news.example/{number}">{self._line(2, 4)}</a>'
        return f"<p>{self._line(30, 70)} {link} &amp; {self._line(9, 20)}.</p>{picture}"

    def _slug(self) -> str:
        return self._line(3, 6).translate({ord("é"): "e", ord("ö"): "o", 32: "-"})

    def _line(self, least: int, most: int) -> str:
        return " ".join(
            self.draw.choices(self._words, k=self.draw.randint(least, most))
        )


def _weblog(posts: tuple[Post, ...]) -> str:
    """As the most common weblog program writes it: the whole text in CDATA."""
    items = "".join(
        f"<item>\n<title>{escape(post.title)}</title>\n<link>{escape(post.url)}</link>\n"
        f"<comments>{escape(post.url)}#comments</comments>\n"
        f"<dc:creator><![CDATA[{post.author}]]></dc:creator>\n"
        f"<pubDate>{format_datetime(post.published)}</pubDate>\n"
        "<category><![CDATA[Harbours]]></category><category><![CDATA[Ships]]></category>\n"
        f'<guid isPermaLink="false">https://news.example/?p={i}</guid>\n'
        f"<description><![CDATA[<p>{post.lead}</p>]]></description>\n"
        f"<content:encoded><![CDATA[{post.html}]]></content:encoded>\n"
        "<slash:comments>0</slash:comments>\n</item>\n"
        for i, post in enumerate(posts)
    )
    return _rss(items)


def _newspaper(posts: tuple[Post, ...]) -> str:
    """As newspapers write it: one sentence of text and pictures."""
    items = "".join(
        f"<item><title><![CDATA[{post.title}]]></title>"
        f"<description>{escape(post.lead)}</description>"
        f'<link>{escape(post.url)}</link><guid isPermaLink="true">{escape(post.url)}</guid>'
        f"<pubDate>{format_datetime(post.published, usegmt=True)}</pubDate>"
        f'<media:content url="https://news.example/{i}.jpg" medium="image">'
        "<media:credit>Staff</media:credit></media:content></item>"
        for i, post in enumerate(posts)
    )
    return _rss(items)


def _podcast(posts: tuple[Post, ...]) -> str:
    items = "".join(
        f"<item><title>{escape(post.title)}</title><itunes:title>Part</itunes:title>"
        f"<itunes:author>{post.author}</itunes:author><link>{escape(post.url)}</link>"
        f"<pubDate>{format_datetime(post.published)}</pubDate><guid>show-{i}</guid>"
        f"<description>{escape(post.html)}</description>"
        f'<enclosure url="https://news.example/{i}.mp3" length="1" type="audio/mpeg"/>'
        "<itunes:duration>1800</itunes:duration></item>"
        for i, post in enumerate(posts)
    )
    return _rss(items)


def _atom(posts: tuple[Post, ...]) -> str:
    entries = "".join(
        f"<entry><id>tag:news.example,2026:{i}</id>"
        f'<title type="html">{escape(escape(post.title, quote=False))}</title>'
        f'<link rel="alternate" type="text/html" href="{escape(post.url)}"/>'
        f"<published>{post.published.isoformat()}</published>"
        f"<updated>{post.published.isoformat()}</updated>"
        f"<author><name>{post.author}</name></author>"
        f'<content type="html">{escape(post.html)}</content></entry>\n'
        for i, post in enumerate(posts)
    )
    return _atom_of(entries)


def _rdf(posts: tuple[Post, ...]) -> str:
    items = "".join(
        f'<item rdf:about="{escape(post.url)}"><title>{escape(post.title)}</title>'
        f"<link>{escape(post.url)}</link><description>{escape(post.html)}</description>"
        f"<dc:date>{post.published.isoformat()}</dc:date>"
        f"<dc:creator>{post.author}</dc:creator></item>\n"
        for post in posts
    )
    return (
        f'{_HEADER}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns="http://purl.org/rss/1.0/" xmlns:dc="{_NAMESPACES["dc"]}">'
        "<channel><title>Post</title><link>https://news.example/</link></channel>"
        f"{items}</rdf:RDF>"
    )


def _json(posts: tuple[Post, ...]) -> str:
    items = [
        {
            "id": str(i),
            "url": post.url,
            "title": post.title,
            "content_html": post.html,
            "summary": post.lead,
            "date_published": post.published.isoformat(),
            "authors": [{"name": post.author}],
        }
        for i, post in enumerate(posts)
    ]
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "Post", "items": items})


def _rss(items: str) -> str:
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _NAMESPACES.items())
    return (
        f'{_HEADER}<rss version="2.0" {spaces}>\n<channel>\n<title>Post</title>\n'
        '<atom:link href="https://news.example/feed" rel="self"/>\n'
        f"<link>https://news.example/</link>\n{items}</channel>\n</rss>\n"
    )


def _atom_of(entries: str) -> str:
    return (
        f'{_HEADER}<feed xmlns="{_NAMESPACES["atom"]}"><title>Post</title>'
        f'<link href="https://news.example/"/>{entries}</feed>'
    )


SHAPES: dict[str, Callable[[tuple[Post, ...]], str]] = {
    "weblog": _weblog,
    "newspaper": _newspaper,
    "atom": _atom,
    "podcast": _podcast,
    "rdf": _rdf,
    "json": _json,
}
"""How each kind of program writes posts."""
