from __future__ import annotations

import pytest

from summarizers.lexicons import table
from summarizers.model import Article
from summarizers.readers.english.actors.entity_pipeline import candidates
from summarizers.readers.english.actors.salience import (
    ABOUT,
    MODEL,
    SUBJECTS,
    Signs,
    rank,
)
from tests.fakes.readers import LEAD, Reader

TITLE = "Norlinie closes its pier"
TEXT = """\
Norlinie closed the pier. The Polish ferry left, and Norlinie sued in Oslo.

Mayor Anna Berg said that the ferry was late. Her office said no.

Reuters met Anna Berg in Poland. Poland's ferry was late.
"""


def _signs(reader: Reader, name: str) -> Signs:
    article = Article(text=LEAD + TEXT, title=TITLE)
    found = candidates(reader.parse(TEXT), article)
    return next(signs for actor, signs in found if actor.name == name)


@pytest.mark.parametrize(
    ("name", "sign", "value"),
    [
        ("Norlinie", "in the title", 1.0),
        ("Norlinie", "early in the title", 1.0),
        ("Norlinie", "share of most mentions", 1.0),
        ("Norlinie", "in the lead", 1.0),
        ("Norlinie", "subject", 1.0),
        ("Norlinie", "org", 1.0),
        ("Norlinie", "one word", 1.0),
        ("Anna Berg", "person", 1.0),
        ("Anna Berg", "role", 1.0),
        ("Anna Berg", "speaks", 1.0),
        ("Anna Berg", "in the title", 0.0),
        ("Anna Berg", "one word", 0.0),
        ("Anna Berg", "titled", 0.5),
        ("Anna Berg", "acronym", 0.0),
        ("Norlinie", "titled", 0.0),
        ("Oslo", "placed", 1.0),
        ("Oslo", "place", 1.0),
        ("Poland", "owner", 0.5),
        ("Poland", "country", 1.0),
        ("Reuters", "press", 1.0),
        ("Reuters", "speaks", 0.0),
    ],
)
def test_sign_is_measured(reader: Reader, name: str, sign: str, value: float) -> None:
    signs = _signs(reader, name)

    assert signs[sign] == value


def test_people_of_a_state_are_counted_apart(reader: Reader) -> None:
    signs = _signs(reader, "Poland")

    assert signs["its people"] == pytest.approx(0.693, abs=0.01)


@pytest.mark.parametrize(
    ("text", "is_titled"),
    [
        ("they met Anna Berg in Oslo.", True),
        ("they met Anna Berg and Anna Lund in Oslo.", False),
    ],
)
def test_given_name_in_the_title_means_the_only_person_with_it(
    reader: Reader, text: str, *, is_titled: bool
) -> None:
    article = Article(text=LEAD + text, title="What Anna left")
    found = candidates(reader.parse(text), article)

    signs = next(signs for actor, signs in found if actor.name == "Anna Berg")

    assert bool(signs["in the title"]) is is_titled


def test_people_in_the_title_stand_for_their_state(reader: Reader) -> None:
    text = "the ferry left Poland. later it came to Norway."
    article = Article(text=LEAD + text, title="Polish ferry is late")
    found = candidates(reader.parse(text), article)

    titled = {actor.name: signs["its people in the title"] for actor, signs in found}

    assert titled == {"Poland": True, "Norway": False}


def test_acronym_is_marked(reader: Reader) -> None:
    text = "the pier belongs to the LSC."
    ((_, signs),) = candidates(reader.parse(text), Article(text=LEAD + text))

    assert signs["acronym"]


def test_first_sentence_is_the_first_of_prose(reader: Reader) -> None:
    text = "Anna Berg left the pier. Ivo Lund left the pier, too."
    article = Article(text=text)
    headless = {
        actor.name: signs["in the first sentence"]
        for actor, signs in candidates(reader.parse(text), article)
    }

    assert headless == {"Anna Berg": 0.0, "Ivo Lund": 0.0}


def test_earlier_is_better(reader: Reader) -> None:
    assert _signs(reader, "Norlinie")["early"] > _signs(reader, "Reuters")["early"]


def _row(mentions: float, *, described: bool = False) -> dict[str, float]:
    row = dict.fromkeys(ABOUT, 0.0)
    return {**row, "mentions": mentions, "described": float(described)}


def test_subjects_of_the_article_come_first() -> None:
    rows = [_row(float(count)) for count in (1, 5, 3, 4, 2)]

    scores = rank(rows)

    best = sorted(range(len(rows)), key=lambda i: -scores[i])
    assert best[:SUBJECTS] == [1, 3, 2]
    assert min(scores[i] for i in best[:SUBJECTS]) > 1.0


def test_described_figure_is_no_subject_of_the_article() -> None:
    rows = [_row(9.0, described=True), _row(1.0), _row(2.0), _row(3.0)]

    scores = rank(rows)

    assert scores[0] < 1.0


def test_nobody_is_ranked_without_figures() -> None:
    assert rank([]) == []


def test_every_sign_has_a_weight(reader: Reader) -> None:
    signs = _signs(reader, "Norlinie").keys() | ABOUT.keys()

    assert signs <= table(MODEL).keys()


def test_roles_and_speech_count_for_those_who_act() -> None:
    weights = {sign: float(weight) for sign, weight in table(MODEL).items()}

    assert weights["role"] > 0
    assert weights["speaks"] > 0
    assert weights["press"] < 0


def test_article_without_a_title_is_about_fewer(reader: Reader) -> None:
    rows = [_signs(reader, name) for name in ("Norlinie", "Anna Berg", "Oslo")]
    about = sorted(score for score in rank(rows) if score > 1)
    surely = sorted(score for score in rank(rows, titled=False) if score > 1)
    assert surely == about[len(about) - len(surely) :]
    assert len(surely) < len(about)


def test_teams_of_a_long_title_come_first_but_not_its_places() -> None:
    rows = [{**_row(9.0), "place": float(place)} for place in (0, 0, 0, 0, 1)]

    assert [score > 1.0 for score in rank(rows)] == [True] * 4 + [False]
