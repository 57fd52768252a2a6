"""Finds links in messages, in the notations of the platforms."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

MOST_LINKS = 25
"""The maximum number of links per message: the number of choices in a menu."""

_LINK = re.compile(r"https?://[^\s<>|\"“”„«»`\x00-\x1f\x7f]{1,2100}", re.IGNORECASE)
_BARE = re.compile(
    r"(?:[^\W_](?:[\w-]{0,62})\.){1,8}[^\W\d_]{2,24}(?::\d{1,5})?(?:/\S{0,2000})?"
)
# Punctuation after a link that is not part of it.
_ENDS = ".,;:!?'’*~"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def links(text: str) -> tuple[str, ...]:
    """Return the distinct http(s) links in a text, without user names and passwords."""
    candidates = (_link(match[0]) for match in _LINK.finditer(_plain(text)))
    distinct = {link.partition("#")[0]: link for link in candidates if link is not None}
    return tuple(distinct.values())[:MOST_LINKS]


def address(text: str) -> str | None:
    """Return the first link in the text; make a link if the text is a host or path.

    Return ``None`` for other texts.
    """
    urls = links(text)
    if urls:
        return urls[0]
    typed = _plain(text).strip()
    return f"https://{typed}" if _BARE.fullmatch(typed) else None


def _plain(text: str) -> str:
    # In [label](link) the target is a link of its own.
    return text.replace("](", "] ")


def _link(text: str) -> str | None:
    """Return the link without the punctuation after it; ``None`` if it is malformed."""
    bare = _trimmed(text)
    try:
        parts = urlsplit(bare)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname or port == 0:
        return None
    return _without_user(parts) if "@" in parts.netloc else bare


def _trimmed(text: str) -> str:
    end = len(text)
    while end and _is_extra(text, end):
        end -= 1
    return text[:end]


def _is_extra(text: str, end: int) -> bool:
    """Return whether the last character before ``end`` is not part of the link."""
    last = text[end - 1]
    if last in _ENDS:
        return True
    opening = _BRACKETS.get(last)
    return opening is not None and text.count(opening, 0, end) < text.count(
        last, 0, end
    )


def _without_user(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
