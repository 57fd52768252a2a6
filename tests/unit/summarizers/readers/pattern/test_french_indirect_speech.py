from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str | None, list[str]]]]


@pytest.mark.parametrize(
    "text",
    [
        "Lucie Tardy a affirmé que la digue tient.",
        "Lucie Tardy affirme que la digue tient.",
        "Lucie Tardy a également affirmé jeudi devant les élus que la digue tient.",
        "Mme Lucie Tardy a fait savoir que la digue tient.",
        "Lucie Tardy a laissé entendre que la digue tient.",
        "Lucie Tardy a prévenu : la digue tient.",
        "Lucie Tardy assure que « la digue tient ».",
        "La digue tient, a affirmé Lucie Tardy.",
        "La digue tient, affirme Lucie Tardy.",
        "Selon Lucie Tardy, la digue tient.",
        "D’après Lucie Tardy, maire de Brenne, la digue tient.",
        "La digue tient, selon Lucie Tardy.",
        "Pour l'ingénieure Lucie Tardy, la digue tient.",
        "Mercredi, la maire, Lucie Tardy, a affirmé que la digue tient.",
        "Lucie Tardy, 54 ans, maire de Brenne, affirme que la digue tient.",
        "Quant à Lucie Tardy, elle croit que la digue tient.",
    ],
)
def test_reported_clause_has_its_speaker(said: Said, text: str) -> None:
    found = [(who, [part.lower() for part in parts]) for who, parts in said(text)]

    assert found == [("Lucie Tardy", ["la digue tient"])]


def test_elided_que_opens_a_clause(said: Said) -> None:
    text = "Lucie Tardy a précisé qu’aucun agent ne partira."

    assert said(text) == [("Lucie Tardy", ["aucun agent ne partira"])]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("La mairie assure ne pas avoir payé.", "ne pas avoir payé"),
        ("La mairie dément avoir payé une rançon.", "avoir payé une rançon"),
        ("La mairie a promis de payer la digue.", "de payer la digue"),
        ("La mairie accuse l'État d'avoir menti.", "d'avoir menti"),
        ("La mairie recommande de se laver les mains.", "de se laver les mains"),
    ],
)
def test_infinitive_is_reported_too(said: Said, text: str, words: str) -> None:
    assert said(text) == [("mairie", [words])]


@pytest.mark.parametrize("text", ["La digue tient, a déclaré,", "Oui, a affirmé,"])
def test_a_text_that_ends_with_the_verb_and_a_comma_says_nothing(
    said: Said, text: str
) -> None:
    assert said(text) == []


def test_gerund_has_the_subject_of_the_verb_before(said: Said) -> None:
    text = "Lucie Tardy a dit que l'eau monte, en ajoutant que la digue tient."

    assert ("Lucie Tardy", ["la digue tient"]) in said(text)


def test_clause_ends_where_somebody_else_speaks(said: Said) -> None:
    text = "Lucie Tardy assure que la digue tient, mais les voisins partent."

    assert said(text) == [("Lucie Tardy", ["la digue tient"])]


@pytest.mark.parametrize(
    "text",
    [
        "Il faut dire que la nuit était froide.",
        "Personne ne dit que la digue tient.",
        "On dit que la digue tient.",
        "La maire a déclaré la guerre au bruit, tandis que la ville dort.",
        "L'annonce de la fermeture a surpris la ville.",
        "La maire de Brenne, Lucie Tardy, a annoncé la fermeture du pont.",
        "La digue tient selon que le vent souffle du nord ou non.",
    ],
)
def test_what_nobody_said_is_no_claim(said: Said, text: str) -> None:
    assert said(text) == []


def test_verb_inside_reported_words_is_no_claim_of_its_own(said: Said) -> None:
    text = "Lucie Tardy raconte que le préfet a dit que la digue tient."

    assert [who for who, _ in said(text)] == ["Lucie Tardy"]
