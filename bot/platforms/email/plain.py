"""Makes the text version of an e-mail: 72 columns, with numbered URLs at the end."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized, with_separators
from bot.platforms.email.parts import Block, Kind, blocks, kind_of, link

COLUMNS = 72
_RULE = "-" * COLUMNS
_NUMBER = "\N{NO-BREAK SPACE}["
_SIGNS = {Kind.RISK: "> ", Kind.PAIR: "| ", Kind.NOTE: ""}
_BULLET = "* "


def to_plain(message: Message, closing: Iterable[str]) -> str:
    """Translate the message to plain text; ``closing`` holds the last paragraphs."""
    addresses = _Addresses(labels_for(message.language))
    lines = list(_body(message, addresses))
    lines.extend(("", *addresses.lines()) if addresses.numbers else ())
    lines.extend(("", "-- "))
    for paragraph in closing:
        lines.extend(_wrapped(sanitized(paragraph)))
    return "\n".join(lines) + "\n"


@dataclass(slots=True)
class _Addresses:
    """The URLs of the text's links, each with its number, and the text's labels."""

    labels: Labels
    numbers: dict[str, int] = field(default_factory=dict)

    def mark(self, url: str | None) -> str:
        """Number ``url``; return the number to print behind the link's words.

        Return an empty text if an e-mail must not link to the URL.
        """
        address = link(url)
        if address is None:
            return ""
        number = self.numbers.setdefault(address, len(self.numbers) + 1)
        return f"{_NUMBER}{number}]"

    def lines(self) -> Iterator[str]:
        """Yield one line for each URL: its number and the URL."""
        return (f"[{number}] {url}" for url, number in self.numbers.items())


def _body(message: Message, addresses: _Addresses) -> Iterator[str]:
    for number, block in enumerate(blocks(message)):
        if number:
            yield from ("", _RULE)
        if block.title is not None:
            yield from _title(block, block.title, addresses)
        for position, section in enumerate(block.below):
            if section.heading if position else block.title:
                yield ""
            yield from _section(section, addresses)


def _title(block: Block, row: Row, addresses: _Addresses) -> Iterator[str]:
    title, *facts = row.parts
    label = f"{block.label}{addresses.labels.colon}" if block.label else ""
    yield from _wrapped(f"{label}{_part(title, addresses)}")
    yield from _wrapped(_line(Row(tuple(facts), proof=row.proof), addresses))


def _section(section: Section, addresses: _Addresses) -> Iterator[str]:
    heading = sanitized(section.heading or "").capitalize()
    if section.inline:
        for row in section.rows:
            yield from _wrapped(
                f"{heading}{addresses.labels.colon}{_line(row, addresses)}", "  "
            )
        return
    yield from (heading,) if heading else ()
    for row in section.rows:
        sign = _SIGNS.get(kind_of(row), _BULLET)
        words = _line(row, addresses)
        yield from _wrapped(words, f"  {sign}") if sign else _wrapped(words)
        for remark in row.remarks:
            yield from _wrapped(sanitized(remark), "    ")


def _line(row: Row, addresses: _Addresses) -> str:
    words = "".join(
        joint + _part(part, addresses)
        for joint, part in with_separators(row.parts, addresses.labels.colon)
    )
    sign = "≠ " if kind_of(row) is Kind.DIFFERENCE else ""
    return f"{sign}{words}{addresses.mark(row.proof)}"


def _part(part: Text, addresses: _Addresses) -> str:
    return f"{sanitized(part.text)}{addresses.mark(part.url)}"


def _wrapped(words: str, first: str = "") -> list[str]:
    lines = textwrap.wrap(
        words,
        COLUMNS,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_NUMBER, " [") for line in lines]
