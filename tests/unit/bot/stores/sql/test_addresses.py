"""Which database is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import StoreError
from bot.stores.sql.addresses import database_url, is_shared, parse_url


def test_the_database_is_beside_the_configuration() -> None:
    assert database_url({}, Path("etc/sitrep.yaml")) == "sqlite:///etc/sitrep.db"
    assert database_url({}, Path("/etc/s.yaml")) == "sqlite:////etc/sitrep.db"


def test_the_environment_comes_first() -> None:
    given = {"DATABASE_URL": " postgresql://h/news "}

    assert database_url(given, Path("sitrep.yaml")) == "postgresql://h/news"


def test_an_empty_variable_counts_as_none() -> None:
    assert database_url({"DATABASE_URL": " "}, Path("a.yaml")) == "sqlite:///sitrep.db"


@pytest.mark.parametrize(
    "address",
    ["postgres://h/news", "postgresql://h/news", "postgresql+asyncpg://h/news"],
)
def test_one_driver_serves_all_names_of_postgresql(address: str) -> None:
    url = parse_url(address)

    assert url.drivername == "postgresql+psycopg"
    assert (url.host, url.database) == ("h", "news")


def test_a_path_may_have_any_characters() -> None:
    url = parse_url("sqlite:////srv/what? #1/100%.db")

    assert (url.database, dict(url.query)) == ("/srv/what? #1/100%.db", {})


def test_no_path_is_a_database_in_memory() -> None:
    assert parse_url("sqlite://").database is None


@pytest.mark.parametrize(
    "address",
    [
        *("", "sitrep.db", "sqlite:sitrep.db", "sqlite://sitrep.db", "://"),
        *("mysql://u:secret@h/news", "postgresql:h", "postgresql://h:port/news"),
    ],
)
def test_any_other_address_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL is not the address") as refusal:
        parse_url(address)

    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("address", "shared"),
    [
        ("postgresql://me:secret@db.example.org/news", True),
        ("postgres://db.example.org/news", True),
        ("sqlite:///news.db", False),
        ("sqlite://", False),
    ],
)
def test_a_server_is_shared_and_a_file_is_not(address: str, *, shared: bool) -> None:
    assert is_shared(address) is shared
