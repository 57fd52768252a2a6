from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.messages.briefing import (
    explain_actor,
    explain_claim,
    explain_line,
    explain_risk,
    explain_weights,
)
from summarizers.model import Reason, Span
from tests.fakes.samples import find, make_article, make_briefing


def test_a_line_of_the_summary_is_explained_by_score_and_place() -> None:
    briefing = make_briefing()

    told = explain_line(briefing.article, briefing.summary[0])

    assert told == "score 0.90 · 0 % into the text"


def test_an_actor_is_explained_by_its_mentions() -> None:
    briefing = make_briefing()

    told = explain_actor(briefing.article, briefing.actors[0])

    assert told == (
        "salience 2.50 · person · 1 times by name, 1 by pronoun · 29 % into the text "
        "· also Linn"
    )


def test_an_actor_that_is_never_named_has_no_place() -> None:
    briefing = make_briefing()
    actor = replace(briefing.actors[1], mentions=())

    assert "into the text" not in explain_actor(briefing.article, actor)


def test_a_claim_is_explained_by_its_cue_and_how_its_speaker_was_found() -> None:
    briefing = make_briefing()

    told = explain_claim(briefing.article, briefing.claims[0])

    assert told == (
        "score 0.80 · direct · cue “told” · speaker “she” → Ada Linn "
        "· 41 % into the text"
    )


@pytest.mark.parametrize(
    ("source", "speaker", "told"),
    [
        (None, None, "speaker not named"),
        (None, "Ada Linn", "speaker Ada Linn from the sentences before"),
        ("she", None, "speaker “she”, not resolved"),
        ("Ada Linn", "Ada Linn", "speaker “Ada Linn”"),
    ],
)
def test_every_way_to_a_speaker_is_told(
    source: str | None, speaker: str | None, told: str
) -> None:
    article = make_article()
    span: Span | None = None if source is None else find(article, source)
    claim = replace(make_briefing().claims[0], source=span, speaker=speaker, cue=None)

    explained = explain_claim(article, claim)

    assert f"no cue · {told} ·" in explained


def test_a_risk_is_explained_by_what_makes_it_one() -> None:
    briefing = make_briefing()

    told = explain_risk(briefing.article, briefing.risks[0])

    assert told == (
        "score 0.70 · looks ahead and names a hazard · when “March” "
        "· said by Ada Linn · 0 % into the text"
    )


def test_weights_are_told_with_their_sign() -> None:
    told = explain_weights((Reason("a plain verb", 0.74), Reason("few words", -0.5)))

    assert told == "weighed: a plain verb (+0.7), few words (-0.5)"


def test_nothing_is_told_where_no_weights_are_known() -> None:
    assert explain_weights(()) is None
