"""Extracts text and metadata from a page; the only module that imports trafilatura."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document

from bot.core.domain.errors import NoTextError
from bot.sources.pages.boilerplate import drop_boilerplate
from bot.sources.pages.dom_repair import repair_dom
from bot.sources.pages.nodes import Node, text_of
from bot.sources.pages.walls import (
    Wall,
    drop_consent_boxes,
    noscript_text,
    wall_of_page,
    wall_of_text,
)

_KEY = "articleBody"
_TAG = re.compile(r"<[^<>]{0,1000}>")
# Enough for a graph of objects around the article.
_MAX_DEPTH = 6


def article_body(scripts: Iterable[str]) -> str:
    """Return the longest ``articleBody`` in JSON-LD, one paragraph per line.

    Return an empty text if the scripts contain none.
    """
    bodies = (text for script in scripts if _KEY in script for text in _bodies(script))
    return max(map(_plain_text, bodies), key=len, default="")


def _bodies(script: str) -> Iterator[str]:
    try:
        content = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return iter(())
    return _walk(content, _MAX_DEPTH)


def _walk(content: object, depth: int) -> Iterator[str]:
    if isinstance(content, dict):
        body = content.get(_KEY)
        if isinstance(body, str):
            yield body
        content = list(content.values())
    if isinstance(content, list) and depth:
        for part in content:
            yield from _walk(part, depth - 1)


def _plain_text(body: str) -> str:
    return unescape(_TAG.sub("\n", unescape(body)))


# The largest of 212 development pages has 12,000 tags. On larger pages the library's
# fallbacks and our own rules take too long for what they add.
_MANY_TAGS = 20_000
# With fewer words, the precise extraction may have lost the article: on the development
# pages, short precise extractions that were right had at least 67 words.
_FEW_WORDS = 50
_MAX_HEADLINES = 5
# An extraction with less than this share of the JSON-LD text has lost the article: on
# the development pages with such a text, extractions had at least .69 of it.
_DECLARED_WORDS = 100
_LOST_SHARE = 0.5

logging.getLogger("trafilatura").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """The text and metadata of a page.

    ``day`` has the form YYYY-MM-DD. ``wall`` is the kind of wall, if the page shows one
    instead of its text.
    """

    text: str = ""
    title: str | None = None
    headlines: tuple[str, ...] = ()
    authors: str | None = None
    site: str | None = None
    day: str | None = None
    wall: Wall | None = None


def load_tree(source: str) -> Node | None:
    """Parse a page; return ``None`` if it is not HTML."""
    tree: Node | None = load_html(source)
    return tree


def is_huge(source: str) -> bool:
    """Return whether a page has too many tags to extract it more than once."""
    return source.count("<") > _MANY_TAGS


def extract(source: str, tree: Node | None, url: str | None) -> ExtractedPage:
    """Extract text and metadata of a page; without an article, the text is empty.

    ``tree`` is the parsed ``source``; the extraction removes parts of the tree.

    Raises:
        NoTextError: the page cannot be parsed as HTML.
    """
    if tree is None:
        return ExtractedPage()
    headlines, declared = _headlines(tree), article_body(_scripts(tree))
    noscript, consent_words = noscript_text(tree), drop_consent_boxes(tree)
    document = _extract_best(tree, url, huge=is_huge(source)) or Document()
    return ExtractedPage(
        _more_complete(document.text or "", declared),
        document.title,
        headlines,
        document.author,
        document.sitename,
        document.date,
        wall_of_page(source, noscript, consent_words),
    )


def _extract_best(tree: Node, url: str | None, *, huge: bool) -> Document | None:
    """Extract the text that is surely the article; if that is too short, extract more.

    A huge page is extracted once.
    """
    if huge:
        return _extract_once(tree, url, precise=True, fast=True)
    drop_boilerplate(tree)
    repair_dom(tree)
    precise = _extract_once(tree, url, precise=True)
    if _count_words(precise) >= _FEW_WORDS:
        return precise
    complete = _extract_once(tree, url, precise=False)
    return precise if _count_words(complete) < _FEW_WORDS else complete


def _headlines(tree: Node) -> tuple[str, ...]:
    return tuple(text_of(node) for node in tree.iter("h1"))[:_MAX_HEADLINES]


def _scripts(tree: Node) -> Iterator[str]:
    return (node.text or "" for node in tree.iter("script"))


def _more_complete(text: str, declared: str) -> str:
    """Return ``declared`` if the extracted ``text`` lost most of it or is a wall.

    Return ``text`` otherwise.
    """
    words = len(declared.split())
    lost = len(text.split()) < _LOST_SHARE * words or wall_of_text(text) is not None
    return declared if lost and words >= _DECLARED_WORDS else text


def _count_words(document: Document | None) -> int:
    return 0 if document is None else len((document.text or "").split())


def _extract_once(
    tree: Node, url: str | None, *, precise: bool, fast: bool = False
) -> Document | None:
    try:
        document = bare_extraction(
            tree,
            url=url,
            favor_precision=precise,
            fast=fast,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception as error:
        # The library does not define an error type; crafted pages raise many types
        # from its parser, from re and from its own code.
        raise NoTextError("the page cannot be read as HTML") from error
    return document if isinstance(document, Document) else None
