"""How a browser finds a text fragment, by the specification.

The first place of the first words, then the first place of the last words behind it.
Case does not count, blanks are one blank, and words are matched as a whole.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_DIRECTIVE = ":~:text="


def marked(page_text: str, url: str) -> str | None:
    """The words of the page that the browser marks; ``None`` when it marks none."""
    _, found, fragment = url.partition(_DIRECTIVE)
    if not found:
        return None
    text = " ".join(page_text.split())
    first, *last = (unquote(part) for part in fragment.split(","))
    start = _place(text, first, 0)
    if start is None:
        return None
    end = _place(text, last[0], start[1]) if last else start
    return None if end is None else text[start[0] : end[1]]


def _place(text: str, words: str, after: int) -> tuple[int, int] | None:
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
    if not words[:1].isalnum():
        pattern = re.compile(rf"{re.escape(words)}(?!\w)", re.IGNORECASE)
    found = pattern.search(text, after)
    return None if found is None else found.span()
