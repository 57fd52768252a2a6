from __future__ import annotations

import pytest

from summarizers.readers.english.actors.name_boundaries import find_end, is_capital
from summarizers.readers.english.actors.name_recognition import (
    cut_country,
    cut_office,
    find_given_name,
    find_name,
    find_title,
    names_role,
    take_owner,
)
from summarizers.readers.english.actors.printed_names import PrintedName
from summarizers.readers.parse import Tokens
from tests.fakes.readers import Reader


def _tokens(reader: Reader, words: str) -> tuple[Tokens, int, int]:
    """The tokens of a sentence around these words, and where the words stand."""
    parse = reader.parse(f"they met {words}, and left.")
    start = parse.layout.text.index(words)
    inside = [
        i
        for i, token in enumerate(parse.tokens)
        if start <= token.start < start + len(words)
    ]
    return parse.tokens, inside[0], inside[-1] + 1


@pytest.mark.parametrize(
    "words",
    [
        "Anna",
        "Anna Berg",
        "Anna K. Berg",
        "Anna May",
        "Tilda van den Berg",
        "Channel 4",
        "Norlinie, Inc.",
        "Peter Berg, Jr.",
        "Ministry of the Interior",
        "University of Lenna",
        "Gulf of Lenna",
        "Fund for Harbour Peace",
        "Council on Ferry Fares",
        "Ministry of Trade and Industry",
        "Ferry and Harbour Commission",
        "Lund & Berg",
        "U.S. Attorney's Office",
        "Women's League",
        "Harbour Safety and Fair Ferries Act",
        "Friends of the Lenna",
        "Reform and Justice Party",
        "Carters' Union",
    ],
)
def test_chunk_ends_with_the_name(reader: Reader, words: str) -> None:
    tokens, start, end = _tokens(reader, words)

    assert find_end(tokens, start, len(tokens)) == end


@pytest.mark.parametrize(
    ("words", "chunk"),
    [
        ("Anna Berg of Lenna", "Anna Berg"),
        ("Anna Berg and Ivo Lund", "Anna Berg"),
        ("Norway and Poland Council", "Norway"),
        ("Ministry of Trade and XQZ", "Ministry of Trade"),
        ("Ministry of Trade and President Berg", "Ministry of Trade"),
        ("Norway's Council", "Norway"),
        ("Lenna in March", "Lenna"),
        ("Lenna March 5", "Lenna"),
        ("Lenna The", "Lenna"),
        ("Norway 5", "Norway"),
        ("Lenna 2026", "Lenna"),
        ("Norlinie, Poland", "Norlinie"),
        ("Berg 41-40", "Berg"),
        ("Committee of ferries", "Committee"),
        ("Council on Friday", "Council"),
    ],
)
def test_chunk_ends_before_what_follows(reader: Reader, words: str, chunk: str) -> None:
    tokens, start, _ = _tokens(reader, words)

    end = find_end(tokens, start, len(tokens))

    assert (tokens[start].start + len(chunk)) == tokens[end - 1].end


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Berg", True), ("al-Hadi", True), ("berg", False), ("a-b", False)],
)
def test_capital_may_stand_behind_a_particle(word: str, *, expected: bool) -> None:
    assert is_capital(word) is expected


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("President Anna Berg", "Anna Berg"),
        ("Vice President Berg", "Berg"),
        ("Gen. Berg", "Berg"),
        ("Anna Berg", "Anna Berg"),
        ("General Assembly", "General Assembly"),
        ("King County", "King County"),
        ("Anna King", "Anna King"),
        ("Mr Speaker", "Speaker"),
        ("Council President Berg", "Berg"),
        ("Harbour Council Anna Berg", "Anna Berg"),
        ("Norwegian Anna Berg", "Anna Berg"),
        ("Biologist Anna Berg", "Anna Berg"),
        ("Ferry Astronaut Anna Berg", "Anna Berg"),
        ("Lenna Anna Berg", "Lenna Anna Berg"),
        ("Harbour Council Anna", "Harbour Council Anna"),
    ],
)
def test_name_starts_behind_the_title(reader: Reader, words: str, name: str) -> None:
    tokens, start, end = _tokens(reader, words)

    first = find_name(tokens, start, end)

    assert tokens[first].start == tokens[end - 1].end - len(name)


@pytest.mark.parametrize("words", ["President", "Prime Minister", "Polish President"])
def test_title_alone_has_no_name(reader: Reader, words: str) -> None:
    tokens, start, end = _tokens(reader, words)

    assert find_name(tokens, start, end) == end


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("State Anna Berg", 1),
        ("Norway Anna Berg", 1),
        ("United States Anna Berg", 2),
        ("State", 1),
        ("Lenna", 0),
        ("Lenna Council", 0),
        ("Anna Berg", 0),
    ],
)
def test_office_is_cut_off_the_name(reader: Reader, words: str, cut: int) -> None:
    tokens, start, end = _tokens(reader, words)

    assert cut_office(tokens, start, end) - start == cut


def test_state_that_is_all_is_not_cut_off(reader: Reader) -> None:
    tokens, start, end = _tokens(reader, "Norway")

    assert cut_country(tokens, start, end) == start


def test_given_name_starts_behind_a_body(reader: Reader) -> None:
    tokens, start, end = _tokens(reader, "House of Lords Anna Berg")

    assert find_given_name(tokens, start, end) - start == 3


def test_body_alone_has_no_given_name(fast: Reader) -> None:
    tokens, start, end = _tokens(fast, "House of Lords")

    assert find_given_name(tokens, start, end) == end


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("former harbour president Berg", "former harbour president"),
        ("Norlinie co-founder Berg", "Norlinie co-founder"),
        ("Norlinie editor-in-chief Berg", "Norlinie editor-in-chief"),
        ("Polish prime minister Berg", "Polish prime minister"),
    ],
)
def test_title_reaches_to_its_first_modifier(
    spacy: Reader, words: str, title: str
) -> None:
    tokens, start, end = _tokens(spacy, words)

    first = find_title(tokens, 0, end - 1)

    assert tokens[first].start == tokens[start].start + words.index(title)


@pytest.mark.parametrize("words", ["the president Berg", "of president Berg"])
def test_title_leaves_out_small_words(reader: Reader, words: str) -> None:
    tokens, start, end = _tokens(reader, words)

    assert find_title(tokens, 0, end - 1) == start + 1


def test_owner_belongs_to_the_title(reader: Reader) -> None:
    tokens, start, end = _tokens(reader, "Port Lenna's mayor Berg")

    assert take_owner(tokens, 0, end - 2) == start


def test_common_noun_is_no_owner(reader: Reader) -> None:
    tokens, start, _ = _tokens(reader, "harbour's mayor Berg")

    assert take_owner(tokens, 0, start + 2) == start + 2


@pytest.mark.parametrize(
    ("word", "expected"),
    [("mayor", True), ("co-founder", True), ("company", True), ("ferry", False)],
)
def test_word_may_name_a_role(word: str, *, expected: bool) -> None:
    assert names_role(word) is expected


def test_name_without_a_state_mark_may_be_a_state() -> None:
    name = PrintedName(0, 6, "Norway", ("norway",), 0, 1, 0)

    assert name.state == "Norway"
