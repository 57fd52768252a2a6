from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import train_risks
from benchmarks.annotated import read_rows
from benchmarks.logistic import Example, fit
from summarizers.lexicons.weights import Features
from summarizers.model import Article, Sentence, Span
from summarizers.readers.english.risks import LEAST, RiskCandidate
from summarizers.readers.english.risks.article_context import ArticleContext
from summarizers.readers.english.risks.evidence import read_evidence
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.text.splitting import split_text

TEXT = "The dam may break soon. It was built long ago."
GOLD: train_risks.Gold = {
    "risks": [{"text": "The dam may break soon.", "key": True}],
    "traps": [{"text": "It was built long ago."}],
}


def _candidate(text: str) -> RiskCandidate:
    start = TEXT.index(text)
    sentence = Sentence(0, start, start + len(text), text, 0)
    assert TEXT[sentence.start : sentence.end] == Span(start, sentence.end, text).text
    article = Article(TEXT)
    context = ArticleContext(FastParser().parse(split_text(article)), article)
    (sight,) = read_evidence(context, context.parse.layout.sentences)
    return RiskCandidate(sentence, sight, (), Features({"bias"}, {}))


def test_marked_sentence_is_a_risk_of_weight() -> None:
    example = train_risks._example(_candidate("The dam may break soon."), TEXT, GOLD)

    target = train_risks.ANNOTATED
    assert (example.target, example.weight) == (target, train_risks.EMPHASIS)


def test_trap_is_no_risk_of_weight() -> None:
    example = train_risks._example(_candidate("It was built long ago."), TEXT, GOLD)

    target = train_risks.OTHER
    assert (example.target, example.weight) == (target, train_risks.EMPHASIS)


def test_minor_risk_weighs_like_the_rest() -> None:
    minor: train_risks.Gold = {
        "risks": [{**GOLD["risks"][0], "key": False}],
        "traps": [],
    }

    example = train_risks._example(_candidate("The dam may break soon."), TEXT, minor)

    assert (example.target, example.weight) == (train_risks.ANNOTATED, 1.0)


def test_heavier_examples_pull_the_weights() -> None:
    doubtful = [Example({"x": 1.0}, 1.0)] * 5
    light, heavy = Example({"x": 1.0}, 0.0), Example({"x": 1.0}, 0.0, 3.0)

    plain = fit([*doubtful, *[light] * 5], 1.0)
    pulled = fit([*doubtful, *[heavy] * 5], 1.0)

    assert plain["x"] == pytest.approx(0.0)
    assert pulled["x"] < -0.5


def test_unsure_sentences_are_not_printed() -> None:
    sure, unsure = Example({"x": 1.0}, 1.0), Example({"y": 1.0}, 0.0)

    printed = train_risks._printed([unsure, sure], {"x": 2.0, "y": -2.0})

    assert LEAST >= 0.5
    assert printed == [sure]


def test_three_are_printed_at_most() -> None:
    sure = [Example({"x": 1.0 + i}, 1.0) for i in range(5)]

    printed = train_risks._printed(sure, {"x": 1.0})

    assert [example.features["x"] for example in printed] == [5.0, 4.0, 3.0]


def test_articles_are_read_line_by_line(tmp_path: Path) -> None:
    day = "2022-09-16"
    row = {"id": "a", "text": TEXT, "title": "Dam", "published": day, "gold": GOLD}
    file = tmp_path / "train.jsonl"
    file.write_text(json.dumps(row) + "\n", "utf8")

    (read,) = read_rows(file)
    examples = train_risks._examples(read, FastParser(), {})

    assert [example.target for example in examples] == [train_risks.ANNOTATED]


@pytest.mark.parametrize(
    ("verdict", "fault", "target"),
    [
        ("right", None, 1.0),
        ("wrong", "not-ahead", 0.0),
        ("useless", "repeated", 1.0),
        ("wrong", "over-exact-date", 1.0),
    ],
)
def test_judgement_outweighs_the_annotation(
    tmp_path: Path, verdict: str, fault: str | None, target: float
) -> None:
    file = tmp_path / "candidates.jsonl"
    where = {"id": "a", "section": "risk", "start": 0, "end": 23}
    file.write_text(json.dumps({**where, "verdict": verdict, "class": fault}), "utf8")
    row = {"id": "a", "text": TEXT, "published": "2022-09-16", "gold": GOLD}

    judged = train_risks.read_verdicts(file)
    examples = train_risks._examples(row, FastParser(), judged)

    assert [example.target for example in examples] == [target]


def test_every_article_is_judged_once_by_others() -> None:
    articles = [[Example({"x": 1.0}, 1.0), Example({"y": 1.0}, 0.0)] for _ in range(40)]

    figures = train_risks._cross_validate(articles)

    assert figures == {"precision": 1.0, "printed": 40.0}
