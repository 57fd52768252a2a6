"""An article's title, authors and site, without what pages add to them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.sources.pages.lines import letters, one_line

_TITLE_PARTS = re.compile(r"( [|\u2013\u2014·»-] )")
_SPLIT_TITLE = 3
_SEPARATORS = " |·»"
# A heading that makes up this share of the title's letters is the title itself.
_HEADING_SHARE = 0.6

_ADDRESS = re.compile(r"^https?://(?:www\.)?")
_NO_NAME = re.compile(
    r"https?\b|www\.|\.(?:com|png|jpe?g)\b|[@{}<>]|\d{3}", re.IGNORECASE
)
_ROLE = re.compile(
    r"\b(?:admin|administrator|correspondent|editor|editors|reporter|staff|webmaster|"
    r"writer|writers)$",
    re.IGNORECASE,
)
_MIN_LETTERS = 2


def site_name(name: str | None) -> str | None:
    """The site's name; some pages give its address instead."""
    name = written(name)
    return None if name is None else _ADDRESS.sub("", name).strip("/")


def headline(
    title: str | None, site: str | None, headings: Iterable[str]
) -> str | None:
    """The title without the name of the site, which many pages add to it."""
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
    """The people and agencies that a page names; nothing when these are no names."""
    found = [name for raw in (names or "").split(";") if (name := written(raw))]
    if any(_NO_NAME.search(name) for name in found):
        return ()
    home = letters(site or "")
    people = (name for name in found if len(letters(name)) >= _MIN_LETTERS)
    return tuple(
        name for name in people if letters(name) != home and not _ROLE.search(name)
    )


def written(value: str | None) -> str | None:
    """The value on one line, or ``None`` when it is blank."""
    return (one_line(value) or None) if value else None


def _is_end(part: str, whole: str) -> bool:
    return part != whole and (whole.startswith(part) or whole.endswith(part))


def _without_site(title: str, site: str | None) -> str:
    parts = _TITLE_PARTS.split(title)
    if len(parts) < _SPLIT_TITLE or site is None:
        return title
    last, name = letters(parts[-1]), letters(site)
    if not last or (last not in name and name not in last):
        return title
    return "".join(parts[:-2]).strip()
