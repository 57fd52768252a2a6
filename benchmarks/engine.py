"""The cost of one engine in a process of its own: ``python -m benchmarks.engine NAME``."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

from benchmarks.articles import article_of, articles
from summarizers.briefing import Briefer
from summarizers.model import Article

ARTICLES = 60
LENGTHS = (20, 100, 500, 2000)


def cpu_ms(work: Callable[[Article], object], sample: Iterable[Article]) -> float:
    """Return the median CPU time of this process for one article, in milliseconds."""
    taken = []
    for article in sample:
        started = time.process_time()
        work(article)
        taken.append(1000 * (time.process_time() - started))
    return median(taken)


def measure(engine: str) -> dict[str, float]:
    """CPU and memory over the articles, then the seconds of CPU by length."""
    briefer = Briefer(engine)
    sample = articles(ARTICLES)
    briefer.brief(sample[0])
    figures = {f"{engine}_cpu_ms": cpu_ms(briefer.brief, sample)}
    figures[f"{engine}_mb"] = peak_mb()
    for sentences in LENGTHS:
        seconds = cpu_ms(briefer.brief, [article_of(sentences)]) / 1000
        figures[f"{engine}_sentences_{sentences}_s"] = seconds
    return figures


def peak_mb() -> float:
    """Return the largest resident memory of this process so far, in MB.

    From ``VmHWM``: ``ru_maxrss`` also counts the process that started this one.
    """
    status = Path("/proc/self/status").read_text("ascii")
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kilobytes.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
