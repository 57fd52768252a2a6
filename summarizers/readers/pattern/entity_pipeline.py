"""The entities of an article in a language that is read by patterns."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from summarizers.model import Actor, ActorKind, Article, Entities, Mention
from summarizers.readers.parse import Attribution
from summarizers.readers.pattern.entities import Entity, merge
from summarizers.readers.pattern.mention_index import MentionIndex
from summarizers.readers.pattern.name_recognition import find_names
from summarizers.readers.pattern.pattern_document import PatternDocument
from summarizers.readers.pattern.speaker_attribution import resolve_speakers
from summarizers.readers.pattern.titles import describe
from summarizers.text.terms import terms

_LEAD_PARAGRAPHS = 3
_LEAD, _TITLE, _HALF = 1.0, 1.5, 3.0
# A place without a spokesperson is seldom the subject of an article.
_PLACE = 0.3


class _Context(NamedTuple):
    """Where the lead of an article ends, and the words of its title."""

    lead: int
    title: frozenset[str]


def read_entities(
    document: PatternDocument, article: Article, attributions: tuple[Attribution, ...]
) -> Entities:
    """The actors, best first, and the speaker of each attribution."""
    names = find_names(document)
    for name in names:
        describe(document, name)
    mentions = MentionIndex(document, merge(document, names))
    speakers = resolve_speakers(mentions, attributions)
    context = _Context(_lead_end(document), frozenset(terms(article.title or "")))
    actors = [_actor(document, entity, context) for entity in mentions.entities]
    return Entities(
        actors=tuple(sorted(actors, key=lambda actor: -actor.salience)),
        speakers=tuple(None if n is None else actors[n].name for n in speakers),
    )


def _actor(document: PatternDocument, entity: Entity, context: _Context) -> Actor:
    spans = [document.span((name.first, name.last)) for name in entity.names]
    spans += [
        document.span((name.acronym, name.acronym))
        for name in entity.names
        if name.acronym >= 0
    ]
    spans += [document.span(phrase) for phrase in entity.described]
    name = max((span.text for span in spans), key=len)
    mentions = [Mention(span) for span in spans]
    mentions += [Mention(document.span((i, i)), pronoun=True) for i in entity.pronouns]
    aliases = dict.fromkeys(span.text for span in spans if span.text != name)
    return Actor(
        name=name,
        kind=_kind(entity),
        role=None if entity.role is None else document.span(entity.role),
        aliases=tuple(aliases),
        mentions=tuple(sorted(mentions, key=attrgetter("span.start"))),
        salience=_salience(entity, mentions, context),
    )


def _kind(entity: Entity) -> ActorKind:
    """A place that speaks acts as a government."""
    if entity.kind is ActorKind.PLACE and entity.said:
        return ActorKind.COUNTRY
    return entity.kind


def _salience(entity: Entity, mentions: list[Mention], context: _Context) -> float:
    """A count of mentions with bonuses for an early one and for the title, below 1."""
    worth = float(len(mentions))
    if not entity.described:
        worth += _LEAD * any(m.span.start < context.lead for m in mentions)
        worth += _TITLE * any(
            not context.title.isdisjoint(terms(m.span.text))
            for m in mentions
            if not m.pronoun
        )
    silent = entity.kind is ActorKind.COUNTRY and not entity.said
    if _kind(entity) is ActorKind.PLACE or silent:
        worth *= _PLACE
    return round(worth / (worth + _HALF), 4)


def _lead_end(document: PatternDocument) -> int:
    """The character at which the first paragraphs of prose end."""
    paragraphs = [p for p in document.layout.paragraphs if p.noise is None]
    lead = paragraphs[:_LEAD_PARAGRAPHS]
    return lead[-1].end if lead else 0
