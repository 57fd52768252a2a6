"""A parsed page as its readers see it, and what they measure in it."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Protocol

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SENTENCE_ENDS = tuple(".!?…。！？।॥؟۔")
_CLOSING = "\"'”’)»]"


class Node(Protocol):
    """An element, as the parser behind the extraction gives it."""

    tag: str
    text: str | None
    tail: str | None

    @property
    def attrib(self) -> MutableMapping[str, str]:
        """The attributes; they can be changed."""

    def get(self, key: str, /) -> str | None:
        """An attribute, or ``None``."""

    def iter(self, *tags: str) -> Iterator[Node]:
        """The element and all below it, in the order of the page."""

    def iterancestors(self, *tags: str) -> Iterator[Node]:
        """What it stands in, innermost first."""

    def iterchildren(self, *tags: str, reversed: bool = False) -> Iterator[Node]:  # noqa: A002 - the parser's name
        """What stands directly in it."""

    def itersiblings(self, *tags: str, preceding: bool = False) -> Iterator[Node]:
        """What follows or precedes it in its parent, nearest first."""

    def itertext(self) -> Iterator[str]:
        """All text in it."""

    def getparent(self) -> Node | None:
        """What it stands in."""

    def getprevious(self) -> Node | None:
        """The element before it in its parent."""

    def append(self, element: Node, /) -> None:
        """Move an element, with the text behind it, to the end of this one."""

    def remove(self, element: Node, /) -> None:
        """Take a child out, with the text behind it."""

    def makeelement(self, tag: str, /) -> Node:
        """A new element of the same kind."""

    def drop_tree(self) -> None:
        """Take it out and leave the text behind it."""


def words_of(node: Node) -> str:
    """Its text on one line."""
    return " ".join("".join(node.itertext()).split())


def count(node: Node) -> int:
    """The number of words in it."""
    return len("".join(node.itertext()).split())


def linked(node: Node) -> int:
    """How many characters of it are links."""
    return sum(len(words_of(link)) for link in node.iter("a"))


def is_sentence(text: str) -> bool:
    """Whether it ends as a sentence does."""
    return text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


def drop(node: Node) -> None:
    """Take it out of the page, unless it has gone already."""
    if node.getparent() is not None:
        node.drop_tree()


def prose(node: Node) -> int:
    """The number of words in its paragraphs."""
    return sum(count(paragraph) for paragraph in node.iter("p"))
