"""The CPU time and memory of processes on Linux."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(process: int) -> float:
    """Return the CPU time of a process and of all that it started, in seconds."""
    fields: dict[int, list[str]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # The name of a process is in parentheses and may hold anything.
            text = (folder / "stat").read_text().rpartition(")")[2]
            fields[int(folder.name)] = text.split()
    family, ticks = [process], 0
    while family:
        member = family.pop()
        ticks += sum(map(int, fields.get(member, ())[11:15]))
        family += [number for number, row in fields.items() if int(row[1]) == member]
    return ticks / _TICKS


def peak_mb() -> float:
    """Return the largest resident memory of this process so far, in MB.

    From ``VmHWM``: ``ru_maxrss`` also counts the process that started this one.
    """
    status = Path("/proc/self/status").read_text("ascii")
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes.split()[1]) / 1024
