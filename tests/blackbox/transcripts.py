"""Transcripts: command lines from a text file, and what each of them prints.

A line holds the arguments of ``sitrep``. Assignments of variables may stand before
them, and ``< FILE`` behind them. ``: show FILE`` and ``: remove FILE`` are for files.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

from tests.blackbox.driver import Done, sitrep
from tests.tables import DATA, lines

_ASSIGNMENT = re.compile(r"([A-Z][A-Z_]+)=(.*)")
_DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
_VOLATILE = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)"), "TIME"),
    (re.compile(rf"\b({_DAYS})\s\d{{1,2}}\s\w{{3}}(\s\d{{4}})?\b"), "DAY"),
    (re.compile(r"\b\d{1,2}\s\w{3}\s\d{4}\b"), "DAY"),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), "DATE"),
    (re.compile(r"\b\d\d:\d\d(:\d\d)?\b"), "HH:MM"),
    (re.compile(r"\b([a-z]+-\d{8}-\d{4})-[0-9a-f]{6}\b"), r"\1-HASH"),
    (re.compile(r"\btest\d+\b"), "NAME"),
    (re.compile(rf"\b({_DAYS}),? HH:MM"), "DAY HH:MM"),
    (re.compile(r"\b\d+(\.\d+)? MB\b"), "SIZE"),
)


def make_desk(folder: Path) -> Path:
    """Copy the files of a desk into a folder: articles, configurations, answers."""
    shutil.copytree(DATA / "desk", folder, dirs_exist_ok=True)
    return folder


def transcript(
    name: str, place: Path, environment: Mapping[str, str] | None = None
) -> str:
    """Run the lines of a file in a folder, one after the other, as a shell does."""
    shown = (
        _run(line, place, environment or {}) for line in lines(f"transcripts/{name}")
    )
    return "\n".join(shown).replace(str(place), "/desk")


def _run(line: str, place: Path, environment: Mapping[str, str]) -> str:
    words, given = shlex.split(line), b""
    if words[0] == ":":
        return _handle_file(line, words[1], place / words[2])
    if words[-2:-1] == ["<"]:
        given, words = (place / words[-1]).read_bytes(), words[:-2]
    changes = dict(environment)
    while words and (assigned := _ASSIGNMENT.fullmatch(words[0])):
        changes[assigned[1]] = assigned[2]
        del words[0]
    done = sitrep(*words, given=given, place=place, environment=changes)
    return shown(line, done)


def _handle_file(line: str, verb: str, path: Path) -> str:
    if verb == "remove":
        path.unlink()
        return f"{line}\n"
    return f"{line}\n{path.read_text('utf8') if path.exists() else 'no file'}\n"


def shown(line: str, done: Done) -> str:
    """Show a command line, its output, its messages without the log, and its status."""
    kept = (
        f"! {message}\n"
        for message in done.messages.splitlines()
        if not message.startswith(("{", "warning: SITREP_ALLOW_PRIVATE"))
    )
    status = f"[{done.status}]\n" if done.status else ""
    return f"$ sitrep {line}\n{done.output}{''.join(kept)}{status}"


def settled(text: str) -> str:
    """Replace days and times, which differ in each run."""
    for pattern, name in _VOLATILE:
        text = pattern.sub(name, text)
    return text


def without_ports(text: str) -> str:
    """Replace the ports of servers of the command."""
    return re.sub(r"127\.0\.0\.1:\d{4,5}", "127.0.0.1:PORT", text)
