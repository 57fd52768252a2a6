"""The reader of every language that has a pattern grammar, and its scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import exp
from operator import attrgetter
from typing import NamedTuple

from typing_extensions import override

from summarizers.languages.profile import Grammar
from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Claim,
    ClaimKind,
    Entities,
    Line,
    Mention,
    Sentence,
    Span,
    fast_new,
)
from summarizers.readers.claim_order import in_print_order
from summarizers.readers.parse import (
    Attribution,
    Bounds,
    CueKind,
    Token,
    Tokens,
    outermost,
)
from summarizers.readers.pattern.according_to import attribution_of
from summarizers.readers.pattern.direct_speech import read_speeches
from summarizers.readers.pattern.indirect_speech import read_reports
from summarizers.readers.pattern.mention_index import Entity, MentionIndex, merge
from summarizers.readers.pattern.name_recognition import find_names
from summarizers.readers.pattern.pattern_document import PatternDocument
from summarizers.readers.pattern.risks import read_risks
from summarizers.readers.pattern.speaker_attribution import resolve_speakers
from summarizers.readers.pattern.titles import describe
from summarizers.readers.pattern.vocabulary import vocabulary_of
from summarizers.readers.reader import Findings, LanguageReader
from summarizers.text.claim_words import display_spans
from summarizers.text.layout import Layout
from summarizers.text.terms import terms

_LEAD_PARAGRAPHS = 3
_LEAD, _TITLE, _HALF = 1.0, 1.5, 3.0
# A place without a spokesperson is seldom the subject of an article.
_PLACE = 0.3


class _Context(NamedTuple):
    """The end of an article's lead, in characters, and the words of its title."""

    lead: int
    title: frozenset[str]


def read_entities(
    document: PatternDocument, article: Article, attributions: tuple[Attribution, ...]
) -> Entities:
    """Return the actors, best first, and the speaker of each of the attributions."""
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
        kind=_actor_kind(entity),
        role=None if entity.role is None else document.span(entity.role),
        aliases=tuple(aliases),
        mentions=tuple(sorted(mentions, key=attrgetter("span.start"))),
        salience=_salience(entity, mentions, context),
    )


def _actor_kind(entity: Entity) -> ActorKind:
    """Return the kind of an actor: a place that speaks counts as a country."""
    if entity.kind is ActorKind.PLACE and entity.said:
        return ActorKind.COUNTRY
    return entity.kind


def _salience(entity: Entity, mentions: list[Mention], context: _Context) -> float:
    """Return a score from 0 to 1 for how central an actor is, by its mentions.

    A mention in the lead or in the title adds more.
    """
    worth = float(len(mentions))
    if not entity.described:
        worth += _LEAD * any(m.span.start < context.lead for m in mentions)
        worth += _TITLE * any(
            not context.title.isdisjoint(terms(m.span.text))
            for m in mentions
            if not m.pronoun
        )
    silent = entity.kind is ActorKind.COUNTRY and not entity.said
    if _actor_kind(entity) is ActorKind.PLACE or silent:
        worth *= _PLACE
    return round(worth / (worth + _HALF), 4)


def _lead_end(document: PatternDocument) -> int:
    """Return the character at which the first paragraphs of prose end."""
    paragraphs = [p for p in document.layout.paragraphs if p.noise is None]
    lead = paragraphs[:_LEAD_PARAGRAPHS]
    return lead[-1].end if lead else 0


# Set by hand, because no annotated texts of other languages exist. As in the weights
# learned for English, claims count more if they are early, quoted, or by a main actor.
_BIAS = 0.2
_EARLY, _DIRECT, _MIXED, _CHIEF = 0.8, 0.5, 0.3, 0.5
_SHORT, _UNKNOWN, _ALLEGED, _MEANT = -0.8, -1.2, -0.2, -0.3
_SHORT_WORDS = 5
_CHIEFS = 3


