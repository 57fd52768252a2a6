"""Builds the elements of Block Kit that hold text, which Slack shows literally.

Text of an article is only put in ``text`` and ``link`` elements of rich text, and in
``plain_text`` without emoji; Slack's markup language mrkdwn is not used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from bot.core.domain.messages import Row, Style, Text
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.text.deep_links import ARROW, JOINT, host, misleads, page_address
from bot.core.text.sanitize import sanitized, shortened, with_separators

_BOLD, _ITALIC = "bold", "italic"
_STYLES = {
    Style.TITLE: _BOLD,
    Style.NAME: _BOLD,
    Style.SPEAKER: _BOLD,
    Style.DAY: _BOLD,
    Style.NOTE: _ITALIC,
}


def plain(text: str, *, longest: int) -> JsonObject:
    """Make a text object without markup, shortened to ``longest`` characters."""
    words = shortened(sanitized(text) or "–", longest)
    return {"type": "plain_text", "text": words, "emoji": False}


def line_elements(row: Row, *, marker: str = "") -> list[Json]:
    """Make one line of rich text: the row's words, and the link at its end."""
    return list(_merged(_line(row, marker)))


def explained_elements(row: Row, *, marker: str = "") -> list[Json]:
    """Make one line of rich text from a row, with the row's remarks below."""
    remarks = [_words(words, _ITALIC) for words in map(sanitized, row.remarks) if words]
    return joined(
        [line_elements(row, marker=marker), *([remark] for remark in remarks)]
    )


def bold(text: str) -> list[Json]:
    """Make bold text; empty for an empty text."""
    words = sanitized(text)
    return [_words(words, _BOLD)] if words else []


def joined(lines: Sequence[Sequence[Json]]) -> list[Json]:
    """Join lines of rich text, each on a line of its own."""
    elements: list[JsonObject] = []
    for number, line in enumerate(lines):
        if number:
            elements.append(_words("\n"))
        elements.extend(element for element in line if isinstance(element, dict))
    return list(_merged(elements))


def length(value: Json) -> int:
    """Return the length of ``value`` as JSON, which is what Slack's limits count."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _line(row: Row, marker: str) -> Iterator[JsonObject]:
    if marker:
        yield _words(f"{marker} ")
    for joint, part in with_separators(row.parts):
        elements = tuple(_part(part))
        if elements and joint:
            yield _words(joint)
        yield from elements
    if row.proof is not None and page_address(row.proof) is not None:
        yield from (_words(JOINT), _link(row.proof, ARROW))


def _part(part: Text) -> Iterator[JsonObject]:
    """Yield the text of a part, as a link if the part has the URL of a page.

    If the text looks like another URL, it is not linked. A link that shows the real
    host follows it.
    """
    words, style = sanitized(part.text), _STYLES.get(part.style)
    if not words:
        return
    if part.url is None or page_address(part.url) is None:
        yield _words(words, style)
    elif misleads(words, part.url):
        yield _words(words, style)
        yield _words(" ")
        yield _link(part.url, f"{host(part.url)}{JOINT}{ARROW}")
    else:
        yield _link(part.url, words, style)


def _words(text: str, style: str | None = None) -> JsonObject:
    return _styled({"type": "text", "text": text}, style)


def _link(url: str, label: str, style: str | None = None) -> JsonObject:
    return _styled({"type": "link", "url": url, "text": label}, style)


def _styled(element: JsonObject, style: str | None) -> JsonObject:
    return element if style is None else {**element, "style": {style: True}}


def _merged(elements: Iterable[JsonObject]) -> Iterator[JsonObject]:
    """Merge adjacent text elements without a style into one."""
    last: JsonObject | None = None
    for element in elements:
        if last is not None and _is_bare(last) and _is_bare(element):
            last = _words(f"{last['text']}{element['text']}")
            continue
        if last is not None:
            yield last
        last = element
    if last is not None:
        yield last


def _is_bare(element: JsonObject) -> bool:
    return element["type"] == "text" and "style" not in element
