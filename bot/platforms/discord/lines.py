"""Translates messages to Discord's Markdown: one block of text for each section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.core.domain.messages import Limits, Message, Row, Section, Style, Text
from bot.core.messages.markdown import escaped_address, escaped_start, styled
from bot.core.text.deep_links import ARROW, host, misleads, page_address
from bot.core.text.sanitize import sanitized, with_separators

# Bold, code, links, spoilers, and what stands between angles: mentions, emojis, times.
_SIGNIFICANT = re.compile(r"[\\`*_~|\[\]<>@]")
# ``:name:`` is an emoji, ``://`` the beginning of a link.
_COLON = re.compile(r":(?=//|[\w+-]{1,64}:)")

LIMITS = Limits(characters=3_900, rows=39, per_row=6, per_part=2, per_plain=2)
"""Discord accepts 4,000 characters in 40 components. The line by which the bot finds a
message again takes some of both."""

BULLET = "•"
"""The marker that a line gets if it has none of its own."""


def blocks(message: Message) -> tuple[str, ...]:
    """Translate the message to Markdown: one block of text for each section.

    A section with an empty heading belongs to the block above it.
    """
    groups: list[list[str]] = []
    for section in message.sections:
        lines = [line for line in _lines(section) if line]
        if section.heading == "" and groups:
            groups[-1].extend(lines)
        else:
            groups.append(lines)
    return tuple("\n".join(lines) for lines in groups if lines)


def _lines(section: Section) -> Iterator[str]:
    heading = escaped(section.heading or "")
    if section.inline:
        yield from (f"**{heading}**  {_line(row)}" for row in section.rows)
        return
    if heading:
        yield f"**{heading}**"
    if section.heading is None:
        for row in section.rows:
            yield from _titled(row)
        return
    for row in section.rows:
        yield _line(_marked(row))
        yield from (f"-# {remark}" for remark in map(escaped, row.remarks) if remark)


def _marked(row: Row) -> Row:
    """Give a row without a marker a bullet, unless the row is a note."""
    is_bare = not row.marker and not _is_note(row)
    return replace(row, marker=BULLET) if is_bare else row


def _titled(row: Row) -> Iterator[str]:
    """Yield a title as a heading with its details below, any other row as one line."""
    first, *facts = row.parts or (Text(""),)
    title = _part(first) if first.style is Style.TITLE else ""
    if not title:
        yield _line(row)
        return
    yield f"### {title}"
    if facts or row.proof:
        yield _line(Row(tuple(facts), proof=row.proof))


def _line(row: Row) -> str:
    """Translate a row to one line; a note becomes small print."""
    is_note = _is_note(row)
    part = _plain if is_note else _part
    words = "".join(joint + part(text) for joint, text in with_separators(row.parts))
    marked = " ".join(filter(None, (escaped(row.marker), words, _proof(row.proof))))
    return f"-# {marked}" if marked and is_note else marked


def _is_note(row: Row) -> bool:
    return all(part.style is Style.NOTE for part in row.parts)


def _proof(url: str | None) -> str:
    """Make the link to the sentence in the article; the label is the page's host."""
    if url is None or page_address(url) is None:
        return ""
    return _link(f"{escaped(host(url) or '')}{ARROW}", url)


def _part(part: Text) -> str:
    return _linked(styled(escaped(part.text), part.style), part)


def _plain(part: Text) -> str:
    return _linked(escaped(part.text), part)


def _linked(words: str, part: Text) -> str:
    """Make a link of the words, if ``part`` has the address of a page.

    If the words look like another address, the link follows them.
    """
    if not words or part.url is None or page_address(part.url) is None:
        return words
    if misleads(sanitized(part.text), part.url):
        return f"{words} {_proof(part.url)}"
    return _link(words, part.url)


def _link(words: str, url: str) -> str:
    """Make a link of the words; if a bracket would end the link, put it behind them."""
    target = f"(<{escaped_address(url)}>)"
    return f"[{words}]{target}" if _is_balanced(words) else f"{words} [↗]{target}"


def _is_balanced(words: str) -> bool:
    """Whether the brackets are balanced: Discord ends a label at an unmatched one."""
    depth = 0
    for sign in words:
        depth += (sign == "[") - (sign == "]")
        if depth < 0:
            return False
    return depth == 0


def escaped(text: str) -> str:
    """Escape the text and put it on one line, so that Discord shows it literally."""
    line = _SIGNIFICANT.sub(r"\\\g<0>", sanitized(text))
    return escaped_start(_COLON.sub(r"\\:", line))
