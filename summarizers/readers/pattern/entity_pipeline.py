"""The cast of an article in a language that is read by patterns."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from summarizers.model import Actor, ActorKind, Article, Cast, Mention
from summarizers.readers.parse import Attribution
from summarizers.readers.pattern.entities import Figure, merge
from summarizers.readers.pattern.mention_index import Stage
from summarizers.readers.pattern.name_recognition import find_names
from summarizers.readers.pattern.pattern_document import Reading
from summarizers.readers.pattern.speaker_attribution import resolve_speakers
from summarizers.readers.pattern.titles import describe
from summarizers.text.terms import terms

_LEAD_PARAGRAPHS = 3
_LEAD, _TITLE, _HALF = 1.0, 1.5, 3.0
# A place that nobody speaks for is seldom what an article is about.
_PLACE = 0.3


class _Context(NamedTuple):
    """Where the lead of an article ends, and the words of its title."""

    lead: int
    title: frozenset[str]


def read_cast(
    reading: Reading, article: Article, attributions: tuple[Attribution, ...]
) -> Cast:
    """Everyone who acts or speaks, best first, and who speaks in each attribution."""
    names = find_names(reading)
    for name in names:
        describe(reading, name)
    stage = Stage(reading, merge(reading, names))
    speakers = resolve_speakers(stage, attributions)
    context = _Context(_lead_end(reading), frozenset(terms(article.title or "")))
    actors = [_actor(reading, figure, context) for figure in stage.figures]
    return Cast(
        actors=tuple(sorted(actors, key=lambda actor: -actor.salience)),
        speakers=tuple(None if n is None else actors[n].name for n in speakers),
    )


def _actor(reading: Reading, figure: Figure, context: _Context) -> Actor:
    spans = [reading.span((name.first, name.last)) for name in figure.names]
    spans += [
        reading.span((name.acronym, name.acronym))
        for name in figure.names
        if name.acronym >= 0
    ]
    spans += [reading.span(phrase) for phrase in figure.described]
    name = max((span.text for span in spans), key=len)
    mentions = [Mention(span) for span in spans]
    mentions += [Mention(reading.span((i, i)), pronoun=True) for i in figure.pronouns]
    aliases = dict.fromkeys(span.text for span in spans if span.text != name)
    return Actor(
        name=name,
        kind=_kind(figure),
        role=None if figure.role is None else reading.span(figure.role),
        aliases=tuple(aliases),
        mentions=tuple(sorted(mentions, key=attrgetter("span.start"))),
        salience=_salience(figure, mentions, context),
    )


def _kind(figure: Figure) -> ActorKind:
    """A place that speaks acts as a government."""
    if figure.kind is ActorKind.PLACE and figure.said:
        return ActorKind.COUNTRY
    return figure.kind


def _salience(figure: Figure, mentions: list[Mention], context: _Context) -> float:
    """A count of mentions with bonuses for an early one and for the title, below 1."""
    worth = float(len(mentions))
    if not figure.described:
        worth += _LEAD * any(m.span.start < context.lead for m in mentions)
        worth += _TITLE * any(
            not context.title.isdisjoint(terms(m.span.text))
            for m in mentions
            if not m.pronoun
        )
    silent = figure.kind is ActorKind.COUNTRY and not figure.said
    if _kind(figure) is ActorKind.PLACE or silent:
        worth *= _PLACE
    return round(worth / (worth + _HALF), 4)


def _lead_end(reading: Reading) -> int:
    """The character at which the first paragraphs of prose end."""
    paragraphs = [p for p in reading.layout.paragraphs if p.noise is None]
    lead = paragraphs[:_LEAD_PARAGRAPHS]
    return lead[-1].end if lead else 0
