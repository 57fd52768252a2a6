from __future__ import annotations

import pytest

from summarizers.readers.english.actors import word_lists


@pytest.mark.parametrize(
    "table",
    ["SEATS", "DEMONYMS"],
)
def test_every_state_meant_is_a_known_state(table: str) -> None:
    known = set(word_lists.COUNTRIES.values())

    meant = set(getattr(word_lists, table).values()) - {""}

    assert meant <= known


@pytest.mark.parametrize(
    "table",
    [
        "COUNTRIES",
        "DEMONYMS",
        "FIRST_NAMES",
        "HONORIFICS",
        "ROLES",
        "ORG_WORDS",
        "SEATS",
        "ORG_NOUNS",
        "OPENERS",
        "SHORT_TITLES",
    ],
)
def test_entries_are_in_lower_case(table: str) -> None:
    entries = list(getattr(word_lists, table))

    assert [entry for entry in entries if entry != entry.lower()] == []


def test_genders_are_two_or_open() -> None:
    genders = {*word_lists.FIRST_NAMES.values(), *word_lists.HONORIFICS.values()}

    assert genders | set(word_lists.ROLE_GENDERS.values()) == {"m", "f", ""}


def test_short_titles_stand_for_known_roles() -> None:
    assert set(word_lists.SHORT_TITLES.values()) <= word_lists.ROLES.keys()


def test_sorts_of_bodies_are_few() -> None:
    sorts = {sort.partition("/")[0] for sort in word_lists.ORG_NOUNS.values()}

    assert sorts == {"state", "gov", "firm", "press", "body"}


@pytest.mark.parametrize(
    ("word", "noun"),
    [
        ("co-author", "co-author"),
        ("player-manager", "manager"),
        ("mayor", "mayor"),
        ("ferry", "ferry"),
    ],
)
def test_role_noun_may_be_glued_to_others(word: str, noun: str) -> None:
    assert word_lists.role_noun(word) == noun


@pytest.mark.parametrize("word", ["president", "mr", "gen.", "spokesman", "judge"])
def test_titles_are_addresses(word: str) -> None:
    assert word in word_lists.ADDRESSED


@pytest.mark.parametrize("word", ["star", "man", "victim", "member", "model"])
def test_plain_nouns_are_no_addresses(word: str) -> None:
    assert word not in word_lists.ADDRESSED


def test_acronyms_are_written_out_in_words() -> None:
    assert word_lists.ACRONYMS["u.s."] == ("united", "states")
