"""Stores the addresses at which calendar programs read the events of channels."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select
from typing_extensions import override

from bot.core.ports.calendar_addresses import CalendarAddress, CalendarAddressStore
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.locks import Area, hold
from bot.stores.sql.tables import calendar_addresses

_COLUMNS = ("channel", "digest", "by", "since")


class SqlCalendarAddresses(SqlAdapter, CalendarAddressStore):
    """Stores the addresses of calendars in SQLite or PostgreSQL."""

    @override
    @writes
    def keep_address(self, connection: Connection, address: CalendarAddress) -> None:
        hold(connection, Area.CHATS)
        _revoke(connection, address.channel)
        row = {name: getattr(address, name) for name in _COLUMNS}
        connection.execute(insert(calendar_addresses), row)

    @override
    @writes
    def revoke_address(self, connection: Connection, channel: str) -> bool:
        return _revoke(connection, channel) > 0

    @override
    @reads
    def calendar_addresses(self, connection: Connection) -> tuple[CalendarAddress, ...]:
        rows = connection.execute(select(calendar_addresses))
        stored = [
            CalendarAddress(*(getattr(row, name) for name in _COLUMNS)) for row in rows
        ]
        # SQLite and PostgreSQL sort letters differently, so the sorting is done here.
        return tuple(sorted(stored, key=lambda address: address.channel))


def _revoke(connection: Connection, channel: str) -> int:
    there = calendar_addresses.c.channel == channel
    return connection.execute(delete(calendar_addresses).where(there)).rowcount
