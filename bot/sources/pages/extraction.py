"""The text and the metadata of a page: the sole owner of trafilatura."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from trafilatura import bare_extraction, load_html
from trafilatura.settings import Document

from bot.core.domain.errors import NoTextError
from bot.sources.pages.declarations import declared_text
from bot.sources.pages.furniture import clear
from bot.sources.pages.nodes import Node, words_of
from bot.sources.pages.repairs import mend
from bot.sources.pages.walls import (
    Wall,
    drop_consent,
    said_unscripted,
    wall_behind,
    wall_of,
)

# The largest of 212 development pages has 12,000 tags. Beyond that the library's second
# opinions and our own rules cost more than they are worth.
_MANY_TAGS = 20_000
# Below this many words the precise reading may have thrown the article away: on the
# development pages, short precise readings that were right had 67 words and more.
_FEW_WORDS = 50
_MAX_HEADLINES = 5
# A reading with less than this share of what the page declares as its text has lost it:
# on the development pages that declare one, readings had at least .69 of it.
_DECLARED_WORDS = 100
_LOST_SHARE = 0.5

logging.getLogger("trafilatura").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Extract:
    """What was found in a page; ``day`` is written as year-month-day.

    ``wall`` is what stands before a text that is not there.
    """

    text: str = ""
    title: str | None = None
    headlines: tuple[str, ...] = ()
    authors: str | None = None
    site: str | None = None
    day: str | None = None
    wall: Wall | None = None


def is_huge(source: str) -> bool:
    """Whether a page is too large for more than one look at it."""
    return source.count("<") > _MANY_TAGS


def extract(source: str, url: str | None) -> Extract:
    """The article in a page; empty when there is none.

    Raises:
        NoTextError: it cannot be read as HTML.
    """
    tree: Node | None = load_html(source)
    if tree is None:
        return Extract()
    headlines, declared = _headlines(tree), declared_text(_scripts(tree))
    unscripted, consent = said_unscripted(tree), drop_consent(tree)
    found = _find(tree, url, huge=is_huge(source)) or Document()
    return Extract(
        _fuller(found.text or "", declared),
        found.title,
        headlines,
        found.author,
        found.sitename,
        found.date,
        wall_behind(source, unscripted, consent),
    )


def _find(tree: Node, url: str | None, *, huge: bool) -> Document | None:
    """Read for precision; read again for completeness when almost nothing was left."""
    if huge:
        return _read(tree, url, precise=True, fast=True)
    clear(tree)
    mend(tree)
    precise = _read(tree, url, precise=True)
    if _length(precise) >= _FEW_WORDS:
        return precise
    complete = _read(tree, url, precise=False)
    return precise if _length(complete) < _FEW_WORDS else complete


def _headlines(tree: Node) -> tuple[str, ...]:
    return tuple(words_of(node) for node in tree.iter("h1"))[:_MAX_HEADLINES]


def _scripts(tree: Node) -> Iterator[str]:
    return (node.text or "" for node in tree.iter("script"))


def _fuller(text: str, declared: str) -> str:
    """The declared text when the reading has lost most of it, or met a wall."""
    length = len(declared.split())
    lost = len(text.split()) < _LOST_SHARE * length or wall_of(text) is not None
    return declared if lost and length >= _DECLARED_WORDS else text


def _length(found: Document | None) -> int:
    return 0 if found is None else len((found.text or "").split())


def _read(
    tree: Node, url: str | None, *, precise: bool, fast: bool = False
) -> Document | None:
    try:
        found = bare_extraction(
            tree,
            url=url,
            favor_precision=precise,
            fast=fast,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception as error:
        # The library has no error of its own; crafted pages raise all sorts from its
        # parser, re and its own code.
        raise NoTextError("the page cannot be read as HTML") from error
    return found if isinstance(found, Document) else None
