"""Messages cut into parts that a platform takes, never within a line.

Whatever is cut is cut between two lines. A line that alone is longer than a platform
takes is left out, and a note with its link stands in its place: a quotation that is cut
is none any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.core.domain.messages import Limits, Message, Row, Section, Style, Text
from bot.core.messages.markdown import to_markdown
from bot.core.text.deep_links import ARROW, host, misleads

CONTINUED = "(continued)"

_NUMBER = Limits(characters=len("*(100/100)*\n\n"), rows=1)
_LONGEST_TITLE = 200

_FAR = 10
"""How often too long a row is that need not be written to be measured."""
_MORE_ESCAPED = '":'
"""Characters that JSON or a platform's markup escapes and Markdown does not."""


def split(message: Message, limits: Limits) -> tuple[Message, ...]:
    """The message in as many parts as it takes, in order; itself if it fits.

    A section stays in one part if it can, with those without a heading that belong to
    it. One that cannot goes on in the next part, below its heading and "(continued)".
    Where there are several parts, each bears its number and theirs. Lengths are those
    of the message as Markdown, with what the platform's own form takes beside that.
    """
    ruler = _Ruler(limits)
    sections = tuple(_shortened(section, ruler) for section in message.sections)
    if ruler.group(sections).fits(limits):
        return (Message(sections),)
    number = _NUMBER.characters + limits.per_row + limits.per_part
    room = replace(
        limits, characters=limits.characters - number, rows=limits.rows - _NUMBER.rows
    )
    packing = _Packing(room, _Ruler(limits))
    for group in _groups(sections):
        packing.add(group)
    parts = packing.finished()
    return tuple(
        _numbered(part, number, len(parts)) for number, part in enumerate(parts, 1)
    )


@dataclass(frozen=True, slots=True)
class _Size:
    """How much something takes of the limits; a heading takes a row."""

    characters: int = 0
    rows: int = 0

    def __add__(self, other: _Size) -> _Size:
        return _Size(self.characters + other.characters, self.rows + other.rows)

    def fits(self, limits: Limits) -> bool:
        """Whether it is within the limits."""
        return self.characters <= limits.characters and self.rows <= limits.rows


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Tells how much things take of a platform's limits."""

    limits: Limits

    def group(self, sections: Iterable[Section]) -> _Size:
        """What sections take together."""
        return sum(map(self.section, sections), _Size())

    def section(self, section: Section) -> _Size:
        """What a section takes."""
        rows = (self.row(section, row) for row in section.rows)
        return sum(rows, self.heading(section))

    def heading(self, section: Section) -> _Size:
        """What it takes beside its rows: its heading, a blank line before it."""
        if section.heading == "":
            return _Size(1, 0)
        if section.inline or section.heading is None:
            return _Size(1 + self.limits.per_row, 0)
        words = _markdown(Section(section.heading, ()))
        return _Size(self._words(words) + 2 + self._form(1, 1), 1)

    def row(self, section: Section, row: Row) -> _Size:
        """What a row of a section takes."""
        heading = section.heading if section.inline else section.heading and ""
        words = _markdown(Section(heading, (row,), section.inline))
        plain = sum(map(_is_plain, row.parts)) + bool(row.marker)
        styled = len(row.parts) + bool(row.marker) - plain
        links = sum(1 for _ in _labels(row))
        styled += links + section.inline + 2 * len(row.remarks)
        form = self._form(1, styled) + plain * self.limits.per_plain
        labels = sum(map(len, _labels(row))) if self.limits.per_part else 0
        return _Size(self._words(words) + form + labels, 1)

    def _words(self, words: str) -> int:
        """Words in a form with its own signs have more of them escaped."""
        if not self.limits.per_part:
            return len(words)
        return len(words) + sum(map(words.count, _MORE_ESCAPED))

    def _form(self, rows: int, parts: int) -> int:
        return rows * self.limits.per_row + parts * self.limits.per_part


def _is_plain(part: Text) -> bool:
    return part.style is Style.PLAIN and part.url is None


def _labels(row: Row) -> Iterator[str]:
    """The labels of the links of a row that have none of its own words.

    Words that seem to lead elsewhere have their link behind them.
    """
    if row.proof is not None:
        yield host(row.proof) or ""
    for part in row.parts:
        if part.url is not None and misleads(part.text, part.url):
            yield f" {host(part.url) or ''}{ARROW}"


def _markdown(section: Section) -> str:
    return to_markdown(Message((section,)))


def _shortened(section: Section, ruler: _Ruler) -> Section:
    """The section with a note in place of each row that is too long."""
    limits = ruler.limits
    number = _NUMBER.characters + limits.per_row + limits.per_part
    room = limits.characters - number - ruler.heading(section).characters
    longest = room if limits.row is None else min(room, limits.row)
    rows = tuple(
        row
        if _length(row) <= _FAR * longest
        and ruler.row(section, row).characters <= longest
        else _stand_in(section, row, ruler, longest)
        for row in section.rows
    )
    return replace(section, rows=rows)


