"""Builds what every command on the store needs: database, clock and event log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.bootstrap.network import (
    DEFAULT_NETWORK,
    NetworkSettings,
    network_settings,
)
from bot.bootstrap.redaction import redaction
from bot.core.operations.shared_clock import SharedClock
from bot.core.platforms.pacing import Reservations
from bot.core.ports.services import Clock, EventLog
from bot.logs import StructuredEventLog
from bot.scheduling import FixedClock, SystemClock
from bot.stores import database_url


@dataclass(frozen=True, slots=True)
class Runtime:
    """Values that commands on the store need: database URL, clock, log, network.

    By ``reservations`` the platforms share their limits with other processes.
    """

    database: str = field(repr=False)
    clock: Clock
    event_log: EventLog
    network: NetworkSettings = DEFAULT_NETWORK
    reservations: Reservations = field(default_factory=Reservations)


def make_runtime(
    path: Path,
    environment: Mapping[str, str],
    *,
    log: TextIO,
    allow_private: bool = False,
    now: datetime | None = None,
) -> Runtime:
    """Make the runtime for the configuration file at ``path``.

    The clock is the machine's, corrected to the database's, or stands still at ``now``
    if given.

    Raises:
        ConfigError: the address of a proxy is malformed.
    """
    event_log = StructuredEventLog(log, environment, redaction(environment))
    return Runtime(
        database_url(environment, path),
        SharedClock(SystemClock(), event_log) if now is None else FixedClock(now),
        event_log,
        network_settings(environment, allow_private=allow_private),
    )
