"""The verbs of ``sitrep db`` and a bot's database, on both kinds of database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blackbox.golden import assert_golden
from tests.blackbox.transcripts import make_desk, settled, transcript
from tests.fakes.postgresql import Server

pytestmark = pytest.mark.process


def test_a_session_with_a_file(tmp_path: Path) -> None:
    told = transcript("database", make_desk(tmp_path))

    assert_golden("databases/sqlite.txt", settled(told))


def test_a_session_with_a_server(tmp_path: Path, postgresql: Server) -> None:
    address = postgresql.url(postgresql.create())

    told = transcript("database", make_desk(tmp_path), {"DATABASE_URL": address})

    assert_golden(
        "databases/postgresql.txt",
        settled(told).replace(str(postgresql.folder), "/server"),
    )
