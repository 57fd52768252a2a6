"""Builds the commands that process JSON Lines on all cores, in the input's order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.bootstrap.sources import PAGE_PARSER, today
from bot.core.batch.clusters import JsonlClusterer
from bot.core.batch.jsonl import OutputLine
from bot.workers.calls import Call
from bot.workers.jsonl_jobs import answer_lines, brief_job, extract_job


def brief_lines(
    lines: Iterable[bytes], *, engine: str, everything: bool, workers: int | None
) -> Iterator[OutputLine]:
    """Brief the article in each line of JSON; yield one output line per input line.

    ``everything`` adds the results that a printed briefing leaves out. ``workers`` is
    the number of processes; with ``None`` there is one per core.
    """
    job = brief_job(
        Call(*PAGE_PARSER), engine=engine, everything=everything, today=today()
    )
    return answer_lines(lines, job, workers=workers)


def extract_lines(
    lines: Iterable[bytes], *, workers: int | None
) -> Iterator[OutputLine]:
    """Extract the article of the page in each JSON line; yield one output line each."""
    return answer_lines(lines, extract_job(Call(*PAGE_PARSER)), workers=workers)


def cluster_lines(
    lines: Iterable[bytes], advance: Callable[[], None], *, workers: int | None
) -> Iterator[OutputLine]:
    """Group the articles in lines of JSON into stories; yield the story of each line.

    Call ``advance`` after each extracted article.
    """

    def extract(pages: Iterable[bytes]) -> Iterator[OutputLine]:
        return extract_lines(pages, workers=workers)

    return JsonlClusterer(extract, advance).cluster(lines)
