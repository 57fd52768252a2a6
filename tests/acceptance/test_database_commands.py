"""``sitrep db``."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.stores.sql import open_store
from tests.fakes.command import sitrep
from tests.fakes.records import make_sighting, show

CONFIGURATION = "topics: {}\n"
DIGESTS = (
    "topics: {a: {title: A, sources: [folder: .]}}\n"
    'digests: {d: {topics: [a], at: "07:30", to: [console]}}\nengine: fast\n'
)
WRONG = (
    "DATABASE_URL is not the address of a database: "
    "write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME\n"
)


async def test_a_database_goes_from_one_place_to_another(tmp_path: Path) -> None:
    (tmp_path / "sitrep.yaml").write_text(CONFIGURATION)
    async with open_store(f"sqlite:///{tmp_path / 'sitrep.db'}") as store:
        await show(store, make_sighting("ferry"))
    elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
    amount = "1 source, 1 item, 0 articles, 0 editions"

    copied = sitrep("db", "backup", "news.bak", place=tmp_path)
    filled = sitrep("db", "restore", "news.bak", place=tmp_path, environment=elsewhere)

    assert copied.output == f"database sitrep.db: copied {amount} to news.bak\n"
    assert filled.output == (
        f"database {tmp_path / 'new.db'}: holds {amount} from news.bak\n"
    )
    async with open_store(elsewhere["DATABASE_URL"]) as store:
        assert await show(store, make_sighting("ferry")) == 0


def test_an_upgrade_says_what_it_did(tmp_path: Path) -> None:
    place = {"DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}"}

    first, second = (sitrep("db", "upgrade", environment=place) for _ in range(2))

    assert first.output == f"database {tmp_path / 'news.db'}: made its tables\n"
    assert second.output == f"database {tmp_path / 'news.db'}: was up to date\n"


def test_a_vacuum_says_what_it_won(tmp_path: Path) -> None:
    place = {"DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}"}
    sitrep("db", "upgrade", environment=place)

    done = sitrep("db", "vacuum", environment=place)

    assert done.status == 0
    assert done.output.endswith(" MB now\n")


def test_a_full_database_is_not_replaced_without_force(database: str) -> None:
    place = {"DATABASE_URL": database}

    done = sitrep("db", "restore", "nosuch.bak", environment=place)

    assert (done.status, done.output) == (1, "")
    assert done.messages == "sitrep: there is no file nosuch.bak\n"


def test_a_wrong_address_is_told_without_the_password() -> None:
    place = {"DATABASE_URL": "postgresql://ada:secret@127.0.0.1:9/news"}

    done = sitrep("db", "upgrade", environment=place)

    assert (done.status, done.output) == (1, "")
    assert done.messages == (
        "sitrep: database news at 127.0.0.1:9: no server answers there\n"
    )


def test_without_an_address_a_configuration_is_needed(tmp_path: Path) -> None:
    done = sitrep("db", "vacuum", place=tmp_path)

    assert done.status == 2
    assert "there is no configuration" in done.messages


@pytest.mark.parametrize("verb", ["deliveries", "digest", "db upgrade", "check"])
def test_what_is_no_address_is_a_wrong_configuration(verb: str, tmp_path: Path) -> None:
    (tmp_path / "sitrep.yaml").write_text(DIGESTS)

    done = sitrep(*verb.split(), place=tmp_path, environment={"DATABASE_URL": "hush"})

    assert (done.status, done.output, done.messages) == (2, "", WRONG)


@pytest.mark.parametrize("verb", ["deliveries", "digest"])
def test_a_database_in_memory_begins_empty(verb: str, tmp_path: Path) -> None:
    (tmp_path / "sitrep.yaml").write_text(DIGESTS)
    memory = {"DATABASE_URL": "sqlite:///:memory:"}

    done = sitrep(verb, place=tmp_path, environment=memory)

    assert done.status == 0
    assert "sitrep:" not in done.messages
