"""The CPU time of processes on Linux."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _USED = 1, slice(11, 15)


def cpu_seconds(process: int) -> float:
    """Return the CPU time of a process and of all that it started, in seconds."""
    fields = dict(_fields())
    family, ticks = [process], 0
    while family:
        member = family.pop()
        found = fields.get(member)
        if found is not None:
            ticks += sum(map(int, found[_USED]))
        family += [
            number for number, other in fields.items() if int(other[_PARENT]) == member
        ]
    return ticks / _TICKS


def _fields() -> Iterator[tuple[int, list[str]]]:
    """Yield the fields of each process after its name, which may hold anything."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            text = (folder / "stat").read_text()
            yield int(folder.name), text.rpartition(")")[2].split()
