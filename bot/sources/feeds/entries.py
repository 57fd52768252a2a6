"""Entries of a feed's tree, changed where the quick reader would misread them.

It takes the first element of a local name, whatever its namespace; it reads an
element's text up to the first tag in it; it knows no ``xml:base``; and where there is no
date it looks for one in the id, or fills what is missing from today's.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from bot.markup import Element, inner_markup, local_name, namespace
from bot.sources.feeds.dates import is_whole

ATOM = "{http://www.w3.org/2005/Atom}"
DATES = frozenset(
    {"pubdate", "published", "issued", "date", "lastbuilddate", "updated", "modified"}
)
"""Elements that hold a date, by their names in small letters."""

_TEXTS = frozenset({"title", "description", "summary", "content", "encoded"})
_TAKEN_FOR_EACH_OTHER = frozenset({"title", "link", "description", "author"})
_NAMED = frozenset({"guid", f"{ATOM}id", "{http://purl.org/atom/ns#}id"})
_PAGE_LINKS = frozenset({None, "alternate"})
_MOST_LINKS = 20
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_PREFIX = re.compile(r"(</?)[A-Za-z][\w.-]{0,30}:")
_SPACES = re.compile(r"""\sxmlns(?::[\w.-]{1,30})?="[^"<>]{0,300}\"""")

Children = list[tuple[Element, str]]
"""An entry's elements with their local names."""


def tidy(entry: Element, base: str | None) -> int:
    """Change an RSS entry as needed; the number of changes.

    ``base`` is the document's address when ``xml:base`` is used in it.
    """
    children = _children(entry)
    changes = _spell_out_markup(children) + _drop_strangers(entry, children)
    changes += _drop_vague_dates(entry, children) + _hide_guid(children)
    return changes if base is None else changes + _resolve(children, base)


def tidy_atom(entry: Element, base: str | None) -> int:
    """Change an Atom entry as needed; the number of changes."""
    children = _children(entry)
    changes = _spell_out_markup(children) + _drop_links(entry, children)
    changes += _drop_vague_dates(entry, children)
    return changes if base is None else changes + _resolve(children, base)


def is_named(entry: Element) -> bool:
    """Whether an entry has an id of its own."""
    return any(child.tag in _NAMED and child.text for child in entry) or any(
        local_name(name) == "about" for name, _ in entry.items()
    )


def _children(entry: Element) -> Children:
    return [(child, local_name(child.tag)) for child in entry]


def _spell_out_markup(children: Children) -> int:
    """Write elements inside of a text as the text's markup."""
    mixed = [child for child, name in children if name in _TEXTS and len(child)]
    for child in mixed:
        child.text = _PREFIX.sub(r"\1", _SPACES.sub("", inner_markup(child)))
        for inner in tuple(child):
            child.remove(inner)
        if child.get("type") is not None:
            child.set("type", "html")
    return len(mixed)


def _drop_strangers(entry: Element, children: Children) -> int:
    """Drop elements of other formats that share their name with one of RSS."""
    strangers = [
        (child, name)
        for child, name in children
        if name in _TAKEN_FOR_EACH_OTHER and namespace(child.tag)
    ]
    if not strangers:
        return 0
    own = {child.tag for child, _ in children if child.text}
    return _drop(entry, [child for child, name in strangers if name in own])


def _drop_vague_dates(entry: Element, children: Children) -> int:
    dates = [child for child, name in children if name.lower() in DATES]
    vague = [child for child in dates if not is_whole(child.text)]
    return _drop(entry, vague)


def _hide_guid(children: Children) -> int:
    """Make the id of an undated entry one of Atom, which is never read as a date."""
    if any(name.lower() in DATES and is_whole(child.text) for child, name in children):
        return 0
    guids = [child for child, _ in children if child.tag == "guid"]
    if not guids or (guids[0].text or "").strip().startswith("http"):
        return 0
    guids[0].tag = f"{ATOM}id"
    return 1


def _drop_links(entry: Element, children: Children) -> int:
    """Drop an Atom entry's links to something else before the one to its page."""
    links = [child for child, name in children if name == "link"]
    if not links or links[0].get("rel") in _PAGE_LINKS:
        return 0
    return _drop(entry, [link for link in links if link.get("rel") not in _PAGE_LINKS])


def _resolve(children: Children, url: str) -> int:
    """Make links absolute where an element around them says what they start from."""
    links = [child for child, name in children if name == "link"][:_MOST_LINKS]
    for link in links:
        bases = [element.get(_BASE) for element in (link, *link.iterancestors())]
        base = url
        for step in reversed(bases):
            base = urljoin(base, step or "")
        if link.get("href") is not None:
            link.set("href", urljoin(base, link.get("href") or ""))
        elif link.text:
            link.text = urljoin(base, link.text.strip())
    return len(links)


def _drop(entry: Element, children: list[Element]) -> int:
    for child in children:
        entry.remove(child)
    return len(children)
