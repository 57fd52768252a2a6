from __future__ import annotations

import pytest

from bot.core.text.topics.normalize import make_search_text
from bot.core.text.topics.terms import TermIndex, make_term


def stands(term: str, text: str) -> bool:
    """Whether the term stands in the text."""
    return bool(TermIndex([make_term(term)]).matches(make_search_text("", text)))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("tugboat", "Two TUGBOATS left."),
        ("tugboats", "One tugboat left."),
        ("ferry", "the ferries"),
        ("ferries", "a ferry"),
        ("church", "old churches"),
        ("boxes", "a box"),
        ("glass", "broken glasses"),
        ("fisherman", "Fishermen say"),
        ("Norvia", "Norvia's ports"),
        ("Norvia", "Norvia’s ports"),
        ("workers", "the workers' demands"),
        ("Norvian", "Norvians vote"),
        ("USP", "several USPs"),
        ("news", "No news yet"),
        ("bateau", "trois bateaux"),
        ("bateaux", "un bateau"),
        ("hôpital", "les hôpitaux"),
        ("journaux", "un journal"),
        ("jeu", "les jeux"),
        ("grève", "les grèves"),
        ("grève", "l'appel à la grève d'hier"),
        ("eau", "l'eau et l’air"),
    ],
)
def test_plural_and_possessive_forms_count(term: str, text: str) -> None:
    assert stands(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("port", "a report"),
        ("port", "the porter"),
        ("news", "a new ship"),
        ("beaux", "Jessica Beal"),
        ("Beau", "les beaux jours"),
        ("customs", "an old custom"),
        ("Wales", "a wale"),
        ("bus", "busy"),
        ("boss", "bos"),
        ("Port Ellen", "the port. Later Ellen left"),
        ("Port Ellen", "Port and Ellen"),
        ("Port Ellen", "Port — Ellen"),
    ],
)
def test_parts_and_other_words_do_not_count(term: str, text: str) -> None:
    assert not stands(term, text)


@pytest.mark.parametrize(
    ("term", "text", "is_there"),
    [
        ("norvia", "NORVIA", True),
        ("Norvia", "norvia", True),
        ("US", "the US says", True),
        ("US", "tell us", False),
        ("US", "the U.S. says", True),
        ("U.S.", "the US says", True),
        ("HarbourNet", "HARBOURNET", True),
        ("HarbourNet", "harbournet", False),
        ("US ferries", "US Ferry", True),
        ("US ferries", "us ferries", False),
        ("X", "x marks it", False),
    ],
)
def test_capitals_count_only_where_they_make_a_name(
    term: str, text: str, *, is_there: bool
) -> None:
    assert stands(term, text) is is_there


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("long range", "a long-range radar"),
        ("long-range", "a long range radar"),
        ("cease-fire", "a ceasefire"),
        ("Port Ellen", "Port\nEllen"),
        ("Port Ellen", "Port\u00a0Ellen"),
        ("St. Orla", "St Orla"),
        ("St Orla", "St. Orla"),
        ("Ode & Sons", "Ode & Sons"),
        ("A&B", "from A&B today"),
        ("C++", "written in C++."),
        ("O'Dea", "O’Dea"),
    ],
)
def test_a_phrase_goes_across_blanks_and_hyphens(term: str, text: str) -> None:
    assert stands(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("Sao Tiro", "São Tiro"),
        ("São Tiro", "Sao Tiro"),
        ("Łorn", "Lorn"),
        ("Strasse", "Straße"),
        ("Порт", "ПОРТ"),
        ("Café", "Cafe\u0301"),
        ("ｆｅｒｒｙ", "ferry"),
    ],
)
def test_accents_make_no_difference(term: str, text: str) -> None:
    assert stands(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("港口", "新港口工程"),
        ("US", "与US合作"),
        ("港 口", "新港口"),
        ("항구", "항구는"),
        ("ท่าเรือ", "ที่ท่าเรือใหม่"),
        ("5G网", "在5G网上"),
    ],
)
def test_scripts_without_blanks_are_searched_by_parts(term: str, text: str) -> None:
    assert stands(term, text)


@pytest.mark.parametrize(
    "text", ["a" * 50_000, "a-" * 50_000, " " * 100_000, "A." * 50_000, "é" * 50_000]
)
def test_no_text_makes_the_search_stall(text: str) -> None:
    assert not stands("a-b c", text)
