"""Turn attributions with their speakers into claims, best first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from summarizers.lexicons import words
from summarizers.lexicons.weights import Features, likelihood
from summarizers.model import (
    Article,
    Claim,
    ClaimKind,
    Entities,
    Span,
    fast_new,
)
from summarizers.readers.claim_order import in_print_order
from summarizers.readers.english.claim_refusals import (
    ClaimDraft,
    is_dated_before,
    is_nameless,
    is_statement,
)
from summarizers.readers.english.reporting_lexicon import ACCUSATION, reporters
from summarizers.readers.english.syntax.clauses import has_clause
from summarizers.readers.parse import Attribution, Parse, Tokens
from summarizers.text.cuts import is_balanced
from summarizers.text.layout import Quotation, QuotationIndex
from summarizers.text.statements import is_plain, printed
from summarizers.text.terms import stop_words, terms

STOP_WORDS = stop_words()
REPORTERS = reporters()
PLAIN_REPORTING = words("plain_reporting")
DENIALS = words("denials")
PRONOUNS = frozenset(("PRP", "PRP$", "WP"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
TAGS = {"MD": "modal", "CD": "number"}
SHORT_WORDS = 5
LONG_WORDS = 40
FIRST_ACTORS = 3
FREQUENT = 3
NEGATIONS = frozenset(("not", "n't", "n’t", "never"))
NEAR = 3


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """The data of an article from which the features of its claims are computed.

    ``title`` holds the words of the title, ``frequent`` the words that the article
    repeats. ``places`` and ``kinds`` map an actor's name to its rank and to the feature
    of its kind. ``length`` is the article's length in characters.
    """

    parse: Parse
    title: frozenset[str]
    places: Mapping[str, int]
    kinds: Mapping[str, str]
    frequent: frozenset[str]
    length: int
    quoted: QuotationIndex


def read_context(parse: Parse, article: Article, entities: Entities) -> ClaimContext:
    """Return the data of an article from which its claims' features are computed."""
    return ClaimContext(
        parse=parse,
        title=frozenset(filter(str.isalnum, terms(article.title or ""))) - STOP_WORDS,
        places={actor.name: at for at, actor in enumerate(entities.actors)},
        kinds={actor.name: f"speaker_{actor.kind}" for actor in entities.actors},
        frequent=_frequent(parse),
        length=max(1, len(article.text)),
        quoted=QuotationIndex(parse.layout.quotations),
    )


def _frequent(parse: Parse) -> frozenset[str]:
    """Return the words, in lower case, that the article repeats, without stop words."""
    counts = Counter(parse.tokens.lowers)
    frequent = [word for word, count in counts.items() if count >= FREQUENT]
    return frozenset(filter(str.isalnum, frequent)) - STOP_WORDS


def read_features(draft: ClaimDraft, context: ClaimContext) -> Features:
    """Return the features of a claim, from which a model computes its score."""
    tokens, length = context.parse.tokens, 0
    lowers: set[str] = set()
    tags: set[str] = set()
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
    names = ["bias", "cue_" + draft.attribution.kind]
    names += _speaker(draft, context)
    names += _content(draft, tags)
    names += _form(draft, length)
    names += _cue(draft, context)
    return fast_new(Features, (set(names), amounts))


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
    """Return the features of the cue: whether it is plain ("said") and negated."""
    cue = draft.attribution.cue
    reporter = None if cue is None else REPORTERS.get(cue.text.lower())
    if cue is None or reporter is None:
        return ()
    names = ["plain_cue"] if reporter.lemma in PLAIN_REPORTING else []
    if cue.text.lower() in DENIALS:
        names.append("denial")
    at = context.parse.within(cue.start, cue.end).start
    if _is_negated(context.parse.tokens, at):
        names.append("negated")
    return names


def _is_negated(tokens: Tokens, verb: int) -> bool:
    """Return whether "not" or "never" is among the three words before ``verb``."""
    return not NEGATIONS.isdisjoint(tokens.lowers[max(0, verb - NEAR) : verb])


