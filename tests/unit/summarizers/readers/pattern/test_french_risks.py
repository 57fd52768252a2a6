from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from summarizers.model import RiskBasis
from summarizers.readers.reader import Findings

Read = Callable[..., Findings]


@pytest.mark.parametrize(
    "text",
    [
        "La digue pourrait céder cet hiver.",
        "Le port devrait fermer ses quais.",
        "Une pénurie d'eau menace de durer.",
        "La grève risque d'entraîner des pertes.",
        "Le conseil prévoit de voter la loi lundi.",
        "La cour doit rendre son arrêt vendredi.",
        "Le port va supprimer cent emplois.",
        "Les vannes seront fermées le 20 mars.",
        "Un décret est attendu d'ici la fin du mois.",
        "Les marins craignent que la digue cède.",
        "Le syndicat appelle à manifester samedi.",
    ],
)
def test_what_may_come_is_a_risk(read: Read, text: str) -> None:
    assert [risk.span.text for risk in read(text).risks] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "La digue a cédé en janvier.",
        "La grève avait duré dix jours.",
        "Le port devait ouvrir en 2019.",
        "La digue aurait pu céder en 2019.",
        "La loi entra en vigueur lundi dernier.",
        "Le pont est vieux.",
        "La digue va-t-elle céder cet hiver ?",
        "Une tempête a frappé la côte.",
        "Le maire se montra prudent.",
    ],
)
def test_what_is_over_or_asked_is_none(read: Read, text: str) -> None:
    assert read(text).risks == ()


def test_hazard_is_told_beside_the_look_ahead(read: Read) -> None:
    risk = read("Une inondation pourrait couper la route.").risks[0]

    assert risk.basis == (RiskBasis.FORWARD, RiskBasis.HAZARD)


def test_date_is_the_nearest_to_come(read: Read) -> None:
    risk = read("Après l'échec de 2019, la cour doit trancher vendredi.").risks[0]

    assert risk.when is not None
    assert risk.when.span.text == "vendredi"
    assert str(risk.when.first) == "2026-03-06"


@pytest.mark.parametrize(
    ("read_on", "texts"),
    [
        (None, []),
        (date(2029, 1, 1), ["Le port fermera en 2030."]),
        (date(2031, 1, 1), []),
    ],
)
def test_undated_article_shows_what_is_ahead_of_its_reader(
    read: Read, read_on: date | None, texts: list[str]
) -> None:
    text = "Le port fermera en 2030."

    found = read(text, published=None, read_on=read_on)

    assert [risk.span.text for risk in found.risks] == texts


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("Le conseil doit voter vendredi.", True),
        ("Le pont devrait ouvrir début 2030.", False),
    ],
)
def test_part_of_a_year_is_a_vague_date(read: Read, text: str, *, exact: bool) -> None:
    when = read(text).risks[0].when

    assert when is not None
    assert when.exact is exact


def test_day_of_the_statement_is_no_date_of_the_risk(read: Read) -> None:
    text = "Le quai fermera en juin, a annoncé mardi la préfecture."
    risk = read(text).risks[0]

    assert risk.when is not None
    assert risk.when.span.text == "juin"


def test_speaker_is_that_of_the_words(read: Read) -> None:
    risk = read("« La digue pourrait céder », prévient Lucie Tardy.").risks[0]

    assert risk.speaker == "Lucie Tardy"


def test_surer_risks_come_first(read: Read) -> None:
    text = (
        "Le port devrait fermer ses quais. Une crue risque de détruire la digue lundi."
    )
    risks = read(text).risks

    assert [risk.span.text[:8] for risk in risks] == ["Une crue", "Le port "]
    assert risks[0].score > risks[1].score
