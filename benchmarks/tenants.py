"""Whether workspaces stay apart: ``python -m benchmarks.tenants``.

People of four workspaces send ``--requests`` fuzzed requests to the command service, on a
PostgreSQL server whose role cannot bypass row-level security. ``cross_reads`` is the
number of secrets of others in their answers, which a plain search finds; ``own_reads``
counts those of their own workspace. Secrets that were read are printed after every 5,000
requests. Then 1,000 requests over four stores ask for one token that has ended;
``refresh_calls`` is how often the emulator of Slack was asked to exchange it. At last
1,000 workspaces have messages, of which one has ``--late`` late ones and a channel that
does not answer; ``other_late_s_p99`` is how late the others get theirs from
two worker processes (see ``benchmarks.late``).

The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections.abc import Mapping

from benchmarks.late import LATE, WORKERS, WORKSPACES, late
from tests.fakes.postgresql import running_server
from tests.fakes.slack.emulator import running_emulator
from tests.fakes.slack.rotations import renewed_at_once
from tests.fakes.tenants import RENEWED, open_prying

REQUESTS, REFRESHES, PROCESSES, SEED = 100_000, 1_000, 4, 7


async def cross_reads(database: str, requests: int, seed: int) -> Mapping[str, float]:
    """Return the number of secrets that people read, and of useful answers."""
    async with open_prying(database, seed) as prying:
        begun = time.perf_counter()
        leaks: list[str] = []
        for first in range(0, requests, RENEWED):
            found = await prying.read(min(RENEWED, requests - first))
            print(f"from request {first}: {len(found)} cross reads", flush=True)
            print(*found[:20], sep="\n", flush=True)
            leaks += found
        seconds = time.perf_counter() - begun
    return {
        "requests": requests,
        "answered": prying.answered,
        "cross_reads": len(leaks),
        "own_reads": sum(prying.own.values()),
        "requests_per_s": round(requests / seconds, 1),
    }


async def measure(requests: int, seed: int, messages: int) -> Mapping[str, float]:
    """Return all figures."""
    with running_server() as server, running_emulator() as emulator:
        figures = await cross_reads(server.url_of_a_role("prying"), requests, seed)
        database = server.url_of_a_role("rotating")
        calls, _ = await renewed_at_once(
            emulator, database, requests=REFRESHES, processes=PROCESSES
        )
        waits = await asyncio.to_thread(late, server, WORKSPACES, messages, WORKERS)
    return {**figures, "refreshes": REFRESHES, "refresh_calls": calls, **waits}


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description="Whether workspaces stay apart.")
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--late", type=int, default=LATE)
    given = parser.parse_args()
    found = asyncio.run(measure(given.requests, given.seed, given.late))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
