from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str | None, list[str]]]]


@pytest.mark.parametrize(
    "text",
    [
        "« Le pont tient bon », a déclaré Marc Aubin.",
        "«\u202fLe pont tient bon\u202f», a déclaré Marc Aubin.",
        "“Le pont tient bon”, a déclaré Marc Aubin.",
        '"Le pont tient bon", a déclaré Marc Aubin.',
        "« Le pont tient bon », déclare Marc Aubin.",
        "« Le pont tient bon », a ensuite déclaré mardi à la presse Marc Aubin.",
        "Marc Aubin a déclaré : « Le pont tient bon ».",
        "« Le pont tient bon », a fait remarquer Marc Aubin.",
        "« Le pont tient bon », a réagi sur X le maire, Marc Aubin.",
        "« Le pont tient bon », admet, dans un entretien, Marc Aubin.",
        "Marc Aubin l'a encore déclaré hier : « Le pont tient bon ».",
        "Selon Marc Aubin, maire de Brenne : « Le pont tient bon ».",
        "— Le pont tient bon, déclare Marc Aubin.",
    ],
)
def test_quotation_has_the_speaker_beside_it(said: Said, text: str) -> None:
    assert said(text) == [("Marc Aubin", ["Le pont tient bon"])]


def test_exclamation_ends_no_sentence_before_its_speaker(said: Said) -> None:
    text = "« Quelle honte pour nous ! », s'indigne Marc Aubin."

    assert said(text) == [("Marc Aubin", ["Quelle honte pour nous !"])]


def test_comment_inside_the_marks_parts_the_words(said: Said) -> None:
    text = "« Le sol est mou, explique Marc Aubin. Rien ne tient dessus. »"

    assert said(text) == [("Marc Aubin", ["Le sol est mou", "Rien ne tient dessus."])]


def test_name_behind_a_title_is_no_part_of_the_words(said: Said) -> None:
    text = (
        "« Si rien ne change, a dit la maire de Brenne, Lucie Tardy, "
        "la digue lâchera cet hiver. »"
    )

    assert said(text) == [
        ("Lucie Tardy", ["Si rien ne change", "la digue lâchera cet hiver."])
    ]


def test_quotation_goes_on_behind_its_speaker(said: Said) -> None:
    text = "« Nous partirons », promet Karl Vester, « et personne ne reviendra. »"

    assert said(text) == [
        ("Karl Vester", ["Nous partirons", "et personne ne reviendra."])
    ]


def test_next_quotation_without_a_verb_has_the_same_speaker(said: Said) -> None:
    text = "« Le pont tient bon », a dit Marc Aubin. « Personne ne doit avoir peur. »"

    assert said(text) == [
        ("Marc Aubin", ["Le pont tient bon", "Personne ne doit avoir peur."])
    ]


@pytest.mark.parametrize("read", ["tagged"], indirect=True)
def test_verb_of_another_kind_before_a_colon_gives_the_speaker(said: Said) -> None:
    text = "Marc Aubin lève les bras : « Tout est fini pour nous. »"

    assert said(text) == [("Marc Aubin", ["Tout est fini pour nous."])]


def test_infinitive_before_a_colon_has_the_speaker_before_it(said: Said) -> None:
    text = (
        "« Le pont tient bon », a dit Marc Aubin, avant d'ajouter : "
        "« La digue aussi tient bon. »"
    )

    assert said(text) == [
        ("Marc Aubin", ["Le pont tient bon"]),
        ("Marc Aubin", ["La digue aussi tient bon."]),
    ]


def test_words_in_marks_inside_a_report_stay_with_it(said: Said) -> None:
    text = "Lucie Tardy estime que le préfet « joue avec le feu »."

    assert said(text) == [("Lucie Tardy", ["le préfet « joue avec le feu »"])]


@pytest.mark.parametrize(
    "text",
    [
        "Il a lu « Guerre et paix » pendant tout l'hiver.",
        "Le film « Rouge » sort mercredi dans vingt salles.",
    ],
)
def test_title_of_a_work_is_no_speech(said: Said, text: str) -> None:
    assert said(text) == []


def test_verb_before_who_is_addressed_finds_the_subject_behind(said: Said) -> None:
    text = "« L'eau monte encore », a dit à l'agence Ventis une habitante du quai."

    assert said(text) == [("habitante du quai", ["L'eau monte encore"])]
