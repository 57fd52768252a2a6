"""Judge printed digests by the annotations of their newsrooms. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.newsroom_files import (
    NewsroomSet,
    PaperReport,
    Storyline,
    TextLine,
)
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


Judgements = Iterator[Judgement]

_WRONG = "differences_wrong"


def judge(newsrooms: NewsroomSet, digests: Sequence[PrintedDigest]) -> list[Judgement]:
    """Judge all digests; those of one channel are in the order of their times."""
    return [
        *endings(newsrooms, digests),
        *newest_leads(newsrooms, digests),
        *stale_leads(newsrooms, digests),
        *stale_lines(newsrooms, digests),
        *repetitions(digests),
        *glued(newsrooms, digests),
        *splits(newsrooms, digests),
        *differences(newsrooms, digests),
    ]


def figures(judgements: Iterable[Judgement]) -> dict[str, float | int | None]:
    """Return the figures: shares, or numbers of judgements that do not hold.

    A share of nothing is ``None``.
    """
    total: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    for one in judgements:
        total[one.figure] += 1
        holding[one.figure] += one.holds

    def share(name: str, count: int) -> float | None:
        return round(count / total[name], 3) if total[name] else None

    def failed(name: str) -> int:
        return total[name] - holding[name]

    return {
        "ending_told": share("ending_told", holding["ending_told"]),
        "stale_leads": failed("stale_leads"),
        "sentences_twice": failed("sentences_twice"),
        "glued": failed("glued"),
        "differences_found": share("differences_found", holding["differences_found"]),
        "differences_wrong": share(_WRONG, failed(_WRONG)) or 0.0,
        "newest_leads": share("newest_leads", holding["newest_leads"]),
        "stale_lines": failed("stale_lines"),
        "endings": total["ending_told"],
        "leads": total["stale_leads"],
        "differences_due": total["differences_found"],
        "differences_shown": total[_WRONG],
        "split": failed("split"),
    }


def endings(newsrooms: NewsroomSet, digests: Sequence[PrintedDigest]) -> Judgements:
    """For each ending and channel: does the next digest lead its story with it?"""
    for event in newsrooms.events:
        known = next((one for one in event.reports if _ends(event, one)), None)
        if known is None:
            continue
        for channel, posted in _channels(digests).items():
            after = next((one for one in posted if one.at >= known.at), None)
            if after is not None:
                told = [_leads_with_end(event, story) for story in _of(event, after)]
                remark = (
                    f"{channel} {_time(after.at)}: {event.name}: {_shown(event, after)}"
                )
                yield Judgement("ending_told", any(told), remark)


def _ends(event: Storyline, report: PaperReport) -> bool:
    return event.ending in report.states


def _leads_with_end(event: Storyline, story: PrintedStory) -> bool:
    """Return whether title or first line tell the ending and neither is stale."""
    over = event.superseded({event.ending} if event.ending else ())
    lines = _leading(event, story)
    tells = any(event.ending in line.states for line in lines)
    return tells and not any(_is_stale(line, over) for line in lines)


def newest_leads(
    newsrooms: NewsroomSet, digests: Sequence[PrintedDigest]
) -> Judgements:
    """For each story with a new state: do title or first line tell a new one?"""
    for channel, posted in _channels(digests).items():
        last = datetime.min.replace(tzinfo=UTC)
        for digest in posted:
            for event in newsrooms.events:
                before, now = (_states(event.stored(at)) for at in (last, digest.at))
                new = now - before - event.superseded(now)
                stories = list(_of(event, digest)) if new else []
                told = {
                    state
                    for story in stories
                    for line in _leading(event, story)
                    for state in line.states
                }
                if stories:
                    place = f"{channel} {_time(digest.at)}: {event.name}"
                    remark = (
                        f"{place}: {', '.join(sorted(new))}: {_shown(event, digest)}"
                    )
                    yield Judgement("newest_leads", bool(told & new), remark)
            last = digest.at


def _states(reports: Iterable[PaperReport]) -> frozenset[str]:
    return frozenset[str]().union(*(report.states for report in reports))


def stale_lines(newsrooms: NewsroomSet, digests: Sequence[PrintedDigest]) -> Judgements:
    """For each sentence below a story's first line: is it superseded?"""
    for digest in digests:
        for event in newsrooms.events:
            over = event.superseded(_states(event.stored(digest.at)))
            own = {line.text for report in event.reports for line in report.lines}
            for story in _of(event, digest):
                for line in story.further:
                    if line.text in own:
                        place = f"{digest.channel} {_time(digest.at)}: {event.name}"
                        holds = not _is_stale(line, over)
                        yield Judgement("stale_lines", holds, f"{place}: {line.text}")


def stale_leads(newsrooms: NewsroomSet, digests: Sequence[PrintedDigest]) -> Judgements:
    """For each printed story: is its title or first line superseded?"""
    for digest in digests:
        for event in newsrooms.events:
            over = event.superseded(_states(event.stored(digest.at)))
            for story in _of(event, digest):
                stale = [
                    line for line in _leading(event, story) if _is_stale(line, over)
                ]
                told = " / ".join(line.text for line in stale)
                place = f"{digest.channel} {_time(digest.at)}: {event.name}"
                yield Judgement("stale_leads", not stale, f"{place}: {told}")


def _is_stale(line: TextLine, over: frozenset[str]) -> bool:
    return bool(line.states) and line.states <= over