def read_claims(
    document: PatternDocument,
    article: Article,
    entities: Entities,
    attributions: Iterable[Attribution],
) -> tuple[Claim, ...]:
    """Return every claim of an article, in print order."""
    chiefs = frozenset(actor.name for actor in entities.actors[:_CHIEFS])
    length = max(1, len(article.text))
    claims = []
    for attribution, speaker in zip(attributions, entities.speakers, strict=True):
        kind = _claim_kind(document, attribution.content)
        early = 1 - attribution.content[0].start / length
        score = _claim_score(attribution, speaker, kind) + _EARLY * early
        score += _CHIEF * (speaker in chiefs)
        claims.append(_claim(document, attribution, speaker, (kind, score)))
    claims.sort(key=lambda claim: (-claim.score, claim.content[0].start))
    lang = document.words.grammar.code
    return tuple(
        replace(claim, shown=display_spans(article, claim, lang))
        for claim in in_print_order(claims, lang)
    )


def _claim_score(
    attribution: Attribution, speaker: str | None, kind: ClaimKind
) -> float:
    words = sum(len(part.text.split()) for part in attribution.content)
    return (
        _BIAS
        + {ClaimKind.DIRECT: _DIRECT, ClaimKind.MIXED: _MIXED}.get(kind, 0.0)
        + _SHORT * (words < _SHORT_WORDS)
        + _UNKNOWN * (speaker is None)
        + _ALLEGED * (attribution.kind is CueKind.ACCORDING)
        + _MEANT * (attribution.kind is CueKind.BELIEF)
    )


def _claim(
    document: PatternDocument,
    attribution: Attribution,
    speaker: str | None,
    rated: tuple[ClaimKind, float],
) -> Claim:
    kind, score = rated
    return Claim(
        speaker=speaker,
        source=attribution.source,
        cue=attribution.cue,
        content=attribution.content,
        sentence=document.layout.sentences[attribution.sentence].span,
        kind=kind,
        score=round(1 / (1 + exp(-score)), 4),
    )


def _claim_kind(document: PatternDocument, content: Iterable[Span]) -> ClaimKind:
    """Return the kind of a claim: its content is quoted, partly quoted or reported."""
    inside = [document.quoted.at(part.start) is not None for part in content]
    touched = [
        any(q.start < part.end and part.start < q.end for q in document.quotations)
        for part in content
    ]
    ends = [document.quoted.at(part.end - 1) is not None for part in content]
    if all(inside) and all(ends):
        return ClaimKind.DIRECT
    return ClaimKind.MIXED if any(touched) else ClaimKind.INDIRECT


class PatternTagger:
    """Splits text by the token pattern of a grammar, and leaves the tokens untagged."""

    def __init__(self, grammar: Grammar) -> None:
        self._token = grammar.token

    def tag(self, layout: Layout) -> tuple[Tokens, Bounds]:
        """Return the tokens outside noise, and the range of tokens of each sentence."""
        tokens: list[Token] = []
        bounds = [(0, 0)] * len(layout.sentences)
        for sentence in layout.sentences:
            if sentence.noise is None:
                first = len(tokens)
                tokens += self._read(sentence)
                bounds[sentence.index] = (first, len(tokens))
        return (Tokens.of(tokens) if tokens else Tokens()), tuple(bounds)

    def _read(self, sentence: Sentence) -> Iterator[Token]:
        for match in self._token.finditer(sentence.text):
            start, end = match.span()
            row = sentence.start + start, sentence.start + end, match.group()
            low = row[2].lower().replace("’", "'")
            yield fast_new(Token, (*row, low, "", sentence.index))


class PatternReader(LanguageReader):
    """Reads one language by patterns of words and tags.

    Raises:
        FileNotFoundError: the language lacks a word list.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._words = vocabulary_of(grammar)
        self._tagger = PatternTagger(grammar)

    @override
    def read(
        self, layout: Layout, article: Article, summary: tuple[Line, ...] = ()
    ) -> Findings:
        tokens, bounds = self._tagger.tag(layout)
        document = PatternDocument(layout, tokens, bounds, self._words)
        attributions = read_attributions(document)
        entities = read_entities(document, article, attributions)
        claims = read_claims(document, article, entities, attributions)
        risks = read_risks(document, article, claims)
        return Findings(entities.actors, claims, risks, summary)


def read_attributions(document: PatternDocument) -> tuple[Attribution, ...]:
    """Return all attributions, in the order of their first content character."""
    drafts = [*read_speeches(document), *read_reports(document)]
    attributions = outermost([attribution_of(draft, document) for draft in drafts])
    return tuple(sorted(attributions, key=lambda a: a.content[0].start))
