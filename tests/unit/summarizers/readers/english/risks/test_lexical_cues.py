from __future__ import annotations

import pytest

from summarizers.readers.english.risks.article_context import (
    LexicalCue,
    lexical_cues,
)


@pytest.mark.parametrize("form", ["threaten", "threatens", "threatened", "threatening"])
def test_every_form_of_a_listed_word_is_found(form: str) -> None:
    assert lexical_cues()[form].forward == "threat"


def test_irregular_forms_are_found() -> None:
    assert (lexical_cues()["sought"].forward, lexical_cues()["fled"].hazard) == (
        "seek",
        "harm",
    )


def test_word_of_two_lists_has_both_kinds() -> None:
    threat = lexical_cues()["threat"]

    assert (threat.ahead, threat.hazard) == ("danger", "danger")


def test_dates_steps_and_praise_are_marked() -> None:
    table = lexical_cues()

    assert table["monday"].date
    assert table["elections"].step
    assert table["proud"].praise


def test_word_of_no_list_has_no_sign() -> None:
    assert lexical_cues().get("harbour", LexicalCue()) == LexicalCue()


def test_dates_alone_promise_nothing() -> None:
    table = lexical_cues()

    assert all(table[word].promises for word in ("will", "flood", "pending"))
    assert not table["monday"].promises
