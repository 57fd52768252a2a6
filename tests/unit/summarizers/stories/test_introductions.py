from __future__ import annotations

from datetime import date

import pytest

from summarizers.model import Article
from summarizers.stories.introductions import Introductions
from summarizers.text.language import listed_language
from summarizers.text.splitting import split_text

DAY = date(2026, 3, 6)  # a Friday
BACKGROUND = "The mill at Lenna has stood by the river for a century."


def is_introduction(
    text: str, sentence: str, lang: str = "en", *, reported: bool = False
) -> bool:
    article = Article(text, lang=lang)
    layout = split_text(article, listed_language(lang))
    start = text.index(sentence)
    span = article.span(start, start + len(sentence))
    return Introductions(article, layout, DAY, lang).has(span, is_reported=reported)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", f"{BACKGROUND} But its owner plans to leave."),
        ("en", f"{BACKGROUND}\n\nInstead, its owner plans to leave."),
        ("en", f"{BACKGROUND} Who would buy it?"),
        ("en", f"{BACKGROUND} Then came the flood."),
        ("en", "Two months ago, Ada Lund bought the mill. She has a new garden."),
        ("fr", "Il y a deux mois, Ada Lund a acheté le moulin. Elle a un jardin."),
        ("en", "Ada Lund is a painter from Lenna. She has a new garden."),
        ("en", "Ada Lund of Lenna wrote our song. She has a new garden."),
        ("fr", "Le moulin de Lenne domine la rive. Pourtant, son maître veut partir."),
        ("fr", "Le moulin de Lenne domine la rive. Qui voudrait donc l'acheter ?"),
        ("fr", "Ada Lund est une peintre de Lenne. Elle a un jardin."),
        ("fr", "Ada Lund a écrit notre chanson. Elle a un jardin."),
    ],
)
def test_a_sentence_that_leads_up_to_the_subject_is_an_introduction(
    lang: str, text: str
) -> None:
    first = split_text(Article(text, lang=lang), lang).sentences[0].text

    assert is_introduction(text, first, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", f"{BACKGROUND} Its owner plans to leave."),
        ("en", "The mill at Lenna burned down on Tuesday. But no one was hurt."),
        ("en", f"{BACKGROUND} It burned down on Tuesday. Then came the flood."),
        ("en", f"{BACKGROUND} It burned down on Tuesday. Who would buy it?"),
        ("en", f'{BACKGROUND} "But who would buy it?" asked Ada Lund.'),
        ("en", f"{BACKGROUND}\n\nInterested in mills?"),
        ("en", 'Ada Lund, the mayor, said that "we sell our mill". She left.'),
        ("en", "On Monday, Ada Lund bought the mill. She has a new garden."),
        ("en", "The mill that burned down in 2024 has a new owner. She left."),
        ("en", "The coal mine of World War I has a new owner. She left."),
        ("en", "The US and the band Our Own signed the contract. She left."),
        ("fr", "Le moulin de Lenne domine la rive. Son maître veut partir."),
        ("fr", "Le moulin de Lenne a brûlé mardi. Mais personne n'est blessé."),
        ("fr", "Ada Lund a dit : « Nous vendons notre moulin. » Elle est partie."),
        ("no", f"{BACKGROUND} But its owner plans to leave."),
    ],
)
def test_a_sentence_that_tells_news_is_no_introduction(lang: str, text: str) -> None:
    listed = listed_language(lang)
    first = split_text(Article(text, lang=lang), listed).sentences[0].text

    assert not is_introduction(text, first, lang)


@pytest.mark.parametrize(
    ("before", "reported", "expected"),
    [(3, False, False), (4, False, True), (4, True, False), (8, True, True)],
)
def test_a_detail_behind_the_opening_is_an_introduction_unless_a_speaker_is_near(
    before: int, reported: object, expected: object
) -> None:
    detail = "The mill has nine old wheels of oak."
    text = f"{f'{BACKGROUND} ' * before}{detail} She left."

    found = is_introduction(text, detail, reported=bool(reported))

    assert found is expected
