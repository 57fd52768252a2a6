from __future__ import annotations

import pytest

from summarizers.readers.english.risks.clauses import Tense, tense_of


@pytest.mark.parametrize(
    ("tag", "helpers", "tense"),
    [
        ("VBD", [], Tense.PAST),
        ("VBZ", [], Tense.PRESENT),
        ("VBP", [], Tense.PRESENT),
        ("VB", [], Tense.INFINITIVE),
        ("VB", ["to"], Tense.INFINITIVE),
        ("VB", ["did"], Tense.PAST),
        ("VB", ["does"], Tense.PRESENT),
        ("VBN", ["had"], Tense.PAST_PERFECT),
        ("VBN", ["has", "been"], Tense.PERFECT),
        ("VBN", ["was"], Tense.PAST),
        ("VBN", ["is"], Tense.PRESENT),
        ("VBG", ["are"], Tense.PROGRESSIVE),
        ("VBG", ["were"], Tense.PAST),
        ("VBG", [], Tense.PARTICIPLE),
        ("VBN", [], Tense.PARTICIPLE),
        ("", [], Tense.NONE),
    ],
)
def test_tense_of_a_verb_group(tag: str, helpers: list[str], tense: Tense) -> None:
    assert tense_of(tag, frozenset(helpers), modal=False) is tense


def test_modal_goes_before_any_other_auxiliary() -> None:
    assert tense_of("VBN", frozenset(("have", "been")), modal=True) is Tense.MODAL
