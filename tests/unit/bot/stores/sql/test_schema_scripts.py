"""The scripts for new databases make the tables that the migrations make."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.stores.sql.schema import HEAD, SCRIPTS
from tools.schema import postgresql_script, sqlite_script

pytestmark = pytest.mark.process


@pytest.mark.parametrize(
    ("kind", "script"), [("sqlite", sqlite_script), ("postgresql", postgresql_script)]
)
def test_a_script_makes_what_the_migrations_make(
    kind: str, script: Callable[[], str]
) -> None:
    """If this fails after a new migration, run ``python -m tools.schema``."""
    committed = SCRIPTS / f"{HEAD}.{kind}.sql"

    assert committed.read_text("utf8") == script()
