"""Refuse deeds, mere topics, questions, thanks, and claims of unknown speakers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from summarizers.lexicons import choice, entries, table, words
from summarizers.model import Article, Claim, ClaimKind, Refusal, Span
from summarizers.readers.english.syntax.clauses import has_clause
from summarizers.readers.english.syntax.tags import REPORTERS, ReportingWord
from summarizers.readers.parse import Attribution, Parse


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
