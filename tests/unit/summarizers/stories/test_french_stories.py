"""French reports of invented events, grouped beside English ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from summarizers.languages.stems import stem_by_endings
from summarizers.stories.clustering import cluster
from summarizers.stories.documents import Cluster, StoryDocument
from summarizers.stories.vectors import DocumentTokenizer

DAY = date(2026, 3, 2)


def report(name: str, title: str, text: str, later: int = 0) -> StoryDocument:
    return StoryDocument(name, text, title, DAY + timedelta(days=later), "fr")


REPORTS = (
    report(
        "digue-1",
        "La digue d'Arvigny cède, 300 habitants évacués",
        "La digue d'Arvigny a cédé dans la nuit de dimanche à lundi sous la pression de "
        "la Verne en crue. Quelque 300 habitants ont été évacués vers le gymnase, selon "
        "la préfecture. L'eau a atteint deux mètres dans le quartier des Tanneurs.",
    ),
    report(
        "digue-2",
        "Inondations : le quartier des Tanneurs sous deux mètres d'eau",
        "Les pompiers ont évacué le quartier des Tanneurs, à Arvigny, après la rupture de "
        "la digue. La crue de la Verne a surpris les habitants dans leur sommeil. "
        "La préfecture parle de 320 personnes relogées.",
    ),
    report(
        "digue-3",
        "Arvigny compte ses pertes après la rupture de sa digue",
        "Deux jours après la rupture de la digue, les habitants évacués d'Arvigny sont "
        "revenus voir leurs maisons. Le maire réclame à l'État une enquête sur l'entretien "
        "de l'ouvrage, que la Verne a emporté en quelques minutes.",
        later=2,
    ),
    report(
        "greve-1",
        "Les conducteurs de Ferralis reconduisent leur grève",
        "Les conducteurs de la compagnie Ferralis ont voté mardi la poursuite de la grève "
        "qui paralyse les trains de banlieue. Le syndicat CGF exige la fin des horaires "
        "décalés. La direction propose une médiation.",
        later=1,
    ),
    report(
        "greve-2",
        "Ferralis : la grève des trains de banlieue continue",
        "Nouvelle journée sans trains de banlieue : les grévistes de Ferralis refusent la "
        "médiation que propose leur direction. « Nos horaires sont inhumains », répète la "
        "CGF, premier syndicat des conducteurs.",
        later=1,
    ),
    report(
        "proces-1",
        "Garrigue condamné pour détournement de fonds",
        "L'ancien maire de Valmorel, Étienne Garrigue, a été condamné à deux ans de prison "
        "avec sursis. Le tribunal de Brissac l'a reconnu coupable d'avoir détourné 340 000 "
        "euros. Son avocat fera appel.",
    ),
    report(
        "proces-2",
        "Deux ans avec sursis pour l'ex-maire de Valmorel",
        "Le tribunal de Brissac a jugé qu'Étienne Garrigue avait détourné les fonds de sa "
        "commune. L'ancien maire de Valmorel, absent à l'audience, conteste la peine de "
        "prison avec sursis et annonce un appel.",
    ),
    report(
        "maire",
        "Le maire de Lorvaux ne se représentera pas",
        "Après trois mandats, le maire de Lorvaux a annoncé lundi qu'il ne serait pas "
        "candidat aux élections de mars. Son adjointe à la culture pourrait lui succéder.",
    ),
)
STORIES = (
    Cluster(("digue-1", "digue-2", "digue-3")),
    Cluster(("greve-1", "greve-2")),
    Cluster(("proces-1", "proces-2")),
    Cluster(("maire",)),
)
ENGLISH_REPORT = StoryDocument(
    "dyke",
    "The Arvigny dyke broke on the Verne at night. The prefecture evacuated 300 people "
    "of the Tanneurs quarter of Arvigny, said Étienne Garrigue of the CGF.",
    "Arvigny dyke breaks on the Verne, Tanneurs quarter evacuated",
    DAY,
)


def terms(text: str) -> dict[str, int]:
    document = report("one", "", text)
    return DocumentTokenizer([document]).terms(document)


def test_french_reports_of_one_event_are_one_story() -> None:
    assert cluster(REPORTS) == STORIES


def test_titles_and_days_are_not_needed() -> None:
    bare = [replace(one, title="", published=None) for one in REPORTS]

    assert cluster(bare) == STORIES


def test_an_english_report_with_the_same_names_is_a_story_of_its_own() -> None:
    assert cluster([*REPORTS, ENGLISH_REPORT]) == (*STORIES, Cluster(("dyke",)))


def test_french_beside_english_changes_no_english_story() -> None:
    other = replace(ENGLISH_REPORT, id="again", text=f"{ENGLISH_REPORT.text} More.")
    english = [ENGLISH_REPORT, other]

    mixed = cluster([*REPORTS, *english])

    assert mixed[-1:] == cluster(english) == (Cluster(("dyke", "again")),)


def test_a_known_copy_joins_its_original_in_any_language() -> None:
    stories = cluster([*REPORTS, ENGLISH_REPORT], {"dyke": "maire"})

    assert Cluster(("maire", "dyke")) in stories


def test_words_that_say_nothing_in_french_are_left_out() -> None:
    found = terms("C'est la digue qu'ils avaient réparée, d'après l'entreprise.")

    assert set(found) == {
        stem_by_endings(word, "fr") for word in ("digue", "réparée", "entreprise")
    }


def test_a_name_is_told_behind_an_elision() -> None:
    document = report("one", "", "La digue d'Arvigny, la mairie d’Arvigny.")

    wording = DocumentTokenizer([document])

    assert wording.is_name("arvigny")
    assert not wording.is_name("mairie")


@pytest.mark.parametrize(
    "forms",
    [
        ("évacué", "évacués", "évacuée", "évacuer", "évacuait", "évacuation"),
        ("grève", "grèves", "gréviste", "grévistes"),
        ("journal", "journaux"),
        ("bureau", "bureaux"),
        ("national", "nationale", "nationaux", "nationales"),
        ("président", "présidente", "présidents"),
        ("directeur", "directrice", "directeurs"),
        ("détourné", "détournement", "détournements"),
    ],
)
def test_forms_of_a_french_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem_by_endings(form, "fr") for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("port", "porte-avions"), ("maire", "marée"), ("eau", "air")]
)
def test_other_french_words_have_other_stems(one: str, other: str) -> None:
    assert stem_by_endings(one, "fr") != stem_by_endings(other, "fr")


@pytest.mark.parametrize("word", ["", "a", "é", "1200", "x" * 10_000])
def test_any_word_has_a_french_stem(word: str) -> None:
    assert stem_by_endings(word, "fr") or not word
