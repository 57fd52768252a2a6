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
    last_of_week,
    week_query,
)
from bot.core.digests.digest import Digest
from bot.core.digests.editions import (
    digest_document,
    make_edition,
    public_document,
    rendered_digest,
)
from bot.core.digests.mutes import MuteFilter
from bot.core.digests.novelty import sentence_key
from bot.core.digests.rendering import front_message
from bot.core.digests.told_lines import told_lines
from bot.core.domain.calendar import CalendarEvent, EventStatus
from bot.core.domain.record import Precision
from bot.core.domain.records import Edition, ToldKind
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


def test_the_week_ends_on_sunday() -> None:
    query = week_query(EMPTY)

    assert (query.first, query.last) == (MONDAY, SUNDAY)
    assert query.topics == {topic.id for topic in EMPTY.plan.topics}
    assert last_of_week(SUNDAY) == SUNDAY


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


def test_an_event_that_moved_into_the_week_counts() -> None:
    assert coming(replace(event(VOTE), status=EventStatus.MOVED)) == [VOTE]


def test_a_sentence_that_the_channel_was_shown_is_not_printed_again() -> None:
    assert coming(
        event(VOTE), printed=["The council will vote, on the ferry pier "]
    ) == [VOTE]
    assert coming(event(VOTE), printed=[VOTE.upper()]) == []


def test_a_sentence_stands_once_in_a_digest() -> None:
    assert coming(event(VOTE), event(VOTE, name="again")) == [VOTE]


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


@pytest.mark.parametrize("mute", ["council", "lenna-gazette.example", "News of vote"])
def test_mutes_apply_to_the_paper_the_title_and_the_line(mute: str) -> None:
    assert coming(event(VOTE), mutes=[mute]) == []
    assert coming(event(VOTE), mutes=["football", "other.example"]) == [VOTE]


def test_lines_of_muted_articles_are_left_out() -> None:
    assert coming(event(VOTE), muted=["vote"]) == []


def test_the_front_has_their_days_lines_papers_and_links() -> None:
    digest = replace(EMPTY, coming=(event(VOTE),))

    told = to_markdown(front_message(digest, "e")).replace("\N{NO-BREAK SPACE}", " ")

    assert "THIS WEEK" in told
    assert "Wed 4 Mar" in told
    assert "The council will vote on the ferry pier on Wednesday" in told
    assert "Lenna Gazette" in told
    assert "https://lenna-gazette.example/vote#:~:text=" in told


def test_without_events_nothing_is_said() -> None:
    assert "THIS WEEK" not in to_markdown(front_message(EMPTY, "e"))
    assert "coming" not in digest_document(EMPTY)


def test_the_heading_is_in_the_language_of_the_digest() -> None:
    plan = replace(EMPTY.plan, language="fr")
    digest = replace(EMPTY, plan=plan, coming=(event(VOTE),))

    assert "CETTE SEMAINE" in to_markdown(front_message(digest, "e"))


def test_the_edition_knows_the_lines_as_printed() -> None:
    digest = replace(EMPTY, coming=(event(VOTE),))

    edition = make_edition(digest)

    assert sentence_key(VOTE) in edition.sentences
    (line,) = told_lines(digest)
    assert (line.article, line.text, line.kind) == ("vote", VOTE, ToldKind.RISK)
    assert VOTE[line.start : line.end] == VOTE
    assert edition.id != make_edition(EMPTY).id


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

    assert "**THIS WEEK**\n\n- ▲ **Sat\N{NO-BREAK SPACE}7\N{NO-BREAK SPACE}Mar**: " in (
        to_markdown(rendered_digest(first).front)
    )
    assert set(counted(first).values()) == {1}
    assert counted(first, second) == counted(first)


async def test_without_a_record_a_digest_is_as_before() -> None:
    async with open_town(Paper(GAZETTE, [HEARINGS])) as town:
        bare = await town.preview()
        await town.record()
        full = await town.preview()

    assert "THIS WEEK" not in to_markdown(rendered_digest(bare).front)
    document = public_document(full)
    assert document.pop("coming")
    assert document.pop("edition") == full.id
    assert document | {"edition": bare.id} == public_document(bare)
