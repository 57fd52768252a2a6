"""Splits messages to fit a platform's limits; a line is never split.

A line that alone exceeds a limit is replaced by a note with its link: a shortened
quotation would not be verbatim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.core.domain.messages import Limits, Message, Row, Section, Style, Text
from bot.core.messages.markdown import to_markdown
from bot.core.text.deep_links import ARROW, JOINT, host, misleads
from bot.core.text.labels import Labels, labels_for

_NUMBER = Limits(characters=len("*(100/100)*\n\n"), rows=1)
_LONGEST_TITLE = 200

_FAR = 10
"""A row longer than this multiple of the limit is replaced without being measured."""
_MORE_ESCAPED = '":'
"""Characters that JSON or a platform's markup escapes, but Markdown does not."""


def split(message: Message, limits: Limits) -> tuple[Message, ...]:
    """Split the message into as few messages as needed, in order.

    A section stays together if possible, with the sections without a heading that
    follow it. Otherwise it continues under its heading and "(continued)". If there are
    several messages, they are numbered, and the first has the image. Lengths are
    those of the Markdown form, plus the overhead of the platform's format.
    """
    measure = _Measure(limits, labels_for(message.language))
    sections = tuple(_shortened(section, measure) for section in message.sections)
    if measure.group(sections).fits(limits):
        return (replace(message, sections=sections),)
    numbering = _NUMBER.characters + limits.per_row + limits.per_part
    available = replace(
        limits,
        characters=limits.characters - numbering,
        rows=limits.rows - _NUMBER.rows,
    )
    packer = _Packer(available, measure)
    for group in _groups(sections):
        packer.add(group)
    parts = packer.finished()
    return tuple(
        replace(
            message,
            sections=_numbered(part, number, len(parts)),
            image=message.image if number == 1 else None,
        )
        for number, part in enumerate(parts, 1)
    )


@dataclass(frozen=True, slots=True)
class _Size:
    """The characters and rows of a part of a message; a heading counts as a row."""

    characters: int = 0
    rows: int = 0

    def __add__(self, other: _Size) -> _Size:
        return _Size(self.characters + other.characters, self.rows + other.rows)

    def fits(self, limits: Limits) -> bool:
        """Return whether the size is within the limits."""
        return self.characters <= limits.characters and self.rows <= limits.rows


@dataclass(frozen=True, slots=True)
class _Measure:
    """Measures sections and rows of a message with these labels against its limits."""

    limits: Limits
    labels: Labels

    def group(self, sections: Iterable[Section]) -> _Size:
        """Return the size of several sections."""
        return sum(map(self.section, sections), _Size())

    def section(self, section: Section) -> _Size:
        """Return the size of a section."""
        rows = (self.row(section, row) for row in section.rows)
        return sum(rows, self.heading(section))

    def heading(self, section: Section) -> _Size:
        """Return the size of a section without its rows: heading and blank line."""
        if section.heading == "":
            return _Size(1, 0)
        if section.inline or section.heading is None:
            return _Size(1 + self.limits.per_row, 0)
        markdown = _markdown(replace(section, rows=()))
        return _Size(self._length(markdown) + 2 + self._overhead(1, 1), 1)

    def row(self, section: Section, row: Row) -> _Size:
        """Return the size of a row of a section."""
        heading = section.heading if section.inline else section.heading and ""
        markdown = _markdown(Section(heading, (row,), section.inline))
        plain_parts = sum(map(_is_plain, row.parts)) + bool(row.marker)
        styled_parts = len(row.parts) + bool(row.marker) - plain_parts
        links = sum(1 for _ in _labels(row))
        styled_parts += links + section.inline + 2 * len(row.remarks)
        overhead = self._overhead(1, styled_parts) + plain_parts * self.limits.per_plain
        labels = sum(map(len, _labels(row))) if self.limits.per_part else 0
        return _Size(self._length(markdown) + overhead + labels, 1)

    def _length(self, markdown: str) -> int:
        """Return the length of a Markdown text in the platform's format.

        A format that lengthens each part (``per_part``) also escapes more characters.
        """
        if not self.limits.per_part:
            return len(markdown)
        return len(markdown) + sum(map(markdown.count, _MORE_ESCAPED))

    def _overhead(self, rows: int, parts: int) -> int:
        return rows * self.limits.per_row + parts * self.limits.per_part


def _is_plain(part: Text) -> bool:
    return part.style is Style.PLAIN and part.url is None


def _labels(row: Row) -> Iterator[str]:
    """Yield the host labels that are printed after the links of a row.

    A link has such a label if its words name another host than its URL.
    """
    if row.proof is not None:
        yield f"{JOINT}{ARROW}"
    for part in row.parts:
        if part.url is not None and misleads(part.text, part.url):
            yield f" {host(part.url) or ''}{JOINT}{ARROW}"


def _markdown(section: Section) -> str:
    return to_markdown(Message((section,)))


