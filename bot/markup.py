"""XML and HTML as trees: the sole owner of lxml.

Nothing is fetched, no entity is resolved and no DTD is read; the parser's own limits on
depth and on the length of texts stay on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Protocol, cast

from lxml import etree


class MarkupError(ValueError):
    """The bytes are not well-formed."""


class Element(Protocol):
    """What is used of a tree's element; of a comment, ``tag`` is no text."""

    tag: object
    text: str | None
    tail: str | None

    def get(self, name: str) -> str | None:
        """The value of an attribute."""

    def items(self) -> Iterable[tuple[str, str]]:
        """All attributes with their values."""

    def set(self, name: str, value: str) -> None:
        """Set the value of an attribute."""

    def iter(self, *names: str) -> Iterator[Element]:
        """All elements of these names in and under this one, in order."""

    def iterancestors(self) -> Iterator[Element]:
        """The elements around this one, the closest first."""

    def getparent(self) -> Element | None:
        """The element around this one."""

    def append(self, child: Element) -> None:
        """Move an element to the end of this one."""

    def remove(self, child: Element) -> None:
        """Take a child out."""

    def __iter__(self) -> Iterator[Element]: ...

    def __len__(self) -> int: ...


_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": False}
_STRICT = etree.XMLParser(**_SAFE, load_dtd=False, collect_ids=False)
_RECOVERING = etree.XMLParser(**_SAFE, load_dtd=False, collect_ids=False, recover=True)


def parse_strictly(document: bytes) -> Element:
    """The root of a well-formed document.

    Raises:
        MarkupError: it is not well-formed.
    """
    try:
        return cast("Element", etree.fromstring(document, _STRICT))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError(str(error)) from error


def parse_leniently(document: bytes) -> Element:
    """The root of what can be read of a document.

    Raises:
        MarkupError: nothing can.
    """
    try:
        root = etree.fromstring(document, _RECOVERING)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError(str(error)) from error
    if root is None:
        raise MarkupError("there is no element in it")
    return cast("Element", root)


def parse_html(document: str) -> Element:
    """The root of an HTML page.

    Raises:
        MarkupError: there is nothing in it.
    """
    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(document.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError(str(error)) from error
    if root is None:
        raise MarkupError("there is no element in it")
    return cast("Element", root)


def new_element(name: str, parent: Element | None = None) -> Element:
    """A new element, the last one of its parent."""
    if parent is None:
        return cast("Element", etree.Element(name))
    return cast("Element", etree.SubElement(parent, name))


def serialize(root: Element, *, indented: bool = False) -> bytes:
    """The tree as a document in UTF-8."""
    document = etree.tostring(
        root, encoding="utf-8", xml_declaration=True, pretty_print=indented
    )
    return cast("bytes", document)


def inner_markup(element: Element) -> str:
    """What stands in an element, as markup."""
    parts = [etree.tostring(child, encoding="unicode") for child in element]
    return escape(element.text or "", quote=False) + "".join(parts)


def local_name(tag: object) -> str:
    """A tag without its namespace; of what is no element, nothing."""
    if not isinstance(tag, str):
        return ""
    return tag[tag.rfind("}") + 1 :] if tag.startswith("{") else tag


def namespace(tag: object) -> str:
    """A tag's namespace, in braces; nothing when it has none."""
    return tag[: tag.rfind("}") + 1] if isinstance(tag, str) else ""
