"""A PostgreSQL primary and its streaming standby, both real, for failovers."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from sqlalchemy import NullPool, create_engine

from tests.fakes.loopback import reserve_port
from tests.fakes.postgresql import (
    USER,
    WAITING,
    folder_for_servers,
    make_cluster,
    run_program,
    usable_programs,
)

_SETTINGS: Final = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
}
_STREAMING = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = %r"
_PATIENCE, _GLANCE = 60.0, 0.05


@dataclass(frozen=True, slots=True)
class Node:
    """A server of its own on a port of the loopback."""

    root: Path
    name: str
    port: int
    control: Sequence[str]

    @property
    def address(self) -> str:
        """The address of its only database."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it."""
        given = {**_SETTINGS, "port": str(self.port)}
        settings = " ".join(f"-c {name}={value}" for name, value in given.items())
        log = str(self.root / f"{self.name}.log")
        options = ["-l", log, "-o", f"-k {self.root} {settings}"]
        run_program(self.control, options, ["start"])

    def processes(self) -> list[int]:
        """All of its processes, the first of which has started the others."""
        data = self.root / self.name
        first = int((data / "postmaster.pid").read_text().split()[0])
        listed = Path(f"/proc/{first}/task/{first}/children").read_text()
        return [first, *map(int, listed.split())]

    def kill(self) -> None:
        """Let all of its processes die at once, as those of a machine that fails."""
        for process in self.processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def do(self, statement: str) -> object:
        """Do something as the owner; the first value of the answer, if any."""
        driver = self.address.replace("postgresql", "postgresql+psycopg", 1)
        engine = create_engine(driver, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            answer = connection.exec_driver_sql(statement)
            return answer.scalar() if answer.returns_rows else None


@dataclass(frozen=True, slots=True)
class Pair:
    """A primary with its standby."""

    primary: Node
    standby: Node

    @property
    def address(self) -> str:
        """The address of the database, wherever it accepts writes."""
        places = ",".join(
            f"127.0.0.1:{node.port}" for node in (self.primary, self.standby)
        )
        return f"postgresql://{USER}@{places}/postgres"

    def promote(self) -> None:
        """Let the standby accept writes, and wait until it does."""
        run_program(self.standby.control, ["promote"])

    def leave_behind(self) -> None:
        """Let the standby receive nothing from now on."""
        self.standby.do("ALTER SYSTEM SET primary_conninfo = ''")
        self.standby.do("SELECT pg_reload_conf()")


@contextmanager
def running_pair(*, synchronous: bool = True) -> Iterator[Pair]:
    """Run both until the end of the block; commits wait for a ``synchronous`` standby."""
    with folder_for_servers() as root:
        programs = usable_programs(root)
        primary, standby = (_node(root, name, programs) for name in ("one", "two"))
        make_cluster(programs, root / primary.name)
        try:
            primary.start()
            copy = [str(programs / "pg_basebackup"), "-D", str(root / standby.name)]
            run_program(copy, ["-d", primary.address, "-R", "-c", "fast", "--no-sync"])
            standby.start()
            if synchronous:
                primary.do("ALTER SYSTEM SET synchronous_standby_names = '*'")
                primary.do("SELECT pg_reload_conf()")
            _await(primary, "sync" if synchronous else "async")
            yield Pair(primary, standby)
        finally:
            for node in (primary, standby):
                with suppress(RuntimeError):
                    run_program(node.control, ["-m", "immediate", "stop"])


def _node(root: Path, name: str, programs: Path) -> Node:
    control = [str(programs / "pg_ctl"), "-D", str(root / name), *WAITING]
    return Node(root, name, reserve_port(), control)


def _await(primary: Node, state: str) -> None:
    """Wait until the standby follows.

    Raises:
        TimeoutError: it does not.
    """
    end = monotonic() + _PATIENCE
    while not primary.do(_STREAMING % state):
        if monotonic() > end:
            raise TimeoutError("the standby does not follow the primary")
        sleep(_GLANCE)
