"""Judge printed digests by the annotations of their newsrooms. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from benchmarks.newsroom_files import NewsroomSet, PaperReport, Storyline, TextLine
from benchmarks.printed_digests import (
    Place,
    PrintedDigest,
    PrintedFigures,
    PrintedStory,
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether one thing is as it should be, and which figure it counts for."""

    figure: str
    holds: bool
    remark: str


Judgements: TypeAlias = Iterator[Judgement]
Figures: TypeAlias = Mapping[str, float | int | None]


def judge(newsrooms: NewsroomSet, digests: Sequence[PrintedDigest]) -> list[Judgement]:
    """Judge all digests; those of one channel are in the order of their times."""
    judgements = [*glued(newsrooms, digests), *splits(newsrooms, digests)]
    for posted in _by_channel(digests).values():
        judgements += repetitions(posted)
        for event in newsrooms.events:
            judgements += endings(event, posted)
            judgements += newest_leads(event, posted)
            judgements += stale_lines(event, posted)
            judgements += differences(event, posted)
    return judgements


def figures(judgements: Iterable[Judgement]) -> Figures:
    """Return the figures: shares, or numbers of judgements that do not hold.

    A share of nothing is ``None``.
    """
    total: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    for judgement in judgements:
        total[judgement.figure] += 1
        holding[judgement.figure] += judgement.holds
    failed = total - holding

    def share(name: str, number: int) -> float | None:
        return round(number / total[name], 3) if total[name] else None

    return {
        "ending_told": share("ending_told", holding["ending_told"]),
        "stale_leads": failed["stale_leads"],
        "sentences_twice": failed["sentences_twice"],
        "glued": failed["glued"],
        "differences_found": share("differences_found", holding["differences_found"]),
        "differences_wrong": share("differences_wrong", failed["differences_wrong"]),
        "newest_leads": share("newest_leads", holding["newest_leads"]),
        "stale_lines": failed["stale_lines"],
        "split": failed["split"],
        "endings": total["ending_told"],
        "leads": total["stale_leads"],
        "differences_due": total["differences_found"],
        "differences_shown": total["differences_wrong"],
    }


def endings(event: Storyline, posted: Sequence[PrintedDigest]) -> Judgements:
    """Judge whether the channel's next digest leads the story with the ending."""
    reports = (one for one in event.reports if event.ending in one.states)
    first = next(reports, None)
    if first is None:
        return
    digest = next((one for one in posted if one.at >= first.at), None)
    if digest is not None:
        stories = _stories_of(event, digest)
        holds = any(_leads_with_end(event, story) for story in stories)
        yield Judgement("ending_told", holds, _remark(event, digest))


def _leads_with_end(event: Storyline, story: PrintedStory) -> bool:
    """Return whether title or first line tell the ending and neither is stale."""
    over = event.superseded({event.ending} if event.ending else ())
    lines = _leading(event, story)
    tells = any(event.ending in line.states for line in lines)
    return tells and not any(_is_stale(line, over) for line in lines)


def newest_leads(event: Storyline, posted: Sequence[PrintedDigest]) -> Judgements:
    """Judge whether title or first line tell a state that is new to the channel.

    A state stays new until a digest prints the event.
    """
    before: frozenset[str] = frozenset()
    for digest in posted:
        stored = _states(event, digest.at)
        new = stored - before - event.superseded(stored)
        stories = _stories_of(event, digest)
        if not stories:
            continue
        before = stored
        lines = [line for story in stories for line in _leading(event, story)]
        if new:
            holds = any(line.states & new for line in lines)
            remark = f"{_remark(event, digest)} ({', '.join(sorted(new))})"
            yield Judgement("newest_leads", holds, remark)


def stale_lines(event: Storyline, posted: Sequence[PrintedDigest]) -> Judgements:
    """Judge whether stories tell superseded states: as leads, and in further lines."""
    for digest in posted:
        over = event.superseded(_states(event, digest.at))
        for story in _stories_of(event, digest):
            lead = _leading(event, story)
            yield _staleness("stale_leads", event, digest, lead, over)
            for line in _own(event, story.further):
                yield _staleness("stale_lines", event, digest, [line], over)


def _staleness(
    figure: str,
    event: Storyline,
    digest: PrintedDigest,
    lines: Sequence[TextLine],
    over: frozenset[str],
) -> Judgement:
    stale = [line.text for line in lines if _is_stale(line, over)]
    return Judgement(figure, not stale, f"{_place(event, digest)}: {' / '.join(stale)}")


def _is_stale(line: TextLine, over: frozenset[str]) -> bool:
    return bool(line.states) and line.states <= over


def _states(event: Storyline, at: datetime) -> frozenset[str]:
    """Return the states that the reports of a time tell."""
    return frozenset[str]().union(*(report.states for report in event.stored(at)))


def _leading(event: Storyline, story: PrintedStory) -> list[TextLine]:
    """Return the title and the sentences of the first line, if they are the event's."""
    titles = [one.title for one in event.reports if one.name == story.lead]
    return list(dict.fromkeys([*titles, *_own(event, story.first)]))


def _own(event: Storyline, lines: Iterable[TextLine]) -> list[TextLine]:
    texts = {line.text for report in event.reports for line in report.lines}
    return [line for line in lines if line.text in texts]


