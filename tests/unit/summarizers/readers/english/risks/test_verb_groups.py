from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizers.readers.english.risks.clauses import ClauseTense
from summarizers.readers.english.risks.clauses_window import read_groups
from summarizers.readers.parse import Parse, Token, Tokens

Read = Callable[[str], Parse]


def _groups(parse: Read, text: str) -> list[tuple[str, ClauseTense]]:
    tokens = parse(text).tokens
    groups = read_groups(tokens, 0, len(tokens))
    return [(tokens[i].text, tense) for i, tense in groups.items()]


@pytest.mark.parametrize(
    ("text", "verb", "tense"),
    [
        ("They left.", "left", ClauseTense.PAST),
        ("They have left.", "left", ClauseTense.PERFECT),
        ("They had already left.", "left", ClauseTense.PAST_PERFECT),
        ("They did not leave.", "leave", ClauseTense.PAST),
        ("They were told.", "told", ClauseTense.PAST),
        ("They are told.", "told", ClauseTense.PRESENT),
        ("They are leaving.", "leaving", ClauseTense.PROGRESSIVE),
        ("They may have left.", "left", ClauseTense.MODAL),
        ("They cannot be told.", "told", ClauseTense.MODAL),
        ("Will they ever return?", "return", ClauseTense.MODAL),
        ("They want to be told.", "told", ClauseTense.INFINITIVE),
        ("They have been hidden.", "hidden", ClauseTense.PERFECT),
        ("They were being moved.", "moved", ClauseTense.PAST),
    ],
)
def test_group_ends_in_its_verb(
    parse: Read, text: str, verb: str, tense: ClauseTense
) -> None:
    assert (verb, tense) in _groups(parse, text)


@pytest.mark.parametrize(
    ("text", "verb", "tense"),
    [
        ("The pier is old.", "is", ClauseTense.PRESENT),
        ("The pier was the oldest.", "was", ClauseTense.PAST),
        ("They have two boats.", "have", ClauseTense.PRESENT),
        ("They had two boats.", "had", ClauseTense.PAST),
        ("The pier will be safe.", "be", ClauseTense.MODAL),
        ("It has", "has", ClauseTense.PRESENT),
    ],
)
def test_auxiliary_without_a_verb_is_the_verb(
    parse: Read, text: str, verb: str, tense: ClauseTense
) -> None:
    assert (verb, tense) in _groups(parse, text)


def test_auxiliaries_with_a_verb_are_no_verbs(parse: Read) -> None:
    words = [word for word, _ in _groups(parse, "They had been told to have left.")]

    assert words == ["told", "left"]


def test_group_does_not_reach_into_the_next_clause(parse: Read) -> None:
    groups = _groups(parse, "They may, he said, stay.")

    assert ("said", ClauseTense.PAST) in groups


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The northern harbours of Lenna.", "harbours"),
        ("Waves and winds.", "Waves"),
        ("He walked to houses near the pier.", "houses"),
    ],
)
def test_plural_nouns_are_no_verbs(parse: Read, text: str, word: str) -> None:
    assert word not in dict(_groups(parse, text))


def test_verb_between_a_name_and_an_object_is_present(parse: Read) -> None:
    groups = _groups(parse, "Mayor Ivo Kersten opens the fair.")

    assert groups == [("opens", ClauseTense.PRESENT)]


def test_possessive_is_no_auxiliary() -> None:
    words = (("Lenna", "NNP"), ("'s", "POS"), ("moved", "VBD"))
    tokens = [
        Token(i, i, w, w.lower(), tag, "", -1, 0) for i, (w, tag) in enumerate(words)
    ]

    assert read_groups(Tokens.of(tokens), 0, 3) == {2: ClauseTense.PAST}


def test_stretch_without_words_has_no_groups() -> None:
    assert read_groups(Tokens.of(()), 0, 0) == {}
