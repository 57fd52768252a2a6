"""What can be said for and against printing a claim, as named features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from summarizers.lexicons import words
from summarizers.model import Article, Cast, Claim, ClaimKind
from summarizers.parsers.grammar import Attribution, Parse, Token
from summarizers.parsers.reporting import reporters
from summarizers.text.terms import stop_words, terms

PRONOUNS = frozenset(("PRP", "PRP$", "WP"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
TAGS = {"MD": "modal", "CD": "number"}
# By place: half the time of an attribute's name.
LOWER = itemgetter(Token._fields.index("lower"))
TAG = itemgetter(Token._fields.index("tag"))
SHORT_WORDS = 5
LONG_WORDS = 40
FIRST_ACTORS = 3
FREQUENT = 3


@dataclass(frozen=True, slots=True)
class Context:
    """What the features of all claims of one article look at."""

    parse: Parse
    title: frozenset[str]
    places: Mapping[str, int]
    frequent: frozenset[str]
    length: int


def read_context(parse: Parse, article: Article, cast: Cast) -> Context:
    """Gather the title's terms and each actor's place in the cast."""
    return Context(
        parse=parse,
        title=frozenset(terms(article.title or "")) - stop_words(),
        places={actor.name: at for at, actor in enumerate(cast.actors)},
        frequent=_frequent(parse),
        length=max(1, len(article.text)),
    )


def _frequent(parse: Parse) -> frozenset[str]:
    """The words, lower case, that the article repeats."""
    counts = Counter(map(LOWER, parse.tokens))
    return frozenset([word for word, count in counts.items() if count >= FREQUENT])


def read_features(
    claim: Claim, attribution: Attribution, context: Context
) -> dict[str, float]:
    """The features of one claim; a name that is missing has the value 0."""
    tokens = _tokens(claim, context)
    own = set(filter(str.isalnum, set(map(LOWER, tokens)) - stop_words()))
    repeated = len(own & context.frequent)
    names = {
        "cue_" + attribution.kind,
        "kind_" + claim.kind,
        *_speaker(claim, attribution, context),
        *_content(claim, attribution, tokens),
    }
    return {
        "bias": 1.0,
        "position": claim.content[0].start / context.length,
        "central": repeated / max(SHORT_WORDS, len(own)),
        "title": min(len(context.title & own), SHORT_WORDS) / SHORT_WORDS,
        "words": min(len(tokens), LONG_WORDS) / LONG_WORDS,
        **dict.fromkeys(names, 1.0),
    }


def _speaker(claim: Claim, attribution: Attribution, context: Context) -> set[str]:
    place = context.places.get(claim.speaker or "")
    if place is None:
        return {"unknown_speaker"}
    found = {"first_speaker"} if place < FIRST_ACTORS else set()
    head = attribution.source_head
    if head >= 0 and context.parse.tokens[head].tag in PRONOUNS:
        found.add("pronoun")
    if attribution.source is not None and attribution.source.text[:1].isupper():
        found.add("capital_source")
    return found


def _content(
    claim: Claim, attribution: Attribution, tokens: Sequence[Token]
) -> set[str]:
    tags = set(map(TAG, tokens))
    found = {TAGS[tag] for tag in tags & TAGS.keys()}
    if tags.isdisjoint(FINITE):
        found.add("no_finite_verb")
        if claim.kind is ClaimKind.INDIRECT:
            found.add("bare_phrase")
    if len(tokens) < SHORT_WORDS:
        found.add("short")
    if attribution.follows:
        found.add("follows")
    reporter = None if claim.cue is None else reporters().get(claim.cue.text.lower())
    if reporter is not None and reporter.lemma in words("plain_reporting"):
        found.add("plain_cue")
    return found


def _tokens(claim: Claim, context: Context) -> list[Token]:
    within = context.parse.within
    tokens: list[Token] = []
    for part in claim.content:
        tokens += within(part.start, part.end)
    return tokens
