"""Learn the weights that ship, from annotated articles.

``python -m tools.weights --data DIR`` prints how well the models order the lines of the
articles in ``editors/dev.jsonl``, which train nothing. ``--write`` writes the weights of
the package data, to the same bytes each time.

DIR holds ``editors/train.jsonl`` (what editors chose), the Wikinews articles with their
key claims and risks, ``judged/candidates.jsonl`` (claims that readers call right), the GUM
news with the salience of their entities.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from summarizers import lexicons
from summarizers.model import Actor, Claim, Risk, Span
from summarizers.rankers.summary import SIGNS, LeadTfidf, rank_summary
from summarizers.readers.english import find_candidates
from summarizers.readers.english.attribution.attributions import parse_article
from summarizers.readers.english.score import SECTIONS, Scored, score
from summarizers.readers.english.score.scorer import (
    CONSTANTS,
    STEPS,
    Section,
    model_of,
    second_step,
)
from summarizers.stories.vectors import StoryDocument, TermVectors
from summarizers.text.language import ENGLISH
from summarizers.text.splitting import split_text
from tools.annotated import Row, article_of

Vector: TypeAlias = NDArray[np.float64]
Bounds: TypeAlias = tuple[int, int]
Judge: TypeAlias = Callable[[Any, Row], float | None]

# The penalties apply to features of unit variance. Strong ones lose little on articles
# that trained nothing, because there are few examples.
PENALTY, SECOND_PENALTY, SALIENCE_PENALTY, RANKER_PENALTY = 30.0, 5.0, 10.0, 1.0
STEPS_OF_NEWTON = 20
# The sources of labels: what editors chose, key lines of Wikinews, judged lines.
UNSEEN, EDITORS = "editors/dev.jsonl", "editors/train.jsonl"
KEYED, JUDGED = "wikinews", "judged/candidates.jsonl"
SALIENCE = (
    "mentions", "in the title", "in the first sentence", "early", "early in the title",
    "share of most mentions",
)  # fmt: skip
SCRIPT = "python -m tools.weights --data DIR --write"
# Free texts of general news, and the number of articles that a frequent term is in.
GENERAL_NEWS = (
    "wikinews/train.jsonl", "wikinews/dev.jsonl", "actors/salience.jsonl.gz",
    "gum/news.jsonl.gz",
)  # fmt: skip
FEWEST_ARTICLES = 3
# How much of a line must be in a chosen passage, or of the passage in the line.
HALF = 0.5
# How much of a short line must be in the words of a key claim or risk.
CONTAINED = 0.6
# How much of two claims together both must have, to be the same.
SAME = 0.7
# Features whose values need no English word, by section. Their weights for other
# languages are learned from English articles.
OTHER_LANGUAGES = ("fr",)
WORDLESS = {
    "actors": frozenset((
        "acts", "role", "person speaks", "body speaks", "spokesman speaks", "place",
        "first sentence", "share of most mentions", "person", "location", "one word",
        "unnamed speaker", "no agent",
    )),
    "claims": frozenset((
        "opens with a quotation", "of a first actor", "score of the speaker", "place",
        "first claim", "last of its speaker", "words of the lead", "beside the summary",
        "long", "number",
    )),
    "outlook": frozenset((
        "dated", "hazard", "will", "should", "warns", "operators", "might", "threatens",
        "ahead in quotation", "ahead all quoted", "quoted", "late", "sentences before it",
    )),
    "summary": frozenset((
        "rank", "early", "quoted", "opens with a quotation", "actor of the lead",
    )),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """The lines of one section of one article: rows of features and targets from 0 to 1."""

    rows: Sequence[Sequence[float]]
    targets: Sequence[float]
    weight: float = 1.0


def main() -> None:
    """Learn, report and, if asked to, write the weights of all sections."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    if given.write:
        _write_first_models(given.data)
    for at, section in enumerate(SECTIONS):
        # The score of an actor is a feature of its claims: each model is learned on
        # lines that have the scores of the models before it.
        sources = _sources(given.data)
        examples = {
            name: [_example(lines[at], judge, row, weight) for lines, row in articles]
            for name, articles in sources.items()
            for judge, weight in [LABELS.get((name, section.name), (None, 0.0))]
            if judge is not None
        }
        checks = examples.pop(UNSEEN)
        names = [feature.name for feature in section.features]
        weights = learn(names, [e for part in examples.values() for e in part])
        results = report(weights, section.features, checks)
        print(json.dumps({"section": section.name, **results}))
        if given.write:
            write(f"score_{section.name}", weights)
        _learn_wordless(section, examples, checks, is_written=given.write)


