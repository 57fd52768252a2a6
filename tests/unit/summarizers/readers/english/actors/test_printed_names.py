from __future__ import annotations

import pytest

from summarizers.readers.english.actors.printed_names import (
    NameRun,
    PrintedName,
    is_modifier,
    read_run,
)
from tests.fakes.readers import Reader


def _read(reader: Reader, text: str, words: str, **flags: bool) -> list[PrintedName]:
    """The names in the run of tokens that these words are."""
    parse = reader.parse(text)
    start = parse.layout.text.index(words)
    inside = [
        i
        for i, token in enumerate(parse.tokens)
        if start <= token.start < start + len(words)
    ]
    first, last = inside[0], inside[-1] + 1
    settings = {"sure": True, "opens": False, **flags}
    run = NameRun(first, last, first, settings["sure"], settings["opens"])
    return list(read_run(parse, run, len(parse.tokens)))


def test_run_of_words_is_one_name(reader: Reader) -> None:
    (name,) = _read(reader, "they met Anna Berg there.", "Anna Berg")

    assert (name.text, name.words) == ("Anna Berg", ("anna", "berg"))


def test_name_knows_its_characters(reader: Reader) -> None:
    text = "they met Anna Berg there."

    (name,) = _read(reader, text, "Anna Berg")

    parse = reader.parse(text)
    assert parse.layout.text[name.start : name.end] == "Anna Berg"


@pytest.mark.parametrize("words", ["Mayor", "Defense", "Vice Prime"])
def test_common_words_with_capitals_are_no_sure_name(
    reader: Reader, words: str
) -> None:
    (name,) = _read(reader, f"they met the {words} there.", words)

    assert not name.sure


@pytest.mark.parametrize("words", ["Labour Party", "Senate", "Democrats"])
def test_body_of_common_words_is_a_sure_name(reader: Reader, words: str) -> None:
    (name,) = _read(reader, f"they met the {words} there.", words)

    assert name.sure


def test_group_that_opens_a_sentence_is_no_sure_name(reader: Reader) -> None:
    (name,) = _read(reader, "Police closed the pier.", "Police", opens=True)

    assert not name.sure


def test_doubtful_run_stays_doubtful(reader: Reader) -> None:
    (name,) = _read(reader, "they met Anna Berg there.", "Anna Berg", sure=False)

    assert not name.sure


@pytest.mark.parametrize("words", ["X", "Internet", "Mr", "Polish", "French"])
def test_run_without_an_actor_has_no_name(reader: Reader, words: str) -> None:
    found = _read(reader, f"they met the {words} ferry there.", words)

    assert found == []


@pytest.mark.parametrize(
    ("text", "words", "state"),
    [
        ("they met the Polish government there.", "Polish", "Poland"),
        ("they met the South Korean government there.", "South Korean", "South Korea"),
        ("they met the Russian leadership there.", "Russian", "Russia"),
        ("they met the Poland government there.", "Poland", "Poland"),
        ("they left Poland there.", "Poland", "Poland"),
        ("they left the U.S. there.", "U.S.", "United States"),
    ],
)
def test_state_is_known(reader: Reader, text: str, words: str, state: str) -> None:
    (name,) = _read(reader, text, words)

    assert name.state == state


def test_government_of_a_people_without_a_state_is_nobody(reader: Reader) -> None:
    found = _read(reader, "they met the Kurdish government there.", "Kurdish")

    assert found == []


def test_person_has_no_state(reader: Reader) -> None:
    (name,) = _read(reader, "they met Anna Berg there.", "Anna Berg")

    assert name.state == ""


def test_people_that_is_no_adjective_is_a_name(reader: Reader) -> None:
    (name,) = _read(reader, "they met the Norwegians there.", "Norwegians")

    assert name.text == "Norwegians"


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("Norway-Poland", ["Norway", "Poland"]),
        ("Oslo-Norway", ["Oslo", "Norway"]),
        ("Yu-fen", ["Yu-fen"]),
        ("London-based", []),
        ("Orsa-like", []),
    ],
)
def test_hyphenated_token_is_read_by_its_parts(
    fast: Reader, word: str, names: list[str]
) -> None:
    found = _read(fast, f"they met the {word} crew there.", word)

    assert [name.text for name in found] == names


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("a pro-Norway crew", "Norway", True),
        ("a London-based crew", "London", True),
        ("a London-trained crew", "London", True),
        ("a Norway-Poland crew", "Norway", False),
        ("a London crew", "London", False),
        ("a crew - Norway left", "Norway", False),
    ],
)
def test_word_glued_to_a_hyphen_modifies(
    spacy: Reader, text: str, word: str, *, expected: bool
) -> None:
    tokens = spacy.parse(f"they met {text} there.").tokens
    at = next(i for i, token in enumerate(tokens) if token.text == word)

    assert is_modifier(tokens, at, len(tokens)) is expected