def _stories_of(event: Storyline, digest: PrintedDigest) -> list[PrintedStory]:
    """Return the printed stories that are titled by a report of the event.

    A story that mostly consists of the event's reports is also the event's.
    """
    names = {report.name for report in event.reports}

    def is_own(story: PrintedStory) -> bool:
        own = sum(name in names for name in story.reports)
        return story.lead in names or 2 * own > len(story.reports)

    return [story for story in digest.stories if is_own(story)]


def _place(event: Storyline, digest: PrintedDigest) -> str:
    return f"{digest.channel} {digest.at:%a %d %b %H:%M}: {event.name}"


def _remark(event: Storyline, digest: PrintedDigest) -> str:
    """Return the titles and first lines of an event's stories."""
    stories = _stories_of(event, digest)
    lines = [line.text for story in stories for line in story.first]
    shown = dict.fromkeys([*(story.title for story in stories), *lines])
    return f"{_place(event, digest)}: {' / '.join(shown) or 'not printed'}"


def repetitions(posted: Sequence[PrintedDigest]) -> Judgements:
    """For each printed row, judge whether the channel was shown its words before."""
    shown: dict[str, list[Place]] = {}
    for digest in posted:
        for row in digest.rows:
            again = [place[0] for place in row if _is_shown(place, shown)]
            for place in row:
                shown.setdefault(place[0], []).append(place)
            when = f"{digest.channel} {digest.at:%a %d %b %H:%M}"
            remark = f"{when}: {' / '.join(again)}"
            yield Judgement("sentences_twice", not again, remark)


def _is_shown(place: Place, shown: Mapping[str, Sequence[Place]]) -> bool:
    words, first, last = place
    places = shown.get(words, ())
    return any(first <= end and start <= last for _, start, end in places)


def glued(newsrooms: NewsroomSet, digests: Sequence[PrintedDigest]) -> Judgements:
    """For each story, judge whether its articles are of one event."""
    event_of = {report.name: report.event for report in newsrooms.reports}
    events: dict[str, set[str]] = {}
    for digest in digests:
        for story in (*digest.stories, *digest.hidden):
            own = (event_of[name] for name in story.reports)
            events.setdefault(story.id, set()).update(own)
    for id_, names in events.items():
        remark = f"{id_}: {', '.join(sorted(names))}"
        yield Judgement("glued", len(names) < 2, remark)


def splits(newsrooms: NewsroomSet, digests: Sequence[PrintedDigest]) -> Judgements:
    """For each event in a digest, judge whether it is one story.

    Versions of a page count apart.
    """
    pages = {paper.name for paper in newsrooms.papers if paper.kind == "page"}
    for digest in digests:
        for event in newsrooms.events:
            names = {one.name for one in event.reports if one.paper not in pages}
            parts = [one for one in digest.stories if names & set(one.reports)]
            if parts:
                titles = " / ".join(story.title for story in parts)
                remark = f"{_place(event, digest)}: {titles}"
                yield Judgement("split", len(parts) == 1, remark)


def differences(event: Storyline, posted: Sequence[PrintedDigest]) -> Judgements:
    """Judge the rows of numbers that differ, and whether those that are due are there.

    A row is right if all its numbers count one thing, and papers gave these values at
    the same time. A row is due in stories with a summary while the latest reports of
    two papers give such values; it must be in one of these digests.
    """
    due: dict[str, bool] = {}
    remarks: dict[str, str] = {}
    for digest in posted:
        for story in _stories_of(event, digest):
            things = {row: _thing(event, row) for row in story.figures}
            for row, thing in things.items():
                remark = f"{_place(event, digest)}: {row.text}"
                yield Judgement("differences_wrong", thing is not None, remark)
            for thing, values in _due(event, digest.at, story):
                due[thing] = due.get(thing, False) or thing in things.values()
                remarks[thing] = f"{_place(event, digest)}: {thing}: {values}"
    for thing, is_printed in due.items():
        yield Judgement("differences_found", is_printed, remarks[thing])


def _thing(event: Storyline, row: PrintedFigures) -> str | None:
    """Return what all numbers of a row count; ``None`` if the row is wrong."""
    numbers = [number for number in row.numbers if number is not None]
    things = {number.thing for number in numbers}
    values = {number.value for number in numbers}
    if len(numbers) < len(row.numbers) or len(things) != 1 or len(values) < 2:
        return None
    (thing,) = things
    return thing if values <= event.numbers.get(thing, frozenset()) else None


def _due(
    event: Storyline, at: datetime, story: PrintedStory
) -> Iterator[tuple[str, str]]:
    """Yield the things that the latest reports count differently, with the values."""
    if not story.has_summary:
        return
    latest = _latest(event, at, story).values()
    given = {pair for report in latest for pair in report.numbers}
    for thing, allowed in event.numbers.items():
        values = sorted(value for value in allowed if (thing, value) in given)
        if len(values) > 1:
            yield thing, ", ".join(values)


def _latest(
    event: Storyline, at: datetime, story: PrintedStory
) -> dict[str, PaperReport]:
    """Return the latest report of each paper, without copies."""
    return {
        report.paper: report
        for report in event.stored(at)
        if report.original is None and report.name in story.reports
    }


def _by_channel(
    digests: Sequence[PrintedDigest],
) -> dict[str, list[PrintedDigest]]:
    channels: dict[str, list[PrintedDigest]] = {}
    for digest in digests:
        channels.setdefault(digest.channel, []).append(digest)
    return channels
