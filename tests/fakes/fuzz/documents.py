"""Entrances for documents: feeds, lists of feeds, pages, texts and configurations."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email.message import Message
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.core.domain.errors import ConfigError, NotAFeedError, ParseError
from bot.core.domain.records import Feed, PageLinks
from bot.core.ingest.extraction import extract_fragment, fingerprinted
from bot.core.messages.listings import summary
from bot.core.ports.services import Page
from bot.core.text.decoding import decode, parse_text
from bot.platforms import PLATFORMS
from bot.settings import advice, load_configuration, missing_paths
from bot.sources.feeds.parser import find_feeds, parse_feed
from bot.sources.opml import parse_opml, skipped_outlines
from bot.sources.pages import page_links, parse_article_or_links
from bot.workers.briefing_tasks import load_briefer
from summarizers.errors import InputError
from summarizers.model import Article
from tests.fakes.fuzz.entrance import (
    BrokenError,
    Entrance,
    Opening,
    Send,
    amount,
    shape,
)
from tests.fakes.fuzz.mutations import Mutator


def _page(data: bytes, address: str) -> Page:
    """Make a page; the first line is its content type, the rest its body."""
    header, _, body = data.partition(b"\n")
    message = Message()
    message["content-type"] = header.decode("latin-1").strip().replace("\r", "")
    charset = message.get_param("charset")
    named = charset if isinstance(charset, str) else None
    return Page(address, body, message.get_content_type(), named)


def _feed(data: bytes) -> str:
    page = _page(data, "https://gazette.example/feed")
    links = amount(len(find_feeds(page)))
    try:
        feed = parse_feed(page)
    except NotAFeedError as error:
        return f"{shape(error)} {links}"
    contents = 0
    for item in feed.items[:20]:
        contents += _has_text(item.content)
    return f"{_told(feed)} {amount(contents)} {links}"


def _told(feed: Feed) -> str:
    values = [
        [item.guid, item.url, item.title, item.published, item.content, *item.authors]
        for item in feed.items
    ]
    kept = [
        sum(map(bool, column)) > 0
        for column in zip(*(row[:5] for row in values), strict=True)
    ]
    for text in (feed.title, feed.site, *(value for row in values for value in row)):
        if (
            isinstance(text, str)
            and "\0" in text
            and text not in {row[4] for row in values}
        ):
            raise BrokenError("a text of the feed has the character NUL")
    return f"feed {amount(len(feed.items))} {kept} {feed.damaged} {feed.lang is None}"


def _has_text(markup: str) -> bool:
    try:
        extract_fragment(markup)
    except (ParseError, InputError):
        return False
    return True


def _outlines(data: bytes) -> str:
    try:
        found, skipped = parse_opml(data), skipped_outlines(data)
    except ParseError as error:
        return shape(error)
    return f"opml {amount(len(found))} {amount(len(skipped))}"


def _html(data: bytes) -> str:
    page = _page(data, "https://gazette.example/ferry")
    links = amount(len(page_links(page).urls))
    try:
        parsed = parse_article_or_links(page)
        if isinstance(parsed, PageLinks):
            return f"index {links}"
        found = fingerprinted(parsed)
    except (ParseError, InputError) as error:
        return f"{shape(error)} {links}"
    return f"page {_described(found.article)} {links}"


def _described(article: Article) -> str:
    parts = (article.title, article.published, article.authors, article.site)
    return f"{amount(len(article.text) // 100)} {[*map(bool, parts)]}"


def _text(data: bytes) -> str:
    article = parse_text(decode(data))
    try:
        briefing = load_briefer("fast").brief(article)
    except InputError as error:
        return shape(error)
    lines = (briefing.actors, briefing.claims, briefing.risks, briefing.summary)
    return f"briefing {briefing.lang} {[amount(len(some)) for some in lines]}"


def _configuration(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    try:
        configuration = load_configuration(path, PLATFORMS)
    except ConfigError as error:
        lines = str(error).splitlines()
        problem = ConfigError(lines[0].partition(": ")[2])
        return f"{amount(len(lines))} {shape(problem)}"
    found = [*advice(path), *missing_paths(path)]
    return f"valid {amount(len(found))} {len(summary(configuration)) // 20}"


@asynccontextmanager
async def _open_configuration() -> AsyncIterator[Send]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "sitrep.yaml")

        async def send(data: bytes) -> str:
            return _configuration(path, data)

        yield send


def _reading(read: Callable[[bytes], str]) -> Opening:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Send]:
        async def send(data: bytes) -> str:
            return read(data)

        yield send

    return opened


DOCUMENTS = (
    Entrance("feeds", _reading(_feed), Mutator.change_bytes),
    Entrance("opml", _reading(_outlines), Mutator.change_bytes, words="feeds"),
    Entrance("pages", _reading(_html), Mutator.change_bytes),
    Entrance("texts", _reading(_text), Mutator.change_bytes),
    Entrance("yaml", _open_configuration, Mutator.change_bytes),
)
