"""What a briefing costs: CPU, throughput, memory, start.

``python -m benchmarks.briefing`` measures 60 articles of about 700 words and articles
of 20 to 2,000 sentences, with sumy's LexRank and the first three sentences as peers in
the same run. CPU time is the figure to trust on a shared machine. The last line is one
JSON object.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from sumy.nlp.stemmers import Stemmer
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.lex_rank import LexRankSummarizer

from benchmarks.articles import PUBLISHED, article_of, articles
from benchmarks.processes import peak_mb
from summarizers.briefing import Briefer
from summarizers.model import Article

ARTICLES = 60
LENGTHS = (20, 100, 500, 2_000)

BULK = 2400
"""Articles for the throughput, enough to run for several seconds."""

_STARTS = 3
_FIRST_BULK_SEED = 1000
_IMPORT = """
import time
started = time.perf_counter()
import summarizers.briefing
print(time.perf_counter() - started)
"""

Figures = dict[str, float]


def lede(article: Article) -> list[str]:
    """The cheapest briefing there is: the first three sentences, split naively."""
    return re.split(r"(?<=[.!?])\s+", article.text)[:3]


class SumyLexRank:
    """The peer: a summary of three sentences by sumy's own LexRank."""

    def __init__(self) -> None:
        self._summarize = LexRankSummarizer(Stemmer("english"))

    def brief(self, article: Article) -> object:
        """Return the three sentences that sumy ranks best."""
        parser = PlaintextParser.from_string(article.text, _Tokenizer())
        return self._summarize(parser.document, 3)


class _Tokenizer:
    """Splits with patterns where sumy's own tokenizer needs a download."""

    def to_sentences(self, text: str) -> tuple[str, ...]:
        return tuple(re.split(r"(?<=[.!?])\s+", text))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(re.findall(r"\w+", sentence))


def cpu_ms(work: Callable[[Article], object], sample: Iterable[Article]) -> float:
    """Return the median CPU time of this process for one article, in milliseconds."""
    taken = []
    for article in sample:
        started = time.process_time()
        work(article)
        taken.append(1000 * (time.process_time() - started))
    return median(taken)


def peers() -> Figures:
    """CPU of sumy's LexRank and of the first three sentences on the same articles."""
    sample = articles(ARTICLES)
    return {
        "sumy_lexrank_cpu_ms": cpu_ms(SumyLexRank().brief, sample),
        "lede_cpu_ms": cpu_ms(lede, sample),
    }


def python(*words: str) -> str:
    """Return the standard output of a fresh Python process.

    Raises:
        CalledProcessError: it failed.
    """
    command = [sys.executable, *words]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def engine_figures() -> Figures:
    """Return CPU and memory over the articles, and seconds of CPU by length.

    It runs in a process of its own.
    """
    briefer, sample = Briefer(), articles(ARTICLES)
    briefer.brief(sample[0])
    figures = {"fast_cpu_ms": cpu_ms(briefer.brief, sample)}
    figures["fast_mb"] = peak_mb()
    for sentences in LENGTHS:
        seconds = cpu_ms(briefer.brief, [article_of(sentences)]) / 1000
        figures[f"fast_sentences_{sentences}_s"] = seconds
    return figures


def sitrep(*words: str) -> float:
    """Wall seconds of one ``sitrep`` command."""
    started = time.perf_counter()
    python("-m", "bot", *words)
    return time.perf_counter() - started


def starts(folder: Path) -> Figures:
    """Seconds to import the engine, and of a fresh ``sitrep brief FILE``; medians."""
    path = folder / "article.txt"
    path.write_text(articles(1)[0].text, "utf8")
    return {
        "import_s": median(float(python("-c", _IMPORT)) for _ in range(_STARTS)),
        "cold_s": median(sitrep("brief", str(path)) for _ in range(_STARTS)),
    }


def throughput(folder: Path) -> float:
    """Articles a second of ``brief --jsonl`` over all cores, start included.

    Raises:
        RuntimeError: an article was not briefed.
    """
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_text("".join(map(_row, articles(BULK, first=_FIRST_BULK_SEED))))
    seconds = sitrep("brief", "--jsonl", str(source), "--output", str(target))
    answers = target.read_text("utf8").splitlines()
    if len(answers) != BULK or any("error" in json.loads(line) for line in answers):
        message = "brief --jsonl failed on the benchmark's articles"
        raise RuntimeError(message)
    return BULK / seconds


def _row(article: Article) -> str:
    row = {
        "id": article.title,
        "text": article.text,
        "title": article.title,
        "published": PUBLISHED.isoformat(),
    }
    return json.dumps(row) + "\n"


def main() -> None:
    """Measure everything and print the figures."""
    figures = peers()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        figures |= process.submit(engine_figures).result()
    figures["ratio_to_sumy"] = figures["fast_cpu_ms"] / figures["sumy_lexrank_cpu_ms"]
    with tempfile.TemporaryDirectory() as name:
        figures |= starts(Path(name))
        figures["fast_per_s"] = throughput(Path(name))
    for key, value in sorted(figures.items()):
        print(f"{key:26} {value:10.3f}")
    print(json.dumps({key: round(value, 3) for key, value in figures.items()}))


if __name__ == "__main__":
    main()
