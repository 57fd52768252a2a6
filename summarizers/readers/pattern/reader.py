"""The reader of every language that has a pattern grammar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import log1p
from operator import attrgetter
from typing import NamedTuple

from typing_extensions import override

from summarizers.languages.dates import TimeDirection
from summarizers.languages.profile import Grammar
from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Claim,
    Line,
    Mention,
    Refusal,
    Risk,
    RiskBasis,
    Sentence,
    When,
)
from summarizers.readers.english.actors import salience
from summarizers.readers.english.claims import kind_of
from summarizers.readers.english.score import SECTIONS, by_salience, score_lines
from summarizers.readers.english.score.actor_features import actor_views
from summarizers.readers.english.score.article_view import ArticleView
from summarizers.readers.english.score.line_features import (
    Passage,
    SentenceView,
    claim_views,
)
from summarizers.readers.parse import Findings, LanguageReader, Parse
from summarizers.readers.pattern.alphabet import alphabet_of
from summarizers.readers.pattern.attribution import read_attributions
from summarizers.readers.pattern.document import Document
from summarizers.readers.pattern.entities import (
    Entity,
    SpeakerResolver,
    read_entities,
)
from summarizers.text.claim_words import display_spans, speakers_by_sentence
from summarizers.text.layout import Layout

# A sentence with a larger share in quotation marks does not name its speaker.
_INSIDE = 0.95
_AGENTS = ("roles", "org_words", "group_nouns")
_QUESTION = "»\"” ')"
# In tokens: so far before a date, a verb of speech makes it the date of a report.
_SAID_REACH = 4
# Classes of words about the future, with the names that the features use.
_KINDS = {"modal": "might", "threat": "warn", "future": "will", "conditional": "might"}


class PatternReader(LanguageReader):
    """Reads one language by patterns of word classes.

    Raises:
        FileNotFoundError: the language lacks a word list.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._sections = [section.in_language(grammar.code) for section in SECTIONS]
        alphabet_of(grammar)

    @override
    def read(
        self, layout: Layout, article: Article, summary: tuple[Line, ...] = ()
    ) -> Findings:
        lang = self._grammar.code
        document = Document(layout, self._grammar)
        attributions = read_attributions(document)
        entities = read_entities(document)
        speakers = SpeakerResolver(document, entities).resolve(attributions)
        rows = list(_measure(document, entities, article.title or ""))
        names = {
            e: _make_actor(document, e, r) for e, r in zip(entities, rows, strict=True)
        }
        actors = list(names.values())
        said = [
            Claim(
                names[e].name if e else None,
                a.source,
                a.cue,
                a.content,
                layout.sentences[a.sentence].span,
                kind_of(a.content, document.quoted),
                refusal=_refuse_speaker(document, e),
            )
            for a, e in zip(attributions, speakers, strict=True)
        ]
        people, claims, outlook, sentences = self._sections
        parse = Parse(layout, document.tokens, tuple(document.bounds), attributions)
        view = ArticleView(parse, article, actors, summary, lang)
        voices = frozenset([claim.speaker for claim in said if claim.speaker])
        scored = score_lines(people, actors, actor_views(actors, rows, voices))
        ranked = by_salience(scored, rows).lines
        view.actors = {a.name: (place, a.score) for place, a in enumerate(ranked)}
        reported = list(score_lines(claims, said, claim_views(view, said)).lines)
        reported.sort(key=lambda claim: (-claim.score, claim.content[0].start))
        ordered = tuple(
            replace(claim, shown=display_spans(article, claim, lang))
            for claim in reported
        )
        ahead = list(_find_ahead(document, article, view, ordered))
        risks = list(score_lines(outlook, [x.risk for x in ahead], ahead).lines)
        risks.sort(key=lambda risk: (-risk.score, risk.span.start))
        lines = [
            SentenceView(line, Passage(view, (line.span,)), view.rank(line.span.start))
            for line in summary
        ]
        kept = score_lines(sentences, [_refuse(line) for line in lines], lines)
        return Findings(tuple(ranked), ordered, tuple(risks), tuple(kept.lines))


def _make_actor(
    document: Document, entity: Entity, signs: Mapping[str, float]
) -> Actor:
    spans = document.spans(entity.mentions)
    name = max((span.text for span in spans), key=len)
    said = entity.said and entity.kind is ActorKind.PLACE
    pronouns = document.spans((i, i + 1) for i in entity.pronouns)
    mentions = [Mention(span) for span in spans]
    mentions += [Mention(span, pronoun=True) for span in pronouns]
    return Actor(
        name=name,
        kind=ActorKind.COUNTRY if said else entity.kind,
        role=None if entity.role is None else document.span(entity.role),
        aliases=tuple(dict.fromkeys(s.text for s in spans if s.text != name)),
        mentions=tuple(sorted(mentions, key=attrgetter("span.start"))),
        salience=salience(signs),
        refusal=_refuse_actor(entity, signs),
    )


