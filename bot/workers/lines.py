"""JSON Lines over all cores: each line is answered, in the order of the lines."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import chain, islice

from bot.core.batch.jsonl import Answer, failed_line
from bot.core.ports.services import Page
from bot.workers.calls import Call, Warmth
from bot.workers.pool import Limits, Pool, failure
from summarizers.model import Article

Batch = tuple[bytes, ...]

# A batch saves the cost of the way to a worker and back, a millisecond or so.
_BATCH_LINES = 4
_BATCH_BYTES = 200_000
# Enough batches wait for their worker that none is idle, and few enough that a large
# file is never in memory as a whole.
_WAITING = 4


@dataclass(frozen=True, slots=True)
class LineJob:
    """What is done with each line, and what a worker prepares for it."""

    call: Call[..., tuple[Answer, ...]]
    arguments: tuple[object, ...]
    warmth: Warmth


def brief_job(
    parser: Call[[Page], Article], *, engine: str, everything: bool
) -> LineJob:
    """Brief each line; ``everything`` lists all that was found."""
    call: Call[..., tuple[Answer, ...]] = Call("bot.workers.briefs", "brief_lines")
    return LineJob(call, (parser, engine, everything), Warmth((), engine))


def extract_job(parser: Call[[Page], Article]) -> LineJob:
    """Extract the article of each line."""
    call: Call[..., tuple[Answer, ...]] = Call("bot.workers.extracts", "extract_lines")
    return LineJob(call, (parser,), Warmth((call.module, parser.module)))


def answer_lines(
    lines: Iterable[bytes],
    job: LineJob,
    *,
    workers: int | None = None,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
) -> Iterator[Answer]:
    """Answer every line, in order; a line that cannot be worked on gets an error.

    No more workers start than there are lines.

    Raises:
        SummarizerError: the engine does not load.
    """
    rest = iter(lines)
    with Pool(workers, warmth=job.warmth, limits=limits) as pool:
        first = tuple(islice(rest, pool.size))
        pool.size = max(1, len(first))
        for batch, work in _ahead(_batches(chain(first, rest)), job, pool):
            yield from _answers(batch, work, job, pool)


def _ahead(
    batches: Iterator[Batch], job: LineJob, pool: Pool
) -> Iterator[tuple[Batch, Future[tuple[Answer, ...]]]]:
    """Each batch with its work, some batches ahead of the one that is waited for."""
    waiting: deque[tuple[Batch, Future[tuple[Answer, ...]]]] = deque()
    for batch in batches:
        waiting.append((batch, _submit(batch, job, pool)))
        if len(waiting) > _WAITING * pool.size:
            yield waiting.popleft()
    yield from waiting


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


def _submit(batch: Batch, job: LineJob, pool: Pool) -> Future[tuple[Answer, ...]]:
    return pool.submit(job.call, batch, *job.arguments)


def _answers(
    batch: Batch, work: Future[tuple[Answer, ...]], job: LineJob, pool: Pool
) -> Iterator[Answer]:
    """The batch's answers; when it fails as a whole, line by line."""
    try:
        answers = work.result()
    except Exception as error:
        known = failure(error, pool.limits.seconds)
        if known is None:
            raise
        if len(batch) == 1:
            yield failed_line(batch[0], known.kind, str(known))
            return
        for line in batch:
            yield from _answers((line,), _submit((line,), job, pool), job, pool)
    else:
        yield from answers