def _learn_wordless(
    section: Section,
    examples: Mapping[str, Sequence[Example]],
    checks: Sequence[Example],
    *,
    is_written: bool,
) -> None:
    """Learn, report and, if asked to, write the weights of a section in other languages."""
    chosen = [f.name in WORDLESS[section.name] for f in section.features]
    features = [*compress(section.features, chosen)]

    def reduced(example: Example) -> Example:
        return replace(example, rows=[[*compress(r, chosen)] for r in example.rows])

    lines = [reduced(e) for part in examples.values() for e in part]
    weights = learn([f.name for f in features], lines)
    results = report(weights, features, [*map(reduced, checks)])
    print(json.dumps({"section": f"{section.name}, other languages", **results}))
    for lang in OTHER_LANGUAGES if is_written else ():
        write(f"score_{section.name}", weights, lang)


def _write_first_models(folder: Path) -> None:
    """Write the weights of the ranker and of salience, whose results are features."""
    articles = [
        r for part in ("train", "dev") for r in _rows(folder / f"wikinews/{part}.jsonl")
    ]
    write("summary_weights", learn_ranker(articles))
    write(
        "general_terms",
        count_terms(folder),
        head="# The share of general news with each term.",
    )
    write("salience", learn_salience(list(_rows(folder / "gum/news.jsonl.gz"))))


def count_terms(folder: Path) -> dict[str, float]:
    """Return the share of general news articles that have a term, for frequent terms."""
    texts = {
        row["text"]: StoryDocument(str(row["id"]), str(row["text"]))
        for name in GENERAL_NEWS
        for row in _rows(folder / name)
    }
    counts = TermVectors(list(texts.values())).counts
    spread = Counter(term for terms in counts for term in terms)
    return {
        term: count / len(texts)
        for term, count in sorted(spread.items())
        if count >= FEWEST_ARTICLES
    }


def _rows(path: Path) -> Iterator[Row]:
    text = (
        gzip.decompress(path.read_bytes())
        if path.suffix == ".gz"
        else path.read_bytes()
    )
    return (json.loads(line) for line in text.decode("utf8").splitlines())


def _sources(data: Path) -> dict[str, list[tuple[tuple[Scored, ...], Row]]]:
    """Return the scored lines and the annotation of each article, by source of labels.

    The articles of ``UNSEEN`` are in no other source.
    """
    chosen = {name: list(_rows(data / name)) for name in (UNSEEN, EDITORS)}
    held = {row["id"] for row in chosen[UNSEEN]}
    keyed = [r for p in ("train", "dev") for r in _rows(data / f"wikinews/{p}.jsonl")]
    keyed = [row for row in keyed if row["id"] not in held]
    judged: dict[object, list[Row]] = {row["id"]: [] for row in keyed}
    for row in _rows(data / JUDGED):
        if row.get("section") == "claim" and row["id"] in judged:
            judged[row["id"]].append(row)
    names = {str(row["source"]) for rows in chosen.values() for row in rows}
    texts: dict[tuple[object, object], Row] = {
        (name, row["id"]): row
        for name in sorted(names)
        for row in _rows(next(data.glob(f"{name}.jsonl*")))
    }
    read = {row["id"]: _read(row) for row in keyed}
    sources = {
        name: [(_read(texts[row["source"], row["id"]]), row) for row in rows]
        for name, rows in chosen.items()
    }
    sources[KEYED] = [(read[row["id"]], row) for row in keyed]
    sources[JUDGED] = [(read[at], {JUDGED: rows}) for at, rows in judged.items()]
    return sources


def _read(row: Row) -> tuple[Scored, ...]:
    """Return the lines of an article that no reader refuses, by section.

    Their scores come from the shipped weights, and are not used.
    """
    article = article_of(row)
    layout = split_text(article)
    parse = parse_article(layout)
    candidates = find_candidates(parse, article, rank_summary(layout, article))
    return score(parse, article, candidates)


def _example(scored: Scored, judge: Judge, row: Row, weight: float) -> Example:
    """Return the lines of one article that no reader refuses and that have a label."""
    pairs = zip(scored.lines, scored.rows, strict=True)
    kept = [(judge(line, row), values) for line, values in pairs if not line.refusal]
    labelled = [(target, values) for target, values in kept if target is not None]
    return Example([v for _, v in labelled], [t for t, _ in labelled], weight)


