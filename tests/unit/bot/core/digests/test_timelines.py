"""The timeline of a story: its papers, its reports and the lines that were shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.digests.digest import Digest, StorySummary
from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.timelines import story_turns, timeline_messages
from bot.core.domain.records import StoredArticle, ToldKind, ToldLine
from bot.core.domain.timelines import Timeline
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.records import NOW
from tests.fakes.stories import (
    Lines,
    make_coverage,
    make_digest,
    make_report,
    tell_story,
)

DAY = timedelta(days=1)
START = "Dockers at Lenna walked out on Monday over night shifts."
END = "The dockers' strike at Lenna ended on Thursday with a deal on night shifts."


def report(
    name: str, text: str, day: int, *, paper: str = "lenna-gazette", copy: str = ""
) -> BriefedArticle:
    """A report that a paper published so many days ago."""
    made = make_report(name, text, Lines([text]), seen=NOW - day * DAY)
    url = f"https://{paper}.example/{name}"
    article = replace(made.article.article, url=url, site=paper.title())
    stored = replace(made.article, article=article, copy_of=copy or None)
    return BriefedArticle(stored, replace(made.briefing, article=article))


def line(article: StoredArticle, at: datetime) -> ToldLine:
    text = article.article.text
    return ToldLine("story", article.id, 0, len(text), ToldKind.SENTENCE, text, at)


def moved(
    now: BriefedArticle, *before: BriefedArticle, ended: bool = False
) -> StorySummary:
    """A story that was told with each of the earlier reports."""
    summary = tell_story(now)
    assert summary is not None
    shown = [one.article for one in before]
    told = tuple(line(article, article.seen) for article in shown)
    coverage = make_coverage(now.article, shown=shown)
    return replace(summary, story=coverage, earlier=told, ended=ended)


STRIKE = report("strike", START, 3)
TALKS = report("talks", "Talks began on Tuesday, Ida Lund said.", 2, paper="coast")
DEAL = report("deal", END, 0, paper="valley-post")


def turns(summary: StorySummary) -> list[tuple[str, bool]]:
    return [(turn.article.id, turn.ends) for turn in story_turns(summary)]


def digest(*summaries: StorySummary, language: str = "en") -> Digest:
    plan = replace(make_plan(make_topic()), language=language)
    return make_digest(*summaries, plan=plan)


def test_each_line_that_was_shown_is_a_turn_in_the_order_of_time() -> None:
    summary = moved(DEAL, TALKS, STRIKE)

    assert [name for name, _ in turns(summary)] == ["strike", "talks", "deal"]


def test_the_first_and_the_last_turns_are_kept() -> None:
    before = [
        report(f"r{day}", f"On day {day} Ida Lund spoke.", day) for day in (6, 5, 4, 3)
    ]

    names = [name for name, _ in turns(moved(DEAL, *before))]

    assert names == ["r6", "r4", "r3", "deal"]


def test_a_story_that_went_on_after_an_ending_has_none() -> None:
    ended = report("deal", END, 2)
    again = report("again", "Some 300 dockers at Lenna walked out again on Monday.", 0)

    assert turns(moved(again, ended)) == [("deal", False), ("again", False)]


def test_news_after_the_ending_leave_it_the_ending() -> None:
    ended = report("deal", END, 2)
    follow = report("after", f"{END} Cranes of Ida Lund move again.", 0)

    assert turns(moved(follow, ended)) == [("deal", True), ("after", False)]


def test_turns_of_one_day_show_their_hours() -> None:
    morning, noon = (
        replace(
            each.article,
            article=replace(each.article.article, published=NOW.date()),
            published=NOW + timedelta(minutes=minutes),
            seen=NOW + timedelta(hours=1),
        )
        for each, minutes in ((STRIKE, 0), (DEAL, 10))
    )
    summary = moved(
        replace(DEAL, article=noon), TALKS, replace(STRIKE, article=morning)
    )

    (message,) = timeline_messages(digest(summary))
    assert isinstance(message.image, Timeline)
    days = [turn.day for turn in message.image.turns]

    assert [":" in day for day in days] == [False, True, True]
