"""Stories in 200 to 20,000 articles: what telling them apart costs.

``python -m benchmarks.stories`` clusters articles of our own making, with scikit-learn's
TF-IDF and average link and with titles compared in pairs as peers in the same run. Each
measurement has a process of its own and counts CPU time. A peer that is not installed,
or a size that it cannot take, is ``null``. The last line is one JSON object.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from importlib import import_module
from typing import cast

from benchmarks.engine import peak_mb
from summarizers.stories.clustering import cluster
from summarizers.stories.documents import StoryDocument
from tests.fakes.newsroom import Newsroom

SIZES = (200, 2_000, 20_000)
_RUNS = {200: 5, 2_000: 3, 20_000: 1}
_PEER_SIZES = {"ours": SIZES, "sklearn": (200, 2_000), "titles": (200,)}
_SAME_TITLE = 0.6
_DISTANCE = 0.82

Figures = dict[str, float | None]
Work = Callable[[Sequence[StoryDocument]], object]


def by_titles(documents: Sequence[StoryDocument]) -> list[int]:
    """Return the peer: each document with the first before it whose title is alike."""
    found: list[int] = []
    for place, document in enumerate(documents):
        alike = (
            found[earlier]
            for earlier in range(place)
            if _alike(document.title, documents[earlier].title)
        )
        found.append(next(alike, place))
    return found


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= _SAME_TITLE


def by_sklearn(documents: Sequence[StoryDocument]) -> object:
    """Return the peer: scikit-learn's vectors and agglomerative clustering."""
    texts = import_module("sklearn.feature_extraction.text")
    clustering = import_module("sklearn.cluster")
    vectors = texts.TfidfVectorizer(sublinear_tf=True, stop_words="english")
    leads = [f"{one.title} {one.title} {one.text[:1500]}" for one in documents]
    link = clustering.AgglomerativeClustering(
        n_clusters=None,
        metric="cosine",
        linkage="average",
        distance_threshold=_DISTANCE,
    )
    return link.fit_predict(vectors.fit_transform(leads).toarray())


WORK: dict[str, Work] = {"ours": cluster, "sklearn": by_sklearn, "titles": by_titles}


def measure(name: str, size: int) -> dict[str, float]:
    """CPU seconds, the least of some runs, and memory over what was there before.

    Raises:
        ImportError: the peer is not installed.
    """
    documents = [report.document for report in Newsroom().reports(size)]
    work = WORK[name]
    before = peak_mb()
    work(documents[:20])
    costs = []
    for _ in range(_RUNS[size] if name == "ours" else 1):
        started = time.process_time()
        work(documents)
        costs.append(time.process_time() - started)
    return {"cpu_s": min(costs), "mb": peak_mb() - before}


def _measured(name: str, size: int) -> dict[str, float] | None:
    """Return the measurement of a process of its own; ``None`` without the peer."""
    command = [sys.executable, "-m", "benchmarks.stories", name, str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return cast("dict[str, float] | None", json.loads(done.stdout))


def main() -> None:
    """Print a line for each measurement, then the figures."""
    found: dict[tuple[str, int], dict[str, float] | None] = {}
    for name, sizes in _PEER_SIZES.items():
        for size in sizes:
            costs = found[name, size] = _measured(name, size)
            told = "not installed" if costs is None else f"{costs['cpu_s']:.2f} s CPU"
            print(f"{name} {size:,}: {told}")
    print(json.dumps(_figures(found)))


def _figures(found: dict[tuple[str, int], dict[str, float] | None]) -> Figures:
    def cost(name: str, size: int, figure: str = "cpu_s") -> float | None:
        costs = found[name, size]
        return None if costs is None else round(costs[figure], 3)

    small, large = found["ours", 2_000], found["ours", 20_000]
    growth = None if small is None or large is None else large["cpu_s"] / small["cpu_s"]
    return {
        "cpu_s_200": cost("ours", 200),
        "cpu_s_2000": cost("ours", 2_000),
        "cpu_s_20000": cost("ours", 20_000),
        "mb_over_base_2000": cost("ours", 2_000, "mb"),
        "growth_x10": None if growth is None else round(growth, 1),
        "sklearn_cpu_s_2000": cost("sklearn", 2_000),
        "sklearn_mb_over_base_2000": cost("sklearn", 2_000, "mb"),
        "titles_cpu_s_200": cost("titles", 200),
    }


def _answer(name: str, size: int) -> dict[str, float] | None:
    try:
        return measure(name, size)
    except ImportError:
        return None


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_answer(sys.argv[1], int(sys.argv[2]))))
    else:
        main()
