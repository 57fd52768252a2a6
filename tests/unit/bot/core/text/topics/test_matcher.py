from __future__ import annotations

from collections.abc import Sequence

from bot.core.domain.configuration import Topic, WatchedActor
from bot.core.text.topics.matcher import LEAD, Match, MatchPlace, TopicMatcher, lead
from summarizers.model import Article

CRANES = Article(
    "The harbour master met the crane drivers of Port Ellen. Talks go on tomorrow.",
    title="Cranes stand still in Port Ellen",
)
FILLING = "Nothing else is known so far. " * 60


def match(
    article: Article,
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    named: Sequence[str] = (),
) -> Match:
    topic = Topic("ports", "Ports", (), tuple(include), tuple(exclude))
    return TopicMatcher(topic).match(article, named)


def test_a_topic_without_words_takes_everything() -> None:
    assert match(CRANES) == Match(
        belongs=True, reason="no `include`: every article matches"
    )


def test_one_of_the_words_to_include_is_enough() -> None:
    found = match(CRANES, include=["airport", "harbour master"])

    assert found.belongs
    assert (found.term, found.place) == ("harbour master", MatchPlace.LEAD)
    assert found.reason == '"harbour master" matched in the lead'


def test_a_word_to_exclude_refuses_whatever_is_included() -> None:
    found = match(CRANES, include=["harbour"], exclude=["crane"])

    assert not found.belongs
    assert (found.term, found.place) == ("crane", MatchPlace.TITLE)
    assert found.reason == 'excluded: "crane" matched in the title'


def test_a_word_far_down_the_text_counts_neither_way() -> None:
    article = Article(f"{FILLING} The harbour is closed.")

    assert not match(article, include=["harbour"]).belongs
    assert match(article, exclude=["harbour"]).belongs


def test_a_name_among_the_actors_is_enough() -> None:
    article = Article(f"{FILLING} Ines Valdry spoke.")

    found = match(article, include=["Valdry"], named=["Ines Valdry"])

    assert found.belongs
    assert (found.place, found.reason) == (
        *(MatchPlace.ACTORS,),
        '"Valdry" matched in the actors',
    )


def test_no_phrase_goes_from_one_actor_to_the_next() -> None:
    found = match(CRANES, include=["Valdry Ost"], named=["Ines Valdry", "Ost Line"])

    assert not found.belongs


def test_expressions_and_words_stand_side_by_side() -> None:
    found = match(CRANES, include=["runway", "/crane (driver|owner)s?/"])

    assert found.reason == '"/crane (driver|owner)s?/" matched in the lead'


def test_an_excluded_article_names_nobody() -> None:
    topic = Topic("p", "P", (), (), ("crane",), (WatchedActor("Port Ellen"),))

    assert TopicMatcher(topic).match(CRANES).actors == ()


def test_only_an_actor_that_the_text_names_can_still_let_it_in() -> None:
    article = Article(f"{FILLING} Ines Valdry spoke.")

    def may_match(*include: str) -> bool:
        return TopicMatcher(Topic("p", "P", (), include)).may_match(article)

    assert may_match("Valdry")
    assert not may_match("Ost Line")


def test_a_lead_ends_with_a_whole_word() -> None:
    found = lead("harbours " * 200)

    assert LEAD - 9 <= len(found) <= LEAD
    assert found.endswith("harbours")
