"""What a digest tells of stories, whose reports and briefings are in a text table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.digests.digest import StorySummary
from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.novelty import sentence_key, sentence_of
from bot.core.domain.records import ToldKind, ToldLine
from summarizers.model import ActorKind, Briefing
from tests.fakes.records import NOW
from tests.fakes.stories import Lines, make_actor, make_report, tell_story
from tests.tables import blocks

HOUR = timedelta(hours=1)


def report_of(block: Mapping[str, str], name: str) -> BriefedArticle | None:
    """A report: id, hours since the first report, language and title; then lines.

    A line is ``sentence``, ``claim``, ``risk`` or ``actor`` with its parts, or the text.
    """
    if name not in block:
        return None
    header, text, *found = block[name].splitlines()
    id_, hours, lang, title = header.split(" ", 3)
    parts = [line.partition(": ")[::2] for line in found]
    lines = Lines(
        [each for kind, each in parts if kind == "sentence"],
        [
            (speaker if speaker != "-" else None, sentence)
            for kind, each in parts
            if kind == "claim"
            for speaker, _, sentence in [each.partition(" | ")]
        ],
        [
            (sentence, days_of(days))
            for kind, each in parts
            if kind == "risk"
            for days, _, sentence in [each.partition(" | ")]
        ],
        [
            make_actor(*each.split(" | ")[1:], kind=ActorKind(each.split(" | ")[0]))
            for kind, each in parts
            if kind == "actor"
        ],
    )
    made = make_report(
        id_, text.replace(" ¶ ", "\n\n"), lines, seen=NOW + float(hours) * HOUR
    )
    article = replace(made.article.article, title=title, lang=lang)
    stored = replace(
        made.article,
        article=article,
        copy_of=block.get(f"{name} copies"),
        first=block.get(f"{name} was"),
    )
    briefing = replace(made.briefing, article=article, lang=lang)
    return BriefedArticle(stored, weighed(briefing, parts))


def weighed(briefing: Briefing, parts: list[tuple[str, str]]) -> Briefing:
    """The briefing with the probabilities and date words that lines have."""
    sure = [float(each) for kind, each in parts if kind == "sure"]
    if sure:
        claims = tuple(replace(each, score=sure[0]) for each in briefing.claims)
        risks = tuple(replace(each, score=sure[0]) for each in briefing.risks)
        briefing = replace(briefing, claims=claims, risks=risks)
    for kind, words in parts:
        if kind == "when" and (when := briefing.risks[0].when):
            start = briefing.article.text.index(words)
            span = briefing.article.span(start, start + len(words))
            risk = replace(briefing.risks[0], when=replace(when, span=span))
            briefing = replace(briefing, risks=(risk,))
    return briefing


def days_of(written: str) -> tuple[date, date] | None:
    """The first and the last day of a risk."""
    first, _, last = written.partition(" ")
    return (date.fromisoformat(first), date.fromisoformat(last)) if last else None


def tell(block: Mapping[str, str]) -> StorySummary | None:
    """Tell the story of a block."""
    reports, shown = (
        [each for name in names if (each := report_of(block, name))]
        for names in (("report", "second"), ("shown",))
    )
    last = None
    if "last" in block:
        text = block["last"]
        last = ToldLine(
            *("s", shown[0].article.id, 0, len(text), ToldKind.SENTENCE, text),
            shown[0].article.seen,
        )
    return tell_story(
        *reports,
        shown=shown,
        printed=frozenset(map(sentence_key, block.get("printed", "").splitlines())),
        today=date.fromisoformat(block.get("today", str(NOW.date()))),
        briefed="unbriefed" not in block,
        last=last,
    )


def written(story: StorySummary | None) -> Iterator[str]:
    """What is told of a story, as the table has it."""
    if story is None:
        yield "nothing"
        return
    yield f"{story.state}: {story.lead.id}"
    for kind in ("sentence", "claim", "risk"):
        if quote := getattr(story, kind):
            yield f"{kind}: {quote.span.text}"
    if story.was:
        yield f"was: {story.was.text}"
    yield from (f"new: {actor}" for actor in story.actors)
    yield from (f"thread: {sentence_of(line).text}" for line in story.lines)


@pytest.mark.parametrize("block", blocks("digests/stories"))
def test_what_is_told_of_a_story(block: Mapping[str, str]) -> None:
    assert [*written(tell(block))] == block["told"].splitlines()