def _stand_in(section: Section, row: Row, ruler: _Ruler, longest: int) -> Row:
    """A note that a row is too long, with its link unless that is what is too long."""
    length = _length(row)
    note = Text(f"(too long to be shown here: {length:,} characters)", Style.NOTE)
    link = row.proof or next((part.url for part in row.parts if part.url), None)
    linked = Row((note,), marker=row.marker, proof=link)
    short = ruler.row(section, linked).characters <= longest
    return linked if short else replace(linked, proof=None)


def _length(row: Row) -> int:
    return sum(len(part.text) for part in row.parts)


def _groups(sections: tuple[Section, ...]) -> Iterator[list[Section]]:
    """Each section with those behind it that belong to it: they have no heading."""
    group: list[Section] = []
    for section in sections:
        if group and section.heading != "":
            yield group
            group = []
        group.append(section)
    yield group


@dataclass(frozen=True, slots=True)
class _Piece:
    """A row in its section; ``opening`` is the section if the row begins a part.

    ``begins`` tells that it is the first row of its section.
    """

    section: Section
    opening: Section
    begins: bool

    def size(self, ruler: _Ruler) -> _Size:
        """What it takes behind the piece before it."""
        if self.begins:
            return ruler.section(self.section)
        return ruler.row(self.section, self.section.rows[0])


def _pieces(group: list[Section]) -> Iterator[_Piece]:
    title = _title(group[0])
    for position, section in enumerate(group):
        behind = section.heading or (title if section.heading == "" else None)
        for index, row in enumerate(section.rows):
            alone = replace(section, rows=(row,))
            goes_on = (index > 0 or position > 0) and not section.inline
            heading = f"{behind} {CONTINUED}" if goes_on and behind else section.heading
            yield _Piece(alone, replace(alone, heading=heading), begins=index == 0)


def _title(section: Section) -> str | None:
    """What stands as the title in a section's first row, if it is short."""
    if section.heading is not None or not section.rows:
        return None
    first = section.rows[0].parts[:1]
    titles = (part.text for part in first if part.style is Style.TITLE)
    return next((text for text in titles if len(text) <= _LONGEST_TITLE), None)


@dataclass(slots=True)
class _Packing:
    """Parts as they fill up; ``room`` is what one of them takes."""

    room: Limits
    ruler: _Ruler
    parts: list[tuple[Section, ...]] = field(default_factory=list)
    current: list[Section] = field(default_factory=list)
    size: _Size = _Size()

    def finished(self) -> tuple[tuple[Section, ...], ...]:
        """All parts."""
        self._turn()
        return tuple(self.parts)

    def add(self, group: list[Section]) -> None:
        """Put sections into one part if they fit, else into as few as they take."""
        size = self.ruler.group(group)
        if not size.fits(self.room):
            self._spread(list(_pieces(group)))
            return
        if not (self.size + size).fits(self.room):
            self._turn()
        self.current.extend(group)
        self.size += size

    def _spread(self, pieces: list[_Piece]) -> None:
        for index, piece in enumerate(pieces):
            needed = piece.size(self.ruler)
            if index == 0 and piece.section.heading is None and len(pieces) > 1:
                # A title is not left behind alone at the end of a part.
                needed += pieces[1].size(self.ruler)
            if self.current and not (self.size + needed).fits(self.room):
                self._turn()
            self._put(piece)

    def _put(self, piece: _Piece) -> None:
        """Add a row: below its section's others, or as the beginning of a section."""
        if not self.current:
            opening = piece.opening
            if not self.ruler.section(opening).fits(self.room):
                opening = replace(piece.section, heading=piece.section.heading and "")
            self.current.append(opening)
            self.size = self.ruler.section(opening)
            return
        if piece.begins:
            self.current.append(piece.section)
        else:
            last = self.current[-1]
            self.current[-1] = replace(last, rows=(*last.rows, *piece.section.rows))
        self.size += piece.size(self.ruler)

    def _turn(self) -> None:
        if self.current:
            self.parts.append(tuple(self.current))
        self.current, self.size = [], _Size()


def _numbered(sections: tuple[Section, ...], number: int, of: int) -> Message:
    """The part with "(1/3)": behind its title, or on a row above the others."""
    note = Text(f"({number}/{of})", Style.NOTE)
    first, *others = sections
    if _title(first) is None:
        return Message((Section(None, (Row((note,)),)), *sections))
    row, *rows = first.rows
    titled = replace(row, parts=(*row.parts, note))
    return Message((replace(first, rows=(titled, *rows)), *others))
