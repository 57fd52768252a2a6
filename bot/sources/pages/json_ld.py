"""The article's text in a page's JSON-LD, which is meant for search engines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape

_KEY = "articleBody"
_TAG = re.compile(r"<[^<>]{0,1000}>")
# Enough for a graph of objects around the article.
_MAX_DEPTH = 6


def article_body(scripts: Iterable[str]) -> str:
    """The longest ``articleBody``, one paragraph per line; empty if there is none."""
    bodies = (text for script in scripts if _KEY in script for text in _bodies(script))
    return max(map(_plain_text, bodies), key=len, default="")


def _bodies(script: str) -> Iterator[str]:
    try:
        content = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return iter(())
    return _walk(content, _MAX_DEPTH)


def _walk(content: object, depth: int) -> Iterator[str]:
    if isinstance(content, dict):
        body = content.get(_KEY)
        if isinstance(body, str):
            yield body
        content = list(content.values())
    if isinstance(content, list) and depth:
        for part in content:
            yield from _walk(part, depth - 1)


def _plain_text(body: str) -> str:
    return unescape(_TAG.sub("\n", unescape(body)))
