"""Job queues on PostgreSQL against each other: ``python -m benchmarks.queues``.

Each queue gets a new database on a real server, and workers that are processes of their
own. Measured are the jobs per second of ``--workers`` processes and what CPU they and
the server use for each; the delay from adding a job to its begin; the order of the jobs
of a channel, which also must not overlap; how soon the job of a worker that was killed
runs again; and the size of the tables after all jobs, over that of their live rows. The
last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import quantiles

from benchmarks.processes import cpu_seconds
from benchmarks.queue_peers import PARTS, QUEUES, Job, Notes, Queue, Rows
from tests.fakes.command import surroundings
from tests.fakes.platforms.killing import wait_for
from tests.fakes.postgresql import Server, running_server

JOBS, CHANNELS, WORKERS, CONCURRENCY = 2_000, 200, 4, 10
"""The sizes of the throughput: jobs of how many channels, by how many processes."""

LATE_JOBS, LATE_GAP = 100, 0.05
ORDER_CHANNELS, ORDER_JOBS, ORDER_SECONDS = 10, 30, 0.01
HELD_SECONDS = 60.0

ATTEMPTS = "pgqueuer", "pgqueuer_by_channel", "procrastinate_lock"
"""Where our rows are the truth of what was posted, and the queue says what to do."""

BATCHES = "batches"
ROWS = "one", BATCHES
"""How many rows a statement claims or marks."""

_PATIENCE = 120.0
_STRANDED = 40.0
_BOUND = "SELECT sum(pg_total_relation_size(relid))::bigint FROM pg_stat_user_tables"


class Trial:
    """One queue in a database of its own."""

    def __init__(self, name: str, server: Server, folder: Path) -> None:
        self.name, self.server = name, server
        self.address = server.url(server.create())
        self.queue: Queue = QUEUES[name](self.address)
        self.folder = folder
        asyncio.run(self.queue.install())

    @contextmanager
    def working(
        self,
        notes: Notes,
        workers: int,
        concurrency: int = CONCURRENCY,
        *,
        rows: str = "",
    ) -> Iterator[list[subprocess.Popen[bytes]]]:
        """Run workers until the end of the block, where they are killed."""
        command = [sys.executable, "-m", "benchmarks.queues", "--work", self.name]
        command += ["--address", self.address, "--notes", str(notes.path)]
        command += ["--lasts", str(notes.lasts), "--concurrency", str(concurrency)]
        command += ["--rows", rows] if rows else []
        running = [
            subprocess.Popen(command, env=surroundings({})) for _ in range(workers)
        ]
        try:
            yield running
        finally:
            for process in running:
                process.kill()
                process.wait()

    def notes(self, name: str, lasts: float = 0.0) -> Notes:
        """Return the notes for a part of the trial."""
        return Notes(self.folder / f"{self.name}-{name}", lasts)

    def throughput(
        self, jobs: int, workers: int, *, rows: str = ""
    ) -> dict[str, float]:
        """Return what is done per second, and the CPU time of each in milliseconds.

        That is a job, or with ``rows`` a message. The time counts from the first end,
        since the start of the workers does not matter.
        """
        added = _jobs(jobs, CHANNELS)
        if rows:
            asyncio.run(self._add_rows(added))
            jobs *= PARTS
        asyncio.run(self.queue.add(added))
        notes = self.notes(f"fast{workers}{rows}")
        before = cpu_seconds(self.server.process)
        with self.working(notes, workers, rows=rows) as running:
            wait_for(lambda: bool(notes.count()), _PATIENCE, pause=0.01)
            started = sum(cpu_seconds(process.pid) for process in running)
            before = cpu_seconds(self.server.process)
            known = notes.count()
            self._finish(notes, jobs)
            used = sum(cpu_seconds(process.pid) for process in running) - started
            used += cpu_seconds(self.server.process) - before
        ends = [at for what, _, at, _ in notes.read() if what == "done"]
        seconds = max(ends) - min(ends)
        return {
            "per_s": round((jobs - 1) / seconds),
            "cpu_ms": round(1000 * used / max(1, jobs - known), 2),
        }

    def latency(self) -> dict[str, float]:
        """Return the median and the 99th percentile from adding to begin."""
        notes = self.notes("late")
        with self.working(notes, 2):
            asyncio.run(self.queue.add([Job(0, 99)]))
            self._finish(notes, 1)
            added = asyncio.run(self._add_slowly())
            self._finish(notes, LATE_JOBS + 1)
        begun = {job: at for what, job, at, _ in notes.read() if what == "begun"}
        delays = sorted(1000 * (begun[job] - at) for job, at in added.items())
        cuts = quantiles(delays, n=100)
        return {"ms_p50": round(cuts[49], 1), "ms_p99": round(cuts[98], 1)}

    async def _add_rows(self, jobs: Sequence[Job]) -> None:
        rows = Rows(self.address)
        await rows.install()
        await rows.add(jobs)

    async def _add_slowly(self) -> dict[Job, float]:
        """Add one job after the other; return when each was given to the queue."""
        added = {}
        async with self.queue.adding() as add:
            for number in range(LATE_JOBS):
                await asyncio.sleep(LATE_GAP)
                job = Job(number, 100)
                added[job] = time.monotonic()
                await add([job])
        return added

    def order(self) -> int:
        """Return how many jobs began before an earlier one of their channel ended."""
        notes = self.notes("order", ORDER_SECONDS)
        number = ORDER_CHANNELS * ORDER_JOBS
        asyncio.run(self.queue.add(_jobs(number, ORDER_CHANNELS, first=1_000)))
        with self.working(notes, 2):
            self._finish(notes, number)
        times: dict[Job, list[float]] = {}
        for _, job, at, _ in notes.read():
            times.setdefault(job, []).append(at)
        wrong = 0
        for channel in range(ORDER_CHANNELS):
            those = sorted(job for job in times if job.channel == channel)
            wrong += sum(
                times[later][0] < times[earlier][-1]
                for earlier, later in pairwise(those)
            )
        return wrong

    def back(self) -> float | None:
        """Return after how many seconds the job of a killed worker begins again."""
        notes = self.notes("killed", HELD_SECONDS)
        with self.working(notes, 2, 1) as running:
            job = Job(0, 5_000)
            asyncio.run(self.queue.add([job]))
            wait_for(lambda: bool(notes.begun(job)), _PATIENCE, pause=0.02)
            (_, holder), *_ = notes.begun(job)
            killed = time.monotonic()
            for process in running:
                if process.pid == holder:
                    process.kill()
            if not wait_for(lambda: len(notes.begun(job)) > 1, _STRANDED, pause=0.1):
                return None
            return round(notes.begun(job)[1][0] - killed, 1)

    def growth(self) -> float:
        """Return the size of all tables over what it is after they are rewritten."""
        size = self._size()
        self.server.run(self.address, "VACUUM FULL")
        return round(size / max(1, self._size()), 2)

    def _size(self) -> int:
        return int(str(self.server.run(self.address, _BOUND)))

    def _finish(self, notes: Notes, jobs: int) -> None:
        if not wait_for(lambda: notes.count() >= jobs, _PATIENCE, pause=0.05):
            raise RuntimeError(f"{self.name}: {notes.count()} of {jobs} jobs were done")


def _jobs(number: int, channels: int, *, first: int = 0) -> list[Job]:
    """Return jobs, one of each channel after the other."""
    return [Job(job % channels, first + job // channels) for job in range(number)]


def tried(name: str, server: Server, jobs: int, workers: int) -> dict[str, object]:
    """Return all that is found out about a queue."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(name, server, Path(folder))
        found: dict[str, object] = {"one": trial.throughput(jobs, 1)}
        trial = Trial(name, server, Path(folder))
        found["many"] = trial.throughput(jobs, workers)
        found["growth"] = trial.growth()
        if name in ATTEMPTS:
            for rows in ROWS:
                trial = Trial(name, server, Path(folder))
                found[f"rows_{rows}"] = trial.throughput(jobs, workers, rows=rows)
        found["delay"] = trial.latency()
        found["out_of_order"] = trial.order()
        found["back_s"] = trial.back()
    return found


