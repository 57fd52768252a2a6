"""OPML: the lists of feeds that feed readers import and export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.errors import ParseError
from bot.markup import (
    Element,
    MarkupError,
    local_name,
    new_element,
    parse_leniently,
    serialize,
)


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
        root = parse_leniently(body.strip())
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
        name = outline.title or outline.url
        element.set("type", "rss")
        element.set("text", name)
        element.set("title", name)
        element.set("xmlUrl", outline.url)
    return serialize(root, indented=True)


def _is_outline(element: Element) -> bool:
    return local_name(element.tag).lower() == "outline"


def _outline(element: Element) -> Outline | None:
    values = _values(element)
    url = values.get("xmlurl", "").strip()
    if not url:
        return None
    around = (_values(above) for above in element.iterancestors() if _is_outline(above))
    folders = tuple(_name(values) or "" for values in around)
    return Outline(_name(values), url, tuple(filter(None, reversed(folders))))


def _name(values: dict[str, str]) -> str | None:
    name = values.get("title", "").strip() or values.get("text", "").strip()
    return " ".join(name.split()) or None


def _values(element: Element) -> dict[str, str]:
    return {name.lower(): value for name, value in element.items()}


def _folder(names: tuple[str, ...], folders: dict[tuple[str, ...], Element]) -> Element:
    if names not in folders:
        folder = new_element("outline", _folder(names[:-1], folders))
        folder.set("text", names[-1])
        folders[names] = folder
    return folders[names]
