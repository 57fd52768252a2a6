from __future__ import annotations

import pytest

from summarizers.model import ActorKind
from summarizers.readers.english.actors.entity_typing import TypeEvidence, judge_words
from summarizers.readers.english.actors.name_variants import (
    EntityCandidate,
    NameForm,
    key_of,
    shortens,
)
from summarizers.readers.english.actors.printed_names import PrintedName


def make_form(text: str, more: TypeEvidence | None = None) -> NameForm:
    words = tuple(text.lower().split())
    evidence = judge_words(words, text)
    evidence.add(more or TypeEvidence())
    name = PrintedName(0, len(text), text, words, 0, len(words), 0)
    return NameForm(words, key_of(words), [name], evidence, evidence.kind)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Berg", "Anna Berg"),
        ("Anna", "Anna Berg"),
        ("Anna Berg", "Anna K. Berg"),
        ("Tim Berg", "Timothy Berg"),
        ("Tim Berg", "Timothy R. Berg"),
        ("Berg", "Peter Berg Jr."),
        ("Zawiri", "Karim al-Zawiri"),
        ("Security Council", "United Nations Security Council"),
        ("Council", "UN Security Council"),
        ("US House", "United States House of Representatives"),
        ("House of Commons", "British House of Commons"),
        ("Norlinie", "Norlinie Inc."),
        ("Norlinie", "Norlinie Airline"),
        ("Norlinie", "Norlinie Motor Company"),
        ("Lenna", "Lenna Strip"),
        ("Dora", "Hurricane Dora"),
        ("US Marines", "United States Marines"),
        ("Strip", "Lenna Strip"),
        ("Archie Berg", "Archibald Berg"),
        ("Kareem Orsawi", "Karim al-Orsawi"),
        ("Muhamad Orsawi", "Mohammed Orsawi"),
    ],
)
def test_shorter_print_belongs_to_the_full_name(short: str, long: str) -> None:
    assert shortens(make_form(short), make_form(long))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Anna Berg", "Berg"),
        ("Rosa Berg", "Anna Berg"),
        ("Ivo", "Anna Berg"),
        ("New York", "New York Times"),
        ("Norway", "Bank of Norway"),
        ("France", "Air France"),
        ("United Nations", "United Nations Security Council"),
        ("NATO", "NATO Parliamentary Assembly"),
        ("House", "White House"),
        ("China", "East China"),
        ("Trade", "Ministry of Trade"),
        ("Korea", "South Korea"),
        ("Norlinie", "Norlinie Banka Slovo"),
        ("Oslo", "Oslo Wall"),
        ("Bank", "West Bank"),
        ("Mary Berg", "Mark Berg"),
        ("Daniel Berg", "Danielle Berg"),
        ("Ola Berg", "Ole Berg"),
        ("Lenna Motors", "Lunna Motors"),
    ],
)
def test_other_names_are_kept_apart(short: str, long: str) -> None:
    assert not shortens(make_form(short), make_form(long))


def test_titled_surname_is_no_short_form_of_a_body() -> None:
    short, long = (
        make_form("Lund", TypeEvidence(person=3.0)),
        make_form("Brandt & Lund"),
    )

    assert not shortens(short, long)


def test_plain_body_is_no_short_form_of_a_person() -> None:
    short, long = make_form("Berg", TypeEvidence(org=4.0)), make_form("Anna Berg")

    assert not shortens(short, long)


def test_surname_before_a_word_for_a_body_is_the_persons() -> None:
    short, long = make_form("Berg", TypeEvidence(org=3.0)), make_form("Anna Berg")

    assert shortens(short, long)


def test_figure_of_descriptions_alone_is_described() -> None:
    name = PrintedName(0, 10, "the expert", ("the", "expert"), 0, 2, 0)
    entity = EntityCandidate([], names=[name], described=[name])

    assert entity.is_described


def test_named_figure_is_not_described() -> None:
    name = PrintedName(0, 10, "the expert", ("the", "expert"), 0, 2, 0)
    full = PrintedName(20, 24, "Berg", ("berg",), 4, 5, 4)
    entity = EntityCandidate([], names=[full, name], described=[name])

    assert not entity.is_described


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("u.s.", "navy"), ("united", "states", "navy")),
        (("al-hadi",), ("hadi",)),
        (("al-",), ("al-",)),
        (("anna", "berg"), ("anna", "berg")),
    ],
)
def test_words_are_compared_in_full(words: tuple[str, ...], key: tuple[str]) -> None:
    assert key_of(words) == key


def test_more_votes_change_what_a_figure_is() -> None:
    entity = EntityCandidate([], evidence=TypeEvidence(person=1.0))

    entity.judge(TypeEvidence(org=4.0))

    assert entity.kind is ActorKind.ORG