def compare(names: Sequence[str], jobs: int, workers: int) -> dict[str, object]:
    """Try queues one after the other, and print what is found of each."""
    found: dict[str, object] = {}
    with running_server() as server:
        for name in names:
            try:
                found[name] = tried(name, server, jobs, workers)
            except RuntimeError as error:
                found[name] = str(error)
            print(name, json.dumps(found[name]), flush=True)
    return found


async def _work(given: argparse.Namespace) -> None:
    notes, queue = Notes(given.notes, given.lasts), QUEUES[given.work](given.address)
    if not given.rows:
        await queue.work(notes.do, given.concurrency)
        return
    rows = Rows(given.address, batches=given.rows == BATCHES)
    async with rows.doing(notes.do, given.concurrency) as do:
        await queue.work(do, given.concurrency)


def main() -> None:
    """Work as a worker, or compare the queues and print the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.queues")
    parser.add_argument("--jobs", type=int, default=JOBS)
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--only", nargs="*", choices=QUEUES, default=list(QUEUES))
    parser.add_argument("--work", choices=QUEUES)
    parser.add_argument("--rows", choices=ROWS, default="")
    parser.add_argument("--address", default="")
    parser.add_argument("--notes", type=Path, default=Path())
    parser.add_argument("--lasts", type=float, default=0.0)
    parser.add_argument("--concurrency", type=int, default=CONCURRENCY)
    given = parser.parse_args()
    if given.work:
        asyncio.run(_work(given))
        return
    print(json.dumps(compare(given.only, given.jobs, given.workers)))


if __name__ == "__main__":
    main()
