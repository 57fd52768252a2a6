from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizers.model import Actor
from summarizers.readers.reader import Findings

Read = Callable[[str], Findings]


def actor(read: Read, text: str, name: str) -> Actor:
    found = {one.name: one for one in read(text).actors}
    assert name in found, list(found)
    return found[name]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Le préfet Marc Aubin est venu.", "préfet"),
        ("L'ancien ministre Marc Aubin est venu.", "ancien ministre"),
        ("Le Premier ministre, Marc Aubin, est venu.", "Premier ministre"),
        ("Le ministre de la Santé Marc Aubin est venu.", "ministre de la Santé"),
        ("Marc Aubin, directeur du port, est venu.", "directeur du port"),
        ("Marc Aubin, le maire de Brenne, est venu.", "maire de Brenne"),
        ("Le maire de Brenne, Marc Aubin, est venu.", "maire de Brenne"),
        ("Leur émissaire, le Norvien Marc Aubin, est venu.", "émissaire"),
        ("M. Marc Aubin est venu.", None),
        ("Le chef d'état-major, le général Marc Aubin, dort.", "chef d'état-major"),
        ("À Brenne, le maire Marc Aubin est venu.", "maire"),
    ],
)
def test_role_is_what_the_text_says(read: Read, text: str, role: str | None) -> None:
    found = actor(read, text, "Marc Aubin")

    assert found.kind == "person"
    assert (None if found.role is None else found.role.text) == role


def test_longer_role_behind_a_name_is_kept(read: Read) -> None:
    text = "La docteure Lucie Tardy, cheffe du service, est venue."
    role = actor(read, text, "Lucie Tardy").role

    assert role is not None
    assert role.text == "cheffe du service"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("La société Vellac ferme.", "Vellac", "org"),
        ("L'Union des marins de Brenne proteste.", "Union des marins de Brenne", "org"),
        ("Les Nations unies (ONU) suivent le dossier.", "Nations unies", "org"),
        ("Hier, le Sénégal a gagné.", "Sénégal", "country"),
        ("Le train roule vers Toulouse.", "Toulouse", "place"),
        ("Le quotidien L'Horizon a paru.", "L'Horizon", "org"),
    ],
)
def test_kind_is_told_by_the_words_around(
    read: Read, text: str, name: str, kind: str
) -> None:
    assert actor(read, text, name).kind == kind


def test_acronym_in_brackets_is_an_alias(read: Read) -> None:
    found = actor(read, "L'Agence du littoral (ADL) parle. L'ADL agit.",
                  "Agence du littoral")  # fmt: skip

    assert "ADL" in found.aliases
    assert len([m for m in found.mentions if m.span.text == "ADL"]) == 2


def test_surname_and_full_name_are_one_actor(read: Read) -> None:
    found = read("Lucie Tardy est venue. Mme Tardy est repartie.").actors

    assert [one.name for one in found] == ["Lucie Tardy"]
    assert len(found[0].mentions) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Demain, tout ira mieux. Personne ne part.",
        "La tempête Odalie arrive.",
        "Rentrez chez vous.",
        "Contacté hier, le groupe se tait.",
        "En mars, il pleut. Lundi aussi.",
    ],
)
def test_capital_alone_makes_no_actor(read: Read, text: str) -> None:
    assert read(text).actors == ()


def test_field_of_an_office_is_no_actor(read: Read) -> None:
    text = "Le ministre de l'Intérieur est venu avec Marc Aubin."

    assert [one.name for one in read(text).actors] == ["Marc Aubin"]


def test_resolved_pronoun_is_a_mention(read: Read) -> None:
    text = "Lucie Tardy est venue. Elle affirme que la digue tient."
    mentions = actor(read, text, "Lucie Tardy").mentions

    assert [(m.span.text, m.pronoun) for m in mentions] == [
        ("Lucie Tardy", False),
        ("Elle", True),
    ]


def test_place_that_speaks_acts_as_a_government(read: Read) -> None:
    text = "« Nous sommes prêts à partir », a répliqué Londres."

    assert actor(read, text, "Londres").kind == "country"
