"""Novelty of French reports, by French words and numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.novelty import ShownContent, numbers
from summarizers.model import Article
from tests.fakes.stories import Lines, make_report, make_story, tell_story

DYKE = "La digue d'Arvigny a cédé dans la nuit sous la pression de la Verne en crue."
LEVEL = "Selon les pompiers, 1 200 habitants ont été évacués vers le gymnase du lycée."
RISK = "Le préfet craint qu'il y ait d'autres ruptures sur la rive gauche."


def french(name: str, text: str, lines: Lines) -> BriefedArticle:
    """A report whose article and briefing are French."""
    report = make_report(name, text, lines)
    title = "La rive d'Arvigny"
    article = replace(report.article.article, lang="fr", title=title)
    return BriefedArticle(
        replace(report.article, article=article),
        replace(report.briefing, article=article, lang="fr"),
    )


def known(*texts: str) -> ShownContent:
    return ShownContent((), [Article(text, lang="fr") for text in texts])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C'est dans la nuit que la digue d'Arvigny a cédé, avec la crue.", False),
        (
            "La digue qu'on disait sûre à Arvigny a cédé sous la crue de la Verne.",
            False,
        ),
        ("La digue d'Arvigny sera reconstruite en béton avant l'hiver.", True),
        ("C'est dans la nuit qu'il a été dit que les écoles sont à l'abri.", True),
    ],
)
def test_a_french_sentence_in_other_words_is_known(text: str, expected: object) -> None:
    assert known("Personne n'a dormi.\n\n" + DYKE).is_new(text, "fr") is expected


def test_words_that_say_nothing_make_no_sentence_known() -> None:
    said = "Il a été dit que c'est pour elle qu'ils sont là depuis la nuit dernière."

    assert known(said).is_new(
        "Il a été dit que c'est pour elle que Marc est là depuis la mort d'Odile.", "fr"
    )


def test_an_abbreviation_ends_no_known_sentence() -> None:
    shown = "Le président de la société, M. Darnel, quittera ses fonctions en mars."

    assert not known(shown).is_new(
        "La société perd son président : M. Darnel quittera ses fonctions.", "fr"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 200 habitants", {"1200"}),
        ("1\u202f200 habitants, 12\u00a0000 foyers", {"1200", "12000"}),
        ("2,5 millions d'euros", {"2.5"}),
        ("1.200 habitants en 2024", {"1200"}),
        ("le 3 mars, 45 % des voix", {"3", "45"}),
        ("en 2026 320 personnes", {"320"}),
        ("aucun nombre", set()),
    ],
)
def test_french_numbers_have_one_form(text: str, found: set[str]) -> None:
    assert numbers(text, "fr") == found


def test_the_same_number_is_no_news_however_it_is_spaced() -> None:
    lodged = "1\u202f200 habitants logent au lycée Odile-Marchand."
    report = french("one", LEVEL, Lines(summary=[LEVEL]))

    assert known(lodged).new_numbers(report.briefing) == ()


def test_an_update_that_says_the_same_in_french_is_not_told() -> None:
    first = french("one", f"{DYKE} {LEVEL}", Lines(summary=[DYKE]))
    again = "Dans la nuit, la digue d'Arvigny a cédé : la Verne est en crue."
    other = french("two", again, Lines(summary=[again], claims=[("Odile Ray", again)]))

    assert tell_story(other, shown=[first]) is None


def test_a_story_starts_with_no_french_pronoun() -> None:
    vague = "C'est ce que redoutaient les riverains depuis la crue de 2016."
    report = french("one", f"{vague} {DYKE}", Lines(summary=[vague, DYKE]))

    sentence = make_story(report).sentence

    assert sentence is not None
    assert sentence.span.text == DYKE


def test_of_equal_risks_one_that_begins_with_a_pronoun_comes_last() -> None:
    vague = "Elle pourrait céder en d'autres endroits de la rive."
    lines = Lines(risks=[(vague, None), (RISK, None)])

    story = make_story(french("rive", f"{vague} {RISK}", lines))

    assert story.risk is not None
    assert story.risk.span.text == RISK
