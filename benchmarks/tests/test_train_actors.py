from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import train_actors
from benchmarks.train_actors import Candidate
from summarizers.model import Actor, ActorKind
from summarizers.readers.english.actors.salience import ABOUT

TEXT = "Anna Berg said that the ferry was late. She met Ivo Lund in Norway."


def _candidate(key: str | None, **signs: float) -> Candidate:
    return Candidate({**dict.fromkeys(ABOUT, 0.0), "described": 0.0, **signs}, key)


def test_articles_are_read_with_their_key_actors(tmp_path: Path) -> None:
    gold = {
        "actors": [
            {"name": "the Anna Berg", "aliases": [], "key": True},
            {"name": "Norway", "aliases": [], "key": False},
        ]
    }
    file = tmp_path / "train.jsonl"
    row = {"text": TEXT, "title": "Ferry", "gold": gold}
    file.write_text(json.dumps(row) + "\n", "utf8")

    (article,) = train_actors.read(file)

    assert sorted(str(actor.key) for actor in article) == ["None", "None", "anna berg"]


def test_actor_is_the_key_actor_of_any_shared_form() -> None:
    actor = Actor("Anna Berg", ActorKind.PERSON, aliases=("the Mayor",))
    keys = [frozenset(("norway",)), frozenset(("mayor", "berg"))]

    assert train_actors._key_of(actor, keys) == "berg"


def test_weights_favour_the_signs_of_key_actors() -> None:
    article = [_candidate("a", role=1.0), _candidate(None), _candidate(None)]

    weights = train_actors.fit_weights([article] * 9)

    assert weights["role"] > ABOUT["role"]


def test_long_articles_weigh_no_more_than_short_ones() -> None:
    short = [_candidate("a", role=1.0), _candidate(None)]
    long = [_candidate("a", role=1.0), *(_candidate(None) for _ in range(8))]

    weights = [
        sum(pair.weight for pair in train_actors._pairs(x)) for x in (short, long)
    ]

    assert weights[0] == pytest.approx(weights[1])


def test_mean_key_actor_is_one_half() -> None:
    article = [_candidate("a", role=1.0), _candidate(None)]

    weights = train_actors.fit_weights([article] * 9)

    assert weights["constant"] == pytest.approx(-weights["role"])


def test_subjects_come_before_those_who_act() -> None:
    subjects = [_candidate(str(i), mentions=9.0 - i) for i in range(4)]
    speaker = _candidate("s", speaks=1.0)

    first = train_actors._first([speaker, *subjects], {"speaks": 9.0})

    assert [actor.key for actor in first] == ["0", "1", "2", "s", "3"]


def test_described_actor_is_no_subject() -> None:
    described = _candidate("d", described=1.0, mentions=9.0)
    named = [_candidate(str(i), mentions=1.0) for i in range(4)]

    first = train_actors._first([described, *named], {"mentions": 1.0})

    assert [actor.key for actor in first] == ["0", "1", "2", "d", "3"]


def test_every_article_is_judged_once_by_others() -> None:
    article = [_candidate("a", role=1.0, mentions=2.0), _candidate(None)]

    entities = train_actors.cross_validate([article] * 12)

    assert entities == {"key_recall": 1.0, "articles": 12}
