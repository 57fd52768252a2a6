from __future__ import annotations

import pytest

from summarizers.readers.english.actors.entity_linking import (
    initials,
    is_acronym,
    letters,
)
from summarizers.readers.english.actors.entity_typing import judge_words
from summarizers.readers.english.actors.name_variants import NameForm, key_of
from summarizers.readers.english.actors.printed_names import PrintedName
from tests.fakes.readers import Reader


def make_form(text: str) -> NameForm:
    words = tuple(text.lower().split())
    evidence = judge_words(words, text)
    name = PrintedName(0, len(text), text, words, 0, len(words), 0)
    return NameForm(words, key_of(words), [name], evidence, evidence.kind)


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("Lenna Harbour Council", "lhc"),
        ("Bank of Lenna", "bol"),
        ("Bank of Lenna", "bl"),
        ("Norlinie Gas & Electric Co.", "nge"),
        ("Lenna Anti-Noise League", "lanl"),
        ("Norway Public Utilities Commission", "puc"),
        ("Centers for Storm Control and Prevention", "csc"),
        ("Internet Corporation for Ship Names", "icsn"),
    ],
)
def test_acronym_is_made_of_the_initials(name: str, acronym: str) -> None:
    assert acronym in initials(make_form(name))


@pytest.mark.parametrize("name", ["Anna Berg", "Norlinie"])
def test_person_or_single_word_has_no_acronym(name: str) -> None:
    assert initials(make_form(name)) == set()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("LHC", True),
        ("L.H.C.", True),
        ("US", False),
        ("Lhc", False),
        ("LHC Bank", False),
    ],
)
def test_capital_letters_make_an_acronym(name: str, *, expected: bool) -> None:
    assert is_acronym(make_form(name)) is expected


def test_letters_leave_out_stops_and_signs() -> None:
    assert (letters(make_form("L.H.C.")), letters(make_form("P&E"))) == ("lhc", "pe")


def test_acronym_joins_the_name_that_comes_later(reader: Reader) -> None:
    text = "LHC closed the pier. later the Lenna Harbour Council opened it."

    names = [actor.name for actor in reader.entities(text).actors]

    assert names == ["Lenna Harbour Council"]


def test_acronym_in_brackets_joins_the_name_before_it(reader: Reader) -> None:
    text = "the Lenna Harbour Watch League (LeHa) met. later LeHa closed the pier."

    (actor,) = reader.entities(text).actors

    assert (actor.name, actor.aliases[-1]) == ("Lenna Harbour Watch League", "LeHa")


def test_word_in_brackets_that_is_no_acronym_stays_apart(reader: Reader) -> None:
    text = "the Lenna Harbour Council (Norway) met."

    names = {actor.name for actor in reader.entities(text).actors}

    assert names == {"Lenna Harbour Council", "Norway"}


def test_unexplained_acronym_is_an_actor(reader: Reader) -> None:
    names = [actor.name for actor in reader.entities("they met XQZ there.").actors]

    assert names == ["XQZ"]
