"""The reader of every language that has a pattern grammar, and its scores."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import exp
from operator import attrgetter

from typing_extensions import override

from summarizers.languages.profile import Grammar
from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Claim,
    ClaimKind,
    Line,
    Mention,
    Span,
)
from summarizers.readers.parse import Attribution, CueKind
from summarizers.readers.pattern.alphabet import alphabet_of
from summarizers.readers.pattern.attribution import read_attributions
from summarizers.readers.pattern.document import Document
from summarizers.readers.pattern.entities import Entity, read_entities
from summarizers.readers.pattern.outlook import read_outlook
from summarizers.readers.pattern.speakers import resolve_speakers
from summarizers.readers.reader import Findings, LanguageReader
from summarizers.text.claim_words import display_spans
from summarizers.text.layout import Layout
from summarizers.text.terms import terms

_LEAD_PARAGRAPHS = 3
_LEAD, _TITLE, _HALF = 1.0, 1.5, 3.0
# A place without a spokesperson is seldom the subject of an article.
_PLACE = 0.3
# Set by hand, because no annotated texts of other languages exist. As in the weights
# learned for English, claims count more if they are early, quoted, or by a main actor.
_BIAS, _EARLY, _CHIEF, _SHORT, _UNKNOWN = 0.2, 0.8, 0.5, -0.8, -1.2
_KINDS = {ClaimKind.DIRECT: 0.5, ClaimKind.MIXED: 0.3, ClaimKind.INDIRECT: 0.0}
_CUES = {CueKind.ACCORDING: -0.2, CueKind.BELIEF: -0.3}
_SHORT_WORDS = 5
_CHIEFS = 3


class PatternReader(LanguageReader):
    """Reads one language by patterns of word classes.

    Raises:
        FileNotFoundError: the language lacks a word list.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        alphabet_of(grammar)

    @override
    def read(
        self, layout: Layout, article: Article, summary: tuple[Line, ...] = ()
    ) -> Findings:
        document = Document(layout, self._grammar)
        attributions = read_attributions(document)
        entities = read_entities(document)
        speakers = resolve_speakers(document, entities, attributions)
        prose = [p for p in layout.paragraphs if p.noise is None][:_LEAD_PARAGRAPHS]
        lead = prose[-1].end if prose else 0
        title = frozenset(terms(article.title or ""))
        actors = {entity: _actor(document, entity, lead, title) for entity in entities}
        chief_first = sorted(actors.values(), key=lambda actor: -actor.salience)
        chiefs = {actor.name for actor in chief_first[:_CHIEFS]}
        claims = [
            _claim(
                document,
                attribution,
                None if speaker is None else actors[speaker].name,
                chiefs,
            )
            for attribution, speaker in zip(attributions, speakers, strict=True)
        ]
        claims.sort(key=lambda claim: (-claim.score, claim.content[0].start))
        lang = self._grammar.code
        ordered = tuple(
            replace(claim, shown=display_spans(article, claim, lang))
            for claim in claims
        )
        risks = read_outlook(document, article, ordered)
        return Findings(tuple(chief_first), ordered, risks, summary)


def _actor(
    document: Document, entity: Entity, lead: int, title: frozenset[str]
) -> Actor:
    phrases = [name.tokens for name in entity.names]
    acronyms = [name.acronym for name in entity.names if name.acronym >= 0]
    phrases += [(i, i + 1) for i in acronyms] + entity.described
    spans = [document.span(phrase) for phrase in phrases]
    pronouns = [document.span((i, i + 1)) for i in entity.pronouns]
    name = max((span.text for span in spans), key=len)
    kind = entity.kind
    if kind is ActorKind.PLACE and entity.said:
        kind = ActorKind.COUNTRY
    mentions = [Mention(span) for span in spans]
    mentions += [Mention(span, pronoun=True) for span in pronouns]
    return Actor(
        name=name,
        kind=kind,
        role=None if entity.role is None else document.span(entity.role),
        aliases=tuple(dict.fromkeys(s.text for s in spans if s.text != name)),
        mentions=tuple(sorted(mentions, key=attrgetter("span.start"))),
        salience=_salience(entity, (*spans, *pronouns), lead, title),
    )


def _salience(
    entity: Entity, spans: tuple[Span, ...], lead: int, title: frozenset[str]
) -> float:
    """Return a score from 0 to 1 for how central an actor is, by its mentions.

    A mention in the lead, which ends at ``lead``, or in the title adds more.
    """
    worth = float(len(spans))
    if entity.names:
        worth += _LEAD * any(span.start < lead for span in spans)
        worth += _TITLE * any(not title.isdisjoint(terms(s.text)) for s in spans)
    if entity.kind in (ActorKind.PLACE, ActorKind.COUNTRY) and not entity.said:
        worth *= _PLACE
    return round(worth / (worth + _HALF), 4)


def _claim(
    document: Document, attribution: Attribution, speaker: str | None, chiefs: set[str]
) -> Claim:
    content = attribution.content
    kind = _claim_kind(document, content)
    words = sum(len(part.text.split()) for part in content)
    score = _BIAS + _KINDS[kind] + _CUES.get(attribution.kind, 0.0)
    score += _EARLY * (1 - content[0].start / len(document.layout.text))
    score += _UNKNOWN if speaker is None else _CHIEF * (speaker in chiefs)
    score += _SHORT * (words < _SHORT_WORDS)
    return Claim(
        speaker=speaker,
        source=attribution.source,
        cue=attribution.cue,
        content=content,
        sentence=document.layout.sentences[attribution.sentence].span,
        kind=kind,
        score=round(1 / (1 + exp(-score)), 4),
    )


def _claim_kind(document: Document, content: Iterable[Span]) -> ClaimKind:
    """Return the kind of a claim: its content is quoted, partly quoted or reported."""
    quoted = document.quoted.at
    if all(quoted(p.start) and quoted(p.end - 1) for p in content):
        return ClaimKind.DIRECT
    touched = any(document.quoted.between(part.start, part.end) for part in content)
    return ClaimKind.MIXED if touched else ClaimKind.INDIRECT
