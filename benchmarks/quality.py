"""Quality against CPU: every engine and summary method on the development data.

``python -m benchmarks.quality`` scores the summaries of all engines and the claims of
both readers, beside the first three sentences (lead-3) and what others reach, measures
their CPU in the same run, draws the pictures of ``docs/quality/`` and prints the tables
of its ``README.md``. The last line is one JSON object. It takes some minutes and needs
``../shared``.
"""

from __future__ import annotations

import gzip
import importlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import matplotlib as mpl
from matplotlib import pyplot as plt

from benchmarks.annotated import Row
from benchmarks.articles import articles
from benchmarks.engine import cpu_ms
from benchmarks.gate import ROOT, SCORER, Tree, figure, score
from summarizers.briefing import Briefer, engine_names
from summarizers.model import Article
from summarizers.text.splitting import split_text

FOLDER = ROOT / "docs" / "quality"
READERS = ("spacy", "fast")
ARTICLES = 12

# What others reach on this data or its other half, as ../shared/eval/reference.json
# tells: they are lines in the drawings, for their CPU is not measured here.
CLAIM_PEERS = {
    "human pairs": 0.881,
    "BERT, fine-tuned": 0.869,
    "CRF": 0.718,
    "dependency rules": 0.580,
    "regular expressions": 0.481,
    "textacy": 0.351,
}
LEAD = "lead-3"
SETS = {"cnn_dm": "summaries/realsumm.jsonl.gz", "gum": "gum/news.jsonl.gz"}


@dataclass(frozen=True, slots=True)
class Point:
    """An engine: CPU milliseconds for an article of 700 words, and its figures."""

    engine: str
    cpu_ms: float
    figures: Mapping[str, float]


def measured(engine: str) -> float:
    """The CPU milliseconds of an engine for one article, the model's loading aside."""
    briefer, sample = Briefer(engine), articles(ARTICLES)
    briefer.brief(sample[0])
    return cpu_ms(briefer.brief, sample)


def lead_3() -> Point:
    """The first three sentences of each article, split and cleaned as ours are."""
    metrics = importlib.import_module("metrics")
    figures = {}
    for name, file in SETS.items():
        rows = _rows(file)
        lead = {str(row["id"]): {"summary": _opening(row)} for row in rows}
        references = _references if name == "cnn_dm" else _summaries
        figures[name] = float(metrics.rouge(rows, lead, references)["rouge2"])
    return Point(LEAD, 0.0, figures)


def _rows(file: str) -> list[Row]:
    path = SCORER.parent.parent / "data" / file
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [cast("Row", json.loads(line)) for line in lines]


def _opening(row: Row) -> list[dict[str, object]]:
    title = cast("str | None", row.get("title"))
    layout = split_text(Article(cast("str", row["text"]), title=title))
    read = [one.span for one in layout.sentences if one.noise is None][:3]
    return [{"start": one.start, "end": one.end, "text": one.text} for one in read]


def _references(row: Row) -> list[str]:
    return ["\n".join(cast("list[str]", row["reference"]))]


def _summaries(row: Row) -> list[str]:
    return cast("list[str]", row["summaries"])


def summaries() -> Iterator[Point]:
    """ROUGE-2 of every engine's summaries."""
    for engine in engine_names():
        found = score(engine, ["summaries"])
        figures = {name: figure(found, ("summaries", name, "rouge2")) for name in SETS}
        yield Point(engine, measured(engine), figures)


def claims() -> Iterator[Point]:
    """F1 of the words and of the claims that each reader finds."""
    for engine in READERS:
        found = score(engine, ["claims"])
        figures = {
            name: figure(found, ("claims", name, "f1"))
            for name in ("content_span", "claim")
        }
        yield Point(engine, measured(engine), figures)


def draw(
    points: Sequence[Point], key: str, lines: Mapping[str, float], name: str
) -> None:
    """Draw one figure of all engines against their CPU, with lines for the peers."""
    mpl.rcParams["svg.hashsalt"] = name
    drawing, axes = plt.subplots(figsize=(8, 5))
    axes.scatter([one.cpu_ms for one in points], [one.figures[key] for one in points])
    for one in points:
        place = (one.cpu_ms, one.figures[key])
        axes.annotate(
            one.engine, place, xytext=(4, 4), textcoords="offset points", fontsize=8
        )
    for label, value in lines.items():
        axes.axhline(value, linestyle=":", linewidth=0.8, color="grey")
        axes.annotate(
            label,
            (0, value),
            xycoords=("axes fraction", "data"),
            fontsize=7,
            color="grey",
        )
    axes.set_xscale("log")
    axes.set_xlabel("CPU milliseconds for an article of 700 words")
    axes.set_ylabel(key)
    drawing.tight_layout()
    drawing.savefig(FOLDER / f"{name}.svg", metadata={"Date": None})
    plt.close(drawing)


def table(points: Sequence[Point]) -> str:
    """The points as a table in Markdown."""
    keys = list(points[0].figures)
    head = f"| engine | {' | '.join(keys)} | CPU ms |\n|---|{'---|' * (len(keys) + 1)}"
    rows = (
        f"| `{one.engine}` | {' | '.join(f'{one.figures[key]:g}' for key in keys)} | "
        f"{one.cpu_ms:.1f} |"
        for one in points
    )
    return "\n".join((head, *rows))


def main() -> None:
    """Score, draw and print."""
    mpl.use("svg")
    sys.path.insert(0, str(SCORER.parent))
    lead, told, found = lead_3(), tuple(claims()), tuple(summaries())
    draw(told, "content_span", CLAIM_PEERS, "claims")
    for name in SETS:
        lines = {LEAD: lead.figures[name]}
        draw(found, name, lines, f"summaries-{name.replace('_', '-')}")
    print(table(told), table((lead, *found)), sep="\n\n")
    every = {one.engine: dict(one.figures) | {"cpu_ms": one.cpu_ms} for one in found}
    print(json.dumps(cast("Tree", every)))


if __name__ == "__main__":
    main()