COMPLEMENTIZER = re.compile(r"(?:that|whether)\s+", re.IGNORECASE)
# The article's writer goes on after a dash: "… “a gift” - but it is leaking".
DASHES = "–", "—", " -"
GOES_ON = re.compile(r"(?<!\s)\s+(?:[–—-]|--)\s+(?:and|but)\b[^–—]*\Z")
QUOTES = ('"', "“")
MARKS = ('"', "”")
MARK = re.compile('["“”]')
# One quotation that ends as speech does, or before such words as "when asked".
SPEECH = re.compile(
    r"[\"“][^\"“”]+(?:[,.!?…][\"”](?=,? [a-z][^\"“”]*$)"
    r"|[\"”](?=,? (?:(?:when|after being) asked|while|whereas)\b))"
)
# A clause that ends with a quotation, and the writer's apposition after it.
APPOSED = re.compile(
    r"[^\"“”]+[\"“][^\"“”]+,[\"”](?= (?:part|an?|one) (?:of )?[a-z][^\"“”]*\Z)"
)
# A quotation of capitalised words behind a preposition, a possessive or a name.
TITLE = re.compile(
    r"[\"“](?=[A-Z])(?:(?:[A-Z][\w’'-]*|an?|the|of|and|in|on|for|to|with)[ ]?){1,6}"
    r"[,.!?]?[\"”][,.]?"
)
BEFORE_TITLE = re.compile(
    r"(?:['’]s|s['’]|\b(?:on|in|of|from|for|with|by|at|called)|\b[A-Z]\w*) ?\Z"
)
LONGEST_BEFORE = 20
MODEL = "claim_weights"
MIN_WORDS = 1
# The lowest score of a claim, by cross-validation. Claims with a lower score are mostly
# attitudes and deeds, not words.
LEAST = 0.12
# The lowest score of charges and denials: a page may need the answer to a charge.
LEAST_OF_CHARGE = 0.1
# The score of a draft that states nothing is multiplied by this number.
UNSTATED = 0.1
# Two claims of one speaker are equal if they share this part of the longer one's words.
SAME = 0.8


@dataclass(frozen=True, slots=True)
class ClaimCandidate:
    """A claim whose score is not computed yet, with its features."""

    claim: Claim
    features: dict[str, float]


def extract(parse: Parse, article: Article, entities: Entities) -> tuple[Claim, ...]:
    """Return the claims of an article, best first.

    Claims without words and unlikely claims are left out. The score is the probability
    that a careful reader marks the claim, with this speaker, as one that the article
    makes.
    """
    context = read_context(parse, article, entities)
    # Each step runs for all claims: the processor's caches then hold the step's code.
    drafts = list(_drafts(context, article, entities))
    features = [read_features(draft, context) for draft in drafts]
    scores = [likelihood(f, MODEL) for f in features]
    rated = zip(drafts, scores, strict=True)
    claims = [
        _claim(draft, parse, score)
        if is_statement(parse, article, draft)
        else _unstated_claim(draft, parse, score)
        for draft, score in rated
        if score >= LEAST or (score >= LEAST_OF_CHARGE and _is_charge_or_answer(draft))
    ]
    ordered = in_print_order(_once(claims, article))
    return tuple([_with_shown(parse, article, claim) for claim in ordered])


def _is_charge_or_answer(draft: ClaimDraft) -> bool:
    cue = draft.attribution.cue
    if cue is None:
        return False
    reporter = REPORTERS.get(cue.text.lower())
    is_charge = reporter is not None and ACCUSATION in reporter.frames
    return is_charge or cue.text.lower() in DENIALS


def _unstated_claim(draft: ClaimDraft, parse: Parse, score: float) -> Claim:
    """Return the claim of a draft that states nothing, such as a deed or question.

    Its score is reduced to a tenth, and its acceptance is 0.
    """
    return _claim(draft, parse, UNSTATED * score, acceptance=0.0)


def _with_shown(parse: Parse, article: Article, claim: Claim) -> Claim:
    """Return the claim with the words that are printed for it."""
    is_clause = has_clause(parse, claim.content)
    shown = printed(article, claim, is_clause=is_clause)
    if is_dated_before(article, claim):
        shown = (
            article.span(claim.sentence.start, max(claim.sentence.end, shown[-1].end)),
        )
    if is_nameless(claim):
        return _copy(claim, shown, acceptance=0.0)
    # Most claims are printed as they are.
    return claim if shown == claim.shown else _copy(claim, shown, claim.acceptance)


def _copy(claim: Claim, shown: tuple[Span, ...], acceptance: float) -> Claim:
    """Return a copy of a claim with other printed words and ``acceptance``.

    ``dataclasses.replace`` takes twice as long.
    """
    attributed = claim.speaker, claim.source, claim.cue, claim.content
    kind, score = claim.kind, claim.score
    return Claim(*attributed, claim.sentence, kind, score, shown, acceptance)


def _once(claims: Iterable[Claim], article: Article) -> list[Claim]:
    """Return the claims, with only the best of each speaker's repeated claims.

    Of equal claims the first stays. A denial and a later admission in the same words
    are two statements.
    """
    kept: list[Claim] = []
    said: dict[str | None, list[tuple[frozenset[str], Claim]]] = {}
    ranked = sorted(claims, key=lambda c: (-c.score, c.content[0].start))
    voices = Counter([claim.speaker for claim in ranked])
    for claim in ranked:
        if voices[claim.speaker] > 1:
            words = frozenset(terms(" ".join([part.text for part in claim.content])))
            before = said.setdefault(claim.speaker, [])
            again = (other for earlier, other in before if _is_same(words, earlier))
            if any(_is_meant_alike(claim, other, article) for other in again):
                continue
            before.append((words, claim))
        kept.append(claim)
    return kept


def _is_meant_alike(claim: Claim, other: Claim, article: Article) -> bool:
    return is_plain(article, claim) is is_plain(article, other)


