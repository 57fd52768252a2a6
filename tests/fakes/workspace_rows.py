"""A row of each of two workspaces in each table of the store."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, insert

from bot.stores.sql.installation_tables import installations
from bot.stores.sql.tables import metadata
from tests.fakes.records import NOW

NAMES = ("acme", "globex")
"""The workspaces; their rows have the numbers 1 and 2."""


def fill(connection: Connection) -> None:
    """Put a row of each of two workspaces into each table."""
    for table in metadata.sorted_tables:
        if table is not installations:
            for number, name in enumerate(NAMES, 1):
                row = {each.name: value_of(each, number, name) for each in table.c}
                connection.execute(insert(table), row)


def value_of(column: Column[Any], number: int, workspace: str) -> object:
    """The value of a column in the row of a workspace."""
    if column.table.name == "locks":
        return f"channel slack/{workspace}/C1"
    named = {
        "channel": f"slack/{workspace}/C1",
        "platform": "slack",
        "person": f"{workspace}/U1",
        "precision": "day",
        "change": "moved",
    }
    values: dict[type, object] = {
        int: number,
        bool: False,
        float: 1.0,
        bytes: str(number).encode(),
        date: NOW.date(),
    }
    kind = type(column.type).__name__
    special = {"Moment": NOW, "Names": (), "Numbers": ()}
    if column.name in named:
        return named[column.name]
    if kind in special:
        return special[kind]
    if "Words" in kind or kind == "Text":
        return f"text {number}"
    return values[column.type.python_type]
