"""Defines the table of installations, as it is after the last migration."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, Table, Text

from bot.stores.sql.columns import Moment
from bot.stores.sql.tables import metadata

installations = Table(
    "installations",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("expires", Moment),
    Column("lease_until", Moment),
)
"""The app's installations in workspaces.

``key`` is a hash of the platform and the workspace's id, ``sealed`` the encrypted id,
title and tokens. The token is valid until ``expires``, or without end. Until
``lease_until`` one process exchanges it.
"""

TABLES = (installations,)
"""All tables of installations."""
