"""Estimate how probably an editor prints each line of an article.

Each section has one model (``scorer``) and one table of features. The same probability
orders the lines of a section and decides which the page prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from summarizers.model import (
    ActorKind,
    Article,
    Claim,
    Entities,
    Line,
    Refusal,
    Risk,
)
from summarizers.readers.english.risks import RiskCandidate
from summarizers.readers.english.score.actor_features import (
    ACTORS,
    ActorView,
    actor_views,
)
from summarizers.readers.english.score.article_view import ArticleView, TitleEvent
from summarizers.readers.english.score.line_features import (
    CLAIMS,
    OUTLOOK,
    SENTENCES,
    OutlookView,
    Passage,
    SentenceView,
    claim_views,
)
from summarizers.readers.english.score.scorer import Section, logistic
from summarizers.readers.parse import Parse

SECTIONS = ACTORS, CLAIMS, OUTLOOK, SENTENCES
# This number of actors ranks first: those that the article is most about.
SUBJECTS = 3
_READER = frozenset(("you", "You", "your", "Your"))
_WRITER = _READER.union(("I", "my", "My", "me", "we", "We", "our", "Our", "us"))
_DEEDS = frozenset(("VBD", "VBN"))
# A sentence with a larger share in quotation marks does not name its speaker.
_INSIDE, _QUOTED = 0.95, 0.9


class Candidates(NamedTuple):
    """All lines of an article before they have a score."""

    entities: Entities
    claims: Sequence[Claim]
    risks: Sequence[RiskCandidate]
    summary: Sequence[Line]


class Scored(NamedTuple):
    """The lines of one section with their scores, and their rows of features."""

    section: Section
    lines: Sequence[Any]
    rows: Sequence[Sequence[float]]

    def contributions(self) -> list[Mapping[str, float]]:
        """Return for each line the amounts that its features add, by their words."""
        return [self.section.contributions(row) for row in self.rows]


def score(parse: Parse, article: Article, candidates: Candidates) -> tuple[Scored, ...]:
    """Return the scored lines of actors, claims, risks and summary, in this order.

    The lines keep the order of the candidates; actors come best first.
    """
    entities, claims, risks, summary = candidates
    view = ArticleView(parse, article, entities.actors, summary)
    speakers = frozenset([name for name in entities.speakers if name is not None])
    views = actor_views(entities.actors, entities.signs, speakers)
    people = [
        replace(v.actor, refusal=v.actor.refusal or _actor_refusal(v)) for v in views
    ]
    actors = score_lines(ACTORS, people, views)
    actors = by_salience(actors, entities.signs)
    view.actors = {a.name: (place, a.score) for place, a in enumerate(actors.lines)}
    sentences = [
        SentenceView(line, Passage(view, (line.span,)), view.rank(line.span.start))
        for line in summary
    ]
    event = TitleEvent(parse, article.title, summary)
    refused = [replace(v.line, refusal=_refusal(v, event)) for v in sentences]
    outlook = [
        OutlookView(
            c.risk,
            c.evidence,
            Passage(view, (c.risk.span,)),
            view.rank(c.risk.span.start),
        )
        for c in risks
    ]
    return (
        actors,
        score_lines(CLAIMS, claims, claim_views(view, claims)),
        score_lines(OUTLOOK, [_without_advice(v) for v in outlook], outlook),
        score_lines(SENTENCES, refused, sentences),
    )


def score_lines(section: Section, lines: Sequence[Any], views: Iterable[Any]) -> Scored:
    """Return the lines with the scores that the model of the section gives their views."""
    rows = section.rows(views)
    scores = section.probabilities(rows)
    scored = [replace(x, score=p) for x, p in zip(lines, scores, strict=True)]
    return Scored(section, scored, rows)


def by_salience(scored: Scored, signs: Sequence[Mapping[str, float]]) -> Scored:
    """Return the actors in print order.

    The ``SUBJECTS`` actors with the highest salience come first, because an article may
    be about a state or place that no editor would print. The others follow by score.
    The salience is above 1 for the former, and the score for the latter.
    """
    actors, rows = scored.lines, scored.rows
    named = [i for i, row in enumerate(signs) if not row["described"]]
    first = sorted(named, key=lambda i: -actors[i].salience)[:SUBJECTS]
    salience = {i: 1.0 + logistic(actors[i].salience) for i in first}
    worth = [salience.get(i, actor.score) for i, actor in enumerate(actors)]
    order = sorted(range(len(actors)), key=lambda i: -worth[i])
    ranked = [replace(actors[i], salience=round(worth[i], 4)) for i in order]
    return Scored(scored.section, ranked, [rows[i] for i in order])


def _actor_refusal(view: ActorView) -> Refusal | None:
    """Return why no page may print an actor."""
    if view.is_unnamed_speaker and view.actor.kind is ActorKind.PERSON:
        return Refusal.UNNAMED_VOICE
    return Refusal.MAYBE_THING if view.may_be_thing else None


def _without_advice(view: OutlookView) -> Risk:
    """Return the risk, refused if its "you" or "we" means a person that the line does not name.

    It speaks to the reader ("You will need a key"), or it is a quotation without its
    speaker ("We will rebuild it").
    """
    passage = view.passage
    unnamed = _WRITER if passage.quoted >= _QUOTED else _READER
    is_open = passage.quoted and passage.quoted < _QUOTED
    if is_open or unnamed.isdisjoint(passage.texts) or view.risk.refusal:
        return view.risk
    return replace(view.risk, refusal=Refusal.FIRST_PERSON)


def _refusal(view: SentenceView, event: TitleEvent) -> Refusal | None:
    """Return why no page may print a sentence of the summary."""
    passage, text = view.passage, view.line.span.text
    if passage.lowers[-1:] == ["?"]:
        return Refusal.ASKS
    if "@" in text or "http" in text:
        return Refusal.POST
    if passage.quoted > _INSIDE:
        return Refusal.QUOTED_ALONE
    if not passage.quoted and not _WRITER.isdisjoint(passage.texts):
        return Refusal.FIRST_PERSON
    is_teaser = passage.start < passage.view.news and _DEEDS.isdisjoint(passage.tags)
    if is_teaser or event.is_before(passage.start):
        return Refusal.BEFORE_NEWS
    return None
