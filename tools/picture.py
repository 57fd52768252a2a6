"""The README's picture: a sample page's briefing, as ``sitrep brief`` prints it.

``python -m tools.picture`` runs the real command on a terminal of its own and
draws what came out as ``docs/briefing.svg``. The panel has its own background, so that
the picture reads in light and in dark.
"""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "briefing.svg"
SAMPLES = ROOT / "bot" / "demo"
PAGE = "hospital-attack.html"
COLUMNS = 92

_CELL, _LINE, _SIZE, _MARGIN = 8.0, 19, 13, 20
# The dark colours of Sitrep's pages.
_BACKGROUND, _INK, _DIM = "#17181b", "#e6e7e9", "#a0a5ae"
# By their numbers on a terminal: yellow and blue are the signs of sections.
_COLOURS: dict[int | None, str] = {3: "#f4bd63", 4: "#a3c4ff"}
_FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
_RUN = re.compile(r"\S+(?: \S+)*")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one look at a place, counted in cells."""

    text: str
    column: int
    style: Style

    def drawn(self, top: int) -> str:
        """Return the run as SVG text, as wide as its cells whatever the font."""
        number = self.style.color.number if self.style.color else None
        ink = _DIM if self.style.dim else _COLOURS.get(number, _INK)
        weight = ' font-weight="bold"' if self.style.bold else ""
        slant = ' font-style="italic"' if self.style.italic else ""
        return (
            f'<text x="{_MARGIN + self.column * _CELL:g}" y="{top}" fill="{ink}"{weight}{slant}'
            f' textLength="{cell_len(self.text) * _CELL:g}">{escape(self.text)}</text>'
        )


def captured() -> str:
    """Return what ``sitrep brief`` writes on a terminal of ``COLUMNS`` columns.

    Raises:
        RuntimeError: the command failed.
    """
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "brief", PAGE],
        cwd=SAMPLES,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
    )
    os.close(theirs)
    written = b"".join(_chunks(ours))
    _, said = process.communicate()
    if process.returncode:
        raise RuntimeError(said.decode())
    return written.decode()


def _chunks(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other end was closed
            chunk = b""
        if not chunk:
            os.close(terminal)
            return
        yield chunk


def runs(line: Text) -> Iterator[Run]:
    """Yield the runs of a line, without the blanks between them."""
    column = 0
    for segment in line.render(Console(color_system="truecolor")):
        for match in _RUN.finditer(segment.text):
            start = column + cell_len(segment.text[: match.start()])
            yield Run(match[0], start, segment.style or Style())
        column += cell_len(segment.text)


def svg(lines: list[Text]) -> str:
    """Return the lines in a panel, below the command that printed them."""
    prompt = Text.assemble(("$ ", "dim"), (f"sitrep brief {PAGE}", "bold"))
    rows = [prompt, Text(""), *lines]
    width = 2 * _MARGIN + COLUMNS * _CELL
    height = 2 * _MARGIN + len(rows) * _LINE
    body = "\n".join(
        run.drawn(_MARGIN + _LINE * at + _SIZE)
        for at, row in enumerate(rows)
        for run in runs(row)
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" \
width="{width:g}" height="{height}" role="img" font-size="{_SIZE}" font-family="{_FONT}">
<title>A briefing as sitrep prints it</title>
<rect width="100%" height="100%" rx="10" fill="{_BACKGROUND}"/>
{body}
</svg>
"""


def main() -> None:
    """Draw the picture from the command's output of today."""
    lines = [Text.from_ansi(line) for line in captured().rstrip().splitlines()]
    TARGET.write_text(svg(lines), "utf8")
    print(TARGET.relative_to(ROOT))


if __name__ == "__main__":
    main()
