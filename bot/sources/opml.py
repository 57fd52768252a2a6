"""OPML: the lists of feeds that feed readers import and export."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape

from bot.core.domain.errors import ParseError
from bot.core.text.decoding import decode
from bot.markup import (
    Element,
    MarkupError,
    local_name,
    new_element,
    parse_leniently,
    serialize,
)

_HEADER = re.compile(rb"<\?xml[^<>]{0,100}encoding=[\"']([\w:.-]{1,40})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(?:#?\w{1,31};)?")


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list, and the names of the folders around it, the outer first."""

    title: str | None
    url: str
    folders: tuple[str, ...] = ()


def parse_opml(body: bytes) -> tuple[Outline, ...]:
    """The feeds in an OPML file, each address once; what is broken is passed over.

    Raises:
        ParseError: it is no OPML.
    """
    try:
        root = parse_leniently(_clean(body))
    except MarkupError as error:
        raise ParseError("this is no OPML file: it holds no markup") from error
    outlines = tuple(element for element in root.iter() if _is_outline(element))
    if not outlines and local_name(root.tag).lower() != "opml":
        raise ParseError(f'this is no OPML file: it starts with "{root.tag}"')
    found = (_outline(element) for element in outlines)
    by_url = {outline.url: outline for outline in reversed([*filter(None, found)])}
    return tuple(reversed(by_url.values()))


def write_opml(outlines: Iterable[Outline], *, title: str = "Sitrep") -> bytes:
    """An OPML 2.0 file of these feeds; those of one folder stand together."""
    root = new_element("opml")
    root.set("version", "2.0")
    new_element("title", new_element("head", root)).text = title
    folders: dict[tuple[str, ...], Element] = {(): new_element("body", root)}
    for outline in outlines:
        element = new_element("outline", _folder(outline.folders, folders))
        name = _CONTROL.sub("", outline.title or outline.url)
        element.set("type", "rss")
        element.set("text", name)
        element.set("title", name)
        element.set("xmlUrl", _CONTROL.sub("", outline.url))
    return serialize(root, indented=True)


def _clean(body: bytes) -> bytes:
    """The file in UTF-8, without a header, and without what XML does not know."""
    header = _HEADER.search(body, 0, 200)
    declared = header[1].decode("ascii", "replace") if header else None
    text = _CONTROL.sub("", decode(body, declared)).lstrip()
    if text.startswith("<?xml"):
        text = text.partition("?>")[2]
    return _AMPERSAND.sub(_character, text).encode("utf-8", "replace")


def _character(found: re.Match[str]) -> str:
    """An entity of HTML as its character; an ampersand that starts none, escaped."""
    return escape(unescape(found[0]))


def _address(value: str) -> str | None:
    """A feed's address; ``feed:`` is what some programs write before it."""
    address = "".join(value.split()).removeprefix("feed:")
    if address.startswith("//"):
        address = f"http:{address}"
    return address if address.lower().startswith(("http://", "https://")) else None


def _is_outline(element: Element) -> bool:
    return local_name(element.tag).lower() == "outline"


def _outline(element: Element) -> Outline | None:
    values = _values(element)
    url = _address(values.get("xmlurl", ""))
    if url is None:
        return None
    around = (_values(above) for above in element.iterancestors() if _is_outline(above))
    folders = tuple(_name(values) or "" for values in around)
    return Outline(_name(values), url, tuple(filter(None, reversed(folders))))


def _name(values: dict[str, str]) -> str | None:
    name = values.get("title", "").strip() or values.get("text", "").strip()
    return " ".join(unescape(name).split()) or None


def _values(element: Element) -> dict[str, str]:
    return {name.lower(): value for name, value in element.items()}


def _folder(names: tuple[str, ...], folders: dict[tuple[str, ...], Element]) -> Element:
    if names not in folders:
        folder = new_element("outline", _folder(names[:-1], folders))
        folder.set("text", _CONTROL.sub("", names[-1]))
        folders[names] = folder
    return folders[names]
