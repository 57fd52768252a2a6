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
from bot.core.domain.messages import BAR, Message, Row, Section, Style, Text
from bot.core.ports.services import Messenger
from bot.core.text.deep_links import ARROW, JOINT
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized, with_separators

PLAIN_WIDTH = 80
"""The width in characters of an output that is not a terminal."""

_LABEL_SHARE = 4
_GAP = 3
_INDENT = "  "
_LEAST_ROOM = 20
_LOOKS = {
    Style.PLAIN: Look(),
    Style.TITLE: Look(bold=True),
    Style.NAME: Look(bold=True),
    Style.ROLE: Look(),
    Style.SPEAKER: Look(bold=True),
    Style.DAY: Look(bold=True),
    Style.NOTE: Look(dim=True),
}
_SIGNS = {"■": Look(color="blue"), "▲": Look(color="yellow")}
_HEADING = Look(bold=True)
_BULLET = "•"
_UNBROKEN = "\ue000"
"""Stands for a no-break space while a line is wrapped; rich wraps at any space."""
_REMARK = Look(dim=True, italic=True)


class ConsoleMessenger(Messenger):
    """Prints each message once on a stream; all channels share the stream."""

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

    On a terminal text has colours and links, unless ``NO_COLOR`` is set. Elsewhere each
    link is printed as a number, and the URLs stand below the message.
    """

    def __init__(self, stream: TextIO) -> None:
        width = None if stream.isatty() else PLAIN_WIDTH
        self._console = _Console(
            file=stream, width=width, markup=False, emoji=False, highlight=False
        )
        self._labels: Labels = labels_for("en")
        self._numbers: dict[str, int] = {}

    def show(self, message: Message) -> None:
        """Print the message; blank lines separate sections and end the message."""
        self._labels, self._numbers = labels_for(message.language), {}
        last = len(message.sections) - 1
        for index, section in enumerate(message.sections):
            above = message.sections[index - 1].heading if index else None
            if index and _is_apart(section, above, is_last=index == last):
                self._console.print()
            for line in self._section(section):
                line.plain = line.plain.replace(_UNBROKEN, JOINT)
                self._console.print(line)
        self._console.print()
        for url, number in self._numbers.items():
            self._console.print(f"[{number}] {url}", soft_wrap=True)
        if self._numbers:
            self._console.print()

    def _section(self, section: Section) -> Iterator[Styled]:
        if section.heading is None:
            for row in section.rows:
                yield from self._top(row)
            return
        heading = _heading(section)
        if section.inline:
            for row in section.rows:
                yield from self._hung(heading, self._words(row, row.parts), _GAP)
            return
        if section.heading:
            yield heading
        column = self._column(section)
        for row in section.rows:
            yield from self._row(section, row, column)

    def _top(self, row: Row) -> Iterator[Styled]:
        """Yield the lines of a title; its details stand at the right end, or below."""
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

    def _column(self, section: Section) -> int:
        """Return the width of the section's label column: that of its longest label.

        Labels that would leave too little room for the text do not count. Return 0 if
        no label counts.
        """
        most = self._console.width // _LABEL_SHARE
        widths = (_labelled(section, row)[0].cell_len for row in section.rows)
        return max((width for width in widths if width <= most), default=0)

    def _row(self, section: Section, row: Row, column: int) -> Iterator[Styled]:
        """Yield a row's lines: marker or label, words beside it, then remarks."""
        label, parts = _labelled(section, row)
        label = Styled.assemble(_INDENT, label)
        words = self._words(row, parts)
        gap = 1 if len(parts) == len(row.parts) else _GAP - 1
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
        """Yield lines with ``label`` before the wrapped ``words``; indent later lines.

        ``gap`` is the number of blanks between label and words.
        """
        room = max(_LEAST_ROOM, self._console.width - label.cell_len - gap)
        margin = label
        for line in words.wrap(self._console, room):
            whole = Styled.assemble(margin, " " * gap, line)
            whole.rstrip()
            yield whole
            margin = Styled(" " * label.cell_len)

    def _words(self, row: Row, parts: tuple[Text, ...]) -> Styled:
        words = Styled()
        for joint, part in with_separators(parts, self._labels.colon):
            words.append(joint).append_text(self._part(part))
        if row.proof is not None:
            words.append_text(self._arrow(sanitized(row.proof)))
        words.plain = words.plain.replace(JOINT, _UNBROKEN)
        return words

    def _part(self, part: Text) -> Styled:
        """Style a part's text; its link works on a terminal, elsewhere is a number."""
        words = Styled(sanitized(part.text), _LOOKS[part.style])
        if part.url is None:
            return words
        url = sanitized(part.url)
        if self._console.is_terminal:
            words.stylize(Look(link=url))
            return words
        return words.append_text(self._arrow(url))

    def _arrow(self, url: str) -> Styled:
        """Make the link that ends a line: an arrow on a terminal, else a number."""
        if self._console.is_terminal:
            return Styled.assemble(JOINT, (ARROW, Look(link=url)))
        number = self._numbers.setdefault(url, len(self._numbers) + 1)
        return Styled(f"{JOINT}[{number}]")


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


def _is_apart(section: Section, above: str | None, *, is_last: bool) -> bool:
    """Return whether a blank line stands before a section.

    ``above`` is the heading of the section above. No blank line stands before the lines
    below a title and before notes, unless the notes end a list or a message.
    """
    if section.heading is not None:
        return section.heading != ""
    if any(part.style is Style.TITLE for part in section.rows[0].parts):
        return True
    return bool(above) or (above == "" and is_last)


def _heading(section: Section) -> Styled:
    look = _HEADING + _SIGNS.get(section.sign, Look())
    return Styled(sanitized(section.signed_heading), look)


def _labelled(section: Section, row: Row) -> tuple[Styled, tuple[Text, ...]]:
    """Return the sign or label of a row, and the parts that follow it.

    A row with a marker or a speaker gets a sign. Any other row has its first part as
    its label.
    """
    if row.marker == BAR:
        label, *rest = row.parts
        look = _LOOKS[label.style]
        return Styled(f"{BAR} {sanitized(label.text)}", look), tuple(rest)
    if row.marker or row.parts[0].style is Style.SPEAKER:
        marker = section.marker_of(row)
        return Styled(marker or _BULLET, _SIGNS.get(marker, Look())), row.parts
    label, *rest = row.parts
    return Styled(sanitized(label.text), _LOOKS[label.style]), tuple(rest)
