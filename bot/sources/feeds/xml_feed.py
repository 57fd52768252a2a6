"""Changes well-formed XML feeds so that the fast parser reads them correctly.

The fast parser ignores namespaces: it takes the first element with a local name. It reads
an element's text only up to the first tag inside, and ignores ``xml:base``. For an entry
without a date it guesses one from the id, or fills missing parts from today's date. Where
it would misread a feed, the tree is changed here and serialized again. Most feeds pass
unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.domain.errors import NotAFeedError
from bot.core.domain.records import MAX_ITEMS
from bot.markup import (
    Element,
    inner_markup,
    local_name,
    namespace,
    parse_strictly,
    serialize,
)
from bot.sources.feeds.feed_dates import is_complete_date, newest_indexes, parse_date
from bot.sources.feeds.fields import joined, plain_line

_ATOM = "{http://www.w3.org/2005/Atom}"
_ATOM_03 = "{http://purl.org/atom/ns#}"
_RSS_1 = "{http://purl.org/rss/1.0/}"
_ENTRY = {"rss": "item", "rdf": "item", "feed": "entry"}
# The namespace of each format's own elements, as the fast parser expects it.
_NAMESPACE = {"rss": "", "rdf": _RSS_1, "feed": _ATOM}
_ACCEPTED_NAMESPACES = {
    "feed": {_ATOM, "{https://www.w3.org/2005/Atom}", _ATOM_03},
    "rdf": {_RSS_1},
    "rss": {""},
}
_XML = "{http://www.w3.org/XML/1998/namespace}"
_LANG, _BASE = f"{_XML}lang", f"{_XML}base"
_DATES = frozenset(
    {"pubdate", "published", "issued", "date", "lastbuilddate", "updated", "modified"}
)
_TEXTS = frozenset({"title", "description", "summary", "content", "encoded"})
# Elements that other formats have too, as in ``media:title``.
_AMBIGUOUS = frozenset({"title", "link", "description", "author"})
_IDS = frozenset({"guid", f"{_ATOM}id", f"{_ATOM_03}id"})
_PAGE_LINKS = frozenset({None, "alternate"})
_MAX_LINKS = 20
_PREFIX = re.compile(r"(</?)[A-Za-z][\w.-]{0,30}:")
_XMLNS = re.compile(r"""\sxmlns(?::[\w.-]{1,30})?="[^"<>]{0,300}\"""")

_Children = list[tuple[Element, str]]
"""The child elements of an entry, each with its name without a namespace."""


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """A well-formed feed of at most ``MAX_ITEMS`` entries.

    ``have_ids`` says for each entry whether the entry has an id.
    """

    body: bytes
    is_atom: bool
    lang: str | None
    have_ids: tuple[bool, ...]


def normalize_xml(body: bytes, url: str) -> FeedDocument:
    """Change an RSS, RDF or Atom feed so that the fast parser reads it correctly.

    Raises:
        MarkupError: the document is not well-formed.
        NotAFeedError: the document is not a feed.
    """
    root = parse_strictly(body)
    kind = local_name(root.tag).lower()
    if kind not in _ENTRY or (kind == "rss" and not len(root)):
        raise NotAFeedError(
            f'a "{kind}" document is not a feed: give the address of a feed'
        )
    entries = tuple(root.iter("{*}" + _ENTRY[kind]))
    changes = _fix_namespace(root, entries, kind) + _gather_items(root, kind)
    kept = _drop_oldest(entries)
    changes += len(entries) - len(kept)
    base = url if b"xml:base" in body else None
    normalize = normalize_atom_entry if kind == "feed" else normalize_rss_entry
    changes += sum(normalize(entry, base) for entry in kept)
    return FeedDocument(
        body=serialize(root) if changes else body,
        is_atom=kind == "feed",
        lang=_language(root),
        have_ids=tuple(has_own_id(entry) for entry in kept),
    )


def normalize_rss_entry(entry: Element, base: str | None) -> int:
    """Change an RSS entry for the fast parser; return the number of changes.

    ``base`` is the document's URL if the document uses ``xml:base``.
    """
    children = _children(entry)
    changes = _inline_markup(children) + _drop_foreign_elements(entry, children)
    changes += _drop_incomplete_dates(entry, children) + _hide_guid(children)
    return changes if base is None else changes + _resolve_links(children, base)


def normalize_atom_entry(entry: Element, base: str | None) -> int:
    """Change an Atom entry for the fast parser; return the number of changes.

    ``base`` is the document's URL if the document uses ``xml:base``.
    """
    children = _children(entry)
    changes = _inline_markup(children) + _drop_other_links(entry, children)
    changes += _drop_incomplete_dates(entry, children)
    return changes if base is None else changes + _resolve_links(children, base)


def has_own_id(entry: Element) -> bool:
    """Return whether an entry has an id."""
    return any(child.tag in _IDS and child.text for child in entry) or any(
        local_name(name) == "about" for name, _ in entry.items()
    )


def _fix_namespace(root: Element, entries: Sequence[Element], kind: str) -> int:
    """Move elements from an unusual namespace into the namespace of the feed's format.

    Return 1 if the tree was changed, else 0.
    """
    sample = entries[0] if entries else root
    if kind == "rdf" and not entries:
        return 0
    space = namespace(sample.tag)
    if space in _ACCEPTED_NAMESPACES[kind]:
        return 0
    for element in root.iter(space + "*" if space else "*"):
        if namespace(element.tag) == space and local_name(element.tag):
            element.tag = _NAMESPACE[kind] + local_name(element.tag)
    return 1


def _gather_items(root: Element, kind: str) -> int:
    """Move RSS items that are outside of the channel into it; return their number."""
    channel = next(root.iter("channel"), None) if kind == "rss" else None
    if channel is None:
        return 0
    inside = frozenset((*channel.iterancestors(), *channel))
    outside = [item for item in root.iter("item") if item not in inside]
    for item in outside:
        channel.append(item)
    return len(outside)


def _drop_oldest(entries: tuple[Element, ...]) -> tuple[Element, ...]:
    """Remove all but the newest ``MAX_ITEMS`` entries.

    Return the entries that stay, in the order of the feed.
    """
    if len(entries) <= MAX_ITEMS:
        return entries
    kept = newest_indexes([_date(entry) for entry in entries], MAX_ITEMS)
    for i in frozenset(range(len(entries))) - frozenset(kept):
        parent = entries[i].getparent()
        if parent is not None:
            parent.remove(entries[i])
    return tuple(entries[i] for i in kept)


def _date(entry: Element) -> datetime | None:
    dates = (parse_date(c.text) for c in entry if local_name(c.tag).lower() in _DATES)
    return next((date for date in dates if date is not None), None)


def _language(root: Element) -> str | None:
    """Return the language code that the feed declares, if any."""
    for name in ("language", "{http://purl.org/dc/elements/1.1/}language"):
        for element in root.iter(name):
            return plain_line(element.text)
    return root.get(_LANG)


def _children(entry: Element) -> _Children:
    return [(child, local_name(child.tag)) for child in entry]


def _inline_markup(children: _Children) -> int:
    """Escape the elements inside text fields; return how many fields changed."""
    mixed = [child for child, name in children if name in _TEXTS and len(child)]
    for child in mixed:
        child.text = _PREFIX.sub(r"\1", _XMLNS.sub("", inner_markup(child)))
        for inner in tuple(child):
            child.remove(inner)
        if child.get("type") is not None:
            child.set("type", "html")
    return len(mixed)


def _drop_foreign_elements(entry: Element, children: _Children) -> int:
    """Drop elements of other namespaces that are named like an RSS element.

    Return the number of dropped elements.
    """
    foreign = [
        (child, name)
        for child, name in children
        if name in _AMBIGUOUS and namespace(child.tag)
    ]
    if not foreign:
        return 0
    own_names = {child.tag for child, _ in children if child.text}
    return _drop(entry, [child for child, name in foreign if name in own_names])


def _drop_incomplete_dates(entry: Element, children: _Children) -> int:
    dates = [child for child, name in children if name.lower() in _DATES]
    return _drop(entry, [date for date in dates if not is_complete_date(date.text)])


def _hide_guid(children: _Children) -> int:
    """Turn the guid of an entry without a date into an Atom id.

    The fast parser may parse a guid as a date, but never an Atom id. Return the number
    of changes.
    """
    if any(
        name.lower() in _DATES and is_complete_date(child.text)
        for child, name in children
    ):
        return 0
    guids = [child for child, _ in children if child.tag == "guid"]
    if not guids or (guids[0].text or "").strip().startswith("http"):
        return 0
    guids[0].tag = f"{_ATOM}id"
    return 1


def _drop_other_links(entry: Element, children: _Children) -> int:
    """Drop an Atom entry's links that do not lead to its page; return their number.

    If the first link leads to the page, all links are kept.
    """
    links = [child for child, name in children if name == "link"]
    if not links or links[0].get("rel") in _PAGE_LINKS:
        return 0
    return _drop(entry, [link for link in links if link.get("rel") not in _PAGE_LINKS])


def _resolve_links(children: _Children, url: str) -> int:
    """Make links absolute, by the ``xml:base`` of the elements around each link."""
    links = [child for child, name in children if name == "link"][:_MAX_LINKS]
    for link in links:
        bases = [element.get(_BASE) for element in (link, *link.iterancestors())]
        base = url
        for step in reversed(bases):
            base = joined(base, step, invalid=base)
        href = link.get("href")
        if href is not None:
            link.set("href", joined(base, href, invalid=href))
        elif link.text:
            link.text = joined(base, link.text.strip(), invalid=link.text)
    return len(links)


def _drop(entry: Element, children: list[Element]) -> int:
    for child in children:
        entry.remove(child)
    return len(children)
