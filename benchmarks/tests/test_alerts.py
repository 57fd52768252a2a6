"""The benchmark of alerts counts late, lost, doubled and undue messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from benchmarks.alert_news import (
    AGENCY,
    DAY,
    InventedDay,
    NewsEvent,
    NewsItem,
)
from benchmarks.alerts import (
    ExpectedAlert,
    PostedAlert,
    SkippingClock,
    expected_alerts,
    peer_messages,
    score,
)
from bot.core.domain.messages import Message, Row, Section, Text

MINUTE = timedelta(minutes=1)
FERRY = NewsItem(7, 0, DAY, "Ferry Aurora hits a pier", "The ferry hit the pier.")
OTHERS = tuple(
    replace(FERRY, paper=paper, at=DAY + paper * MINUTE, text=f"Report {paper}.")
    for paper in (1, 2, 3)
)
DUE = ExpectedAlert("papers", 7, DAY)
NUMBERS = {FERRY.url: 7}


def listed(*items: NewsItem) -> Mapping[str, datetime]:
    """Each item a minute after its publication."""
    return {item.url: item.at + MINUTE for item in items}


def post(
    key: str = "a", *, minutes: float = 0, parent: str | None = None, words: str = ""
) -> PostedAlert:
    """A message on the ferry."""
    text = Text(words or key, url=f"{FERRY.url}#:~:text=pier")
    message = Message((Section(None, (Row((text,)),)),))
    return PostedAlert("papers", key, parent, DAY + minutes * MINUTE, message)


def test_equal_seeds_give_equal_days_and_others_differ() -> None:
    first, second = InventedDay(3), InventedDay(3)

    assert first.earlier() == second.earlier()
    assert first.events(300) == second.events(300)
    assert InventedDay(4).events(300) != InventedDay(3).events(300)


def test_a_day_has_as_many_articles_as_it_should_on_each_topic() -> None:
    events = InventedDay().events(1_000)

    counts = {
        topic: sum(len(one.items) for one in events if one.topic == topic)
        for topic in ("sea", "flaws", "")
    }
    assert 1_000 <= sum(counts.values()) < 1_020
    assert 70 <= counts["sea"] < 90
    assert 20 <= counts["flaws"] < 40
    items = [item for event in events for item in event.items]
    assert len({item.url for item in items}) == len(items)
    assert all(DAY <= item.at < DAY + timedelta(days=1) for item in items)


def test_copies_have_the_text_of_another_paper() -> None:
    events = InventedDay().events(2_000)

    for event in events:
        own = {item.text for item in event.items if not item.is_copy}
        assert {item.text for item in event.items if item.is_copy} <= own


def test_a_watched_event_names_the_actor_in_each_report() -> None:
    events = [event for event in InventedDay().events(2_000) if event.is_watched]

    assert events
    assert all(AGENCY in item.text for event in events for item in event.items)


def test_three_papers_with_texts_of_their_own_are_due() -> None:
    copy = replace(FERRY, paper=9, at=DAY + MINUTE, is_copy=True)
    event = NewsEvent(7, "sea", (FERRY, copy, *OTHERS))

    (alert,) = expected_alerts([event], listed(FERRY, copy, *OTHERS))

    assert alert == ExpectedAlert("papers", 7, OTHERS[1].at + MINUTE)


def test_two_papers_and_a_copy_are_not_due() -> None:
    copy = replace(FERRY, paper=9, at=DAY + MINUTE, is_copy=True)
    event = NewsEvent(7, "sea", (FERRY, copy, OTHERS[0]))

    assert not list(expected_alerts([event], listed(FERRY, copy, OTHERS[0])))


@pytest.mark.parametrize(("topic", "alert"), [("sea", "actors"), ("flaws", "match")])
def test_one_report_is_enough_for_an_actor_or_a_match(topic: str, alert: str) -> None:
    event = NewsEvent(7, topic, (FERRY,), is_watched=topic == "sea")

    (expected,) = expected_alerts([event], listed(FERRY))

    assert (expected.alert, expected.due) == (alert, DAY + MINUTE)


def test_a_later_ending_is_due_too() -> None:
    end = replace(OTHERS[2], at=DAY + timedelta(hours=3), is_end=True)
    event = NewsEvent(7, "flaws", (FERRY, end))

    first, ending = expected_alerts([event], listed(FERRY, end))

    assert not first.is_end
    assert ending == ExpectedAlert("match", 7, end.at + MINUTE, is_end=True)


def test_an_item_that_no_poll_listed_is_not_due() -> None:
    assert not list(expected_alerts([NewsEvent(7, "flaws", (FERRY,))], {}))


def test_a_message_is_late_by_the_time_after_its_poll() -> None:
    result = score([DUE], [post(minutes=2)], NUMBERS)

    assert (result.late, result.lost, result.doubled) == ([120.0], [], [])
    assert not result.undue


def test_a_message_before_its_poll_or_on_another_event_does_not_count() -> None:
    early = score([DUE], [post(minutes=-1)], NUMBERS)
    other = score([DUE], [post()], {FERRY.url: 8})

    assert early.lost == [DUE]
    assert other.lost == [DUE]
    assert len(other.undue) == 1


def test_an_ending_is_told_in_the_thread() -> None:
    end = replace(DUE, is_end=True)
    top, reply = post(), post("b", minutes=1, parent="a")

    assert score([DUE, end], [top, reply], NUMBERS).lost == []
    assert score([DUE, end], [top], NUMBERS).lost == [end]


@pytest.mark.parametrize(
    "second",
    [
        post("a", minutes=1, parent="a", words="other words"),
        post("b", minutes=1, parent="a", words="a"),
        post("b", minutes=1),
    ],
    ids=["same key", "same text", "a second first message"],
)
def test_a_message_that_comes_again_is_doubled(second: PostedAlert) -> None:
    assert score([DUE], [post(), second], NUMBERS).doubled == [second]


def test_a_peer_posts_every_article_with_a_word_of_a_topic() -> None:
    watched = replace(FERRY, text=f"{FERRY.text} The {AGENCY} is in charge.")
    flaw = replace(FERRY, title="CVE-2026-1 in Aurora", text="It opens doors.")
    library = replace(FERRY, title="Library opens", text="It has books.")

    assert peer_messages([FERRY, watched, flaw, library]) == 1 + 2 + 1


def test_the_clock_skips_forward_and_never_back() -> None:
    clock = SkippingClock(DAY)

    clock.skip_to(DAY + timedelta(hours=2))
    clock.skip_to(DAY + timedelta(hours=1))

    assert timedelta(hours=2) <= clock.now() - DAY < timedelta(hours=2, minutes=1)
