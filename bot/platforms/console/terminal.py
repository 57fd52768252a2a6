"""Prints messages and progress on a stream; the only module that imports rich."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn
from rich.style import Style as Look
from rich.text import Text as Styled
from typing_extensions import override

from bot.core.domain.errors import PostError
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.ports.services import Messenger
from bot.core.text.sanitize import sanitized, with_separators

PLAIN_WIDTH = 80
"""The width of an output that is not a terminal."""

_LABEL_SHARE = 4
_GAP = 3
_INDENT = "  "
_LEAST_ROOM = 20
_LOOKS = {
    Style.PLAIN: Look(),
    Style.TITLE: Look(bold=True),
    Style.NAME: Look(bold=True),
    Style.ROLE: Look(dim=True),
    Style.SPEAKER: Look(color="cyan"),
    Style.NOTE: Look(dim=True),
}
_HEADING = Look(bold=True, color="yellow")
_MARKER = Look(color="yellow")
_REMARK = Look(dim=True, italic=True)


class ConsoleMessenger(Messenger):
    """Prints each message once, whatever its channel."""

    platform = "console"
    # Printed messages are remembered until the process ends.
    memory = timedelta(days=365)

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._screen = Screen(stream)
        self._posted: set[str] = set()

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        if idempotency_key in self._posted:
            return idempotency_key
        self._posted.add(idempotency_key)
        try:
            # A full pipe blocks its writer, which must not be the event loop.
            await asyncio.to_thread(self._print, message)
        except OSError as error:
            self._posted.discard(idempotency_key)
            raise PostError(f"the terminal cannot show the message: {error}") from error
        return idempotency_key

    @override
    async def find(
        self,
        channel: str,
        idempotency_key: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        return idempotency_key if idempotency_key in self._posted else None

    def _print(self, message: Message) -> None:
        self._screen.show(message)
        self._stream.flush()


class Screen:
    """Prints messages on one stream, wrapped to its width.

    Only a terminal gets colour and links; ``NO_COLOR`` is respected.
    """

    def __init__(self, stream: TextIO) -> None:
        width = None if stream.isatty() else PLAIN_WIDTH
        self._console = _Console(
            file=stream, width=width, markup=False, emoji=False, highlight=False
        )

    def show(self, message: Message) -> None:
        """Print the message and a blank line.

        A blank line also stands before each title and before a list of links.
        """
        for index, section in enumerate(message.sections):
            if index and (_is_title(section) or _is_links(section)):
                self._console.print()
            for line in self._section(section):
                self._console.print(line)
        self._console.print()

    def _section(self, section: Section) -> Iterator[Styled]:
        if section.heading is None:
            for row in section.rows:
                yield from self._top(row)
            return
        heading = Styled(sanitized(section.heading), _HEADING)
        if section.inline:
            for row in section.rows:
                yield from self._hung(heading, self._words(row, row.parts), _GAP)
            return
        if section.heading:
            yield heading
        column = self._column(section.rows)
        for row in section.rows:
            yield from self._row(row, column)

    def _top(self, row: Row) -> Iterator[Styled]:
        """Yield a title with its details at the right end, or below if too long."""
        first, *facts = row.parts
        if first.style is not Style.TITLE or not facts:
            yield from self._hung(Styled(), self._words(row, row.parts), 0)
            return
        title, note = self._words(row, (first,)), self._words(row, tuple(facts))
        gap = self._console.width - title.cell_len - note.cell_len
        if gap >= _GAP:
            yield Styled.assemble(title, " " * gap, note)
        else:
            yield from self._hung(Styled(), title, 0)
            yield from self._hung(Styled(), note, 0)

    def _column(self, rows: tuple[Row, ...]) -> int:
        """The width of the longest label that leaves enough room, 0 without labels."""
        most = self._console.width // _LABEL_SHARE
        widths = (_labelled(row)[0].cell_len for row in rows)
        return max((width for width in widths if width <= most), default=0)

    def _row(self, row: Row, column: int) -> Iterator[Styled]:
        """Yield the marker or label with the words beside it, then the remarks."""
        label, parts = _labelled(row)
        label = Styled.assemble(_INDENT, label)
        words = self._words(row, parts)
        gap = 1 if row.marker else _GAP - 1
        width = len(_INDENT) + column
        if label.cell_len > width:
            yield label
            label = Styled()
        label.pad_right(width - label.cell_len)
        yield from self._hung(label, words, gap)
        for remark in row.remarks:
            margin = Styled(" " * width)
            yield from self._hung(margin, Styled(sanitized(remark), _REMARK), gap)

    def _hung(self, label: Styled, words: Styled, gap: int) -> Iterator[Styled]:
        """Wrap the words beside the label; indent further lines by its width."""
        room = max(_LEAST_ROOM, self._console.width - label.cell_len - gap)
        margin = label
        for line in words.wrap(self._console, room):
            whole = Styled.assemble(margin, " " * gap, line)
            whole.rstrip()
            yield whole
            margin = Styled(" " * label.cell_len)

    def _words(self, row: Row, parts: tuple[Text, ...]) -> Styled:
        words = Styled()
        for joint, part in with_separators(parts):
            words.append(joint).append_text(self._part(part))
        if row.proof is not None and self._console.is_terminal:
            words.append(" ").append("↗", Look(link=sanitized(row.proof)))
        return words

    def _part(self, part: Text) -> Styled:
        link = None if part.url is None else sanitized(part.url)
        return Styled(sanitized(part.text), _LOOKS[part.style] + Look(link=link))


class _Console(Console):
    @override
    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704 - it is called while the error is handled


@contextmanager
def progress(
    stream: TextIO, *, label: str, total: int | None
) -> Iterator[Callable[[], None]]:
    """Show a progress bar on a terminal; yield the function that counts one step."""
    console = Console(file=stream)
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)


def _is_title(section: Section) -> bool:
    return any(part.style is Style.TITLE for part in section.rows[0].parts)


def _is_links(section: Section) -> bool:
    return bool(section.heading) and any(row.parts[0].url for row in section.rows)


def _labelled(row: Row) -> tuple[Styled, tuple[Text, ...]]:
    if row.marker:
        return Styled(row.marker, _MARKER), row.parts
    label, *rest = row.parts
    return Styled(sanitized(label.text), _LOOKS[label.style]), tuple(rest)
