"""Quality against CPU: the engine and every summary method on the development data.

``python -m benchmarks.quality`` scores the summaries of all methods, beside the first
three sentences (lead-3), and the claims of the engine, and measures their CPU for an
article of 700 words in the same run. It prints the tables; the last line is one JSON
object. It takes some minutes and needs ``../shared``, whose ``eval/reference.json`` has
the figures of others.
"""

from __future__ import annotations

import gzip
import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from typing import cast

from benchmarks.articles import articles
from benchmarks.briefing import cpu_ms
from benchmarks.gate import SCORER, Tree, figure, score
from summarizers.briefing import DEFAULT_ENGINE, Briefer, engine_names
from summarizers.model import Article
from summarizers.text.splitting import split_text
from tools.annotated import Row

ARTICLES = 12
LEAD = "lead-3"
SETS = {"cnn_dm": "summaries/realsumm.jsonl.gz", "gum": "gum/news.jsonl.gz"}

Figures = Mapping[str, float]


def measured(engine: str, suite: str, keys: Mapping[str, str]) -> Figures:
    """Return the scores of an engine, and its CPU after it is loaded."""
    scores = score(engine, [suite])
    briefer, sample = Briefer(engine), articles(ARTICLES)
    briefer.brief(sample[0])
    cost = {"cpu_ms": round(cpu_ms(briefer.brief, sample), 1)}
    return {k: figure(scores, (suite, k, name)) for k, name in keys.items()} | cost


def lead_3() -> Figures:
    """Score the first three sentences of each article, split and cleaned as ours are."""
    sys.path.insert(0, str(SCORER.parent))
    metrics = importlib.import_module("metrics")
    figures = {}
    for name, file in SETS.items():
        with gzip.open(
            SCORER.parent.parent / "data" / file, "rt", encoding="utf8"
        ) as lines:
            rows = [cast("Row", json.loads(line)) for line in lines]
        lead = {str(row["id"]): {"summary": list(_opening(row))} for row in rows}
        references = _references if name == "cnn_dm" else _summaries
        figures[name] = float(metrics.rouge(rows, lead, references)["rouge2"])
    return {**figures, "cpu_ms": 0.0}


def _opening(row: Row) -> Iterator[dict[str, object]]:
    title = cast("str | None", row.get("title"))
    layout = split_text(Article(cast("str", row["text"]), title=title))
    prose = [sentence.span for sentence in layout.sentences if sentence.noise is None]
    for span in prose[:3]:
        yield {"start": span.start, "end": span.end, "text": span.text}


def _references(row: Row) -> list[str]:
    return ["\n".join(cast("list[str]", row["reference"]))]


def _summaries(row: Row) -> list[str]:
    return cast("list[str]", row["summaries"])


def table(rows: Mapping[str, Figures]) -> str:
    """Return figures by engine as a table in Markdown."""
    keys = list(next(iter(rows.values())))
    lines = [f"| engine | {' | '.join(keys)} |", "|---" * (len(keys) + 1) + "|"]
    for engine, figures in rows.items():
        lines.append(
            f"| `{engine}` | {' | '.join(f'{v:g}' for v in figures.values())} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Score and print."""
    spans = dict.fromkeys(("content_span", "claim"), "f1")
    claims = {DEFAULT_ENGINE: measured(DEFAULT_ENGINE, "claims", spans)}
    rouge = dict.fromkeys(SETS, "rouge2")
    summaries = {LEAD: lead_3()} | {
        engine: measured(engine, "summaries", rouge) for engine in engine_names()
    }
    print(table(claims), table(summaries), sep="\n\n")
    print(json.dumps(cast("Tree", summaries)))


if __name__ == "__main__":
    main()
