"""Messages and windows as a reader sees them, in one form for both platforms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import unquote

MARKERS = ("•", "▲", "≠")
"""The signs before lines."""

_BLANKS = re.compile(r"\s+")

_EDITION = re.compile(r"Edition \S{1,100}")
"""Each channel has editions of its own."""


class Where(StrEnum):
    """The place of a message or window, and its readers."""

    PRIVATE = "visible to the asker only"
    CHANNEL = "in the channel"
    FORUM = "as a post in the forum"
    DIRECT = "by direct message"
    THREAD = "in a thread"
    PAGE = "on the app's home page"
    WINDOW = "in a form"
    TYPING = "while typing"


class Kind(StrEnum):
    """The kind of a line by its form."""

    TITLE = "title"
    HEADING = "heading"
    LINE = "line"
    NOTE = "small print"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with one format; ``link`` is their address, if they have one."""

    words: str
    bold: bool = False
    italic: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line, with the sign before it."""

    kind: Kind
    pieces: tuple[Piece, ...]
    marker: str = ""

    def drawn(self, *, address: bool = True) -> str:
        """Return the line as Markdown; without ``address``, links have no address."""
        words = " ".join(_drawn(piece, address=address) for piece in self.pieces)
        sign = {Kind.TITLE: "# ", Kind.HEADING: "## ", Kind.NOTE: "| "}
        marked = f"{self.marker} " if self.marker else ""
        return f"{sign.get(self.kind, '')}{marked}{words}"


@dataclass(frozen=True, slots=True)
class Control:
    """A button, or a menu or list with its choices; a field has none."""

    label: str
    choices: tuple[str, ...] = ()
    main: bool = False

    def has(self, label: str) -> bool:
        """Return whether the control or one of its choices has this label."""
        return label in (self.label, *self.choices)

    def drawn(self) -> str:
        """Return the control as text, such as ``(Post here)``."""
        if self.choices:
            return f"[{self.label} ▾ {' / '.join(self.choices)}]"
        return f"({'*' if self.main else ''}{self.label})"


@dataclass(frozen=True, slots=True)
class Look:
    """A message, window or page; ``replaces`` is true if it replaces another."""

    where: Where
    lines: tuple[Line, ...] = ()
    controls: tuple[Control, ...] = ()
    replaces: bool = False

    def drawn(self, *, address: bool = True) -> Iterator[str]:
        """Yield the lines of its text form."""
        place = "in place of what was there" if self.replaces else self.where.value
        yield f"{place}:"
        yield from (line.drawn(address=address) for line in self.lines)
        yield from (control.drawn() for control in self.controls)


def line_of(pieces: Iterable[Piece], kind: Kind | None = None) -> Line | None:
    """Return the pieces as a line; without ``kind``, their format decides the kind."""
    found = tuple(_tidy(pieces))
    found = tuple(
        replace(one, words=_EDITION.sub("Edition …", one.words)) for one in found
    )
    if not found:
        return None
    # A heading is bold, with its own sign.
    signs = () if found[0].bold else MARKERS
    sign = next((one for one in signs if found[0].words.startswith(f"{one} ")), "")
    if found[0].words in MARKERS and len(found) > 1:
        sign = found[0].words
    if sign:
        first = replace(found[0], words=found[0].words.removeprefix(sign).strip())
        found = (*((first,) if first.words else ()), *found[1:])
    kind = kind or _kind(found, sign)
    if kind in {Kind.TITLE, Kind.HEADING}:
        found = tuple(replace(one, bold=False) for one in found)
    if kind is Kind.NOTE:
        found = tuple(replace(one, italic=False) for one in found)
    return Line(kind, found, sign)


def _kind(pieces: tuple[Piece, ...], marker: str) -> Kind:
    """Return the kind of a line by its format: all bold, all italic, or neither."""
    if marker:
        return Kind.LINE
    if all(one.italic for one in pieces):
        return Kind.NOTE
    first, *others = pieces
    if first.bold and all(one.link for one in others):
        # Words that seem to lead elsewhere have their link behind them.
        return Kind.TITLE if first.link or others else Kind.HEADING
    return Kind.LINE


def _tidy(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours of equal format, and remove blanks around the pieces."""
    last: Piece | None = None
    for piece in pieces:
        link = None if piece.link is None else unquote(piece.link)
        same = last is not None and replace(piece, words="", link=link) == replace(
            last, words=""
        )
        if last is not None and same:
            last = replace(last, words=f"{last.words}{piece.words}")
            continue
        if last is not None:
            yield from _bare(last)
        last = replace(piece, link=link)
    if last is not None:
        yield from _bare(last)


def _bare(piece: Piece) -> Iterator[Piece]:
    words = _BLANKS.sub(" ", piece.words).strip()
    if words:
        yield replace(piece, words=words)


def _drawn(piece: Piece, *, address: bool) -> str:
    words = f"*{piece.words}*" if piece.italic else piece.words
    words = f"**{words}**" if piece.bold else words
    if piece.link is None:
        return words
    return f"[{words}](<{piece.link}>)" if address else f"[{words}]"