def _leading(event: Storyline, story: PrintedStory) -> list[TextLine]:
    """Return the title and the sentences of the first line, if they are the event's."""
    titles = [one.title for one in event.reports if one.name == story.lead]
    own = {line.text for report in event.reports for line in report.lines}
    first = (line for line in story.first if line.text in own)
    return list(dict.fromkeys([*titles, *first]))


def _of(event: Storyline, digest: PrintedDigest) -> Iterator[PrintedStory]:
    """Yield the printed stories whose title's report is on the event.

    A story that is glued is also one of the event that it mostly reports.
    """
    names = {report.name for report in event.reports}
    for story in digest.stories:
        own = sum(name in names for name in story.reports)
        if story.lead in names or 2 * own > len(story.reports):
            yield story


def _shown(event: Storyline, digest: PrintedDigest) -> str:
    titles = [story.title for story in _of(event, digest)]
    lines = [line.text for story in _of(event, digest) for line in story.first]
    return " / ".join([*titles, *lines]) or "not printed"


def repetitions(digests: Sequence[PrintedDigest]) -> Judgements:
    """For each printed row: did the channel read its words before?"""
    for posted in _channels(digests).values():
        before: dict[str, list[Place]] = {}
        for digest in posted:
            for row in digest.rows:
                seen = [place for place in row if _overlaps(place, before)]
                for place in row:
                    before.setdefault(place[0], []).append(place)
                told = " / ".join(words for words, *_ in seen)
                place_ = f"{digest.channel} {_time(digest.at)}"
                yield Judgement("sentences_twice", not seen, f"{place_}: {told}")


def _overlaps(place: Place, before: Mapping[str, Sequence[Place]]) -> bool:
    words, first, last = place
    return any(
        first <= end and start <= last for _, start, end in before.get(words, ())
    )


def glued(newsrooms: NewsroomSet, digests: Sequence[PrintedDigest]) -> Judgements:
    """For each story: does it have articles of two events?"""
    event_of = {report.name: report.event for report in newsrooms.reports}
    seen: dict[str, set[str]] = {}
    for digest in digests:
        for story in (*digest.stories, *digest.hidden):
            events = {event_of[name] for name in story.reports}
            seen.setdefault(story.id, set()).update(events)
    for id_, events in seen.items():
        yield Judgement("glued", len(events) < 2, f"{id_}: {', '.join(sorted(events))}")


def splits(newsrooms: NewsroomSet, digests: Sequence[PrintedDigest]) -> Judgements:
    """For each event in a digest: is it one story? Versions of a page count apart."""
    pages = {paper.name for paper in newsrooms.papers if paper.kind == "page"}
    for digest in digests:
        for event in newsrooms.events:
            names = {one.name for one in event.reports if one.paper not in pages}
            parts = [one for one in digest.stories if names & set(one.reports)]
            titles = " / ".join(story.title for story in parts)
            remark = f"{digest.channel} {_time(digest.at)}: {event.name}: {titles}"
            if parts:
                yield Judgement("split", len(parts) == 1, remark)


def differences(newsrooms: NewsroomSet, digests: Sequence[PrintedDigest]) -> Judgements:
    """Judge the rows of numbers that differ, and those that are due.

    A row is right if all its numbers count one thing, and papers gave these values at
    the same time. It is due in a story with a summary if the latest reports of two
    papers give such values, and if no earlier digest of the channel printed it.
    """
    for channel, posted in _channels(digests).items():
        due: dict[tuple[str, str], bool] = {}
        remarks: dict[tuple[str, str], str] = {}
        for digest in posted:
            for event in newsrooms.events:
                for story in _of(event, digest):
                    shown = set()
                    for row in story.figures:
                        thing = _thing(event, row)
                        shown.add(thing)
                        place = f"{channel} {_time(digest.at)}: {event.name}"
                        remark = f"{place}: {row.text}"
                        yield Judgement(_WRONG, thing is not None, remark)
                    for thing, values in _due(event, digest.at, story):
                        key = event.name, thing
                        due[key] = due.get(key, False) or thing in shown
                        remarks[key] = f"{channel}: {event.name}: {thing}: {values}"
        for key, found in due.items():
            yield Judgement("differences_found", found, remarks[key])


def _thing(event: Storyline, row: PrintedFigures) -> str | None:
    """Return what all numbers of a row count; ``None`` if the row is wrong."""
    numbers = [one for one in row.numbers if one is not None]
    things = {number.thing for number in numbers}
    values = {number.value for number in numbers}
    if len(numbers) < len(row.numbers) or len(things) != 1 or len(values) < 2:
        return None
    (thing,) = things
    return thing if values <= event.numbers.get(thing, frozenset()) else None


def _due(
    event: Storyline, at: datetime, story: PrintedStory
) -> Iterator[tuple[str, str]]:
    if not story.has_summary:
        return
    latest: dict[str, PaperReport] = {}
    for report in event.stored(at):
        if report.original is None and report.name in story.reports:
            latest[report.paper] = report
    for thing, allowed in event.numbers.items():
        given = {
            value
            for report in latest.values()
            for name, value in report.numbers
            if name == thing and value in allowed
        }
        if len(given) > 1:
            yield thing, ", ".join(sorted(given))


def _channels(
    digests: Sequence[PrintedDigest],
) -> dict[str, list[PrintedDigest]]:
    channels: dict[str, list[PrintedDigest]] = {}
    for digest in digests:
        channels.setdefault(digest.channel, []).append(digest)
    return channels


def _time(at: datetime) -> str:
    return f"{at:%a %d %b %H:%M}"