def _shortened(section: Section, measure: _Measure) -> Section:
    """Replace each row that exceeds the limits by a note."""
    limits = measure.limits
    numbering = _NUMBER.characters + limits.per_row + limits.per_part
    available = limits.characters - numbering - measure.heading(section).characters
    longest = available if limits.row is None else min(available, limits.row)
    rows = tuple(
        row
        if _length(row) <= _FAR * longest
        and measure.row(section, row).characters <= longest
        else _placeholder_row(section, row, measure, longest)
        for row in section.rows
    )
    return replace(section, rows=rows)


def _placeholder_row(
    section: Section, row: Row, measure: _Measure, longest: int
) -> Row:
    """Return a note that the row is too long, with the row's link if that fits."""
    words = measure.labels.counted(_length(row), measure.labels.too_long)
    note = Text(words, Style.NOTE)
    link = row.proof or next((part.url for part in row.parts if part.url), None)
    linked = Row((note,), marker=row.marker, proof=link)
    short = measure.row(section, linked).characters <= longest
    return linked if short else replace(linked, proof=None)


def _length(row: Row) -> int:
    return sum(len(part.text) for part in row.parts)


def _groups(sections: tuple[Section, ...]) -> Iterator[list[Section]]:
    """Yield groups: a section with a heading, and the sections after it without one.

    A section without a heading has the heading "".
    """
    group: list[Section] = []
    for section in sections:
        if group and section.heading != "":
            yield group
            group = []
        group.append(section)
    yield group


@dataclass(frozen=True, slots=True)
class _Fragment:
    """A row, with the section to which it belongs.

    ``opening`` is the section to print if a message begins with this row. ``begins`` is
    true for the first row of the section.
    """

    section: Section
    opening: Section
    begins: bool

    def size(self, measure: _Measure) -> _Size:
        """Return the size that the row adds; a first row also adds the heading."""
        if self.begins:
            return measure.section(self.section)
        return measure.row(self.section, self.section.rows[0])


def _fragments(group: list[Section], continued: str) -> Iterator[_Fragment]:
    title = _title(group[0])
    for position, section in enumerate(group):
        title_or_heading = section.heading or (title if section.heading == "" else None)
        for index, row in enumerate(section.rows):
            alone = replace(section, rows=(row,))
            is_continued = (index > 0 or position > 0) and not section.inline
            heading = (
                f"{title_or_heading} {continued}"
                if is_continued and title_or_heading
                else section.heading
            )
            yield _Fragment(alone, replace(alone, heading=heading), begins=index == 0)


def _title(section: Section) -> str | None:
    """Return the title in the first row of a section, if it is short enough."""
    if section.heading is not None or not section.rows:
        return None
    first = section.rows[0].parts[:1]
    titles = (part.text for part in first if part.style is Style.TITLE)
    return next((text for text in titles if len(text) <= _LONGEST_TITLE), None)


@dataclass(slots=True)
class _Packer:
    """Fills messages one after the other; ``room`` is the limit of each."""

    room: Limits
    measure: _Measure
    messages: list[tuple[Section, ...]] = field(default_factory=list)
    current: list[Section] = field(default_factory=list)
    size: _Size = _Size()

    def finished(self) -> tuple[tuple[Section, ...], ...]:
        """Return all messages, each as its sections."""
        self._close()
        return tuple(self.messages)

    def add(self, group: list[Section]) -> None:
        """Add sections to one message if they fit, else to as few as possible."""
        size = self.measure.group(group)
        if not size.fits(self.room):
            self._spread(list(_fragments(group, self.measure.labels.continued)))
            return
        if not (self.size + size).fits(self.room):
            self._close()
        self.current.extend(group)
        self.size += size

    def _spread(self, fragments: list[_Fragment]) -> None:
        for index, fragment in enumerate(fragments):
            needed = fragment.size(self.measure)
            if index == 0 and fragment.section.heading is None and len(fragments) > 1:
                # A message does not end with a title alone.
                needed += fragments[1].size(self.measure)
            if self.current and not (self.size + needed).fits(self.room):
                self._close()
            self._put(fragment)

    def _put(self, fragment: _Fragment) -> None:
        """Add a row to its section, or begin a section or message with the row."""
        if not self.current:
            opening = fragment.opening
            if not self.measure.section(opening).fits(self.room):
                opening = replace(
                    fragment.section, heading=fragment.section.heading and ""
                )
            self.current.append(opening)
            self.size = self.measure.section(opening)
            return
        if fragment.begins:
            self.current.append(fragment.section)
        else:
            last = self.current[-1]
            self.current[-1] = replace(last, rows=(*last.rows, *fragment.section.rows))
        self.size += fragment.size(self.measure)

    def _close(self) -> None:
        if self.current:
            self.messages.append(tuple(self.current))
        self.current, self.size = [], _Size()


def _numbered(
    sections: tuple[Section, ...], number: int, of: int
) -> tuple[Section, ...]:
    """Add "(1/3)", from ``number`` and ``of``, to the title, or in a row before it."""
    note = Text(f"({number}/{of})", Style.NOTE)
    first, *rest = sections
    if _title(first) is None:
        return (Section(None, (Row((note,)),)), *sections)
    row, *rows = first.rows
    titled = replace(row, parts=(*row.parts, note))
    return (replace(first, rows=(titled, *rows)), *rest)
