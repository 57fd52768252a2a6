"""The strict gate: what passes it is well-formed, bounded and in one shape.

The quick reader is quick because it looks at little. Where it would misread a feed, the
tree is changed here and written anew; most feeds go on as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.domain.errors import NotAFeedError
from bot.core.domain.feed import MAX_ITEMS
from bot.markup import Element, local_name, namespace, parse_strictly, serialize
from bot.sources.feeds.dates import newest, parse_date
from bot.sources.feeds.entries import ATOM, DATES, is_named, tidy, tidy_atom
from bot.sources.feeds.fields import plain_line

_ENTRY = {"rss": "item", "rdf": "item", "feed": "entry"}
_RSS_1 = "{http://purl.org/rss/1.0/}"
_HOME = {"rss": "", "rdf": _RSS_1, "feed": ATOM}
"""The namespace that the quick reader expects of a format's own elements."""
_HOMES = {
    "feed": {ATOM, "{https://www.w3.org/2005/Atom}", "{http://purl.org/atom/ns#}"},
    "rdf": {_RSS_1},
    "rss": {""},
}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Document:
    """A well-formed feed of at most ``MAX_ITEMS`` entries, and what is known of it.

    ``named`` says of each entry whether it has an id of its own.
    """

    body: bytes
    is_atom: bool
    lang: str | None
    named: tuple[bool, ...]


def pass_gate(body: bytes, url: str) -> Document:
    """The feed as the quick reader can read it.

    Raises:
        MarkupError: it is not well-formed.
        NotAFeedError: it is some other document.
    """
    root = parse_strictly(body)
    kind = local_name(root.tag).lower()
    if kind not in _ENTRY or (kind == "rss" and not len(root)):
        raise NotAFeedError(f'a document of the kind "{kind}" is no feed')
    entries = tuple(root.iter("{*}" + _ENTRY[kind]))
    changes = _move_home(root, entries, kind) + _gather(root, kind)
    kept = _cut(entries)
    changes += len(entries) - len(kept)
    base = url if b"xml:base" in body else None
    change = tidy_atom if kind == "feed" else tidy
    changes += sum(change(entry, base) for entry in kept)
    return Document(
        body=serialize(root) if changes else body,
        is_atom=kind == "feed",
        lang=_language(root),
        named=tuple(is_named(entry) for entry in kept),
    )


def _move_home(root: Element, entries: Sequence[Element], kind: str) -> int:
    """Put a format's elements where they belong when their namespace is unusual."""
    element = entries[0] if entries else root
    if kind == "rdf" and not entries:
        return 0
    space = namespace(element.tag)
    if space in _HOMES[kind]:
        return 0
    for found in root.iter(space + "*" if space else "*"):
        if namespace(found.tag) == space and local_name(found.tag):
            found.tag = _HOME[kind] + local_name(found.tag)
    return 1


def _gather(root: Element, kind: str) -> int:
    """Move items of RSS that stand elsewhere into the channel."""
    channel = next(root.iter("channel"), None) if kind == "rss" else None
    if channel is None:
        return 0
    settled = frozenset((*channel.iterancestors(), *channel))
    strays = [item for item in root.iter("item") if item not in settled]
    for item in strays:
        channel.append(item)
    return len(strays)


def _cut(entries: tuple[Element, ...]) -> tuple[Element, ...]:
    """The newest entries, in the feed's order; the others leave the tree."""
    if len(entries) <= MAX_ITEMS:
        return entries
    kept = newest([_date(entry) for entry in entries], MAX_ITEMS)
    for i in frozenset(range(len(entries))) - frozenset(kept):
        parent = entries[i].getparent()
        if parent is not None:
            parent.remove(entries[i])
    return tuple(entries[i] for i in kept)


def _date(entry: Element) -> datetime | None:
    found = (parse_date(c.text) for c in entry if local_name(c.tag).lower() in DATES)
    return next((date for date in found if date is not None), None)


def _language(root: Element) -> str | None:
    """The language of the feed, as the feed names it."""
    for name in ("language", "{http://purl.org/dc/elements/1.1/}language"):
        for element in root.iter(name):
            return plain_line(element.text)
    return root.get(_LANG)
