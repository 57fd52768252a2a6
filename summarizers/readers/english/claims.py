"""Turn attributions with their speakers into claims, best first, and refuse some.

Refused are deeds, mere topics, questions, thanks and claims of unknown speakers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from summarizers.lexicons import choice, entries, table, words
from summarizers.model import (
    Article,
    Claim,
    ClaimKind,
    Entities,
    Refusal,
    Span,
    fast_new,
)
from summarizers.readers.english.syntax.clauses import has_clause
from summarizers.readers.english.syntax.tokens import REPORTERS, ReportingWord
from summarizers.readers.parse import Attribution, Parse
from summarizers.text.claim_words import display_spans, is_asserted, is_balanced
from summarizers.text.language import terms
from summarizers.text.layout import Quotation, QuotationIndex


class ClaimDraft(NamedTuple):
    """A claim without a score: an attribution with its speaker.

    ``content`` holds the reported words without a leading "that" or "whether".
    """

    attribution: Attribution
    speaker: str | None
    content: tuple[Span, ...]
    kind: ClaimKind

    @property
    def reporter(self) -> ReportingWord | None:
        """The reporting verb of the cue, if the draft has one."""
        cue = self.attribution.cue
        return None if cue is None else REPORTERS.get(cue.text.lower())


_MUTE = words("mute_nouns")
_SPEAKERS = (
    words("speaker_nouns")
    | words("group_nouns")
    | words("people_words")
    | words("documents")
    | words("works")
    | words("papers")
    | table("roles").keys()
    | table("org_nouns").keys()
    | table("org_words").keys()
) - _MUTE
_VAGUE = words("vague_speakers")
_SPEAKER_ENDS = entries("speaker_ends")
_NAMES = frozenset(("NNP", "NNPS", "PRP", "PRP$", "WP", "WDT", "DT", "CD"))
_NONE = frozenset(("no", "nobody", "neither", "none"))
_WORD = re.compile(r"[^\W\d_]+")
# A product that the article names in place of its maker: "Galaxy S9".
_MODEL = re.compile(r"\w [A-Za-z]{1,3}-?\d\w*\+?\Z")


def _is_mute(parse: Parse, said: ClaimDraft) -> bool:
    """Return whether the source is a thing, or an empty phrase: "no report"."""
    source, head = said.attribution.source, said.attribution.source_head
    if source is None or _MODEL.search(said.speaker or ""):
        return source is not None
    phrase = _WORD.findall(source.text.casefold())
    if phrase and phrase[0] in _NONE:
        return True
    lower, tag = parse.tokens.lowers[head], parse.tokens.tags[head]
    if said.speaker is not None and lower not in said.speaker.casefold():
        return False
    if lower in _VAGUE and len(phrase) == 1:
        return True
    is_common = parse.tokens.texts[head].islower() or lower in _MUTE
    if tag in _NAMES or not is_common:
        return False
    # A work needs an owner ("a Finrod Institute study"), and the noun may stand before
    # the head ("officials worldwide").
    owned = any(word[:1].isupper() for word in source.text.split()[1:])
    before = parse.tokens.lowers[max(0, head - 1)]
    is_work = owned and lower in words("works")
    return not (is_work or _speaks(lower) or before in _SPEAKERS - _VAGUE)


def _speaks(noun: str) -> bool:
    """Return whether a common noun names people, an organisation or a document."""
    if noun in _MUTE:
        return False
    is_listed = noun in _SPEAKERS or noun.removesuffix("s") in _SPEAKERS
    return is_listed or not noun.isalpha() or noun.endswith(_SPEAKER_ENDS)


_QUOTED = '"“”„«»'
_ASKING = frozenset(("ask", "enquire", "inquire", "wonder", "dispute", "debate"))
_CLAUSE_OPENERS = words("clause_openers")


def _is_question(parse: Parse, said: ClaimDraft) -> bool:
    """Return whether the content is a question: "asked why", "“Is it safe?”"."""
    del parse
    reporter, text = said.reporter, said.content[-1].text
    asks = reporter is not None and reporter.lemma in _ASKING
    if said.kind is ClaimKind.DIRECT and text.rstrip(_QUOTED + " ’'").endswith("?"):
        return asks or reporter is None or not re.search(r"[.!]\s", text)
    first = _WORD.search(said.attribution.content[0].text)
    return asks and first is not None and first[0].casefold() in _CLAUSE_OPENERS


# A quotation that opens with thanks, praise of a person's work or sympathy.
_KINDNESS = re.compile(
    r"[\"“]\s*(?:(?:i|we)\s(?:\w+\s){0,3}?(?:thank|congratulate|applaud|commend)\s"
    r"|thank you\b"
    r"|(?:i|we)\s(?:\w+\s){0,3}?(?:extend|offer|send|express|convey)\s(?:\w+\s){0,4}?"
    r"(?:condolences|sympath(?:y|ies)|thanks|gratitude|congratulations|prayers)\b"
    r"|(?:our|my|the|all our)\s(?:\w+\s){0,2}?(?:thoughts|hearts?|prayers|condolences"
    r"|sympath(?:y|ies))\b(?:\s\w+){0,6}?\s(?:is|are|goes|go)\b)",
    re.IGNORECASE,
)
_THANKS = ("thank", "congratulat")


def _is_courtesy(parse: Parse, said: ClaimDraft) -> bool:
    """Return whether somebody thanks, greets or consoles."""
    del parse
    reporter, text = said.reporter, said.content[0].text
    thanks = reporter is not None and reporter.lemma.startswith(_THANKS)
    return thanks or _KINDNESS.match(text) is not None


_REFUSING = frozenset(("decline", "refuse"))
_DECISIONS = frozenset(("decide",))
# Words that open the occasion of a statement: "said in a speech on Monday".
_OCCASIONS = ("in ", "on ", "at ", "during ", "after ", "before ", "following ")
_LONGEST_NAME = 6
_TOPICS = words("topic_verbs")
_SILENT = words("silent_verbs")


def _is_deed(parse: Parse, said: ClaimDraft) -> bool:
    """Return whether the content is a deed, a refusal to speak or a mere topic."""
    reporter = said.reporter
    if reporter is None:
        # A quotation of a few words without a verb is a name or a sign.
        spoken = sum(len(part.text.split()) for part in said.content)
        is_short = spoken <= _LONGEST_NAME and said.attribution.cue is None
        return is_short and not has_clause(parse, said.content)
    if reporter.lemma in _REFUSING:
        return not _SILENT.isdisjoint(_WORD.findall(said.content[0].text)[1:2])
    if reporter.lemma in _DECISIONS:
        return True
    is_occasion = said.content[0].text.casefold().startswith(_OCCASIONS)
    if reporter.lemma not in _TOPICS and not is_occasion:
        return False
    is_quoted = any(mark in part.text for part in said.content for mark in _QUOTED)
    return not is_quoted and not has_clause(parse, said.content)


# Wider nouns of roles: those that speak for an office or field, and famous people.
_OFFICIAL = frozenset(
    ("official", "head", "leader", "politician", "officer", "spokesperson", "expert")
)
_CELEBRATED = frozenset(
    (
        *("activist", "campaigner", "executive"),
        *("star", "artist", "musician", "player"),
    )
)
_POINTING = frozenset(("the", "he", "she", "they", "it", "i", "we", "you"))
_OWNERS = frozenset(("his", "her", "their", "my", "our", "its", "people"))


def _is_nameless(parse: Parse, said: ClaimDraft) -> bool:
    """Return whether a reader who sees only the claim cannot know its speaker.

    This is true for "his attorney", for a source such as "the letter" that is not an
    actor, and for people known for what they do: "the actress". It is false for "the
    prosecutor", who speaks for an office.
    """
    del parse
    if said.speaker is not None:
        speaker = said.speaker.casefold().split()
        first, wider = speaker[0], table("roles").get(speaker[-1], "").split(",")
        is_celebrated = not _CELEBRATED.isdisjoint(wider) and _OFFICIAL.isdisjoint(
            wider
        )
        return first in _OWNERS or (first == "the" and is_celebrated)
    source = said.attribution.source
    return source is None or source.text.casefold().split()[0] in _POINTING


_REFUSALS: tuple[tuple[Refusal, Callable[[Parse, ClaimDraft], bool]], ...] = (
    (Refusal.MUTE, _is_mute),
    (Refusal.ASKS, _is_question),
    (Refusal.THANKS, _is_courtesy),
    (Refusal.STATES_NOTHING, _is_deed),
    (Refusal.NAMELESS, _is_nameless),
)


def find_refusal(parse: Parse, said: ClaimDraft) -> Refusal | None:
    """Return why the draft ``said`` is not a statement of a known speaker, if so."""
    reasons = (reason for reason, refuses in _REFUSALS if refuses(parse, said))
    return next(reasons, None)


_MONTHS = table("months")
_RECENT_MONTHS, _MONTHS_OF_YEAR = 2, 12
_YEAR = re.compile(
    r"\b(?:in|back in|of|since) (?:\w+ )?((?:19|20)\d\d)\b", re.IGNORECASE
)
_OLD = re.compile(
    r"\b(?:last (?:year|spring|summer|autumn|fall|winter)"
    r"|(?:months|years|(?:a|one) year) (?:ago|earlier|before)|at the time)\b",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\b(?:last|back in|in) ({choice(_MONTHS)})\b(?! \d)")


def is_dated_before(article: Article, claim: Claim) -> bool:
    """Return whether words for an earlier time precede a claim in its sentence.

    Such words are "last year", "months ago" or an earlier year.
    """
    if article.published is None:
        return False
    before = article.text[claim.sentence.start : claim.content[0].start]
    return _is_old(before, article.published)


def _is_old(text: str, published: date) -> bool:
    """Return whether a text names an earlier time than the days before publication.

    Such times are phrases such as "last year" or "months ago", years before that of
    publication, and months that are more than ``_RECENT_MONTHS`` back.
    """
    if _OLD.search(text) is not None:
        return True
    years = [int(match[1]) for match in _YEAR.finditer(text)]
    if years:
        return max(years) < published.year
    month = _MONTH.search(text)
    if month is None:
        return False
    since = (published.month - int(_MONTHS[month[1]])) % _MONTHS_OF_YEAR
    return since > _RECENT_MONTHS


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
MIN_WORDS = 1
# Two claims of one speaker are equal if they share this part of the longer one's words.
SAME = 0.8


def extract(parse: Parse, article: Article, entities: Entities) -> list[Claim]:
    """Return all claims of an article without scores, in text order."""
    drafts = list(_drafts(parse, article, entities))
    claims = []
    for draft in drafts:
        attribution = draft.attribution
        sentence = parse.layout.sentences[attribution.sentence].span
        source = attribution.source, attribution.cue
        claim = Claim(
            draft.speaker,
            *source,
            draft.content,
            sentence,
            draft.kind,
            refusal=find_refusal(parse, draft),
        )
        claims.append(claim)
    return sorted(claims, key=lambda claim: claim.content[0].start)


def finish(
    parse: Parse, article: Article, claims: Iterable[Claim]
) -> tuple[Claim, ...]:
    """Return each of the claims once, best first, with the words to print.

    The claims have their scores.
    """
    return tuple([_with_shown(parse, article, c) for c in _once(claims, article)])


def _with_shown(parse: Parse, article: Article, claim: Claim) -> Claim:
    """Return the claim with the words that are printed for it."""
    is_clause = has_clause(parse, claim.content)
    shown = display_spans(article, claim, is_clause=is_clause)
    if is_dated_before(article, claim):
        shown = (
            article.span(claim.sentence.start, max(claim.sentence.end, shown[-1].end)),
        )
    return claim if shown == claim.shown else replace(claim, shown=shown)


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
    return is_asserted(article, claim) is is_asserted(article, other)


def _is_same(words: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two claims share at least ``SAME`` of the longer one's words."""
    return len(words & other) >= SAME * max(len(words), len(other))


def _drafts(parse: Parse, article: Article, entities: Entities) -> Iterator[ClaimDraft]:
    quoted = QuotationIndex(parse.layout.quotations)
    attributions = parse.attributions
    for attribution, speaker in zip(attributions, entities.speakers, strict=True):
        inside = _in_brackets(attribution, parse, article)
        spoken = _without_titles(inside, article)
        parts = [_without_rest(_plain(part, article), article) for part in spoken]
        content = tuple([_without_reporter(part, article) for part in parts])
        if _says_something(content):
            kind = kind_of(content, quoted)
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


def kind_of(content: Iterable[Span], quoted: QuotationIndex) -> ClaimKind:
    """Return whether the content of a claim is quoted, partly quoted or reported."""
    touched = False
    whole = True
    for part in content:
        near = quoted.between(part.start, part.end)
        touched = touched or bool(near)
        whole = whole and any(_holds(quotation, part) for quotation in near)
    if not touched:
        return ClaimKind.INDIRECT
    return ClaimKind.DIRECT if whole else ClaimKind.MIXED


def _holds(quotation: Quotation, part: Span) -> bool:
    return quotation.start <= part.start and part.end <= quotation.end + 1
