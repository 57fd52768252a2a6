from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from benchmarks.newsroom_files import (
    FIRST_DAY,
    NewsroomSet,
    PaperReport,
    Publication,
    Storyline,
    parse_storyline,
)
from benchmarks.printed_digests import (
    PrintedDigest,
    PrintedFigures,
    PrintedStory,
)
from benchmarks.storyline_scores import Figures, figures, judge
from benchmarks.storylines import (
    play,
)

EVENT = """\
state shut: The mine is shut.
state talks beside: There are talks.
state open end: The mine is open again.
number miners: 40 50
number tonnes:

= post 1 08:00 shut
* [shut] Miners leave the pit at Holt
[shut] The pit at Holt has been shut since dawn, and {miners=40|40 miners} stood outside.
"We wait," said Ada Flint.

Holt lies on a hill.

= wire 1 09:00 shut-wire
* [shut] Pit at Holt shut
[shut] The pit was shut by {miners=50|50 miners} on Wednesday.
It yields {tonnes=900|900 tonnes} a day.

= wire 2 09:00 talks
* [talks] Talks on the pit at Holt
[talks] Both parties met in an inn on Thursday.

= post 3 10:00 open
* [open] Miners go back to work at Holt
[open] The pit at Holt opened again on Friday after two days.

= wire 3 10:30 open-copy copy open
* [open] Holt opens
The wire takes this report from the Post.
"""
PAPERS = (
    Publication("post", "feed", "https://post.example"),
    Publication("wire", "feed", "https://wire.example"),
)


@pytest.fixture
def holt() -> Storyline:
    return parse_storyline("holt", EVENT)


def printed(
    holt: Storyline, day: int, lead: str, *, line: int | None = None
) -> PrintedDigest:
    """A digest at noon that prints one story: a title, and a sentence of its report."""
    report = report_of(holt, lead)
    first = () if line is None else (report.lines[line],)
    story = PrintedStory(
        tuple(one.name for one in holt.reports),
        report.name,
        report.title.text,
        first,
        has_summary=line is not None,
        id="1",
    )
    return PrintedDigest("desk", noon(day), (story,))


def report_of(event: Storyline, name: str) -> PaperReport:
    return next(one for one in event.reports if one.name == f"{event.name}/{name}")


def noon(day: int) -> datetime:
    return FIRST_DAY + timedelta(days=day - 1, hours=12)


def scores(holt: Storyline, *digests: PrintedDigest) -> Figures:
    return figures(judge(NewsroomSet(PAPERS, (holt,)), digests))


def test_ending_is_told_by_title_or_first_line(holt: Storyline) -> None:
    by_title = scores(holt, printed(holt, 3, "open"))
    by_line = scores(holt, printed(holt, 3, "talks", line=0))

    assert by_title["ending_told"] == 1.0
    assert by_line["ending_told"] == 0.0


def test_only_the_next_digest_after_the_ending_counts(holt: Storyline) -> None:
    early, late = printed(holt, 2, "shut"), printed(holt, 4, "open")

    assert scores(holt, early)["ending_told"] is None
    assert scores(holt, early, late, replace(late, at=noon(5)))["endings"] == 1


def test_state_stays_new_until_the_event_is_printed(holt: Storyline) -> None:
    first = printed(holt, 1, "shut")
    empty = replace(printed(holt, 3, "shut"), stories=())

    assert scores(holt, first, empty, printed(holt, 4, "shut"))["newest_leads"] == 0.5
    assert scores(holt, first, empty, printed(holt, 4, "open"))["newest_leads"] == 1.0


def test_state_is_new_in_one_printed_digest(holt: Storyline) -> None:
    digests = [printed(holt, 1, "shut"), printed(holt, 3, "open")]

    again = scores(holt, *digests, printed(holt, 4, "shut"))

    assert again["newest_leads"] == 1.0


def test_line_of_all_superseded_states_is_stale() -> None:
    event = parse_storyline(
        "holt", EVENT.replace("* [shut] Miners", "* [shut talks] Miners")
    )

    assert scores(event, printed(event, 3, "shut"))["stale_leads"] == 1


def test_state_is_not_stale_before_its_end_is_stored(holt: Storyline) -> None:
    assert scores(holt, printed(holt, 2, "shut", line=0))["stale_leads"] == 0
    assert scores(holt, printed(holt, 3, "shut"))["stale_leads"] == 1


def test_story_of_two_events_is_glued_once(holt: Storyline) -> None:
    other = parse_storyline("fair", EVENT)
    digest = printed(holt, 1, "shut")
    (story,) = digest.stories
    both = replace(story, reports=(*story.reports, "fair/shut"))
    newsrooms = NewsroomSet(PAPERS, (holt, other))

    once = replace(digest, stories=(both,))
    twice = figures(judge(newsrooms, [once, replace(once, at=noon(2))]))

    assert twice["glued"] == 1
    assert scores(holt, digest)["glued"] == 0


def test_words_are_repeated_if_printed_words_overlap(holt: Storyline) -> None:
    digest = printed(holt, 1, "shut")
    start, end, other = ("words", 0, 5), ("words", 6, 9), ("words", 5, 7)

    once = replace(digest, rows=((start,), (end,)))
    twice = replace(digest, rows=((start,), (other,)))

    assert scores(holt, once)["sentences_twice"] == 0
    assert scores(holt, twice)["sentences_twice"] == 1
    assert scores(holt, once, replace(once, at=noon(2)))["sentences_twice"] == 2
    elsewhere = replace(once, channel="elsewhere")
    assert scores(holt, once, elsewhere)["sentences_twice"] == 0


def differing(holt: Storyline, *names: str) -> PrintedDigest:
    digest = printed(holt, 1, "shut", line=0)
    (story,) = digest.stories
    numbers = tuple(
        number
        for name in names
        for line in report_of(holt, name).lines
        for number in line.numbers[:1]
    )
    row = PrintedFigures("row", numbers)
    return replace(digest, stories=(replace(story, figures=(row,)),))


def test_numbers_at_the_same_time_are_a_difference(holt: Storyline) -> None:
    digest = differing(holt, "shut", "shut-wire")
    (story,) = digest.stories
    pair = PrintedFigures("row", story.figures[0].numbers[:2])

    found = scores(holt, replace(digest, stories=(replace(story, figures=(pair,)),)))

    assert found["differences_found"] == 1.0
    assert found["differences_wrong"] == 0.0


def test_numbers_of_different_things_are_wrong(holt: Storyline) -> None:
    found = scores(holt, differing(holt, "shut", "shut-wire"))

    assert found["differences_found"] == 0.0
    assert found["differences_wrong"] == 1.0


def test_difference_is_due_while_the_latest_reports_give_it(holt: Storyline) -> None:
    assert scores(holt, printed(holt, 1, "shut", line=0))["differences_due"] == 1
    assert scores(holt, printed(holt, 2, "shut", line=0))["differences_due"] == 0
    assert scores(holt, printed(holt, 1, "shut"))["differences_due"] == 0


async def test_digests_are_read_back_as_they_were_printed(holt: Storyline) -> None:
    digests = await play(NewsroomSet(PAPERS, (holt,)), "fast")

    daily = [digest for digest in digests if digest.channel == "daily"]
    last = next(digest for digest in daily if digest.at.day == 7)
    (story,) = daily[1].stories
    assert set(story.reports) == {"holt/shut", "holt/shut-wire"}
    assert story.lead is not None
    assert story.first
    assert daily[1].rows
    assert last.stories[0].lead in {"holt/open", "holt/open-copy"}
