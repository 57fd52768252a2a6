"""The script ``sitrep-backup`` backs up at each call, and deletes only old backups."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

SCRIPT = Path(__file__).parents[3] / "config" / "hosting" / "backup.sh"
DAY = 86_400


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with backups of 13 and of 16 days ago."""
    folder = tmp_path / "backups"
    folder.mkdir()
    for days in (13, 16):
        file = folder / f"sitrep-{days}.backup"
        file.touch()
        moment = file.stat().st_mtime - days * DAY
        os.utime(file, (moment, moment))
    return folder


def call(folder: Path, clock: str, program: str) -> int:
    """Run the script at a time of day, with a program in place of Sitrep."""
    bin_ = folder.parent / "bin"
    bin_.mkdir(exist_ok=True)
    for name, text in (("sitrep", program), ("date", f"echo 20261129-{clock}")):
        (bin_ / name).write_text(f"#!/bin/sh\n{text}\n", "utf8")
        (bin_ / name).chmod(0o755)
    path = f"{bin_}:{os.environ['PATH']}"
    command = ["/bin/sh", str(SCRIPT), str(folder)]
    return subprocess.run(  # noqa: S603 - our own script
        command, check=False, env={**os.environ, "PATH": path}
    ).returncode


def names(folder: Path) -> set[str]:
    """The names of the backups, without their common parts."""
    return {file.name.split("-", 1)[1].split(".")[0] for file in folder.iterdir()}


def test_each_call_backs_up_also_before_an_upgrade_on_the_same_day(
    folder: Path,
) -> None:
    backs_up = 'test "$1 $2" = "db backup" && touch "$3"'

    codes = [call(folder, clock, backs_up) for clock in ("031500", "161500")]

    assert codes == [0, 0]
    assert names(folder) == {"13", "20261129-031500", "20261129-161500"}


def test_a_failed_backup_deletes_no_older_one(folder: Path) -> None:
    assert call(folder, "031500", "exit 1") == 1

    assert names(folder) == {"13", "16"}
