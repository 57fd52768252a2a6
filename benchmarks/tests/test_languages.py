from __future__ import annotations

from datetime import date

import pytest

from benchmarks.languages import errors, reader_of
from summarizers.model import Article
from tests.fakes.annotated import (
    Annotated,
    GoldActor,
    GoldClaim,
    GoldRisk,
    figures,
    read,
)

TEXT = (
    "La maire Odile Ferrand a dit que la digue tenait bon. "
    "Le conseil doit se prononcer vendredi."
)
RIGHT = GoldClaim("Odile Ferrand", "la digue tenait bon")


def article(
    claim: GoldClaim = RIGHT, role: str = "maire", day: str = "2026-03-06"
) -> Annotated:
    return Annotated(
        name="digue",
        article=Article(TEXT, published=date(2026, 3, 4), lang="fr"),
        held_out=False,
        claims=(claim,),
        actors=(GoldActor("Odile Ferrand", "person", role),),
        risks=(GoldRisk("Le conseil doit", (day, day)),),
    )


def test_what_is_right_counts_fully() -> None:
    found = figures(read(reader_of("fr", "fast"), [article()]))

    shares = (found.content_f1, found.speaker_f1, found.actors, found.risks, found.days)
    assert shares == (1.0, 1.0, 1.0, 1.0, 1.0)
    assert "1 articles, 1 claims: words 1.000" in found.told()


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (article(), []),
        (
            article(GoldClaim("Théo Nadal", RIGHT.words)),
            ["claim  Théo Nadal: la digue"],
        ),
        (
            article(GoldClaim("Odile Ferrand", "le vent tourne")),
            ["claim  Odile Ferrand: le vent tourne  |  -", "claim  -  |  Odile"],
        ),
        (article(role="préfète"), ["actor  Odile Ferrand, person, préfète"]),
        (article(day="2026-03-07"), ["risk   Le conseil doit: ('2026-03-07'"]),
    ],
)
def test_each_mistake_is_listed(one: Annotated, told: list[str]) -> None:
    [(_, findings)] = read(reader_of("fr", "fast"), [one])

    listed = list(errors(one, findings))

    assert len(listed) == len(told)
    assert all(line.startswith(start) for line, start in zip(listed, told, strict=True))
