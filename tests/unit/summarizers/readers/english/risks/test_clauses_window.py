from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizers.readers.english.risks.clauses import ClausePosition, ClauseTense
from summarizers.readers.english.risks.clauses_window import WindowClauses
from summarizers.readers.parse import Tokens

Flat = Callable[[str], tuple[Tokens, WindowClauses]]


def _at(tokens: Tokens, word: str) -> int:
    return next(i for i, token in enumerate(tokens) if token.text == word)


@pytest.mark.parametrize(
    ("text", "verb", "tense"),
    [
        ("The pier collapsed at night.", "collapsed", ClauseTense.PAST),
        ("The pier will soon collapse.", "collapse", ClauseTense.MODAL),
        ("The pier has been closed.", "closed", ClauseTense.PERFECT),
        ("The pier had been closed.", "closed", ClauseTense.PAST_PERFECT),
        ("The pier is being repaired.", "repaired", ClauseTense.PRESENT),
        ("The waves are rising again.", "rising", ClauseTense.PROGRESSIVE),
        ("The pier is unsafe.", "is", ClauseTense.PRESENT),
        ("The pier was unsafe.", "was", ClauseTense.PAST),
        ("They hope to rebuild the pier.", "rebuild", ClauseTense.INFINITIVE),
        ("The Port Authority closes the pier.", "closes", ClauseTense.PRESENT),
    ],
)
def test_tense_is_read_from_the_words_before(
    flat: Flat, text: str, verb: str, tense: ClauseTense
) -> None:
    tokens, clauses = flat(text)

    assert clauses.tense(_at(tokens, verb)) is tense


def test_noun_behind_to_is_no_verb(flat: Flat) -> None:
    tokens, clauses = flat("They gave it to sailors in need.")

    assert _at(tokens, "sailors") not in list(clauses.verbs())


def test_word_goes_with_the_verb_to_its_left(flat: Flat) -> None:
    tokens, clauses = flat("The storm destroyed the pier and closed the road.")

    assert clauses.verb_of(_at(tokens, "pier")) == _at(tokens, "destroyed")


def test_fronted_phrase_goes_with_the_verb_behind_the_comma(flat: Flat) -> None:
    tokens, clauses = flat("In the coming weeks, the harbour will close.")

    assert clauses.verb_of(_at(tokens, "weeks")) == _at(tokens, "close")


def test_verb_far_away_governs_nothing(flat: Flat) -> None:
    words = "grey " * 30
    tokens, clauses = flat(f"It was {words}harbours.")

    assert clauses.verb_of(_at(tokens, "harbours")) == -1


def test_stop_cuts_a_word_off_from_the_verb(flat: Flat) -> None:
    tokens, clauses = flat("They left: a sad and quiet morning in port.")

    assert clauses.verb_of(_at(tokens, "morning")) == -1


def test_quoted_name_does_not_cut_a_word_off_from_the_verb(flat: Flat) -> None:
    tokens, clauses = flat('Thousands will flock to the "party mile" on Sunday.')

    assert clauses.verb_of(_at(tokens, "Sunday")) == _at(tokens, "flock")


def test_verb_above_is_the_verb_before(flat: Flat) -> None:
    tokens, clauses = flat("They hope to rebuild the pier.")

    assert clauses.governing_verb(_at(tokens, "rebuild")) == _at(tokens, "hope")
    assert clauses.governing_verb(_at(tokens, "hope")) == -1


def test_reporting_verb_is_the_main_verb(flat: Flat) -> None:
    tokens, clauses = flat("The pier is unsafe, engineers said.")

    assert clauses.main_head() == _at(tokens, "said")
    assert list(clauses.reported_verbs(clauses.main_head())) == [_at(tokens, "is")]


def test_reported_clause_behind_that(flat: Flat) -> None:
    tokens, clauses = flat("Engineers warned that the pier was unsafe.")

    assert list(clauses.reported_verbs(clauses.main_head())) == [_at(tokens, "was")]


def test_sentence_without_a_finite_verb_has_no_main_verb(flat: Flat) -> None:
    _, clauses = flat("Storm over the northern harbour.")

    assert clauses.main_head() == -1
    assert clauses.reported_verbs(-1) == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The pier will close.", ClausePosition.MAIN),
        ("The pier which will close is old.", ClausePosition.RELATIVE),
        ("They leave if the pier will close.", ClausePosition.ADVERBIAL),
        ("Engineers said the pier will close.", ClausePosition.SAID),
    ],
)
def test_place_is_read_from_the_words_before(
    flat: Flat, text: str, place: ClausePosition
) -> None:
    tokens, clauses = flat(text)

    assert clauses.position(_at(tokens, "close")) is place


def test_scope_ends_at_a_comma(flat: Flat) -> None:
    tokens, clauses = flat("It will flood the road, the mill burns.")

    words = [tokens[i].text for i in clauses.scope(_at(tokens, "flood"))]

    assert words == ["flood", "the", "road"]


def test_modal_belongs_to_the_next_verb(flat: Flat) -> None:
    tokens, clauses = flat("It could not have been avoided.")

    head = clauses.head_of_modal(_at(tokens, "could"))

    assert clauses.is_perfect(_at(tokens, "avoided"))
    assert clauses.is_negated(_at(tokens, "have"))
    assert head > _at(tokens, "could")


def test_last_modal_belongs_to_itself(flat: Flat) -> None:
    tokens, clauses = flat("They will")

    assert clauses.head_of_modal(_at(tokens, "will")) == _at(tokens, "will")


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("They hope to leave soon.", True),
        ("They hope still to leave.", True),
        ("They hope for the best.", False),
        ("They hope", False),
    ],
)
def test_infinitive_follows_its_verb(flat: Flat, text: str, *, there: bool) -> None:
    tokens, clauses = flat(text)

    assert clauses.governs_infinitive(_at(tokens, "hope")) is there


def test_clause_with_that_is_clausal(flat: Flat) -> None:
    tokens, clauses = flat("They hope that it rains.")

    assert clauses.governs_clause(_at(tokens, "hope"))
