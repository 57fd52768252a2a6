"""Parses XML and HTML into trees; the only module that imports lxml.

The parsers fetch nothing, resolve no entities and read no DTD. Their limits on depth and
text length stay on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Protocol, cast

from lxml import etree


class MarkupError(ValueError):
    """The bytes are not well-formed."""


class Element(Protocol):
    """The part of lxml's elements that the bot uses.

    ``tag`` is a text for elements; comments have another value.
    """

    tag: object
    text: str | None
    tail: str | None

    def get(self, name: str) -> str | None:
        """Return the value of an attribute, if any."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return the attributes and their values."""

    def set(self, name: str, value: str) -> None:
        """Set the value of an attribute."""

    def iter(self, *names: str) -> Iterator[Element]:
        """Yield the element and its descendants; with ``names`` only those tags."""

    def iterancestors(self) -> Iterator[Element]:
        """Yield the elements around this element, innermost first."""

    def getparent(self) -> Element | None:
        """Return the parent element, if any."""

    def append(self, child: Element) -> None:
        """Move an element to the end of this element."""

    def remove(self, child: Element) -> None:
        """Remove a child."""

    def __iter__(self) -> Iterator[Element]: ...

    def __len__(self) -> int: ...


_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": False}
_STRICT = etree.XMLParser(**_SAFE, load_dtd=False, collect_ids=False)
_RECOVERING = etree.XMLParser(**_SAFE, load_dtd=False, collect_ids=False, recover=True)


def parse_strictly(document: bytes) -> Element:
    """Parse a well-formed XML document.

    Raises:
        MarkupError: the document is not well-formed.
    """
    try:
        return cast("Element", etree.fromstring(document, _STRICT))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError(str(error)) from error


def parse_leniently(document: bytes) -> Element:
    """Parse as much of an XML document as possible.

    Raises:
        MarkupError: the document has no element.
    """
    try:
        root = etree.fromstring(document, _RECOVERING)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError(str(error)) from error
    if root is None:
        raise MarkupError("the document is empty or holds no XML element")
    return cast("Element", root)


def parse_html(document: str) -> Element:
    """Parse an HTML page.

    Raises:
        MarkupError: the page has no element.
    """
    parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(document.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError(str(error)) from error
    if root is None:
        raise MarkupError("the document is empty or holds no XML element")
    return cast("Element", root)


def new_element(name: str, parent: Element | None = None) -> Element:
    """Create an element, and append it to ``parent`` if one is given."""
    if parent is None:
        return cast("Element", etree.Element(name))
    return cast("Element", etree.SubElement(parent, name))


def serialize(root: Element, *, indented: bool = False) -> bytes:
    """Write the tree as a UTF-8 document."""
    document = etree.tostring(
        root, encoding="utf-8", xml_declaration=True, pretty_print=indented
    )
    return cast("bytes", document)


def inner_markup(element: Element) -> str:
    """Return the content of an element as markup, without the element's own tags."""
    parts = [etree.tostring(child, encoding="unicode") for child in element]
    return escape(element.text or "", quote=False) + "".join(parts)


def local_name(tag: object) -> str:
    """Return a tag without its namespace; empty for comments."""
    if not isinstance(tag, str):
        return ""
    return tag[tag.rfind("}") + 1 :] if tag.startswith("{") else tag


def namespace(tag: object) -> str:
    """Return the namespace of a tag, in braces; empty if the tag has none."""
    return tag[: tag.rfind("}") + 1] if isinstance(tag, str) else ""
