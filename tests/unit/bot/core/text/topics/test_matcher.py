from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.core.domain.configuration import Topic, WatchedActor
from bot.core.domain.errors import BadInputError
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


def watched(
    article: Article, *actors: WatchedActor, named: Sequence[str] = ()
) -> object:
    """The actors to watch that the article names."""
    topic = Topic("ports", "Ports", (), actors=actors)
    return TopicMatcher(topic).match(article, named).actors


def test_a_topic_without_words_takes_everything() -> None:
    assert match(CRANES) == Match(
        belongs=True, reason="no `include`: every article matches"
    )


def test_one_of_the_words_to_include_is_enough() -> None:
    found = match(CRANES, include=["airport", "harbour master"])

    assert found.belongs
    assert (found.term, found.place) == ("harbour master", MatchPlace.LEAD)
    assert found.reason == '"harbour master" matched in the lead'


def test_the_title_is_told_before_the_lead() -> None:
    found = match(CRANES, include=["harbour", "still"])

    assert found.reason == '"still" matched in the title'


def test_the_first_of_several_words_is_told() -> None:
    found = match(CRANES, include=["drivers", "harbour"])

    assert found.term == "drivers"


def test_an_article_without_any_of_the_words_is_told_what_they_are() -> None:
    found = match(CRANES, include=["airport", "runway"])

    assert not found.belongs
    assert found.reason == "no match in title, lead or actors: airport, runway"


def test_of_many_words_only_some_are_told() -> None:
    found = match(CRANES, include=[f"word{number}" for number in range(8)])

    assert found.reason.endswith("word3, word4 and 3 more")


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


def test_words_to_exclude_are_not_looked_for_among_actors() -> None:
    assert match(CRANES, exclude=["Valdry"], named=["Ines Valdry"]).belongs


def test_no_phrase_goes_from_one_actor_to_the_next() -> None:
    found = match(CRANES, include=["Valdry Ost"], named=["Ines Valdry", "Ost Line"])

    assert not found.belongs


def test_no_phrase_goes_from_the_title_to_the_text() -> None:
    article = Article("Ellen waits.", title="Cranes of Port")

    assert not match(article, include=["Port Ellen"]).belongs


def test_expressions_and_words_stand_side_by_side() -> None:
    found = match(CRANES, include=["runway", "/crane (driver|owner)s?/"])

    assert found.reason == '"/crane (driver|owner)s?/" matched in the lead'


def test_an_expression_in_the_title_comes_before_a_word_in_the_lead() -> None:
    found = match(CRANES, include=["drivers", "/still/"])

    assert (found.term, found.place) == ("/still/", MatchPlace.TITLE)


def test_an_expression_may_exclude() -> None:
    assert not match(CRANES, exclude=["/^cranes/"]).belongs


def test_what_is_no_expression_is_refused() -> None:
    with pytest.raises(BadInputError):
        match(CRANES, include=["/(/"])


def test_actors_to_watch_are_told_by_their_names_in_their_order() -> None:
    found = watched(
        CRANES,
        WatchedActor("Nobody"),
        WatchedActor("Ellen Harbour Board", ("Port Ellen", "harbour master")),
        WatchedActor("Drivers' Union", ("crane drivers",)),
    )

    assert found == ("Ellen Harbour Board", "Drivers' Union")


def test_an_actor_to_watch_may_be_among_the_actors_only() -> None:
    found = watched(CRANES, WatchedActor("Ines Valdry", ("Valdry",)), named=["Valdry"])

    assert found == ("Ines Valdry",)


def test_an_excluded_article_names_nobody() -> None:
    topic = Topic("p", "P", (), (), ("crane",), (WatchedActor("Port Ellen"),))

    assert TopicMatcher(topic).match(CRANES).actors == ()


def test_only_an_actor_that_the_text_names_can_still_let_it_in() -> None:
    article = Article(f"{FILLING} Ines Valdry spoke.")

    def may_match(*include: str) -> bool:
        return TopicMatcher(Topic("p", "P", (), include)).may_match(article)

    assert may_match("Valdry")
    assert not may_match("Ost Line")


def test_an_actor_cannot_let_in_what_is_excluded() -> None:
    topic = Topic("p", "P", (), ("drivers",), ("crane",))

    assert not TopicMatcher(topic).may_match(CRANES)


def test_a_lead_ends_with_a_whole_word() -> None:
    found = lead("harbours " * 200)

    assert LEAD - 9 <= len(found) <= LEAD
    assert found.endswith("harbours")


def test_a_lead_without_blanks_is_cut_all_the_same() -> None:
    assert len(lead("港" * 5_000)) == LEAD


def test_a_short_text_is_its_own_lead() -> None:
    assert lead("Cranes stand still.") == "Cranes stand still."
