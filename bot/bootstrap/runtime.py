"""Builds what every command on the store needs: database, clock and event log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.bootstrap.redaction import redaction
from bot.core.ports.services import Clock, EventLog
from bot.logs import StructuredEventLog
from bot.scheduling import FixedClock, SystemClock
from bot.stores import database_url


@dataclass(frozen=True, slots=True)
class Runtime:
    """The database URL, clock and event log of a command that uses the store.

    With ``allow_private`` pages of private IP addresses may be fetched.
    """

    database: str = field(repr=False)
    clock: Clock
    event_log: EventLog
    allow_private: bool = False


def make_runtime(
    path: Path,
    environment: Mapping[str, str],
    *,
    log: TextIO,
    allow_private: bool = False,
    now: datetime | None = None,
) -> Runtime:
    """Make the runtime for the configuration file at ``path``.

    The clock is the machine's, or stands still at ``now`` if given.
    """
    return Runtime(
        database_url(environment, path),
        SystemClock() if now is None else FixedClock(now),
        StructuredEventLog(log, environment, redaction(environment)),
        allow_private=allow_private,
    )
