"""Processes JSON Lines on all cores: one output line per input line, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from bot.core.batch.jsonl import OutputLine, error_line
from bot.core.ports.services import Page
from bot.workers.calls import Call, Preload
from bot.workers.pool import Pool, WorkerLimits, worker_error
from summarizers.model import Article

Batch = tuple[bytes, ...]

# Sending a task to a worker and its result back takes about a millisecond.
_BATCH_LINES = 4
_BATCH_BYTES = 200_000
# Enough queued batches to keep every worker busy, few enough that a large file is
# never in memory as a whole.
_QUEUED_PER_WORKER = 4


@dataclass(frozen=True, slots=True)
class LineJob:
    """The function that processes lines, and the ``preload`` of its workers."""

    call: Call[..., tuple[OutputLine, ...]]
    arguments: tuple[object, ...]
    preload: Preload


def brief_job(
    parser: Call[[Page], Article], *, engine: str, everything: bool, today: date
) -> LineJob:
    """Make the job that briefs the article of each line.

    ``everything`` adds the results that a printed briefing leaves out. ``today`` is the
    day on which articles are read.
    """
    call: Call[..., tuple[OutputLine, ...]] = Call(
        "bot.workers.line_tasks", "brief_lines"
    )
    return LineJob(
        call, (parser, engine, everything, today), Preload((call.module,), engine)
    )


def extract_job(parser: Call[[Page], Article]) -> LineJob:
    """Make the job that extracts the article of each line."""
    call: Call[..., tuple[OutputLine, ...]] = Call(
        "bot.workers.extraction_tasks", "extract_lines"
    )
    return LineJob(call, (parser,), Preload((call.module, parser.module)))


def answer_lines(
    lines: Iterable[bytes],
    job: LineJob,
    *,
    workers: int | None = None,
    limits: WorkerLimits = WorkerLimits(),  # noqa: B008 - a frozen value
) -> Iterator[OutputLine]:
    """Process every line, in order; a line that fails yields an error line.

    At most one worker per line is started.

    Raises:
        SummarizerError: the engine cannot be loaded.
    """
    remaining = iter(lines)
    with Pool(workers, preload=job.preload, limits=limits) as pool:
        first = tuple(islice(remaining, pool.size))
        pool.size = max(1, len(first))
        batches = _batches(chain(first, remaining))
        for batch, result in _submit_ahead(batches, job, pool):
            yield from _answers(batch, result, job, pool)


def _submit_ahead(
    batches: Iterator[Batch], job: LineJob, pool: Pool
) -> Iterator[tuple[Batch, Future[tuple[OutputLine, ...]]]]:
    """Submit the batches, and yield each with its future result, in order.

    Some batches are submitted ahead of the batch that is yielded.
    """
    queued: deque[tuple[Batch, Future[tuple[OutputLine, ...]]]] = deque()
    for batch in batches:
        queued.append((batch, _submit(batch, job, pool)))
        if len(queued) > _QUEUED_PER_WORKER * pool.size:
            yield queued.popleft()
    yield from queued


def _batches(lines: Iterator[bytes]) -> Iterator[Batch]:
    batch: list[bytes] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line)
        if len(batch) == _BATCH_LINES or size > _BATCH_BYTES:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def _submit(batch: Batch, job: LineJob, pool: Pool) -> Future[tuple[OutputLine, ...]]:
    return pool.submit(job.call, batch, *job.arguments)


def _answers(
    batch: Batch, result: Future[tuple[OutputLine, ...]], job: LineJob, pool: Pool
) -> Iterator[OutputLine]:
    """Wait for the output of a batch; if it fails, process its lines one by one."""
    try:
        answers = result.result()
    except Exception as error:
        bot_error = worker_error(error, pool.limits.seconds)
        if bot_error is None:
            raise
        if len(batch) == 1:
            yield error_line(batch[0], bot_error.kind, str(bot_error))
            return
        for line in batch:
            yield from _answers((line,), _submit((line,), job, pool), job, pool)
    else:
        yield from answers
