from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str | None, list[str]]]]


def speakers(said: Said, text: str) -> list[str | None]:
    return [who for who, _ in said(text)]


@pytest.mark.parametrize(
    ("verb", "speaker"), [("a-t-elle", "Lucie Tardy"), ("a-t-il", "Marc Aubin")]
)
def test_pronoun_means_who_has_its_gender(said: Said, verb: str, speaker: str) -> None:
    text = (
        "Lucie Tardy a reçu le préfet Marc Aubin. "
        f"« La digue tient bon », {verb} déclaré."
    )

    assert speakers(said, text) == [speaker]


@pytest.mark.parametrize(
    ("title", "pronoun"),
    [("M.", "Il"), ("Mme", "Elle"), ("La préfète", "Elle"), ("Le préfet", "Il")],
)
def test_title_tells_the_gender_of_an_unknown_name(
    said: Said, title: str, pronoun: str
) -> None:
    text = f"{title} Ozgul est venu. {pronoun} affirme que la digue tient."

    assert speakers(said, text) == ["Ozgul"]


def test_pronoun_may_mean_a_body(said: Said) -> None:
    text = (
        "L'Agence du littoral (ADL) a publié ses cartes. Elle prévient que l'eau monte."
    )

    assert speakers(said, text) == ["Agence du littoral"]


def test_plural_pronoun_means_several(said: Said) -> None:
    text = (
        "Les pêcheurs affirment que l'eau monte. « Nous avons tout perdu », disent-ils."
    )

    assert speakers(said, text) == ["pêcheurs", "pêcheurs"]


def test_pronoun_behind_selon_is_resolved(said: Said) -> None:
    text = "Lucie Tardy est venue. Selon elle, la digue tient."

    assert speakers(said, text) == ["Lucie Tardy"]


def test_role_alone_means_its_bearer(said: Said) -> None:
    text = (
        "Le ministre des Ports, Marc Aubin, est venu. "
        "Le ministre a dit que la digue tient."
    )

    assert speakers(said, text) == ["Marc Aubin"]


def test_possessive_role_means_the_name_beside_it(said: Said) -> None:
    text = "Sa directrice, Lucie Tardy, affirme que la digue tient."

    assert speakers(said, text) == ["Lucie Tardy"]


def test_acronym_means_the_body_that_it_was_given_to(said: Said) -> None:
    text = "L'Union des marins (UDM) se réunit. Selon l'UDM, la digue tient bon."

    assert speakers(said, text) == ["Union des marins"]


def test_short_name_means_the_full_one(said: Said) -> None:
    text = "Lucie Tardy est venue. Mme Tardy a dit que la digue tient."

    assert speakers(said, text) == ["Lucie Tardy"]


def test_speaker_for_a_body_is_not_the_body(said: Said) -> None:
    text = "Une porte-parole de Vellac a dit que la digue tient."

    assert speakers(said, text) == ["porte-parole de Vellac"]


def test_pronoun_without_anybody_stays_open(said: Said) -> None:
    assert speakers(said, "Elle affirme que la digue tient.") == [None]


def test_pronoun_means_the_person_whose_gender_is_told(said: Said) -> None:
    text = (
        "Interrogée sur Radio Brenne, Mme Tardy a souri. "
        "« Je suis prête à partir », a-t-elle glissé."
    )

    assert speakers(said, text) == ["Tardy"]


def test_general_with_two_titles_speaks_under_the_longer(said: Said) -> None:
    text = "Le chef d'état-major, le général Aubin, a dit que la digue tient."

    assert speakers(said, text) == ["Aubin"]
