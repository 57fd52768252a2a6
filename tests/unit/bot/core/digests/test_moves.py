from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.digests.digest import QuotedLine, StorySummary
from bot.core.digests.moves import ShownState
from bot.core.domain.records import ToldKind, ToldLine
from tests.fakes.stories import Lines, make_actor, make_report, tell_story

FRIDAY = datetime(2026, 3, 6, 12, tzinfo=UTC)
DAY = timedelta(days=1)
STRUCK = "A freighter struck the ferry Aurora on Thursday, the port said."
SAILING = "The ferry Aurora sails to Sandhamn with 212 passengers."


def tells_move(
    sentence: str,
    *,
    shown: str = STRUCK,
    seen: datetime = FRIDAY,
    new_actors: tuple[str, ...] = (),
) -> bool:
    before = make_report("before", shown, Lines([shown]), seen=FRIDAY)
    line = ToldLine("s", "before", 0, len(shown), ToldKind.SENTENCE, shown, FRIDAY)
    report = make_report(
        "ferry of Ann Berg", sentence, Lines([sentence]), seen=seen + DAY
    )
    quote = QuotedLine(report.article, report.briefing.summary[0])
    return ShownState((before.article,), line).moved_by(quote, new_actors)


@pytest.mark.parametrize(
    "sentence",
    [
        "A court released the captain of the freighter on Friday.",
        "The captain of the freighter was released on 6 March.",
    ],
)
def test_a_later_day_is_a_move(sentence: str) -> None:
    assert tells_move(sentence, seen=FRIDAY + DAY)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Aurora was hit by a freighter on Thursday night.",
        "The Aurora and a freighter collided off the port.",
        "A court will hear the captain of the freighter on Tuesday.",
        "The port said that the last such collision was in 2019.",
    ],
)
def test_the_same_event_in_other_words_is_no_move(sentence: str) -> None:
    assert not tells_move(sentence)


def test_news_of_the_day_of_a_line_without_a_day_is_a_move() -> None:
    assert tells_move("The Aurora lost a propeller on Friday.", shown=SAILING)
    assert not tells_move("The Aurora left the yard on Wednesday.", shown=SAILING)


@pytest.mark.parametrize(("deaths", "expected"), [(3, False), (4, False), (6, True)])
def test_more_casualties_are_a_move(deaths: int, *, expected: bool) -> None:
    shown = "Four people were killed on the ferry Aurora."
    sentence = f"The collision killed {deaths} people, the port said."

    assert tells_move(sentence, shown=shown) is expected


def test_injuries_that_were_not_told_are_a_move() -> None:
    assert tells_move("The collision injured nine people, the port said.")


def test_a_new_actor_who_acts_in_the_title_is_a_move() -> None:
    sentence = "The engineer Ann Berg had warned of the rudder of the Aurora."

    assert tells_move(sentence, new_actors=("Ann Berg",))
    assert not tells_move(sentence, new_actors=("Tove Lindgren",))


def retell(sentence: str, lines: Lines, before: str = STRUCK) -> StorySummary | None:
    shown = make_report("ferry", before, Lines([before]), seen=FRIDAY)
    line = ToldLine("s", "ferry", 0, len(before), ToldKind.SENTENCE, before, FRIDAY)
    text = " ".join((sentence, *(words for _, words in lines.claims)))
    report = make_report("aurora", text, lines, seen=FRIDAY + DAY)
    return tell_story(report, shown=[shown], last=line)


def test_a_story_that_moved_has_the_earlier_line() -> None:
    sentence = "The Aurora was towed to Karlsund on Friday."

    story = retell(sentence, Lines([sentence]))

    assert story is not None
    assert (story.state, story.sentence is not None) == ("moved", True)
    assert story.was is not None
    assert story.was.text == STRUCK


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        ("On Thursday, Tove Lindgren met the crew.", False),
        ("The head of Norline, Tove Lindgren, met the crew on Thursday.", False),
        ("On Thursday, Tove Lindgren had the rudder of the ship tested.", True),
        ("Tove Lindgren saw the Aurora on Thursday.", True),
    ],
)
def test_a_line_that_only_names_the_same_person_is_no_earlier_state(
    before: str, *, shown: bool
) -> None:
    sentence = (
        "Tove Lindgren, the head of the line, had the rudder of the Aurora"
        " tested again on Friday."
    )
    lines = Lines([sentence], actors=[make_actor("Tove Lindgren")])

    story = retell(sentence, lines, before)

    assert story is not None
    assert story.sentence is not None
    assert (story.was is not None) is shown


def test_a_story_told_in_other_words_tells_its_new_claim_alone() -> None:
    sentence = "Off the port, a vessel hit the Aurora and its 212 passengers."
    said = "Tove Lindgren said that the rudder of the Aurora was older than the rules."

    story = retell(sentence, Lines([sentence], [("Tove Lindgren", said)]))

    assert story is not None
    assert (story.state, story.sentence, story.was) == ("more", None, None)
    assert [quote.span.text for quote in story.quotes] == [said]


def test_a_story_told_in_other_words_without_a_claim_is_left_out() -> None:
    sentence = "Off the port, a vessel hit the Aurora and its 212 passengers."
    lines = Lines([sentence], actors=[make_actor("Tove Lindgren")])

    assert retell(sentence, lines) is None


def test_a_fuller_text_of_a_shown_report_tells_what_is_new_in_it() -> None:
    sentence = "Off the port, a vessel hit the Aurora and its 212 passengers."
    shown = make_report("ferry", STRUCK, Lines([STRUCK]), seen=FRIDAY)
    line = ToldLine("s", "ferry", 0, len(STRUCK), ToldKind.SENTENCE, STRUCK, FRIDAY)
    fuller = make_report(
        "full", f"{STRUCK} {sentence}", Lines([STRUCK, sentence]), seen=FRIDAY + DAY
    )
    version = replace(fuller, article=replace(fuller.article, first="ferry"))

    story = tell_story(version, shown=[shown], last=line)

    assert story is not None
    assert story.state == "moved"
    assert story.sentence is not None
    assert story.sentence.span.text == sentence
