"""What it costs to tell the stories of 200 to 20,000 articles apart.

``python -m benchmarks.stories`` clusters articles of our own making. Each size has a
process of its own and counts CPU time. Decision 17 has the figures of the peers. The
last line is one JSON object.
"""

from __future__ import annotations

import json
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from benchmarks.processes import peak_mb
from summarizers.stories.clustering import cluster
from tests.fakes.newsroom import Newsroom

RUNS = {200: 5, 2_000: 3, 20_000: 1}
"""The number of runs for each number of articles; the cheapest counts."""


def measure(size: int) -> dict[str, float]:
    """Return CPU seconds, and memory beyond that before."""
    documents = [report.document for report in Newsroom().reports(size)]
    before = peak_mb()
    cluster(documents[:20])
    costs = []
    for _ in range(RUNS[size]):
        started = time.process_time()
        cluster(documents)
        costs.append(time.process_time() - started)
    return {
        f"cpu_s_{size}": round(min(costs), 3),
        f"mb_over_base_{size}": round(peak_mb() - before, 1),
    }


def main() -> None:
    """Print the figures."""
    figures: dict[str, float] = {}
    for size in RUNS:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            figures |= process.submit(measure, size).result()
    figures["growth_x10"] = round(figures["cpu_s_20000"] / figures["cpu_s_2000"], 1)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
