from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.logistic import Example
from benchmarks.train_acceptance import (
    Judgement,
    cross_validate,
    figures,
    fit_weights,
    target_of,
)
from summarizers.model import (
    Actor,
    ActorKind,
    Claim,
    ClaimKind,
    Line,
    Mention,
    Risk,
    RiskBasis,
    Span,
    When,
)

TEXT = "Berg said the dam leaks badly."
SENTENCE = Span(0, 30, TEXT)
CONTENT = Span(10, 29, TEXT[10:29])


def judgement(
    label: str | None = None, *, fault: str = "", role: str | None = None
) -> Judgement:
    return Judgement(10, 29, label, role, None, not fault, fault)


def claim(speaker: str, *, whole: bool = False) -> Claim:
    return Claim(
        speaker=speaker,
        source=None,
        cue=None,
        content=(CONTENT,),
        sentence=SENTENCE,
        kind=ClaimKind.INDIRECT,
        shown=(SENTENCE,) if whole else (),
    )


@pytest.mark.parametrize(
    ("speaker", "judged", "target"),
    [
        pytest.param("Berg", judgement("Berg"), 1.0, id="same"),
        pytest.param("Berg", judgement("Roth"), None, id="another speaker now"),
        pytest.param("Berg", judgement("Berg", fault="minor"), 0.0, id="wrong"),
        pytest.param("Berg", judgement("Roth", fault="minor"), 0.0, id="wrong anyway"),
        pytest.param(
            "Berg", judgement("Roth", fault="wrong-speaker"), None, id="speaker mended"
        ),
        pytest.param("Berg", judgement("Berg", fault="cut"), 0.0, id="still cut"),
    ],
)
def test_a_judgement_holds_for_the_same_claim(
    speaker: str, judged: Judgement, target: float | None
) -> None:
    assert target_of(claim(speaker), [judged]) == target


def test_a_whole_sentence_is_not_cut() -> None:
    judged = [judgement("Berg", fault="cut")]

    assert target_of(claim("Berg", whole=True), judged) is None


def test_other_words_have_no_judgement() -> None:
    line = Line(Span(0, 4, "Berg"), 1.0)

    assert target_of(line, [judgement()]) is None


def test_a_role_that_changed_may_be_right() -> None:
    mention = Mention(Span(10, 17, "the dam"))
    actor = Actor("Berg", ActorKind.PERSON, mentions=(mention,))

    old = judgement("Berg", fault="role-wrong", role="mayor")
    same = judgement("Berg", fault="role-wrong")
    assert target_of(actor, [old]) is None
    assert target_of(actor, [same]) == 0.0


def test_a_day_that_changed_may_be_right() -> None:
    day = date(2031, 6, 30)
    judged = [judgement(fault="wrong-date")]
    undated = Risk(CONTENT, (RiskBasis.FORWARD,))
    dated = replace(undated, when=When(day, day, CONTENT))

    assert target_of(dated, judged) is None
    assert target_of(undated, judged) == 0.0


def test_figures_tell_order_and_calibration() -> None:
    told = figures([(0.9, 1.0), (0.7, 0.0), (0.3, 0.0), (0.2, 1.0)])

    assert told["area"] == 0.5
    assert told["printed_right"] == 0.5
    assert told["printed_recall"] == 0.5
    assert told["estimated_right"] == 0.8


def test_a_sign_of_what_is_right_gets_a_weight() -> None:
    good, bad = Example({"role": 1.0}, 1.0), Example({"once": 1.0}, 0.0)
    articles = [[good, bad]] * 20

    weights = fit_weights("actors", articles)

    assert weights["role"] > 0 > weights["once"]
    assert cross_validate("actors", [articles])["area"] == 1.0


def test_some_weights_are_set_by_hand() -> None:
    assert fit_weights("summary", [[Example({"constant": 1.0}, 1.0)]])["teaser"] < 0
