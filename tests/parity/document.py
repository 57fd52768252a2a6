"""``python -m tests.parity.document`` acts the table and writes docs/parity.md of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.fakes.slack.emulator import running_emulator
from tests.parity.acts import Act, Row
from tests.parity.differences import DIFFERENCES, FORMS, UNPROVOKED
from tests.blackbox.chat.looks import Kind, Look
from tests.parity.playing import Played, play
from tests.parity.rows import ROWS, TABLE

FILE = Path(__file__).parents[2] / "docs" / "parity.md"

_HEAD = """\
# Slack and Discord compared

The tests perform each action on both platforms, over their network protocols and with the
same bot. They compare the result line by line, link by link and button by button. If the
last column is empty, both results are identical. `python -m tests.parity.document`
generates this page.
"""
_COLUMNS = "| action | on Slack | on Discord | result | difference |"
_NOTHING = "–"
_LONGEST = 90


def document(played: Mapping[str, Played]) -> str:
    """The page, of what was seen."""
    return "\n".join((_HEAD, *_tables(played), *_differences()))


def _tables(played: Mapping[str, Played]) -> Iterator[str]:
    for name, rows in TABLE.items():
        yield f"## {name}\n"
        yield _COLUMNS
        yield "|" + " --- |" * 5
        yield from (_row(row, played[row.name]) for row in rows)
        yield ""


def _row(row: Row, played: Played) -> str:
    different = DIFFERENCES[row.unlike].name if row.unlike else ""
    seen = played.seen["slack"] or played.seen["discord"]
    looks = "<br>".join(dict.fromkeys(map(_look, seen[-1] if seen else ())))
    cells = (row.name, _how(row.slack, 0), _how(row.discord, 1), looks, different)
    return f"| {' | '.join(cells)} |"


def _how(acts: tuple[Act, ...], side: int) -> str:
    """How it is done; what is done again and again is told once."""
    told = (act.step.told()[side] for act in acts)
    return ", then ".join(map(_cell, dict.fromkeys(told))) or _NOTHING


def _look(look: Look) -> str:
    """A look in a few words: its beginning, its headings, and what can be pressed."""
    first = look.lines[0].drawn(address=False) if look.lines else ""
    first = first.lstrip("#|• ")
    words = first if len(first) <= _LONGEST else f"{first[: _LONGEST - 1].rstrip()}…"
    headings = [
        piece.words
        for line in look.lines[1:]
        if line.kind in {Kind.TITLE, Kind.HEADING}
        for piece in line.pieces
    ]
    place = "in its place" if look.replaces else look.where.value
    controls = " ".join(control.drawn() for control in look.controls)
    parts = filter(None, (words, ", ".join(headings), controls))
    return _cell(f"*{place}*: {' · '.join(parts)}")


def _differences() -> Iterator[str]:
    yield "## Differences\n"
    for one in DIFFERENCES.values():
        yield f"- **{one.name}.** {one.why}"
    yield "\nDifferences of form, which the comparison ignores:\n"
    yield from (f"- {form}" for form in FORMS)
    yield "\nResults that people cannot cause, so the table has no row for them:\n"
    yield from (f"- `{refusal}`: {why}" for refusal, why in UNPROVOKED.items())
    yield ""


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Write it anew."""
    with running_emulator() as emulator:
        played = asyncio.run(play(emulator, ROWS))
    FILE.write_text(document(played), "utf-8")


if __name__ == "__main__":
    main()
