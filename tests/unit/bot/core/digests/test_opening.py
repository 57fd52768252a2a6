from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.digests.digest import StorySummary
from bot.core.digests.front_lines import BriefedArticle
from tests.fakes.records import NOW
from tests.fakes.stories import Lines, make_report, make_story
from tests.unit.bot.core.digests.test_story_summary import HOUR

TITLE = "Freighter strikes ferry Aurora off Lenna"
STRUCK = "A freighter struck the ferry Aurora with 212 passengers on Thursday."


def titled(report: BriefedArticle, title: str) -> BriefedArticle:
    article = replace(report.article.article, title=title)
    stored = replace(report.article, article=article)
    return BriefedArticle(stored, replace(report.briefing, article=article))


def in_language(report: BriefedArticle, lang: str) -> BriefedArticle:
    article = replace(report.article.article, lang=lang)
    stored = replace(report.article, article=article)
    return BriefedArticle(stored, replace(report.briefing, article=article, lang=lang))


def tell(sentence: str, title: str = TITLE) -> StorySummary:
    """The story of a report with this sentence and a claim."""
    said = "Tove Lindgren said that the ferry Aurora needs a new rudder by Easter."
    lines = Lines([sentence], [("Tove Lindgren", said)])
    return make_story(titled(make_report("a", f"{sentence} {said}", lines), title))


@pytest.mark.parametrize(
    "sentence",
    [
        "Two years ago, a painter from Karlsund told a reporter of his long summers.",
        "Off Lenna, a freighter strikes the ferry Aurora.",
        "A big freighter was said to strike the old ferry Aurora off Lenna at night.",
        "It struck the ferry Aurora with 212 passengers on Thursday.",
        '"The freighter struck the ferry Aurora like a hammer," said Ann Berg.',
        "Why did a freighter strike the ferry Aurora on Thursday?",
        "Off Lenna in Karlsund county, a freighter strikes ferry Aurora at 9am.",
    ],
    ids=[
        "beside the news",
        "title again",
        "no new fact",
        "pronoun",
        "quotation",
        "question",
        "mostly the title",
    ],
)
def test_a_sentence_that_does_not_tell_the_news_is_not_the_first_line(
    sentence: str,
) -> None:
    assert tell(sentence).sentence is None


@pytest.mark.parametrize("title", [TITLE, "Collision", ""])
def test_a_sentence_that_tells_the_news_is_the_first_line(title: str) -> None:
    told = tell(STRUCK, title).sentence

    assert told is not None
    assert told.span.text == STRUCK


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("Engineers of the bank found errors on Sunday.", "Trouble at bank counters"),
        (
            "Ferry Aurora sailed late, the crew said on Sunday.",
            "Ferry Aurora sails late",
        ),
    ],
    ids=["one word of the title", "two other words"],
)
def test_plain_news_names_its_day_and_needs_fewer_words_of_the_title(
    sentence: str, title: str
) -> None:
    undated = sentence.replace(" on Sunday", "")

    told = tell(sentence, title).sentence

    assert told is not None
    assert told.span.text == sentence
    assert tell(undated, title).sentence is None


def test_a_report_that_repeats_its_title_has_its_claim() -> None:
    story = tell("Off Lenna, a freighter strikes the ferry Aurora.")

    assert (story.sentence, story.claim is not None) == (None, True)


def test_a_report_that_tells_the_news_leads_before_a_newer_feature() -> None:
    feature = "Painters have loved the long summers of Karlsund for a century."
    newer = make_report("b", feature, Lines([feature]), seen=NOW + HOUR)
    older = make_report("a", STRUCK, Lines([STRUCK]))

    story = make_story(
        titled(newer, "How ferry Aurora got its name"), titled(older, TITLE)
    )

    assert story.lead.id == "a"


@pytest.mark.parametrize(
    ("lang", "title", "first", "rest"),
    [
        (
            "en",
            "Lenna needs no second bridge across the Orrin",
            "Lenna has one old bridge of iron across the river Orrin in Karlsund county.",
            "But our council wants to build a second one. Who would pay for it?",
        ),
        (
            "en",
            "Ada Lund paints the ferries of Lenna",
            "Ada Lund is a painter of ferries from Karlsund, where Nils Berg taught her.",
            "She mixes her colours from soot and salt.",
        ),
        (
            "fr",
            "Lenne n'a pas besoin d'un second barrage sur l'Orrine",
            "Lenne possède un vieux barrage de fer sur l'Orrine, dans le canton de Carle.",
            "Pourtant, notre conseil veut en bâtir un autre. Qui le paiera ?",
        ),
        (
            "fr",
            "Ada Lund peint les bacs de Lenne",
            "Ada Lund est une peintre de bacs, formée à Carle par Nils Berg et Odile Roux.",
            "Elle prépare ses couleurs avec de la suie et du sel.",
        ),
    ],
    ids=["opinion", "portrait", "French opinion", "French portrait"],
)
def test_a_report_without_an_event_is_a_title(
    lang: str, title: str, first: str, rest: str
) -> None:
    report = in_language(make_report("a", f"{first} {rest}", Lines([first])), lang)

    assert make_story(titled(report, title)).quotes == ()


@pytest.mark.parametrize(
    ("lang", "title", "first", "rest"),
    [
        (
            "en",
            "Lenna council rejects second bridge",
            "The council of Lenna rejected a second bridge across the Orrin on Sunday.",
            "But Karlsund county may still build it, said the mayor.",
        ),
        (
            "en",
            "Lenna council rejects second bridge",
            "The council of Lenna has rejected a bridge that Karlsund and Osterfell planned.",
            "The vote was 12 to 9.",
        ),
        (
            "fr",
            "Le conseil de Lenne rejette un second barrage",
            "Le conseil de Lenne a rejeté dimanche un second barrage de fer vers Carle.",
            "Mais le canton peut encore le bâtir, a dit la maire.",
        ),
    ],
    ids=["dated news", "news without a day", "French news"],
)
def test_news_keeps_its_first_line(
    lang: str, title: str, first: str, rest: str
) -> None:
    report = in_language(make_report("a", f"{first} {rest}", Lines([first])), lang)

    told = make_story(titled(report, title)).sentence

    assert told is not None
    assert told.span.text == first


def test_a_report_that_tells_the_news_leads_before_a_newer_opinion() -> None:
    opinion = (
        "The ferry Aurora off Lenna crossed the Orrin to Karlsund for sixty years."
    )
    text = f"{opinion} But we still sail with it."
    newer = make_report("b", text, Lines([opinion]), seen=NOW + HOUR)
    older = make_report("a", STRUCK, Lines([STRUCK]))

    story = make_story(titled(newer, TITLE), titled(older, TITLE))

    assert story.lead.id == "a"
