"""How many messages processes claim and mark as sent in PostgreSQL, without a platform.

``python -m benchmarks.claims`` starts a server, stores ``--messages`` messages, two in
each digest, in 5,000 channels, and lets ``--processes`` processes claim and mark them,
each with 32 senders at a time. Then each message must have been claimed
once, and in the order of its channel. ``bloat`` is the size of the tables of slots and
messages by that of the same rows in new tables. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from multiprocessing.connection import Connection as Pipe
from multiprocessing.synchronize import Barrier

from benchmarks.processes import cpu_seconds
from bot.stores.sql import SqlStore, open_maintenance, open_store
from tests.fakes.postgresql import Server, running_server

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
LEASE = timedelta(minutes=1)
PARTS = 2
CHANNELS, MESSAGES = 5_000, 40_000
PROCESSES, SENDERS = 4, 32

_LOAD = """
WITH added AS (
  INSERT INTO slots (digest, channel, local_date, time_index, slot_utc, next_at, state)
  SELECT 'morning', 'slack/C' || mod(number, {channels}), DATE '{day}',
    number / {channels}, {first} + number / {channels} * 1000000,
    {first} + number / {channels} * 1000000, 'built'
  FROM generate_series(0, {slots} - 1) AS number
  RETURNING id
)
INSERT INTO outbox (slot, part, body, nonce, state)
SELECT id, part, repeat('{{"text": "The ferry stays in port."}} ', 40),
  md5(id || ' ' || part), 'pending'
FROM added, generate_series(0, {parts} - 1) AS part
"""
_LANES = """
INSERT INTO locks (name) SELECT DISTINCT 'channel ' || channel FROM slots
"""
_SIZE = """
SELECT pg_table_size('slots') + pg_table_size('outbox')
"""
_UNSENT = "SELECT count(*) FROM outbox WHERE state <> 'sent'"


Sent = tuple[str, tuple[int, int], float]
"""A channel, the place of a message in it, and when it was claimed."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    args = parser.parse_args()
    with running_server() as server:
        figures = measure(server, args.messages, args.processes)
    print(json.dumps(figures))


def measure(server: Server, messages: int, processes: int) -> dict[str, float]:
    """Return the figures for so many messages in a new database."""
    address = server.url(server.create())
    load(server, address, messages)
    before = cpu_seconds(server.process)
    results = send_all(address, processes)
    used = cpu_seconds(server.process) - before
    size = _number(server, address, _SIZE)
    server.run(address, "VACUUM FULL slots")
    server.run(address, "VACUUM FULL outbox")
    live = _number(server, address, _SIZE)
    sent = [each for result in results for each in result[0]]
    seconds = max(result[1] for result in results)
    return {
        "store_parts_per_s": round(len(sent) / seconds),
        "processes": processes,
        "cpu_ms_per_part": round(1e3 * sum(r[2] for r in results) / len(sent), 3),
        "database_cpu_ms_per_part": round(1e3 * used / len(sent), 3),
        "unsent": _number(server, address, _UNSENT),
        "claimed_twice": len(sent)
        - len({(channel, turn) for channel, turn, _ in sent}),
        "out_of_order": sum(
            one[0] == other[0] and other[2] < one[2]
            for one, other in pairwise(sorted(sent))
        ),
        "bloat": round(size / live, 2),
    }


def _number(server: Server, address: str, query: str) -> int:
    return int(str(server.run(address, query)))


def load(server: Server, address: str, messages: int) -> None:
    """Store built slots with their messages."""
    with open_maintenance(address) as maintenance:
        maintenance.upgrade()
    first = int((NOW - timedelta(hours=1)).timestamp()) * 1_000_000
    counts = {
        "day": NOW.date(),
        "channels": CHANNELS,
        "slots": messages // PARTS,
        "parts": PARTS,
    }
    server.run(address, _LOAD.format(first=first, **counts))
    server.run(address, _LANES)
    server.run(address, "ANALYZE")


def send_all(address: str, processes: int) -> list[tuple[list[Sent], float, float]]:
    """Let processes send all messages; return what each sent, its time and its CPU time."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(processes)
    pipes = [context.Pipe(duplex=False) for _ in range(processes)]
    workers = [
        context.Process(target=work, args=(address, f"{n}", start, pipe[1]))
        for n, pipe in enumerate(pipes)
    ]
    for worker, (_, tell) in zip(workers, pipes, strict=True):
        worker.start()
        # Then a worker that fails ends the wait for its result.
        tell.close()
    results = [told.recv() for told, _ in pipes]
    for worker in workers:
        worker.join()
    return results


def work(address: str, owner: str, start: Barrier, told: Pipe) -> None:
    """Send messages when all processes are ready, and tell what was sent."""

    async def run() -> tuple[list[Sent], float, float]:
        async with open_store(address) as store:
            start.wait()
            began, cpu = time.monotonic(), time.process_time()
            tasks = (send(store, owner) for _ in range(SENDERS))
            sent = [each for some in await asyncio.gather(*tasks) for each in some]
            return sent, time.monotonic() - began, time.process_time() - cpu

    told.send(asyncio.run(run()))


async def send(store: SqlStore, owner: str) -> list[Sent]:
    """Claim and mark messages until there is none."""
    sent = []
    while message := await store.claim_message(owner, NOW, LEASE, awake=NOW):
        claimed = time.monotonic()
        if await store.mark_sent(message, owner, f"{os.getpid()}.{claimed}"):
            turn = (message.slot.index, message.number)
            sent.append((message.slot.channel, turn, claimed))
    return sent


if __name__ == "__main__":
    main()