def _refuse_actor(entity: Entity, signs: Mapping[str, float]) -> Refusal | None:
    """Return why no page may print an actor."""
    if signs["no agent"] or (signs["described"] and entity.kind is ActorKind.PERSON):
        return Refusal.UNNAMED_VOICE
    if entity.said or entity.role is not None:
        return None
    is_country = entity.kind is ActorKind.COUNTRY
    is_site = entity.kind is ActorKind.PLACE or (is_country and entity.guessed)
    is_idle = not signs["acts"] and (is_country or entity.guessed)
    return Refusal.MAYBE_THING if is_site or is_idle else None


def _measure(
    document: Document, entities: Sequence[Entity], title: str
) -> Iterator[Mapping[str, float]]:
    """Yield the signs of each entity by name, as `salience` and the scores take them."""
    title, length = title.lower(), max(1, len(document.layout.text))
    most = max((len(entity.mentions) for entity in entities), default=1)
    opening = min(document.sentences, default=0)
    for entity in entities:
        mentions = entity.mentions
        first = mentions[0]
        texts = {span.text.lower() for span in document.spans(mentions)}
        places = [at for text in texts if (at := title.find(text)) >= 0]
        titled = 1.0 - min(places) / len(title) if places else 0.0
        described = not entity.names
        yield {
            "mentions": log1p(len(mentions)),
            "in the title": titled > 0,
            "early in the title": titled,
            "in the first sentence": document.sentences[first[0]] <= opening,
            "early": 1.0 - document.starts[first[0]] / length,
            "share of most mentions": len(mentions) / most,
            "acts": log1p(sum(document.acts(mention) for mention in mentions)),
            "role": entity.role is not None,
            "described": described,
            "no agent": described
            and not any(document.is_a(i, *_AGENTS) for i in range(*first)),
            "one word": first[1] == first[0] + 1,
        }


def _refuse_speaker(document: Document, speaker: Entity | None) -> Refusal | None:
    """Return why no page may print the claims of a speaker."""
    if speaker is None:
        return Refusal.NAMELESS
    words = [i for phrase in speaker.described for i in range(*phrase)]
    speaks = any(document.is_a(i, "documents", *_AGENTS) for i in words)
    return None if speaker.names or speaks else Refusal.MUTE


class _Ahead(NamedTuple):
    """A sentence about the future as the features of the score see it.

    ``kinds`` are the kinds of the words that look ahead, ``operators`` their number.
    """

    risk: Risk
    passage: Passage
    rank: int
    kinds: Sequence[str]
    operators: int
    is_hazard: bool
    is_ahead: bool

    def operates(self, kind: str) -> bool:
        """Return whether a word of a kind looks ahead."""
        return kind in self.kinds


def _find_ahead(
    document: Document, article: Article, view: ArticleView, claims: Sequence[Claim]
) -> Iterator[_Ahead]:
    """Yield the sentences about the future, in text order.

    A conditional is often hearsay: "le texte serait prêt". It needs a hazard or a date,
    and no "according to".
    """
    speakers = speakers_by_sentence(document.layout.sentences, claims)
    present = article.present
    for sentence in document.layout.sentences:
        bounds, span = document.bounds[sentence.index], sentence.span
        heads = [match.start() for match in document.matches("ahead", *bounds)]
        if not heads or span.text.rstrip(_QUESTION).endswith("?"):
            continue
        dates = list(_dates(document, article, sentence))
        coming = [d for d in dates if present is not None and d.last >= present]
        is_hazard = any(document.is_a(i, "hazards") for i in range(*bounds))
        if document.search("according", *bounds) or not (coming or is_hazard):
            heads = [i for i in heads if not document.match("conditional", i, i + 1)]
        if not heads:
            continue
        is_past = dates or document.search("past", *bounds)
        is_ahead = bool(coming or not is_past)
        risk = Risk(
            span,
            (RiskBasis.FORWARD, RiskBasis.HAZARD)[: 1 + is_hazard],
            min(coming, key=attrgetter("first"), default=None),
            speakers.get(sentence.index),
            refusal=None if is_ahead else Refusal.PAST,
        )
        passage, rank = Passage(view, (span,)), view.rank(span.start)
        kinds = [
            _KINDS[k] for i in heads for k in _KINDS if document.is_a(i, k, f"{k} +")
        ]
        yield _Ahead(risk, passage, rank, kinds, len(heads), is_hazard, is_ahead)


def _dates(document: Document, article: Article, sentence: Sentence) -> Iterator[When]:
    """Yield the dates of a sentence, without those of a report: "a annoncé mercredi"."""
    text = document.layout.text
    for phrase in document.grammar.find_phrases(text, sentence.start, sentence.end):
        days = phrase.days(article.published, TimeDirection.AHEAD)
        i = document.token_from(phrase.start)
        first = max(document.bounds[sentence.index][0], i - _SAID_REACH)
        if days is not None and document.search("said_before", first, i) is None:
            span = document.cut(phrase.start, phrase.end)
            yield When(*days, span, exact=phrase.is_exact)


def _refuse(view: SentenceView) -> Line:
    """Return a line of the summary, refused if it asks or does not name its speaker."""
    line = view.line
    if line.span.text.rstrip(_QUESTION).endswith("?"):
        return replace(line, refusal=Refusal.ASKS)
    if view.passage.quoted > _INSIDE:
        return replace(line, refusal=Refusal.QUOTED_ALONE)
    return line