def _is_same(words: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two claims share at least ``SAME`` of the longer one's words."""
    return len(words & other) >= SAME * max(len(words), len(other))


def read_claims(
    parse: Parse, article: Article, entities: Entities
) -> Iterator[ClaimCandidate]:
    """Yield every claim with its features, in text order, before it has a score."""
    context = read_context(parse, article, entities)
    for draft in _drafts(context, article, entities):
        features = read_features(draft, context).by_name()
        yield ClaimCandidate(_claim(draft, parse, 0.0), features)


def _drafts(
    context: ClaimContext, article: Article, entities: Entities
) -> Iterator[ClaimDraft]:
    attributions = context.parse.attributions
    for attribution, speaker in zip(attributions, entities.speakers, strict=True):
        inside = _in_brackets(attribution, context.parse, article)
        spoken = _without_titles(inside, article)
        parts = [_without_rest(_plain(part, article), article) for part in spoken]
        content = tuple([_without_reporter(part, article) for part in parts])
        if _says_something(content):
            kind = _kind(content, context)
            yield fast_new(ClaimDraft, (attribution, speaker, content, kind))


def _in_brackets(
    attribution: Attribution, parse: Parse, article: Article
) -> Sequence[Span]:
    """Return the content; if the cue is in brackets, only the part inside them."""
    cue, content, text = attribution.cue, attribution.content, article.text
    if cue is None:
        return content
    sentence = parse.layout.sentences[attribution.sentence].span
    opening = text.rfind("(", sentence.start, cue.start)
    if opening < 0 or ")" in text[opening : cue.start]:
        return content
    closing = text.find(")", cue.end, sentence.end)
    inside = [
        article.span(max(part.start, opening + 1), min(part.end, closing))
        for part in content
        if opening < part.end and part.start < closing
    ]
    return inside or content


def _without_titles(parts: Sequence[Span], article: Article) -> Sequence[Span]:
    """Return the parts without quoted names of programmes, books or slogans.

    Example: the second part of "“It leaks,” she said on ABC's “This Week.” “We sell.”".
    The first part always stays.
    """
    if len(parts) == 1:
        return parts
    text = article.text
    return [
        part
        for part in parts
        if part is parts[0]
        or not TITLE.fullmatch(part.text)
        or not BEFORE_TITLE.search(
            text, max(0, part.start - LONGEST_BEFORE), part.start
        )
    ]


def _says_something(content: tuple[Span, ...]) -> bool:
    words = 0
    for part in content:
        words += len(part.text.split(None, MIN_WORDS - 1))
    return words >= MIN_WORDS


def _claim(
    draft: ClaimDraft, parse: Parse, score: float, acceptance: float = 1.0
) -> Claim:
    """Return the claim of a draft; all its content is printed."""
    attribution = draft.attribution
    return Claim(
        draft.speaker,
        attribution.source,
        attribution.cue,
        draft.content,
        parse.layout.sentences[attribution.sentence].span,
        draft.kind,
        score,
        draft.content,
        acceptance,
    )


def _plain(part: Span, article: Article) -> Span:
    """Return ``part`` without a leading "that" or "whether"."""
    text = part.text
    # This test is faster than the pattern, and false for most words.
    complementizer = COMPLEMENTIZER.match(text) if text[:1] in "tTwW" else None
    return (
        article.span(part.start + complementizer.end(), part.end)
        if complementizer
        else part
    )


def _without_rest(part: Span, article: Article) -> Span:
    """Return indirect speech without what the article's writer adds after a dash."""
    text = part.text
    if text.startswith(QUOTES) or not any(map(text.__contains__, DASHES)):
        return part
    rest = GOES_ON.search(text)
    if rest is None or not is_balanced(text[: rest.start()]):
        return part
    return article.span(part.start, part.start + rest.start())


def _without_reporter(part: Span, article: Article) -> Span:
    """Return a quotation without the words that the article's writer adds after it.

    Examples: "“It sank,” which shocked all", "“It sank” when asked about it", "it is “a
    wreck,” one of many insults".
    """
    text = part.text
    # Most quotations end with their mark: the pattern then finds nothing.
    is_whole = text.endswith(MARKS) and len(MARK.findall(text)) == len(QUOTES)
    if is_whole:
        return part
    speech = (SPEECH if text.startswith(QUOTES) else APPOSED).match(text)
    return article.span(part.start, part.start + speech.end()) if speech else part


def _kind(content: Iterable[Span], context: ClaimContext) -> ClaimKind:
    touched = False
    whole = True
    for part in content:
        near = context.quoted.between(part.start, part.end)
        touched = touched or bool(near)
        whole = whole and any(_holds(quotation, part) for quotation in near)
    if not touched:
        return ClaimKind.INDIRECT
    return ClaimKind.DIRECT if whole else ClaimKind.MIXED


def _holds(quotation: Quotation, part: Span) -> bool:
    return quotation.start <= part.start and part.end <= quotation.end + 1
