"""The events of the week that a digest prints: few, near, and nowhere else in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.core.digests.coming import (
    MOST_EVENTS,
    MOST_WORDS,
    Left,
    coming_events,
)
from bot.core.digests.digest import Digest
from bot.core.digests.editions import (
    rendered_digest,
)
from bot.core.digests.mutes import MuteFilter
from bot.core.digests.novelty import sentence_key
from bot.core.domain.calendar import CalendarEvent, EventStatus
from bot.core.domain.record import Precision
from bot.core.domain.records import Edition
from bot.core.messages.markdown import to_markdown
from tests.fakes.calendar import make_article, make_event, make_report
from tests.fakes.records import NOW
from tests.fakes.reports import DATED, FERRY, HEARINGS
from tests.fakes.stories import Lines, make_digest, make_story
from tests.fakes.stories import make_report as make_story_report
from tests.fakes.town import GAZETTE, Paper, open_town

MONDAY = NOW.date()
WEDNESDAY, SUNDAY = MONDAY + timedelta(days=2), MONDAY + timedelta(days=6)
VOTE = "The council will vote on the ferry pier on Wednesday."
GATE = "The container gate will be closed for nine hours on Sunday."
EMPTY = make_digest()


def event(
    text: str, day: date = WEDNESDAY, name: str = "vote", *, seen: datetime = NOW
) -> CalendarEvent:
    """An event that a report announces for a day."""
    url = f"https://lenna-gazette.example/{name}"
    article = replace(
        make_article(story=name), id=name, title=f"News of {name}", url=url, seen=seen
    )
    return make_event(name, report=make_report(text, article=article, first=day))


def coming(
    *events: CalendarEvent,
    digest: Digest = EMPTY,
    printed: Sequence[str] = (),
    muted: Sequence[str] = (),
    mutes: Sequence[str] = (),
) -> list[str]:
    """The lines that the digest prints of these events."""
    left = Left(frozenset(map(sentence_key, printed)), muted, MuteFilter(mutes))
    return [each.report.text for each in coming_events(events, digest, left)]


def test_the_next_events_stand_nearest_first() -> None:
    assert NOW.weekday() == 0
    assert coming(event(VOTE), event(GATE, SUNDAY, "gate")) == [VOTE, GATE]


def test_at_most_three_are_printed() -> None:
    events = [event(f"Court {n} will meet on Wednesday.", name=f"{n}") for n in "abcd"]

    assert len(coming(*events)) == MOST_EVENTS == 3


def test_their_lines_have_a_limit_of_words_together() -> None:
    long = "Word " * (MOST_WORDS - 5) + "is due on Wednesday."

    assert coming(event(long, name="long"), event(VOTE)) == [long]
    assert coming(event("Word " * (MOST_WORDS + 1), name="longer"), event(VOTE)) == [
        VOTE
    ]


@pytest.mark.parametrize(
    "other",
    [
        event(VOTE, SUNDAY + timedelta(days=1)),
        replace(event(VOTE), status=EventStatus.CANCELLED),
        replace(event(VOTE), first=None, last=None, precision=Precision.VAGUE),
        replace(event(VOTE), first=MONDAY, precision=Precision.MONTH),
        event(VOTE, seen=NOW + timedelta(hours=1)),
    ],
    ids=["next week", "cancelled", "vague", "month", "later seen"],
)
def test_other_events_are_not_of_this_week(other: CalendarEvent) -> None:
    assert coming(other) == []


def test_a_sentence_that_the_channel_was_shown_is_not_printed_again() -> None:
    assert coming(
        event(VOTE), printed=["The council will vote, on the ferry pier "]
    ) == [VOTE]
    assert coming(event(VOTE), printed=[VOTE.upper()]) == []


PIER = make_story_report(
    "pier",
    f"The pier of Lenna needs a new roof. {VOTE}",
    Lines(["The pier of Lenna needs a new roof."], risks=[(VOTE, (WEDNESDAY,) * 2)]),
)


@pytest.mark.parametrize(
    "text",
    [
        VOTE,
        "On Wednesday the council will vote on the ferry pier.",
        "A decision on the roof of the pier is due.",
    ],
    ids=["same", "same words", "same story and day"],
)
def test_an_event_that_a_story_prints_is_not_printed_again(text: str) -> None:
    story = make_story(PIER)
    digest = make_digest(story)
    other = replace(event(text), story=story.story.id)

    assert story.risk is not None
    assert coming(other, digest=digest) == []
    assert coming(event(GATE, SUNDAY, "gate"), digest=digest) == [GATE]


def counted(*editions: Edition) -> dict[str, int]:
    """How often each dated line stands in the fronts and threads of digests."""
    rendered = [rendered_digest(edition) for edition in editions]
    messages = [message for each in rendered for message in (each.front, *each.stories)]
    told = "\n".join(map(to_markdown, messages))
    shown = re.sub(r"\]\([^)]*\)", "]", told)
    return {line: shown.count(line) for line in DATED}


async def test_a_digest_prints_each_event_once_and_later_digests_none_again() -> None:
    async with open_town(Paper(GAZETTE, [HEARINGS])) as town:
        await town.record()
        first = await town.publish()
        await town.wait()
        town.web.papers[0].publish(FERRY)
        second = await town.publish()

    assert set(counted(first, second).values()) == {1}
