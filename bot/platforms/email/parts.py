"""Groups a message into blocks and lines, for both versions of an e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from urllib.parse import quote

from bot.core.domain.messages import BAR, Message, Row, Section, Style
from bot.core.text.deep_links import page_address
from bot.core.text.sanitize import sanitized, shortened

_MAX_SUBJECT_LENGTH = 150


class Kind(Enum):
    """The kind of a line, which determines its sign and colour."""

    SUMMARY = auto()
    CLAIM = auto()
    RISK = auto()
    DIFFERENCE = auto()
    LINK = auto()
    PAIR = auto()
    NOTE = auto()


_KINDS = {"▲": Kind.RISK, "≠": Kind.DIFFERENCE, BAR: Kind.PAIR}


@dataclass(frozen=True, slots=True)
class Block:
    """Sections that belong together: a title with the lines below the title.

    ``label`` is the heading of a section without rows, which stands before the title.
    """

    sections: tuple[Section, ...]
    label: str = ""

    @property
    def title(self) -> Row | None:
        """Return the row with the block's title, if it has one."""
        first = self.sections[0]
        return first.rows[0] if first.heading is None and _is_titled(first) else None

    @property
    def below(self) -> tuple[Section, ...]:
        """Return the block's sections, without the row of the title."""
        first, *others = self.sections
        if self.title is None:
            return self.sections
        rest = Section(first.heading, first.rows[1:], first.inline)
        return (*((rest,) if rest.rows else ()), *others)


def blocks(message: Message) -> tuple[Block, ...]:
    """Group sections into blocks, one per title.

    Notes at the end form a block of their own.
    """
    groups: list[Block] = []
    label, last = "", len(message.sections) - 1
    for number, section in enumerate(message.sections):
        closes = number == last and is_note(section)
        if not section.rows:
            label = sanitized(section.heading or "").capitalize()
        elif not groups or closes or _is_titled(section):
            groups.append(Block((section,), label))
            label = ""
        else:
            groups[-1] = replace(groups[-1], sections=(*groups[-1].sections, section))
    return tuple(groups)


def subject(message: Message) -> str:
    """Make the subject line: the first title and the texts beside it."""
    label = ""
    for section in message.sections:
        # A heading without rows is that of the next section.
        label = sanitized(section.heading or "").capitalize() or label
        for row in section.rows:
            parts = (sanitized(part.text).strip(" ·") for part in row.parts)
            words = ", ".join(filter(None, parts))
            line = ": ".join(filter(None, (label, words)))
            if line:
                return shortened(line, _MAX_SUBJECT_LENGTH)
    return "Sitrep"


def kind_of(row: Row) -> Kind:
    """Return the kind of a line, by its marker and the style of its first part."""
    if row.marker in _KINDS:
        return _KINDS[row.marker]
    first = row.parts[0].style if row.parts else Style.NOTE
    if first is Style.TITLE:
        return Kind.LINK
    if row.marker:
        return Kind.SUMMARY
    is_plain_note = all(part.style is Style.NOTE for part in row.parts)
    return Kind.NOTE if is_plain_note and row.proof is None else Kind.CLAIM


def is_note(section: Section) -> bool:
    """Return whether a section has no heading and no lines but notes."""
    rows = section.rows
    return section.heading is None and all(kind_of(row) is Kind.NOTE for row in rows)


def titles(message: Message) -> Iterator[str]:
    """Yield the titles of the stories, in order, each once."""
    rows = [block.title for block in blocks(message)[1:]]
    yield from dict.fromkeys(sanitized(row.parts[0].text) for row in rows if row)


def link(url: str | None) -> str | None:
    """Return the URL in ASCII, or ``None`` if an e-mail must not link to it."""
    if url is None or page_address(url) is None:
        return None
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~", errors="replace")


def _is_titled(section: Section) -> bool:
    first = section.rows[0].parts[:1] if section.rows else ()
    return any(part.style is Style.TITLE for part in first)
