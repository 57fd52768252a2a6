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