def _is_chosen(spans: Iterable[Span], passages: Iterable[Bounds]) -> float:
    """Return 1 if half of a line is in a passage, or half of the passage in the line."""
    own = [(span.start, span.end) for span in spans]
    length = sum(end - start for start, end in own)
    return float(
        any(
            sum(_shared(part, passage) for part in own)
            >= HALF * min(passage[1] - passage[0], length)
            for passage in passages
        )
    )


def _shared(a: Bounds, b: Bounds) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _chosen(row: Row, *parts: str) -> Iterator[Bounds]:
    for part in parts:
        for passage in row[part]:  # type: ignore[attr-defined]
            start, end = passage["span"] if isinstance(passage, dict) else passage
            yield start, end


def _words(name: str) -> frozenset[str]:
    kept = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    return frozenset(kept) - {"the", "a", "an", "s"}


def _is_actor(actor: Actor, row: Row) -> float:
    own = _words(actor.name)
    chosen: Any = row["actors"]
    names = [_words(name) for a in chosen for name in (a["name"], *a["aliases"])]
    return float(any(own and name and (own <= name or name <= own) for name in names))


def _is_key(start: int, end: int, passages: Iterable[tuple[Bounds, float]]) -> float:
    """Return the worth of the best passage that contains the line or is in it."""
    best = 0.0
    for passage, worth in passages:
        least = min(end - start, passage[1] - passage[0])
        if least and _shared((start, end), passage) >= CONTAINED * least:
            best = max(best, worth)
    return best


def _is_key_claim(claim: Claim, row: Row) -> float:
    text, gold = str(row["text"]), row["gold"]
    passages = []
    for key in gold["claims"]:  # type: ignore[index]
        start = text.find(key["content"], text.find(key["sentence"]))
        passages.append(
            ((start, start + len(key["content"])), 1.0 if key["key"] else 0.5)
        )
    return _is_key(claim.content[0].start, claim.content[-1].end, passages)


def _is_key_risk(risk: Risk, row: Row) -> float:
    text, gold = str(row["text"]), row["gold"]
    starts = [(text.find(key["text"]), len(key["text"])) for key in gold["risks"]]  # type: ignore[index]
    passages = [((start, start + length), 1.0) for start, length in starts]
    return _is_key(risk.span.start, risk.span.end, passages)


def _is_right_claim(claim: Claim, row: Row) -> float | None:
    """Return whether a reader calls the claim right; ``None`` if no reader judged it."""
    own = claim.shown[0].start, claim.shown[-1].end
    verdicts: Any = row[JUDGED]
    for judged in verdicts:
        spans: Any = judged["spans"]
        bounds = spans[0][0], spans[-1][1]
        whole = max(own[1], bounds[1]) - min(own[0], bounds[0])
        is_same = _shared(own, bounds) > SAME * whole
        if is_same and judged.get("speaker") == claim.speaker:
            return float(judged["verdict"] == "right")
    return None


CHOSEN: Mapping[str, Judge] = {
    "actors": _is_actor,
    "claims": lambda c, row: _is_chosen(c.shown, _chosen(row, "claims", "outlook")),
    "outlook": lambda r, row: _is_chosen((r.span,), _chosen(row, "outlook")),
    "summary": lambda s, row: _is_chosen((s.span,), _chosen(row, "summary")),
}
"""Whether an editor chose a line, by section."""
LABELS: Mapping[tuple[str, str], tuple[Judge, float]] = {
    **{
        (name, part): (CHOSEN[part], 1.0)
        for name in (UNSEEN, EDITORS)
        for part in CHOSEN
    },
    (KEYED, "claims"): (_is_key_claim, 1.0),
    (KEYED, "outlook"): (_is_key_risk, 0.5),
    (JUDGED, "claims"): (_is_right_claim, 0.5),
}
"""The label of a line and the weight of its article, by source of labels and section."""


def learn(features: Sequence[str], examples: Sequence[Example]) -> dict[str, float]:
    """Return the weights of both steps of the model of one section."""
    used = [e for e in examples if e.rows]
    rows = np.array([row for e in used for row in e.rows])
    targets = np.array([t for e in used for t in e.targets])
    counts = np.array([e.weight for e in used for _ in e.rows])
    first, constant = fit(rows, targets, counts, PENALTY)
    steps = np.array(
        [
            s
            for e in used
            for s in second_step(list(np.array(e.rows) @ first + constant))
        ]
    )
    second, last = fit(steps, targets, counts, SECOND_PENALTY)
    return {
        **dict(zip(features, map(float, first), strict=True)),
        CONSTANTS[0]: constant,
        **dict(zip(STEPS, map(float, second), strict=True)),
        CONSTANTS[1]: last,
    }


