"""Translates messages to Slack's blocks; the functions are pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.core.domain.messages import BAR, Limits, Message, Row, Section, Style
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.text.labels import labels_for
from bot.core.text.sanitize import sanitized
from bot.platforms.slack.elements import (
    bold,
    explained_elements,
    joined,
    line_elements,
    plain,
)

LIMITS = Limits(
    characters=13_000, rows=50, row=3_000, per_row=90, per_part=75, per_plain=30
)
"""The limits of a message. Slack refuses more than about 13,200 characters of blocks as
JSON and does not document how it counts them. It also refuses more than 50 blocks, and
sections of more than 3,000 characters.
"""

_HEADER = 150
_NOTE = 2_000


def to_blocks(message: Message, *, most: int = LIMITS.rows) -> list[Json]:
    """Translate the message, which must be within Slack's limits, to blocks.

    Titles are bold links or headers, and notes are small print. Lines are rich text,
    which Slack shows literally, each with a link at its end. If there would be more
    than ``most`` blocks, notes share a block with their neighbours.
    """
    blocks = _written(message, notes=True)
    if len(blocks) <= most:
        return blocks
    return _written(message, notes=False)


def _written(message: Message, *, notes: bool) -> list[Json]:
    """Translate the message to blocks; with ``notes`` each note has its own block."""
    writer = _BlockWriter(notes=notes, colon=labels_for(message.language).colon)
    for section in message.sections:
        writer.write(section)
    return writer.finished()


@dataclass(slots=True)
class _BlockWriter:
    """Turns sections into blocks, one section after the other.

    With ``notes`` each note has its own block. ``colon`` stands behind the heading of an
    inline section.
    """

    notes: bool
    colon: str
    blocks: list[Json] = field(default_factory=list)
    rich: list[Json] = field(default_factory=list)
    lines: list[list[Json]] = field(default_factory=list)
    items: list[list[Json]] = field(default_factory=list)
    quotes: list[list[Json]] = field(default_factory=list)
    small: list[str] = field(default_factory=list)

    def finished(self) -> list[Json]:
        """End the last block, and return all blocks."""
        self._end_rich()
        self._end_small()
        return self.blocks

    def write(self, section: Section) -> None:
        """Add a section in the form that its heading asks for.

        Without a heading (``None``), its rows are the top of the message. With an
        empty heading, they continue the block above. With an inline heading, each row
        stands behind it on one line. Any other heading begins a block.
        """
        if section.heading is None:
            for row in section.rows:
                self._top(row)
            return
        if section.heading:
            self._end_block()
        if section.inline:
            for row in section.rows:
                label = bold(f"{section.heading}{self.colon.rstrip()}")
                self._line([*label, *_behind(row)])
            return
        if section.heading:
            self._line(bold(section.signed_heading))
        for row in section.rows:
            self._row(section, row)

    def _row(self, section: Section, row: Row) -> None:
        if row.marker == BAR:
            self._quote(explained_elements(row))
        elif _is_note(row):
            self._line(explained_elements(row))
        else:
            self._item(explained_elements(row, marker=section.marker_of(row)))

    def _top(self, row: Row) -> None:
        """Add a title with its details below, a note, or a plain line."""
        if not self.notes:
            self._line(line_elements(row, marker=row.marker))
        elif _is_note(row):
            self._note(row)
        elif row.parts[:1] and row.parts[0].style is Style.TITLE:
            self._title(row)
        else:
            self._end_small()
            self._line(line_elements(row, marker=row.marker))

    def _title(self, row: Row) -> None:
        self._end_block()
        title, *facts = row.parts
        below = Row(tuple(facts))
        if facts and not all(part.style is Style.NOTE for part in facts):
            self._line(line_elements(row))
            return
        words = sanitized(title.text)
        if title.url is None and not self.blocks and 0 < len(words) <= _HEADER:
            self.blocks.append(
                {"type": "header", "text": plain(words, longest=_HEADER)}
            )
        else:
            self._line(line_elements(Row((title,))))
        if _is_note(below):
            self._note(below)
        elif facts:
            self._line(line_elements(below))

    def _note(self, row: Row) -> None:
        self._end_rich()
        words = " ".join(filter(None, (sanitized(part.text) for part in row.parts)))
        if sum(map(len, self.small)) + len(words) + len(self.small) > _NOTE:
            self._end_small()
        self.small.extend([words] if words else [])

    def _line(self, elements: list[Json]) -> None:
        self._end_small()
        self._end_items()
        self._end_quotes()
        self.lines.extend([elements] if elements else [])

    def _item(self, elements: list[Json]) -> None:
        self._end_small()
        self._end_lines()
        self._end_quotes()
        self.items.extend([elements] if elements else [])

    def _quote(self, elements: list[Json]) -> None:
        self._end_small()
        self._end_lines()
        self._end_items()
        self.quotes.extend([elements] if elements else [])

    def _end_lines(self) -> None:
        if self.lines:
            self.rich.append(_section(joined(self.lines)))
            self.lines = []

    def _end_items(self) -> None:
        if self.items:
            items: list[Json] = [_section(item) for item in self.items]
            listed: JsonObject = {"type": "rich_text_list", "style": "bullet"}
            self.rich.append({**listed, "elements": items})
            self.items = []

    def _end_quotes(self) -> None:
        if self.quotes:
            elements = joined(self.quotes)
            self.rich.append({"type": "rich_text_quote", "elements": elements})
            self.quotes = []

    def _end_rich(self) -> None:
        self._end_lines()
        self._end_items()
        self._end_quotes()
        if self.rich:
            self.blocks.append({"type": "rich_text", "elements": self.rich})
            self.rich = []

    def _end_small(self) -> None:
        if self.small:
            text: JsonObject = {"type": "plain_text", "text": "\n".join(self.small)}
            element: Json = {**text, "emoji": False}
            self.blocks.append({"type": "context", "elements": [element]})
            self.small = []

    def _end_block(self) -> None:
        """End the current block, if notes have blocks of their own."""
        if self.notes:
            self._end_rich()
            self._end_small()


def _section(elements: Sequence[Json]) -> JsonObject:
    return {"type": "rich_text_section", "elements": list(elements)}


def _behind(row: Row) -> Iterator[Json]:
    """Yield the elements of a row that follows a heading on the same line."""
    yield {"type": "text", "text": " "}
    yield from line_elements(row, marker=row.marker)


def _is_note(row: Row) -> bool:
    """Return whether the row is a note without links."""
    bare = row.proof is None and not row.marker and not row.remarks
    notes = all(part.style is Style.NOTE and part.url is None for part in row.parts)
    return bare and notes and bool(row.parts)
