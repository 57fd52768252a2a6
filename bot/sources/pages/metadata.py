"""Cleans an article's title, authors and site name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.sources.pages.article_text import letters, one_line

_TITLE_PARTS = re.compile(r"( [|\u2013\u2014·»-] )")
_MIN_SPLIT_PARTS = 3
_SEPARATORS = " |·»"
# A heading with this share of the title's letters is the title without the site name.
_HEADING_SHARE = 0.6

_URL_START = re.compile(r"^https?://(?:www\.)?")
_NOT_A_NAME = re.compile(
    r"https?\b|www\.|\.(?:com|png|jpe?g)\b|[@{}<>]|\d{3}", re.IGNORECASE
)
_ROLE = re.compile(
    r"\b(?:admin|administrator|correspondent|editor|editors|reporter|staff|webmaster|"
    r"writer|writers)$",
    re.IGNORECASE,
)
_MIN_LETTERS = 2


def site_name(name: str | None) -> str | None:
    """Return the site's name on one line.

    If ``name`` is a URL, its scheme and "www." are removed.
    """
    name = one_line_or_none(name)
    return None if name is None else _URL_START.sub("", name).strip("/")


def headline(
    title: str | None, site: str | None, headings: Iterable[str]
) -> str | None:
    """Remove the site name, which many pages append, from the title."""
    if title is None:
        return None
    title = title.strip(_SEPARATORS)
    whole = letters(title)
    for heading in headings:
        part = letters(heading)
        if len(part) >= _HEADING_SHARE * len(whole) and _is_end(part, whole):
            return heading
    return _without_site(title, site)


def author_names(names: str | None, site: str | None) -> tuple[str, ...]:
    """Split author names at semicolons; return none if any part is not a name.

    The site's own name and job titles are dropped.
    """
    authors = [
        name for raw in (names or "").split(";") if (name := one_line_or_none(raw))
    ]
    if any(_NOT_A_NAME.search(name) for name in authors):
        return ()
    site_letters = letters(site or "")
    return tuple(
        name
        for name in authors
        if len(letters(name)) >= _MIN_LETTERS
        and letters(name) != site_letters
        and not _ROLE.search(name)
    )


def one_line_or_none(value: str | None) -> str | None:
    """Put the value on one line; return ``None`` if it is blank."""
    return (one_line(value) or None) if value else None


def _is_end(part: str, whole: str) -> bool:
    return part != whole and (whole.startswith(part) or whole.endswith(part))


def _without_site(title: str, site: str | None) -> str:
    parts = _TITLE_PARTS.split(title)
    if len(parts) < _MIN_SPLIT_PARTS or site is None:
        return title
    last, name = letters(parts[-1]), letters(site)
    if not last or (last not in name and name not in last):
        return title
    return "".join(parts[:-2]).strip()