def fit(
    rows: Vector, targets: Vector, counts: Vector, penalty: float
) -> tuple[Vector, float]:
    """Return weights and constant of a logistic regression with a quadratic penalty.

    The penalty is on the weights of features that are scaled to unit variance.
    """
    mean, deviation = rows.mean(0), rows.std(0)
    deviation[deviation == 0] = 1.0
    matrix = np.c_[(rows - mean) / deviation, np.ones(len(rows))]
    ridge = penalty * np.eye(matrix.shape[1])
    ridge[-1, -1] = 1e-6
    weights: Vector = np.zeros(matrix.shape[1])
    for _ in range(STEPS_OF_NEWTON):
        guess = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (counts * (guess - targets)) + ridge @ weights
        curve = (matrix.T * (counts * guess * (1 - guess))) @ matrix + ridge
        weights = weights - np.linalg.solve(curve, slope)
    own = weights[:-1] / deviation
    return own, float(weights[-1] - own @ mean)


def learn_salience(rows: Sequence[Row]) -> dict[str, float]:
    """Return the weights for whether an article is about an entity.

    The target is the share of five summaries that name the entity.
    """
    signs, targets = [], []
    for row in rows:
        named: Any = row["entities"]
        owner: dict[int, tuple[int, int]] = {}
        for number, entity in enumerate(named):
            for start, end, is_name in entity["mentions"]:
                for at in range(start, end) if is_name else ():
                    if at not in owner or owner[at][1] > end - start:
                        owner[at] = number, end - start
        article = article_of(row)
        parse = parse_article(split_text(article))
        found = find_candidates(parse, article, ()).entities
        for actor, own in zip(found.actors, found.signs, strict=True):
            ends = [m.span.end - 1 for m in actor.mentions if not m.pronoun]
            votes = Counter(owner[at][0] for at in ends if at in owner)
            best = votes.most_common(1)
            signs.append([float(own[sign]) for sign in SALIENCE])
            targets.append(named[best[0][0]]["salience"] / 5 if best else 0.0)
    weights, constant = fit(
        np.array(signs), np.array(targets), np.ones(len(signs)), SALIENCE_PENALTY
    )
    return {
        **dict(zip(SALIENCE, map(float, weights), strict=True)),
        "constant": constant,
    }


def learn_ranker(rows: Sequence[Row]) -> dict[str, float]:
    """Return the weights of the default ranker of sentences."""
    signs, targets = [], []
    for row in rows:
        article = article_of(row)
        sentences = [s for s in split_text(article).sentences if s.noise is None]
        gold: Any = row["gold"]
        places = [(article.text.find(text), len(text)) for text in gold["summary"]]
        signs += LeadTfidf().signs(sentences, article.title)
        targets += [
            _is_key(s.start, s.end, [((at, at + length), 1.0) for at, length in places])
            for s in sentences
        ]
    rated = np.array(signs)[:, 1:]
    weights, constant = fit(
        rated, np.array(targets), np.ones(len(targets)), RANKER_PENALTY
    )
    return {
        SIGNS[0]: constant,
        **dict(zip(SIGNS[1:], map(float, weights), strict=True)),
    }


def report(
    weights: Mapping[str, float], features: Sequence[Any], examples: Sequence[Example]
) -> dict[str, float]:
    """Return the average precision, and how often the editors chose a line."""
    first = np.array([weights[f.name] for f in features])
    second = np.array([weights[name] for name in STEPS])
    ranked = []
    for e in examples:
        if e.rows:
            sums = np.array(e.rows) @ first + weights[CONSTANTS[0]]
            totals = np.array(second_step(list(sums))) @ second
            ranked += list(zip(-totals, e.targets, strict=True))
    ranked.sort(key=lambda pair: pair[0])
    hits, precision = 0.0, 0.0
    for place, (_, target) in enumerate(ranked, 1):
        hits += target
        precision += target * hits / place
    return {
        "lines": len(ranked),
        "chosen": round(hits / len(ranked), 3),
        "average precision": round(precision / hits, 3),
    }


def write(
    name: str,
    weights: Mapping[str, float],
    lang: str = ENGLISH,
    head: str = "# Weights of a logistic model, one a feature.",
) -> None:
    """Renew a list of numbers in the package data."""
    path = Path(lexicons.__file__).parent / lang / f"{name}.txt"
    lines = (f"{key}\t{value:.4f}\n" for key, value in weights.items())
    path.write_text(f"{head}\n# Written by `{SCRIPT}`.\n" + "".join(lines), "utf8")
    for cached in (lexicons.entries, lexicons.table, model_of):
        cached.cache_clear()


if __name__ == "__main__":
    main()
