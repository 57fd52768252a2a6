"""Packages that are not what they seem, row by row."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.rows import Row, rows

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf8")
# Published as sources alone; the hashes say which.
BUILT_HERE = {"docopt", "rouge-score"}
UNPICKLED = (
    "apscheduler.jobstores.sqlalchemy",
    "apscheduler.jobstores.redis",
    "apscheduler.jobstores.mongodb",
    "apscheduler.jobstores.zookeeper",
    "apscheduler.jobstores.rethinkdb",
    "apscheduler.jobstores.etcd",
)


def pinned() -> dict[str, str]:
    """What the lock file says of each package: all of its hashes."""
    found = re.findall(
        r"^([\w.-]+)==[^\n]*\n((?: +--hash=[^\n]*\n)*)", LOCK, re.MULTILINE
    )
    return dict(found)


def no_language_model(_tmp_path: Path) -> None:
    """Sitrep reads without language models, so there is none to verify."""
    assert not [name for name in pinned() if "-core-" in name]


def no_pickled_jobs(_tmp_path: Path) -> None:
    """Loads all of the bot, then looks for stores that would unpickle a row."""
    program = (
        "import importlib, pkgutil, sys, bot\n"
        "for found in pkgutil.walk_packages(bot.__path__, 'bot.'):\n"
        "    if '__main__' not in found.name and '.versions.' not in found.name:\n"
        "        importlib.import_module(found.name)\n"
        f"print([name for name in {UNPICKLED!r} if name in sys.modules])"
    )

    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "[]"
    assert not sources_that_name("pickle")


def sources_that_name(word: str) -> list[str]:
    """The modules that import a library."""
    named = re.compile(rf"^\s*(?:import|from)\s+c?{word}\b", re.MULTILINE)
    paths = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "summarizers").rglob("*.py")]
    return [str(path) for path in paths if named.search(path.read_text("utf8"))]


def nothing_is_built(_tmp_path: Path) -> None:
    """Setting up runs no package's own code, but for those that are named."""
    makefile = (ROOT / "Makefile").read_text("utf8")

    installs = re.findall(r"pip install[^\n]* -r [^\n]*", makefile)

    assert installs
    for line in installs:
        assert "--require-hashes" in line
        assert "--only-binary=:all:" in line
        assert re.findall(r"--no-binary=(\S+)", line) == [",".join(sorted(BUILT_HERE))]
    assert all("--hash=sha256:" in hashes for hashes in pinned().values())


CASES: dict[str, Callable[[Path], None]] = {
    "supply_chain-02": no_language_model,
    "supply_chain-04": no_pickled_jobs,
    "supply_chain-05": nothing_is_built,
}


@rows("supply_chain")
def test_package_is_what_it_seems_or_is_not_used(row: Row, tmp_path: Path) -> None:
    CASES[row.id](tmp_path)
