"""The verbs of ``sitrep db`` and a bot's database, on both kinds of database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.blackbox.driver import sitrep
from tests.blackbox.golden import assert_golden
from tests.blackbox.transcripts import make_desk, settled, transcript
from tests.fakes.postgresql import Server
from tests.tables import DATA

pytestmark = pytest.mark.process

NEWER = "UPDATE alembic_version SET version_num = '9999'"
"""What a newer program leaves, with which this one cannot work."""


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


def test_a_database_from_before_the_first_release_is_exported_and_imported(
    tmp_path: Path,
) -> None:
    place = make_desk(tmp_path)
    script = (DATA / "databases/before_release.sqlite.sql").read_text("utf8")
    with closing(sqlite3.connect(place / "sitrep.db")) as database:
        database.executescript(script)

    refused = sitrep("db", "upgrade", place=place)
    saved = sitrep("db", "backup", "old.backup", place=place)
    (place / "sitrep.db").unlink()
    restored = sitrep("db", "restore", "old.backup", place=place)
    line = "digest morning --post --now 2026-03-02T07:30"
    posted = sitrep(*line.split(), place=place)

    assert refused.status == 1
    assert "copy them with `sitrep db backup FILE`" in refused.messages
    assert saved.status == restored.status == 0
    assert "2 sources, 2 items, 1 article, 3 editions" in restored.output
    assert "Harbour town weighs a ban" in posted.output


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    place = make_desk(tmp_path)
    sitrep("db", "upgrade", place=place)
    with closing(sqlite3.connect(place / "sitrep.db")) as database, database:
        database.execute(NEWER)

    for verb in ("db upgrade", "status", "digest --now 2026-03-02T07:30", "run"):
        done = sitrep(*verb.split(), place=place)
        assert done.status == 1
        told = done.messages.splitlines()[-1]
        assert "a newer version of Sitrep created its tables (schema 9999" in told


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("who Lena Brook", "three collisions since spring"),
        ("who Brook since yesterday", "three collisions since spring"),
        ("who Norbat", "a ban would end forty jobs"),
        ("calendar next week", "No event is recorded for these days"),
    ],
)
def test_a_digest_posted_by_hand_fills_the_record(
    tmp_path: Path, line: str, printed: str
) -> None:
    place = make_desk(tmp_path)
    posted = sitrep("digest", "morning", "--post", place=place)

    done = sitrep(*line.split(), place=place)

    assert posted.status == done.status == 0
    assert printed in " ".join(done.output.split())


def test_an_unknown_name_lists_similar_ones(tmp_path: Path) -> None:
    place = make_desk(tmp_path)
    sitrep("digest", "morning", "--post", place=place)

    done = sitrep("who", "Lena", "Broock", place=place)

    assert done.status == 1
    assert "did you mean one of these? Lena Brook, Mayor" in done.messages
