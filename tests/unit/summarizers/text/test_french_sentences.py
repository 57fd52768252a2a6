from __future__ import annotations

import pytest

from summarizers.model import Article
from summarizers.text.splitting import split_text


def sentences(text: str) -> list[str]:
    return [one.text for one in split_text(Article(text=text), "fr").sentences]


@pytest.mark.parametrize(
    "text",
    [
        "M. Aubin et Mme Tardy sont venus avec le Dr. Petit.",
        "Plusieurs villes, p. ex. Brenne, ont des digues.",
        "Le n° 4, cf. Tardy, art. 12, a gagné.",
        "La digue, bâtie vers 50 av. J.-C. selon eux, tient.",
        "« Quelle honte\u202f! » s'indigne le maire.",
        "« Oui, vraiment. » a dit le maire.",
        "« Non ! », a-t-elle dit.",
    ],
)
def test_sentence_stays_whole(text: str) -> None:
    assert sentences(text) == [text]


def test_sentence_ends_behind_a_closing_mark_with_a_blank() -> None:
    text = "« Rien ne tient plus ici. » Le maire est parti.\xa0Il pleut."

    assert sentences(text) == [
        "« Rien ne tient plus ici. »",
        "Le maire est parti.",
        "Il pleut.",
    ]


@pytest.mark.parametrize("mark", ["!", "?", "…"])
def test_narrow_blank_before_a_mark_parts_nothing(mark: str) -> None:
    text = f"Est-ce donc vrai\u202f{mark} La digue a tenu."

    assert sentences(text) == [f"Est-ce donc vrai\u202f{mark}", "La digue a tenu."]


def test_abbreviation_at_the_end_parts_before_a_new_start() -> None:
    text = "Il y avait des vagues, du vent, etc. Le soir est venu."

    assert sentences(text) == [
        "Il y avait des vagues, du vent, etc.",
        "Le soir est venu.",
    ]


def test_english_abbreviations_are_none_in_french() -> None:
    assert len(sentences("Il a vu le Gov. Personne d'autre n'est venu.")) == 2


@pytest.mark.parametrize(
    "line",
    [
        "Lire aussi : La digue de Brenne en dix dates",
        "À lire également notre dossier sur les ports",
        "Partager sur Facebook",
        "Par Lucie Tardy",
        "Publié le 3 mars 2026 à 10 h 12",
        "Abonnez-vous à notre lettre du matin.",
        "© Studio Aubin",
        "Publicité",
    ],
)
def test_line_that_a_page_prints_around_an_article_is_noise(line: str) -> None:
    text = (
        f"La digue de Brenne tient bon depuis hier.\n{line}\nLe vent est tombé au port."
    )

    noise = split_text(Article(text=text), "fr").noise

    assert [one.span.text for one in noise] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Par temps de pluie, la route de Brenne reste fermée aux camions.",
        "Publicité mensongère, dit le juge, et le port paiera cette amende.",
        "Partager l'eau reste difficile entre les deux rives du fleuve.",
    ],
)
def test_prose_that_begins_like_such_a_line_stays(line: str) -> None:
    assert split_text(Article(text=line), "fr").noise == ()
