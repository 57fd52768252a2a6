"""Formats messages as Markdown; text of articles is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.domain.messages import BAR, Message, Row, Section, Style, Text
from bot.core.text.deep_links import ARROW, JOINT
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized, with_separators

_SIGNIFICANT = re.compile(r"[\\`*_{}\[\]<>|~&@$]")
# These are special only at the start of a line, or between a scheme and a host.
_AT_START = re.compile(r"^(?:(?=[#+=-])|(\d{1,9})(?=[.)]))")
_AUTOLINK = re.compile(r"(:)(?=//)|(?<=www)(\.)", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"[()<>\s\\\[\]`*_|]")


def to_markdown(message: Message) -> str:
    """Format a message as CommonMark: headings, bulleted lines with their links."""
    return "\n".join(_blocks(message)) + "\n"


def escaped(text: str) -> str:
    """Escape the text so that Markdown shows it literally."""
    line = _SIGNIFICANT.sub(r"\\\g<0>", sanitized(text))
    return escaped_start(_AUTOLINK.sub(r"\\\g<0>", line))


def escaped_start(line: str) -> str:
    """Escape signs at the start of a line that would make it a heading or a list."""
    return _AT_START.sub(r"\1\\", line)


def _blocks(message: Message) -> Iterator[str]:
    labels = labels_for(message.language)
    for index, section in enumerate(message.sections):
        is_list_goes_on = section.heading == "" == message.sections[index - 1].heading
        if index and not is_list_goes_on:
            yield ""
        yield from _section(section, labels)


def _section(section: Section, labels: Labels) -> Iterator[str]:
    if section.heading is None:
        yield from (_top(row, labels) for row in section.rows)
        return
    heading = escaped(section.signed_heading)
    if section.inline:
        yield from (f"**{heading}** {_line(row, labels)}" for row in section.rows)
        return
    if heading:
        yield from (f"**{heading}**", "")
    for row in section.rows:
        if row.marker == BAR:
            # Two blanks at its end keep a line apart from the next one.
            yield f"> {_line(row, labels)}  "
            continue
        marker = section.marker_of(row)
        yield f"- {marker}{marker and ' '}{_line(row, labels)}"
        yield from (f"  - *{escaped(remark)}*" for remark in row.remarks)


def _top(row: Row, labels: Labels) -> str:
    """Format a title row as a heading with the facts below; other rows unchanged."""
    first, *facts = row.parts
    if first.style is not Style.TITLE:
        return _line(row, labels)
    below = Row(tuple(facts))
    return f"## {_part(first)}" + (f"\n\n{_line(below, labels)}" if facts else "")


def _line(row: Row, labels: Labels) -> str:
    words = "".join(
        separator + _part(part)
        for separator, part in with_separators(row.parts, labels.colon)
    )
    if row.proof is None:
        return words
    return f"{words}{JOINT}[{ARROW}]({escaped_address(row.proof)})"


def _part(part: Text) -> str:
    words = styled(escaped(part.text), part.style)
    return words if part.url is None else f"[{words}]({escaped_address(part.url)})"


def styled(words: str, style: Style) -> str:
    """Return the words in Markdown: names in bold, notes in italics."""
    match style:
        case Style.SPEAKER | Style.NAME | Style.DAY if words:
            return f"**{words}**"
        case Style.NOTE if words:
            return f"*{words}*"
        case _:
            return words


def escaped_address(url: str) -> str:
    """Percent-encode those characters of a URL that would end a Markdown link."""
    return _IN_ADDRESS.sub(lambda match: f"%{ord(match.group()):02X}", url)
