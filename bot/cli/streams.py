"""Standard output and standard error."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from traceback import extract_tb

from bot.core.display import shown
from bot.core.secrecy import redaction


def prepare_streams() -> None:
    """Let no character that a terminal does not have stop the work."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def tell(message: str, *, about: str = "") -> None:
    """Say something to the person, on standard error; no secrets.

    What it is about stands before it. A file may be called "secret"; what is said of
    it is none.
    """
    hide = redaction(os.environ).text
    said = f"{hide(about)}: {hide(message)}" if about else hide(message)
    for line in said.splitlines() or [""]:
        print(shown(line), file=sys.stderr)


def write_line(line: str) -> None:
    """Write one line of a result, in UTF-8 whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def origin(error: Exception) -> str:
    """Where in the program an error came up."""
    frames = extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
