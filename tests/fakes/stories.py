"""Reports with hand-made briefings, and their stories and digests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.core.digests.digest import Digest, StorySummary
from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.newest_state import order_by_state
from bot.core.digests.novelty import ShownContent
from bot.core.digests.story import Story, rank
from bot.core.digests.story_summary import summarize_story, with_thread
from bot.core.domain.configuration import DigestPlan
from bot.core.domain.records import Origin, StoredArticle, ToldLine
from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Briefing,
    Claim,
    ClaimKind,
    Line,
    Risk,
    RiskBasis,
    Span,
    When,
)
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.records import NOW, make_stored

TODAY = NOW.date()


@dataclass(frozen=True, slots=True)
class Lines:
    """What is found in a text: sentences that stand in it, and names.

    ``claims`` are a speaker and a sentence, the best first; ``risks`` a sentence and
    its days.
    """

    summary: Sequence[str] = ()
    claims: Sequence[tuple[str | None, str]] = ()
    risks: Sequence[tuple[str, tuple[date, date] | None]] = ()
    actors: Sequence[Actor] = field(default=())


def make_report(
    name: str,
    text: str,
    lines: Lines | None = None,
    *,
    seen: datetime = NOW,
    origin: Origin = Origin.PAGE,
) -> BriefedArticle:
    """A report of this text, in which nothing but the lines is found."""
    url = f"https://lenna-gazette.example/{name}"
    article = Article(text, f"News of {name}", url, seen.date())
    stored = replace(
        make_stored(name, seen=seen), id=name, article=article, origin=origin
    )
    return BriefedArticle(stored, make_briefing(article, lines or Lines()))


def make_briefing(article: Article, lines: Lines) -> Briefing:
    """The article's briefing with these lines."""
    return Briefing(
        article,
        engine="fast",
        lang="en",
        summary=tuple(Line(_find(article, one), 1.0) for one in lines.summary),
        actors=tuple(lines.actors),
        claims=tuple(_claims(article, lines.claims)),
        risks=tuple(_risk(article, one, days) for one, days in lines.risks),
    )


def make_actor(name: str, *aliases: str, kind: ActorKind = ActorKind.PERSON) -> Actor:
    """An actor without a place in the text."""
    return Actor(name, kind, aliases=aliases)


def make_coverage(
    *articles: StoredArticle, shown: Iterable[StoredArticle] = ()
) -> Story:
    """A story of new articles and of some that were shown before."""
    fresh = frozenset(one.id for one in articles)
    return Story("story", "ports", (*shown, *articles), fresh)


def tell_story(
    *reports: BriefedArticle,
    shown: Sequence[BriefedArticle] = (),
    printed: frozenset[str] = frozenset(),
    today: date = TODAY,
    briefed: bool = True,
    last: ToldLine | None = None,
) -> StorySummary | None:
    """The story of these new reports, as it is told to a channel.

    ``last`` is the last line that the channel was shown of it.
    """
    coverage = make_coverage(
        *(one.article for one in reports), shown=[one.article for one in shown]
    )
    known = ShownContent(printed, [one.article.article for one in shown], last)
    order = order_by_state(coverage)
    places = [article.id for article in order.leads]
    leads = (one for one in reports if one.article.id in places and briefed)
    found = sorted(leads, key=lambda one: places.index(one.article.id))
    story = summarize_story(order, rank(coverage, NOW), found, shown=known, today=today)
    return story and with_thread(story, printed | {*story.sentences})


def make_story(
    *reports: BriefedArticle, shown: Sequence[BriefedArticle] = ()
) -> StorySummary:
    """The same of a story that brings something new."""
    story = tell_story(*reports, shown=shown)
    assert story is not None
    return story


def make_digest(*told: StorySummary, plan: DigestPlan | None = None) -> Digest:
    """The morning's digest for the desk."""
    return Digest(plan or make_plan(make_topic()), "fake/desk", NOW, top=told)


def _find(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return article.span(start, start + len(words))


def _claims(
    article: Article, claims: Sequence[tuple[str | None, str]]
) -> Iterable[Claim]:
    for place, (speaker, sentence) in enumerate(claims):
        span = _find(article, sentence)
        kind, score = ClaimKind.INDIRECT, 1.0 - place / 10
        yield Claim(speaker, None, None, (span,), span, kind, score)


def _risk(article: Article, sentence: str, days: tuple[date, date] | None) -> Risk:
    span = _find(article, sentence)
    when = None if days is None else When(*days, span)
    return Risk(span, (RiskBasis.FORWARD,), when)
