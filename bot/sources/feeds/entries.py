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
NAMED = frozenset({"guid", f"{ATOM}id", "{http://purl.org/atom/ns#}id"})
"""Elements that hold an entry's id."""

_TEXTS = frozenset({"title", "description", "summary", "content", "encoded"})
_TAKEN_FOR_EACH_OTHER = frozenset({"title", "link", "description", "author"})
_XML = "{http://www.w3.org/XML/1998/namespace}"
_PREFIX = re.compile(r"(</?)[A-Za-z][\w.-]{0,30}:")


def tidy(entry: Element, base: str | None) -> int:
    """Change an RSS entry as needed; the number of changes.

    ``base`` is the document's address when ``xml:base`` is used in it.
    """
    changes = _spell_out_markup(entry) + _drop_vague_dates(entry)
    changes += _drop_strangers(entry) + _hide_guid(entry)
    return changes if base is None else changes + _resolve(entry, base)


def tidy_atom(entry: Element, base: str | None) -> int:
    """Change an Atom entry as needed; the number of changes."""
    changes = _spell_out_markup(entry) + _drop_vague_dates(entry) + _drop_links(entry)
    return changes if base is None else changes + _resolve(entry, base)


def _spell_out_markup(entry: Element) -> int:
    """Write elements inside of a text as the text's markup."""
    mixed = [child for child in entry if len(child) and local_name(child.tag) in _TEXTS]
    for child in mixed:
        child.text = _PREFIX.sub(r"\1", inner_markup(child))
        for inner in tuple(child):
            child.remove(inner)
        if child.get("type") is not None:
            child.set("type", "html")
    return len(mixed)


def _drop_vague_dates(entry: Element) -> int:
    vague = [
        child
        for child in entry
        if local_name(child.tag).lower() in DATES and not is_whole(child.text)
    ]
    return _drop(entry, vague)


def _drop_strangers(entry: Element) -> int:
    """Drop elements of other formats that share their name with one of RSS."""
    own = {child.tag for child in entry if child.text} & _TAKEN_FOR_EACH_OTHER
    strangers = [
        child
        for child in entry
        if local_name(child.tag) in own and namespace(child.tag)
    ]
    return _drop(entry, strangers)


def _hide_guid(entry: Element) -> int:
    """Make the id of an undated entry one of Atom, which is never read as a date."""
    guids = [child for child in entry if child.tag == "guid"]
    if not guids or any(local_name(child.tag).lower() in DATES for child in entry):
        return 0
    if (guids[0].text or "").strip().startswith("http"):
        return 0
    guids[0].tag = f"{ATOM}id"
    return 1


def _drop_links(entry: Element) -> int:
    """Drop an Atom entry's links to something else before the one to its page."""
    links = [child for child in entry if local_name(child.tag) == "link"]
    if not links or links[0].get("rel") in {None, "alternate"}:
        return 0
    others = [link for link in links if link.get("rel") not in {None, "alternate"}]
    return _drop(entry, others)


def _resolve(entry: Element, url: str) -> int:
    """Make links absolute where an element around them says what they start from."""
    links = [child for child in entry if local_name(child.tag) == "link"]
    for link in links:
        around = (link, *link.iterancestors())
        base = url
        for step in reversed([found.get(f"{_XML}base") for found in around]):
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
