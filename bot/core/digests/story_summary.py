"""Summarizes a story: one sentence, the best claim, the nearest risk. Pure functions.

A story of which the channel was shown more than a title is an update. It is printed
only if it has a new claim, a new actor or a new number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from bot.core.digests.digest import QuotedLine, StoryState, StorySummary
from bot.core.digests.front_lines import (
    BriefedArticle,
    FrontLines,
    printed_spans,
    stems_of,
)
from bot.core.digests.moves import ShownState, is_shown_headline
from bot.core.digests.newest_state import StateOrder
from bot.core.digests.novelty import ShownContent
from bot.core.digests.opening import Opening
from bot.core.digests.story import Story, StoryRank, publisher_of
from bot.core.domain.records import StoredArticle, ToldLine
from summarizers.lexicons import table
from summarizers.model import ActorKind, Claim, Line, Risk, Span
from summarizers.stories.report_lines import tells_ending
from summarizers.text.language import language_of_lists

# The lines of a story come from reports that are at most this much older than the lead.
_CURRENT = timedelta(hours=24)
# The longest line of an earlier state, and the words that it shares with the new line.
_MOST_WORDS_BEFORE, _FEWEST_SHARED = 40, 2


def summarize_story(
    order: StateOrder,
    rank: StoryRank,
    reports: Sequence[BriefedArticle],
    *,
    shown: ShownContent,
    today: date,
) -> StorySummary | None:
    """Summarize the story, or return ``None`` if it contains nothing new.

    ``reports`` are the briefed articles that may lead, in the order of ``order``. If
    there are none, the summary is the title alone. An ending that the channel was not
    shown is always new.
    """
    if not order.leads:
        return None
    story = order.story
    head = _head(order, reports, shown) if reports else None
    if head is None and reports:
        return None
    if head is None or head.title_only:
        return StorySummary(story, rank, order.leads[0])
    lead, sentence = head.lead, head.sentence
    current = [
        report for report in reports if _is_current(report.article, lead.article)
    ]
    lines = FrontLines(lead, sentence, shown)
    claim = lines.claim(current)
    risk = lines.risk(current, claim, today)
    is_empty = sentence is None and claim is None and risk is None
    if story.read and is_empty and not head.ended:
        return None
    return StorySummary(
        story,
        rank,
        lead=lead.article,
        whole=lead.briefing,
        sentence=sentence,
        claim=claim,
        risk=risk,
        actors=_new_actors(current, head, claim, shown) if story.read else (),
        ended=head.ended,
        moved=head.moved,
        was=_earlier_state(lead, sentence, shown),
    )


def _earlier_state(
    lead: BriefedArticle, sentence: QuotedLine | None, shown: ShownContent
) -> ToldLine | None:
    """Return the last shown line if it tells an earlier state of the same matter.

    The shown line must be short. The new line or its title must have two of its words,
    or one of its names. Names of people and roles, such as "president", do not count,
    because news on one subject names the same people each day.
    """
    was = shown.last
    if was is None or sentence is None or len(was.text.split()) > _MOST_WORDS_BEFORE:
        return None
    lang = lead.briefing.lang
    title = lead.article.article.title or ""
    news = stems_of(f"{title} {sentence.span.text}", lang)
    words = news & stems_of(_without_roles(was.text, lang), lang)
    people = (a.name for a in lead.briefing.actors if a.kind is ActorKind.PERSON)
    persons = stems_of(" ".join(people), lang)
    things = (news & stems_of(" ".join(_last_of_names(was.text)), lang)) - persons
    return was if len(words) >= _FEWEST_SHARED or things else None


def _last_of_names(text: str) -> Iterator[str]:
    """Yield the last word of each name after the first word of a text."""
    words = text.split()[1:]
    for word, following in zip(words, (*words[1:], ""), strict=True):
        if word[:1].isupper() and not following[:1].isupper():
            yield word


def _without_roles(text: str, lang: str) -> str:
    """Return the words of a text that are neither names nor roles."""
    roles = table("roles", language_of_lists(lang, text))
    words = (word for word in text.split() if not word[:1].isupper())
    return " ".join(word for word in words if word not in roles)


class _Head(NamedTuple):
    """The report that leads a story, and its first line.

    ``title_only`` says that the story is printed as a title without lines.
    """

    lead: BriefedArticle
    sentence: QuotedLine | None
    moved: bool = False
    ended: bool = False
    title_only: bool = False


def _head(
    order: StateOrder, reports: Sequence[BriefedArticle], shown: ShownContent
) -> _Head | None:
    """Return the report that leads the story, with its first line.

    For an update without a new ending, return the result of ``_update``.
    """
    first, story = reports[0], order.story
    ended = _is_new_ending(order, first.article)
    if ended or not story.read:
        head = _plain(first, shown, ended=ended, update=bool(story.read))
        if head.sentence is None and not ended:
            head = next(_telling(reports, shown), head)
            # A feature is printed as a title: a claim needs a first line above it.
            is_feature = Opening(first).is_beside_news
            if head.sentence is None and not story.read and is_feature:
                return _Head(first, None, title_only=True)
        return head._replace(ended=ended)
    return _update(story, reports, shown)


def _telling(reports: Sequence[BriefedArticle], shown: ShownContent) -> Iterator[_Head]:
    """Yield each report that has a first line, with this line.

    A report more than 24 hours older than the first one is left out.
    """
    first = reports[0].article
    for report in reports:
        head = _plain(report, shown, update=False)
        if head.sentence is not None and _is_current(report.article, first):
            yield head


def _update(
    story: Story, reports: Sequence[BriefedArticle], shown: ShownContent
) -> _Head | None:
    """Return the first report that tells a later state, with the sentence for it.

    If no report does, return the first report with news. It has a first line only if it
    is a fuller text of a shown report, or if no line of the story was shown. If no
    report has news, return ``None``.
    """
    first = reports[0]
    news = [report for report in reports if _is_news(report, shown)]
    if first in news and _is_fuller(first.article, story):
        fuller = _plain(first, shown, update=True, fuller=True)
        return fuller._replace(moved=fuller.sentence is not None)
    before = ShownState(story.read, shown.last)
    current = [each for each in reports if _is_current(each.article, first.article)]
    moves = (
        _Head(report, sentence, moved=True)
        for report in current
        for sentence in _moves(report, before, shown)
    )
    if (moved := next(moves, None)) is not None or not news:
        return moved
    is_told = shown.last is not None
    return _Head(news[0], None) if is_told else _plain(news[0], shown, update=True)


def _moves(
    report: BriefedArticle, before: ShownState, shown: ShownContent
) -> Iterator[QuotedLine]:
    """Yield the sentences at the top of a report that tell a later state."""
    actors = [actor.name for actor in shown.new_actors(report.briefing)]
    opening = Opening(report, update=True)
    for sentence in opening.likely(shown, top=True):
        if before.moved_by(sentence, actors):
            yield sentence


def _is_new_ending(order: StateOrder, article: StoredArticle) -> bool:
    """Return whether an article tells an ending that is new to the channel.

    An ending that only the text tells is not new if the channel was shown the headline.
    """
    title = article.article.title or ""
    lang = language_of_lists(article.article.lang, article.article.text)
    if article.id != order.ending or tells_ending(title, lang):
        return article.id == order.ending
    return not is_shown_headline(article, order.story.read)


def _plain(
    report: BriefedArticle,
    shown: ShownContent,
    *,
    update: bool,
    ended: bool = False,
    fuller: bool = False,
) -> _Head:
    opening = Opening(report, ended=ended, update=update, fuller=fuller)
    return _Head(report, next(opening.likely(shown), None))


def _is_fuller(article: StoredArticle, story: Story) -> bool:
    """Return whether an article is a later text of a page or report that was shown."""
    if article.first is not None:
        return True
    publisher = publisher_of(article)
    return any(
        article.article.url == shown.article.url
        or (article.copy_of is not None and publisher == publisher_of(shown))
        for shown in story.shown
    )


def _new_actors(
    reports: Iterable[BriefedArticle],
    head: _Head,
    claim: QuotedLine | None,
    shown: ShownContent,
) -> tuple[str, ...]:
    """Return the new actors whom the lead's title or the first line names.

    The speaker of ``claim`` is left out, because the claim names the speaker. Actors
    named elsewhere are often bystanders.
    """
    speaker = claim.line.speaker if claim and isinstance(claim.line, Claim) else None
    title = head.lead.article.article.title or ""
    first = "" if head.sentence is None else head.sentence.span.text
    actors = (
        actor
        for report in reports
        for actor in shown.new_actors(report.briefing)
        if actor.name != speaker
        and (actor.name in title or actor.name in first)
        and (" " in actor.name or actor.kind is ActorKind.ORG)
    )
    return tuple(dict.fromkeys(actor.name for actor in actors))


def with_thread(summary: StorySummary, printed: Collection[str]) -> StorySummary:
    """Add to the summary the full briefing, without the lines that are printed already.

    ``printed`` are the keys of the sentences that the channel was shown, or that the
    front, the first message of the digest, prints. A story that only has more reports
    gets no summary sentences.
    """
    if summary.whole is None:
        return summary
    tells = summary.state is not StoryState.MORE
    rest = ShownContent(printed).unprinted(summary.whole)
    spans = [
        span
        for quote in summary.quotes
        if quote.article.id == summary.lead.id
        for span in printed_spans(quote.line)
    ]
    briefing = replace(
        rest,
        summary=tuple(_apart(rest.summary, spans)) if tells else (),
        claims=tuple(_apart(rest.claims, spans)),
        risks=tuple(_apart(rest.risks, spans)),
    )
    return replace(summary, briefing=briefing)


_Statement = TypeVar("_Statement", Line, Claim, Risk)


def _apart(lines: Iterable[_Statement], spans: list[Span]) -> Iterator[_Statement]:
    """Yield the lines that share no character with ``spans``.

    The spans of each yielded line are added to ``spans``.
    """
    for line in lines:
        own = printed_spans(line)
        if not any(a.overlaps(b) for a in own for b in spans):
            spans.extend(own)
            yield line


def _is_current(article: StoredArticle, lead: StoredArticle) -> bool:
    """Return whether an article is at most 24 hours older than the lead."""
    return article.moment >= lead.moment - _CURRENT


def _is_news(report: BriefedArticle, shown: ShownContent) -> bool:
    """Return whether the report has a new claim, a new actor or a new number.

    A new actor in a copy may be the publisher only, and does not count.
    """
    briefing = report.briefing
    return bool(
        next(shown.new_claims(briefing), None)
        or (report.article.copy_of is None and shown.new_actors(briefing))
        or shown.new_numbers(briefing)
    )
