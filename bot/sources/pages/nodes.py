"""Elements of a parsed HTML page, and functions that measure them."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from itertools import takewhile
from typing import Protocol

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SENTENCE_ENDS = tuple(".!?…。！？।॥؟۔")
_CLOSING = "\"'”’)»]"


class Node(Protocol):
    """An HTML element, as trafilatura's parser returns it."""

    tag: str
    text: str | None
    tail: str | None

    @property
    def attrib(self) -> MutableMapping[str, str]:
        """Return the attributes; the mapping can be changed."""

    def get(self, key: str, /) -> str | None:
        """Return the value of an attribute, or ``None``."""

    def iter(self, *tags: str) -> Iterator[Node]:
        """Yield the element and its descendants, in document order."""

    def iterancestors(self, *tags: str) -> Iterator[Node]:
        """Yield the elements around this element, innermost first."""

    def iterchildren(self, *tags: str, reversed: bool = False) -> Iterator[Node]:  # noqa: A002 - the parser's name
        """Yield the direct children."""

    def itersiblings(self, *tags: str, preceding: bool = False) -> Iterator[Node]:
        """Yield the following or preceding siblings, nearest first."""

    def itertext(self) -> Iterator[str]:
        """Yield the pieces of text inside."""

    def getparent(self) -> Node | None:
        """Return the parent element, if any."""

    def getprevious(self) -> Node | None:
        """Return the preceding sibling, if any."""

    def append(self, element: Node, /) -> None:
        """Move an element and its tail to the end of this element."""

    def remove(self, element: Node, /) -> None:
        """Remove a child and its tail."""

    def makeelement(self, tag: str, /) -> Node:
        """Make an element of the same kind."""

    def drop_tree(self) -> None:
        """Remove this element but keep its tail."""


def text_of(node: Node) -> str:
    """Return the element's text on one line."""
    return " ".join("".join(node.itertext()).split())


def count_words(node: Node) -> int:
    """Return the number of words in the element."""
    return len("".join(node.itertext()).split())


def count_linked_characters(node: Node) -> int:
    """Return the number of characters that are link text.

    The text of a link inside another one counts once.
    """
    links = (link for link in node.iter("a") if not _is_in_link(link, node))
    return sum(len(text_of(link)) for link in links)


def _is_in_link(link: Node, node: Node) -> bool:
    """Return whether a link is inside another link that is inside ``node``."""
    around = takewhile(lambda other: other is not node, link.iterancestors())
    return any(other.tag == "a" for other in around)


def is_sentence(text: str) -> bool:
    """Return whether the text ends like a sentence."""
    return text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


def drop(node: Node) -> None:
    """Remove the element from the page, unless it is removed already."""
    if node.getparent() is not None:
        node.drop_tree()


def count_prose_words(node: Node) -> int:
    """Return the number of words in the element's paragraphs."""
    return sum(count_words(paragraph) for paragraph in node.iter("p"))
