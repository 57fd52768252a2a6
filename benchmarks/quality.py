"""Quality against CPU: every engine and summary method on the development data.

``python -m benchmarks.quality`` scores the summaries of all engines and the claims of
both readers, beside the first three sentences (lead-3) and what others reach, measures
their CPU in the same run, draws the pictures of ``docs/quality/`` and prints the tables
of its ``README.md``. The last line is one JSON object. It takes some minutes and needs
``../shared``; ``--kept`` draws and prints the figures of the last time, which stand in
``quality.json``.
"""

from __future__ import annotations

import gzip
import importlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import cast

from benchmarks.articles import articles
from benchmarks.briefing import cpu_ms
from benchmarks.gate import ROOT, SCORER, Tree, figure, score
from summarizers.briefing import Briefer, engine_names
from summarizers.model import Article
from summarizers.text.splitting import split_text
from tools.annotated import Row
from tools.drawing import draw

FOLDER = ROOT / "docs" / "quality"
KEPT = ROOT / "benchmarks" / "quality.json"
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


def draw_all(told: Sequence[Point], found: Sequence[Point], lead: Point) -> None:
    """Draw claims and summaries against CPU."""
    across = "CPU milliseconds for an article of 700 words"
    content = "content_span"
    draw(
        [(one.engine, one.cpu_ms, one.figures[content]) for one in told],
        CLAIM_PEERS,
        FOLDER / "claims.svg",
        axes=(across, "F1 of the words of claims"),
    )
    for name in SETS:
        draw(
            [(one.engine, one.cpu_ms, one.figures[name]) for one in found],
            {LEAD: lead.figures[name]},
            FOLDER / f"summaries-{name.replace('_', '-')}.svg",
            axes=(across, f"ROUGE-2, {name}"),
        )


def table(points: Sequence[Point]) -> str:
    """Return the points as a table in Markdown."""
    keys = list(points[0].figures)
    head = f"| engine | {' | '.join(keys)} | CPU ms |\n|---|{'---|' * (len(keys) + 1)}"
    rows = (
        f"| `{one.engine}` | {' | '.join(f'{one.figures[key]:g}' for key in keys)} | "
        f"{one.cpu_ms:.1f} |"
        for one in points
    )
    return "\n".join((head, *rows))


def kept(told: Sequence[Point], found: Sequence[Point]) -> None:
    """Keep the figures, so that the pictures can be drawn again without measuring."""
    figures = {
        "claims": [asdict(one) for one in told],
        "summaries": [asdict(one) for one in found],
    }
    KEPT.write_text(json.dumps(figures, indent=1) + "\n", "utf8")


def known(name: str) -> tuple[Point, ...]:
    """Return the kept figures of ``claims`` or ``summaries``."""
    rows = json.loads(KEPT.read_text("utf8"))[name]
    return tuple(Point(**row) for row in rows)


def main() -> None:
    """Score and keep the figures, or take the kept ones; draw and print."""
    if "--kept" not in sys.argv[1:]:
        sys.path.insert(0, str(SCORER.parent))
        kept(tuple(claims()), (lead_3(), *summaries()))
    told, (lead, *found) = known("claims"), known("summaries")
    draw_all(told, found, lead)
    print(table(told), table((lead, *found)), sep="\n\n")
    every = {one.engine: dict(one.figures) | {"cpu_ms": one.cpu_ms} for one in found}
    print(json.dumps(cast("Tree", every)))


if __name__ == "__main__":
    main()
