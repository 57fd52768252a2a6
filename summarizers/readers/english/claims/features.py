"""Features of claims for ranking."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import Article, ClaimKind, Entities, Span, fast_new
from summarizers.readers.english.reporting_lexicon import reporters
from summarizers.readers.parse import Attribution, Parse, Tokens
from summarizers.text.layout import Quotation
from summarizers.text.terms import stop_words, terms

STOP_WORDS = stop_words()
REPORTERS = reporters()
PLAIN_REPORTING = words("plain_reporting")
PRONOUNS = frozenset(("PRP", "PRP$", "WP"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
TAGS = {"MD": "modal", "CD": "number"}
SHORT_WORDS = 5
LONG_WORDS = 40
FIRST_ACTORS = 3
FREQUENT = 3
NEGATIONS = frozenset(("not", "n't", "n’t", "never"))
NEAR = 3


class ClaimDraft(NamedTuple):
    """A claim without a score: an attribution, its speaker and its plain words."""

    attribution: Attribution
    speaker: str | None
    content: tuple[Span, ...]
    kind: ClaimKind


class ClaimFeatures(NamedTuple):
    """The features of a claim: present ones, and ones with an amount."""

    present: set[str]
    amounts: dict[str, float]

    def by_name(self) -> dict[str, float]:
        """All features with their amounts; an absent one is 0."""
        return dict.fromkeys(self.present, 1.0) | self.amounts


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """The data of one article that the features of its claims use.

    ``opened`` and ``closed`` are where its quotations start and end.
    """

    parse: Parse
    title: frozenset[str]
    places: Mapping[str, int]
    kinds: Mapping[str, str]
    frequent: frozenset[str]
    length: int
    opened: Sequence[int]
    closed: Sequence[int]

    def quotations(self, part: Span) -> tuple[Quotation, ...]:
        """Those that share a character with a stretch of text."""
        first = bisect_right(self.closed, part.start)
        last = bisect_left(self.opened, part.end, first)
        return self.parse.layout.quotations[first:last]


def read_context(parse: Parse, article: Article, entities: Entities) -> ClaimContext:
    """Gather the title's terms and each actor's rank."""
    quotations = parse.layout.quotations
    return ClaimContext(
        parse=parse,
        title=frozenset(filter(str.isalnum, terms(article.title or ""))) - STOP_WORDS,
        places={actor.name: at for at, actor in enumerate(entities.actors)},
        kinds={actor.name: f"speaker_{actor.kind}" for actor in entities.actors},
        frequent=_frequent(parse),
        length=max(1, len(article.text)),
        opened=[quotation.start for quotation in quotations],
        closed=[quotation.end for quotation in quotations],
    )


def _frequent(parse: Parse) -> frozenset[str]:
    """The words, lower case, that the article repeats, without the most common ones."""
    counts = Counter(parse.tokens.lowers)
    frequent = [word for word, count in counts.items() if count >= FREQUENT]
    return frozenset(filter(str.isalnum, frequent)) - STOP_WORDS


def read_features(draft: ClaimDraft, context: ClaimContext) -> ClaimFeatures:
    """The features of a claim."""
    tokens, lowers, tags = context.parse.tokens, set[str](), set[str]()
    length = 0
    for part in draft.content:
        within = context.parse.within(part.start, part.end)
        lowers.update(tokens.lowers[within])
        tags.update(tokens.tags[within])
        length += within.stop - within.start
    own = len(list(filter(str.isalnum, lowers - STOP_WORDS)))
    amounts = {
        "position": draft.content[0].start / context.length,
        "central": len(lowers & context.frequent) / max(SHORT_WORDS, own),
        "title": min(len(lowers & context.title), SHORT_WORDS) / SHORT_WORDS,
        "words": min(length, LONG_WORDS) / LONG_WORDS,
    }
    names = ["bias", "cue_" + draft.attribution.kind, "kind_" + draft.kind]
    names += _speaker(draft, context)
    names += _content(draft, tags)
    names += _form(draft, length)
    names += _cue(draft, context)
    return fast_new(ClaimFeatures, (set(names), amounts))


def _speaker(draft: ClaimDraft, context: ClaimContext) -> Sequence[str]:
    place = context.places.get(draft.speaker or "")
    if place is None:
        return ("unknown_speaker",)
    names = [context.kinds[draft.speaker or ""]]
    if place < FIRST_ACTORS:
        names.append("first_speaker")
    head, source = draft.attribution.source_head, draft.attribution.source
    if head >= 0 and context.parse.tokens.tags[head] in PRONOUNS:
        names.append("pronoun")
    if source is not None and source.text[:1].isupper():
        names.append("capital_source")
    return names


def _content(draft: ClaimDraft, tags: set[str]) -> Sequence[str]:
    names = [name for tag, name in TAGS.items() if tag in tags]
    if tags.isdisjoint(FINITE):
        names.append("no_finite_verb")
        if draft.kind is ClaimKind.INDIRECT:
            names.append("bare_phrase")
    return names


def _form(draft: ClaimDraft, length: int) -> Sequence[str]:
    names = ["short"] if length < SHORT_WORDS else []
    if draft.attribution.follows:
        names.append("follows")
    return names


def _cue(draft: ClaimDraft, context: ClaimContext) -> Sequence[str]:
    """Whether the verb reports without a stance, or is denied: "does not disclose"."""
    cue = draft.attribution.cue
    reporter = None if cue is None else REPORTERS.get(cue.text.lower())
    if cue is None or reporter is None:
        return ()
    names = ["plain_cue"] if reporter.lemma in PLAIN_REPORTING else []
    at = context.parse.within(cue.start, cue.end).start
    if _is_negated(context.parse.tokens, at):
        names.append("negated")
    return names


def _is_negated(tokens: Tokens, verb: int) -> bool:
    """Whether "not" stands before a verb, at most two words in between."""
    return not NEGATIONS.isdisjoint(tokens.lowers[max(0, verb - NEAR) : verb])
