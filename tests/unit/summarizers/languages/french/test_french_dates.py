from __future__ import annotations

from datetime import date

import pytest

from summarizers.languages.date_frames import Outlook
from summarizers.languages.french.date_phrases import find_dates

WEDNESDAY = date(2026, 3, 4)


def days(text: str, outlook: Outlook = Outlook.AHEAD) -> list[tuple[str, str, str]]:
    return [
        (text[found.start : found.end], str(found.days.first), str(found.days.last))
        for found in find_dates(text, WEDNESDAY, outlook)
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("le 3 mai 2027", "2027-05-03", "2027-05-03"),
        ("le jeudi 5 mars", "2026-03-05", "2026-03-05"),
        ("le 1er décembre", "2026-12-01", "2026-12-01"),
        ("le 2 janvier", "2027-01-02", "2027-01-02"),
        ("vendredi", "2026-03-06", "2026-03-06"),
        ("Noël", "2026-12-25", "2026-12-25"),
        ("Noël 2027", "2027-12-25", "2027-12-25"),
        ("au premier semestre", "2026-01-01", "2026-06-30"),
        ("au second semestre 2027", "2027-07-01", "2027-12-31"),
        ("ce week-end", "2026-03-07", "2026-03-08"),
        ("le week-end prochain", "2026-03-14", "2026-03-15"),
        ("en début d'année prochaine", "2027-01-01", "2027-04-30"),
        ("en fin de semaine", "2026-03-06", "2026-03-08"),
        ("du 12 au 15 mars", "2026-03-12", "2026-03-15"),
        ("entre le 3 et le 8 avril", "2026-04-03", "2026-04-08"),
        ("à l'horizon 2040", "2040-01-01", "2040-12-31"),
        ("sous quinze jours", "2026-03-18", "2026-03-18"),
        ("lundi prochain", "2026-03-09", "2026-03-09"),
        ("jeudi prochain", "2026-03-12", "2026-03-12"),
        ("lundi dernier", "2026-03-02", "2026-03-02"),
        ("demain", "2026-03-05", "2026-03-05"),
        ("après-demain", "2026-03-06", "2026-03-06"),
        ("aujourd’hui", "2026-03-04", "2026-03-04"),
        ("la semaine prochaine", "2026-03-09", "2026-03-15"),
        ("le mois prochain", "2026-04-01", "2026-04-30"),
        ("l'année prochaine", "2027-01-01", "2027-12-31"),
        ("l’an dernier", "2025-01-01", "2025-12-31"),
        ("cette semaine", "2026-03-02", "2026-03-08"),
        ("au mois de juin", "2026-06-01", "2026-06-30"),
        ("fin avril", "2026-04-21", "2026-04-30"),
        ("juin 2027", "2027-06-01", "2027-06-30"),
        ("au printemps 2027", "2027-03-01", "2027-05-31"),
        ("à l'automne", "2026-09-01", "2026-11-30"),
        ("au troisième trimestre", "2026-07-01", "2026-09-30"),
        ("en 2031", "2031-01-01", "2031-12-31"),
        ("fin 2027", "2027-12-01", "2027-12-31"),
        ("dans dix jours", "2026-03-14", "2026-03-14"),
        ("dans quinze jours", "2026-03-18", "2026-03-18"),
        ("dans trois semaines", "2026-03-23", "2026-03-29"),
        ("il y a deux ans", "2024-01-01", "2024-12-31"),
        ("dans la nuit de vendredi à samedi", "2026-03-06", "2026-03-07"),
    ],
)
def test_phrase_means_these_days(text: str, first: str, last: str) -> None:
    found = days(f"Tout se passe {text}.")

    assert [row[1:] for row in found] == [(first, last)]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("d'ici vendredi", "2026-03-06"),
        ("d’ici la fin de 2027", "2027-12-31"),
        ("d'ici à la fin du mois", "2026-03-31"),
        ("d'ici trois semaines", "2026-03-25"),
        ("d'ici juillet", "2026-07-31"),
        ("d'ici 2030", "2030-12-31"),
        ("d'ici au 20 mars", "2026-03-20"),
    ],
)
def test_d_ici_runs_from_now_to_the_last_day(text: str, last: str) -> None:
    assert days(f"Tout finira {text}.") == [(text, "2026-03-04", last)]


def test_outlook_places_a_weekday() -> None:
    assert days("lundi", Outlook.BACK) == [("lundi", "2026-03-02", "2026-03-02")]
    assert days("lundi", Outlook.AHEAD) == [("lundi", "2026-03-09", "2026-03-09")]


@pytest.mark.parametrize(
    "text",
    ["Un an de plus", "mardis gras", "12 345 maisons", "Augusta"],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert days(text) == []


def test_phrases_come_in_order_and_never_overlap() -> None:
    found = days("Du lundi 9 mars à juin, puis d'ici la fin de l'année.")

    assert [row[0] for row in found] == [
        "lundi 9 mars",
        "juin",
        "d'ici la fin de l'année",
    ]


def test_without_a_day_of_publication_only_full_dates_are_read() -> None:
    found = find_dates("demain ou le 3 mai 2027", None, Outlook.AHEAD)

    assert [str(one.days.first) for one in found] == ["2027-05-03"]


@pytest.mark.parametrize(
    "text", ["d'ici " * 9_000, "fin de la " * 5_000, "1" * 50_000, " " * 100_000]
)
def test_hostile_text_has_no_dates(text: str) -> None:
    assert days(text) == []
