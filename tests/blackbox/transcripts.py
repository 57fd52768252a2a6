"""Transcripts: command lines from a text file, and what each of them prints."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.blackbox.driver import Done, sitrep


def transcript(
    commands: Iterable[str], place: Path, environment: Mapping[str, str] | None = None
) -> str:
    """Run command lines in a folder, one after the other; what a terminal would show."""
    return "\n".join(
        shown(line, sitrep(*shlex.split(line), place=place, environment=environment))
        for line in commands
    ).replace(str(place), "/desk")


def shown(line: str, done: Done) -> str:
    """Show a command line, its output, its messages and its status."""
    messages = "".join(f"! {message}\n" for message in done.messages.splitlines())
    status = f"[{done.status}]\n" if done.status else ""
    return f"$ sitrep {line}\n{done.output}{messages}{status}"


_VOLATILE = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)"), "TIME"),
    (re.compile(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\s\d{1,2}\s\w{3}(\s\d{4})?\b"), "DAY"),
    (re.compile(r"\b\d{1,2}\s\w{3}\s\d{4}\b"), "DAY"),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), "DATE"),
    (re.compile(r"\b\d\d:\d\d\b"), "HH:MM"),
)


def settled(text: str) -> str:
    """Replace ports, days and times, which differ in each run."""
    for pattern, name in _VOLATILE:
        text = pattern.sub(name, text)
    return without_ports(text)


def without_ports(text: str) -> str:
    """Replace the ports of servers of the command."""
    return re.sub(r"127\.0\.0\.1:\d{4,5}", "127.0.0.1:PORT", text)
