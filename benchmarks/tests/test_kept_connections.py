"""The benchmark of kept connections sees what it is about."""

from __future__ import annotations

from benchmarks.connections import measure


async def test_the_bot_keeps_one_connection_where_the_library_opens_many() -> None:
    found = await measure(5)

    assert (found["bot_connections"], found["library_connections"]) == (1, 5)
