"""Stores the app's installations in workspaces, with encrypted tokens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Table,
    Text,
    and_,
    delete,
    or_,
    select,
    type_coerce,
    update,
)
from typing_extensions import override

from bot.core.domain.errors import StoreError
from bot.core.domain.installations import Installation
from bot.core.domain.workspaces import qualified
from bot.core.ports.installations import InstallationStore
from bot.stores.sql.bodies import delete_bodies
from bot.stores.sql.database import Database, SqlAdapter, reads, writes
from bot.stores.sql.installation_tables import installations
from bot.stores.sql.isolation import bypasses_isolation, isolate
from bot.stores.sql.items import key_digest
from bot.stores.sql.locks import delete_lanes
from bot.stores.sql.paces import delete_paces
from bot.stores.sql.schema import upgrade
from bot.stores.sql.statements import upsertion
from bot.stores.sql.tables import metadata

if TYPE_CHECKING:
    from bot.stores.sql.token_cipher import TokenCipher

REFRESH_LEASE = timedelta(minutes=1)
"""How long one process may take to exchange a token."""

_KEY, _EXPIRES = installations.c.key, installations.c.expires
_LEASE = installations.c.lease_until
_CHANGED = ("at", "sealed", "expires", "lease_until")


class SqlInstallations(SqlAdapter, InstallationStore):
    """Stores installations in SQLite or PostgreSQL."""

    def __init__(self, database: Database, cipher: TokenCipher) -> None:
        super().__init__(database)
        self._cipher = cipher

    @override
    @writes
    def save_installation(
        self, connection: Connection, installation: Installation
    ) -> None:
        row = {
            "key": _key(installation.platform, installation.server),
            "platform": installation.platform,
            "at": installation.installed,
            "sealed": self._cipher.seal(_document(installation)),
            "expires": installation.expires,
            "lease_until": None,
        }
        adding = upsertion(connection.dialect.name, installations, _CHANGED)
        connection.execute(adding, row)

    @override
    @reads
    def installation(
        self, connection: Connection, platform: str, server: str
    ) -> Installation | None:
        key = _key(platform, server)
        stored = connection.execute(
            select(installations).where(installations.c.key == key)
        ).first()
        if stored is None:
            return None
        parsed = self._parse(stored.platform, stored.sealed)
        # A person who can write to the database must not exchange the tokens of workspaces.
        if parsed.server != server:
            raise StoreError("a stored token belongs to another workspace")
        return parsed

    @override
    @reads
    def installations(
        self, connection: Connection, platform: str
    ) -> tuple[Installation, ...]:
        rows = connection.execute(
            select(installations)
            .where(installations.c.platform == platform)
            .order_by(installations.c.at, _KEY)
        )
        return tuple(self._parse(row.platform, row.sealed) for row in rows)

    @override
    @reads
    def due_installations(
        self, connection: Connection, platform: str, *, due: datetime, now: datetime
    ) -> tuple[str, ...]:
        is_free = or_(_LEASE.is_(None), now >= _LEASE)
        rows = connection.execute(
            select(installations)
            .where(installations.c.platform == platform, due >= _EXPIRES, is_free)
            .order_by(_EXPIRES, _KEY)
        )
        return tuple(self._parse(row.platform, row.sealed).server for row in rows)

    @override
    @writes
    def claim_refresh(
        self,
        connection: Connection,
        platform: str,
        server: str,
        *,
        due: datetime,
        now: datetime,
    ) -> Installation | None:
        row = _locked(connection, _key(platform, server))
        if row is None or row.expires is None or row.expires > due:
            return None
        if row.lease_until is not None and row.lease_until > now:
            return None
        _change(connection, row.key, lease_until=now + REFRESH_LEASE)
        return self._parse(row.platform, row.sealed)

    @override
    @writes
    def save_refreshed(
        self, connection: Connection, claimed: Installation, new: Installation
    ) -> bool:
        row = _locked(connection, _key(claimed.platform, claimed.server))
        if row is None or self._parse(row.platform, row.sealed) != claimed:
            return False
        sealed = self._cipher.seal(_document(new))
        _change(
            *(connection, row.key),
            sealed=sealed,
            expires=new.expires,
            lease_until=None,
        )
        return True

    @override
    @writes
    def postpone_refresh(
        self, connection: Connection, claimed: Installation, until: datetime
    ) -> None:
        row = _locked(connection, _key(claimed.platform, claimed.server))
        if row is not None and self._parse(row.platform, row.sealed) == claimed:
            _change(connection, row.key, lease_until=until)

    @override
    async def remove_workspace(
        self, platform: str, server: str, name: str | None, *, before: datetime
    ) -> bool:
        def remove(connection: Connection) -> bool:
            return _remove(connection, platform, server, name, before)

        # Rows that others store meanwhile would stay.
        removed = await self.database.write(remove, alone=True)
        if removed and self.database.is_sqlite:
            # The log of the database still has the deleted rows.
            await self.database.command("PRAGMA wal_checkpoint(TRUNCATE)")
        return removed

    @reads
    def is_isolated(self, connection: Connection) -> bool:
        """Return whether the database hides the rows of other workspaces."""
        return not bypasses_isolation(connection)

    @writes
    def reseal(self, connection: Connection) -> int:
        """Encrypt again, with the newest key, tokens of older keys; return how many.

        Raises:
            StoreError: the store cannot be used, or a key is missing.
        """
        # Another process may exchange a token meanwhile.
        sealed = select(_KEY, installations.c.sealed).order_by(_KEY)
        stored = connection.execute(sealed.with_for_update()).all()
        older = [row for row in stored if not self._cipher.is_newest(row.sealed)]
        for row in older:
            newest = self._cipher.seal(self._cipher.open(row.sealed))
            change = update(installations).where(installations.c.key == row.key)
            connection.execute(change.values(sealed=newest))
        return len(older)

    def _parse(self, platform: str, sealed: str) -> Installation:
        return _installation(platform, json.loads(self._cipher.open(sealed)))


@asynccontextmanager
async def open_installations(
    address: str, keys: str
) -> AsyncIterator[SqlInstallations]:
    """Open the installations in the database at the URL ``address``.

    PostgreSQL then hides the rows of each workspace from all others. ``keys`` are the
    encryption keys, separated by commas. Tokens that an older key encrypted are
    encrypted again with the first one.

    Raises:
        StoreError: the database cannot be opened, or a key is missing.
    """
    # Importing it takes 80 ms, and only bots with workspaces need it.
    from bot.stores.sql.token_cipher import TokenCipher  # noqa: PLC0415

    database = Database(address, in_use=True)
    try:
        await asyncio.to_thread(upgrade, database)
        store = SqlInstallations(database, TokenCipher(keys))
        await database.write(isolate, alone=True)
        await store.reseal()
        yield store
    finally:
        await asyncio.to_thread(database.close_now)


def _locked(connection: Connection, key: bytes) -> Row[Any] | None:
    """Lock the row of an installation until the transaction ends; return it as it is."""
    chosen = select(installations).where(installations.c.key == key)
    return connection.execute(chosen.with_for_update()).first()


def _change(connection: Connection, key: bytes, **values: object) -> None:
    connection.execute(
        update(installations).where(installations.c.key == key).values(values)
    )


def _remove(
    connection: Connection,
    platform: str,
    server: str,
    name: str | None,
    before: datetime,
) -> bool:
    if connection.dialect.name == "sqlite":
        # The file keeps the bytes of deleted rows otherwise.
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
    row = _locked(connection, _key(platform, server))
    if row is None or row.at > before:
        return False
    connection.execute(delete(installations).where(installations.c.key == row.key))
    if name is not None:
        for table in reversed(metadata.sorted_tables):
            owned = _owned(table, platform, name)
            if owned is not None:
                connection.execute(delete(table).where(owned))
        delete_lanes(connection, f"{platform}/{qualified(name, '')}")
        delete_bodies(connection)
        delete_paces(connection)
    return True


def _owned(table: Table, platform: str, name: str) -> ColumnElement[bool] | None:
    """Return the condition of the rows that belong to a workspace.

    Return ``None`` if rows of the table belong to no workspace.
    """
    if "channel" in table.c:
        return _begins(table.c.channel, f"{platform}/{qualified(name, '')}")
    if "person" in table.c:
        own = table.c.platform == platform
        return and_(own, _begins(table.c.person, qualified(name, "")))
    return None


def _begins(column: Column[str], prefix: str) -> ColumnElement[bool]:
    return type_coerce(column, Text).startswith(prefix, autoescape=True)


def _key(platform: str, server: str) -> bytes:
    return key_digest(f"{platform}/{server}")


def _document(installation: Installation) -> str:
    expires = installation.expires
    return json.dumps(
        {
            "server": installation.server,
            "title": installation.title,
            "token": installation.token,
            "installed": installation.installed.isoformat(),
            "scopes": installation.scopes,
            "refresh_token": installation.refresh_token,
            "expires": None if expires is None else expires.isoformat(),
        }
    )


def _installation(platform: str, document: dict[str, Any]) -> Installation:
    expires = document["expires"]
    return Installation(
        platform=platform,
        server=document["server"],
        title=document["title"],
        token=document["token"],
        installed=datetime.fromisoformat(document["installed"]),
        scopes=tuple(document["scopes"]),
        refresh_token=document["refresh_token"],
        expires=None if expires is None else datetime.fromisoformat(expires),
    )
