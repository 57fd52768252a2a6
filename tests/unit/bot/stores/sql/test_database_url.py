"""The address of the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from bot.core.domain.errors import ConfigError
from bot.stores.sql.database_url import (
    database_url,
    hosts,
    parse_url,
    wrong_database,
)


def test_the_database_is_beside_the_configuration() -> None:
    assert database_url({}, Path("etc/sitrep.yaml")) == "sqlite:///etc/sitrep.db"
    assert database_url({}, Path("/etc/s.yaml")) == "sqlite:////etc/sitrep.db"


def test_the_environment_comes_first() -> None:
    given = {"DATABASE_URL": " postgresql://h/news "}

    assert database_url(given, Path("sitrep.yaml")) == "postgresql://h/news"


@pytest.mark.parametrize(
    "address",
    ["postgres://h/news", "postgresql://h/news", "postgresql+asyncpg://h/news"],
)
def test_one_driver_serves_all_names_of_postgresql(address: str) -> None:
    url = parse_url(address)

    assert url.drivername == "postgresql+psycopg"
    assert (url.host, url.database) == ("h", "news")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:p%40ss@one:5432,two:5433/news?sslmode=require",
        "postgresql://me:p%40ss@/news?sslmode=require&host=one:5432&host=two:5433",
    ],
)
def test_of_several_servers_the_one_that_accepts_writes_is_used(address: str) -> None:
    url = parse_url(address)
    _, given = create_engine(url).dialect.create_connect_args(url)

    assert hosts(url) == ("one:5432", "two:5433")
    assert (given["host"], given["port"]) == ("one,two", "5432,5433")
    assert (given["user"], given["password"]) == ("me", "p@ss")
    assert (given["dbname"], given["sslmode"]) == ("news", "require")
    assert given["target_session_attrs"] == "read-write"


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_no_path_is_a_database_in_memory(address: str) -> None:
    assert parse_url(address).database is None


@pytest.mark.parametrize(
    "address",
    [
        *("", "sitrep.db", "sqlite:sitrep.db", "sqlite://sitrep.db", "://"),
        *("mysql://u:secret@h/news", "postgresql:h", "postgresql://h:port/news"),
        *("postgresql://h:0/news", "postgresql://h:65536/news"),
        *("postgresql://h,i:port/news", "postgresql://h:1,i:0/news"),
    ],
)
def test_any_other_address_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(ConfigError, match="DATABASE_URL is not the addr") as refusal:
        parse_url(address)

    assert "secret" not in str(refusal.value)


def test_a_file_in_a_missing_folder_is_reported(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/none/news.db"

    told = wrong_database({"DATABASE_URL": address})

    assert told == f"DATABASE_URL: the folder {tmp_path}/none does not exist"
