from __future__ import annotations

import pytest

from summarizers.readers.english.risks.clauses import ClauseTense, tense_of


@pytest.mark.parametrize(
    ("tag", "helpers", "tense"),
    [
        ("VBD", [], ClauseTense.PAST),
        ("VBZ", [], ClauseTense.PRESENT),
        ("VBP", [], ClauseTense.PRESENT),
        ("VB", [], ClauseTense.INFINITIVE),
        ("VB", ["to"], ClauseTense.INFINITIVE),
        ("VB", ["did"], ClauseTense.PAST),
        ("VB", ["does"], ClauseTense.PRESENT),
        ("VBN", ["had"], ClauseTense.PAST_PERFECT),
        ("VBN", ["has", "been"], ClauseTense.PERFECT),
        ("VBN", ["was"], ClauseTense.PAST),
        ("VBN", ["is"], ClauseTense.PRESENT),
        ("VBG", ["are"], ClauseTense.PROGRESSIVE),
        ("VBG", ["were"], ClauseTense.PAST),
        ("VBG", [], ClauseTense.PARTICIPLE),
        ("VBN", [], ClauseTense.PARTICIPLE),
        ("", [], ClauseTense.NONE),
    ],
)
def test_tense_of_a_verb_group(
    tag: str, helpers: list[str], tense: ClauseTense
) -> None:
    assert tense_of(tag, frozenset(helpers), modal=False) is tense


def test_modal_goes_before_any_other_auxiliary() -> None:
    assert tense_of("VBN", frozenset(("have", "been")), modal=True) is ClauseTense.MODAL
