"""Parses and writes OPML: lists of feeds, as feed readers import and export them."""

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
_SHOWN = 80
_AMPERSAND = re.compile(r"&(?:#?\w{1,31};)?")


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of an OPML list.

    ``folders`` are the names of the folders around it, outermost first.
    """

    title: str | None
    url: str
    folders: tuple[str, ...] = ()


def parse_opml(body: bytes) -> tuple[Outline, ...]:
    """Return the feeds of an OPML file, each URL once; invalid outlines are skipped.

    Raises:
        ParseError: the file is not OPML.
    """
    outlines = [
        outline for element in _elements(body) if (outline := _outline(element))
    ]
    by_url = {outline.url: outline for outline in reversed(outlines)}
    return tuple(reversed(by_url.values()))


def skipped_outlines(body: bytes) -> tuple[tuple[str, str], ...]:
    """Return the outlines of an OPML file without a usable feed, each with the reason.

    Raises:
        ParseError: the file is not OPML.
    """
    skipped: list[tuple[str, str]] = []
    seen: set[str] = set()
    for element in _elements(body):
        outline, attributes = _outline(element), _attributes(element)
        if outline is not None:
            if outline.url in seen:
                skipped.append((outline.url, "is in the list twice"))
            seen.add(outline.url)
        elif attributes.get("xmlurl", "").strip():
            reason = "has an address that is not of the web"
            skipped.append((_shown(attributes), reason))
        elif not any(map(_is_outline, element)):
            skipped.append((_shown(attributes), "has no address of a feed (xmlUrl)"))
    return tuple(skipped)


def _shown(attributes: dict[str, str]) -> str:
    """Return the text that identifies an outline."""
    name = _name(attributes) or attributes.get("xmlurl") or "an outline without a name"
    return name[:_SHOWN]


def _elements(body: bytes) -> tuple[Element, ...]:
    """Return the outlines of an OPML file: its feeds and folders.

    Raises:
        ParseError: the file is not OPML.
    """
    try:
        root = parse_leniently(_clean(body))
    except MarkupError as error:
        raise ParseError(
            "this is not an OPML file, since it has no markup: export the feeds as OPML"
        ) from error
    elements = tuple(element for element in root.iter() if _is_outline(element))
    if not elements and local_name(root.tag).lower() != "opml":
        raise ParseError(
            f'this is not an OPML file, since it starts with "{root.tag}": export the feeds as OPML'
        )
    return elements


def write_opml(outlines: Iterable[Outline]) -> bytes:
    """Write the feeds as an OPML 2.0 file, grouped by folder."""
    root = new_element("opml")
    root.set("version", "2.0")
    new_element("title", new_element("head", root)).text = "Sitrep"
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
    """Convert to UTF-8; drop header and control characters, and resolve entities."""
    header = _HEADER.search(body, 0, 200)
    declared = header[1].decode("ascii", "replace") if header else None
    text = _CONTROL.sub("", decode(body, declared)).lstrip()
    if text.startswith("<?xml"):
        text = text.partition("?>")[2]
    return _AMPERSAND.sub(_resolve_entity, text).encode("utf-8", "replace")


def _resolve_entity(match: re.Match[str]) -> str:
    """Replace an HTML entity by its character, escaped for XML if needed."""
    return escape(unescape(match[0]))


def _feed_url(value: str) -> str | None:
    """Return the http(s) URL of a feed, without the ``feed:`` that some programs add.

    Return ``None`` for other texts.
    """
    url = "".join(value.split()).removeprefix("feed:")
    if url.startswith("//"):
        url = f"http:{url}"
    return url if url.lower().startswith(("http://", "https://")) else None


def _is_outline(element: Element) -> bool:
    return local_name(element.tag).lower() == "outline"


def _outline(element: Element) -> Outline | None:
    attributes = _attributes(element)
    url = _feed_url(attributes.get("xmlurl", ""))
    if url is None:
        return None
    parents = (_attributes(e) for e in element.iterancestors() if _is_outline(e))
    folders = tuple(_name(parent) or "" for parent in parents)
    return Outline(_name(attributes), url, tuple(filter(None, reversed(folders))))


def _name(attributes: dict[str, str]) -> str | None:
    name = attributes.get("title", "").strip() or attributes.get("text", "").strip()
    return " ".join(unescape(name).split()) or None


def _attributes(element: Element) -> dict[str, str]:
    return {name.lower(): value for name, value in element.items()}


def _folder(names: tuple[str, ...], folders: dict[tuple[str, ...], Element]) -> Element:
    if names not in folders:
        folder = new_element("outline", _folder(names[:-1], folders))
        folder.set("text", _CONTROL.sub("", names[-1]))
        folders[names] = folder
    return folders[names]
