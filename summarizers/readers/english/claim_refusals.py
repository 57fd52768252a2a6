"""Find claims to refuse: those of unknown speakers, and those from before the news."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter

from summarizers.lexicons import choice, table
from summarizers.model import Article, Claim, Sentence

_ROLES = table("roles")
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
_OWNERS = frozenset(("his", "her", "their", "my", "our", "its"))
_SECOND_HAND = re.compile(
    r"[\"“]\s*(?:he|she|they) (?:said|says|told|asked)\b", re.IGNORECASE
)
_IMPERSONAL = re.compile(r"\bit(?: is| was|['’]s)\b[^,.;:]*\bto\s*\Z", re.IGNORECASE)
_THANKS = ("thank", "congratulat")
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
# Only texts with one of these can match a pattern; this test is the faster one.
_OLD_HINTS = ("last ", " ago", " earlier", " before", "at the time")
_YEAR_HINTS = ("19", "20")
_MONTH = re.compile(rf"\b(?:last|back in|in) ({choice(_MONTHS)})\b(?! \d)")
# Words for an earlier statement: an interview, or words that somebody published.
_STATED = re.compile(
    r"\b(?:interview|tweeted|posted|posting|revealed|announced|opened up|spoke|speaking"
    r"|talked|admitted|confessed)\b",
    re.IGNORECASE,
)


def is_nameless(claim: Claim) -> bool:
    """Return whether a reader who sees only the claim cannot know its speaker.

    This is true for "his attorney", for a source such as "the letter" that is not an
    actor, and for people known for what they do: "the actress". It is false for "the
    prosecutor", who speaks for an office.
    """
    if claim.speaker is None:
        source = "" if claim.source is None else claim.source.text
        return not source or source.split()[0].casefold() in _POINTING
    first, *rest = claim.speaker.casefold().split()
    if first in _OWNERS or first == "people":
        return True
    if first != "the" or not rest:
        return False
    wider = frozenset(_ROLES.get(rest[-1], "").split(","))
    return not wider.isdisjoint(_CELEBRATED) and wider.isdisjoint(_OFFICIAL)


def is_second_hand(claim: Claim) -> bool:
    """Return whether the speaker quotes another person: "“She told me to run,”"."""
    return _SECOND_HAND.match(claim.content[0].text) is not None


def is_impersonal(article: Article, claim: Claim) -> bool:
    """Return whether the verb has no speaker: "It was too soon to tell whether …"."""
    if claim.cue is None:
        return False
    before = article.text[claim.sentence.start : claim.cue.start]
    return before.endswith("to ") and _IMPERSONAL.search(before) is not None


def is_thanks(claim: Claim) -> bool:
    """Return whether the verb of a claim thanks or congratulates."""
    return claim.cue is not None and claim.cue.text.lower().startswith(_THANKS)


def is_dated_before(article: Article, claim: Claim) -> bool:
    """Return whether words for an earlier time precede a claim in its sentence.

    Such words are "last year", "months ago" or an earlier year.
    """
    if article.published is None:
        return False
    start = claim.content[0].start
    return _is_old(article.text[claim.sentence.start : start], article.published)


def follows_old(article: Article, claim: Claim, sentences: Sequence[Sentence]) -> bool:
    """Return whether a claim continues an old statement in the sentence before it.

    Example: "In 2016, Berg spoke to the Post. She said: “It is a joy.”".
    """
    if article.published is None:
        return False
    at = bisect_left(sentences, claim.sentence.start, key=attrgetter("start"))
    before = sentences[at - 1].text if at else ""
    # The time is tested first: fewer sentences have an old time than such a verb.
    return _is_old(before, article.published) and _STATED.search(before) is not None


def _is_old(text: str, published: date) -> bool:
    """Return whether a text names an earlier time than the days before publication.

    Such times are phrases such as "last year" or "months ago", years before that of
    publication, and months that are more than ``_RECENT_MONTHS`` back.
    """
    if _has_any(text.lower(), _OLD_HINTS) and _OLD.search(text) is not None:
        return True
    is_hinted = _has_any(text, _YEAR_HINTS)
    years = [int(m.group(1)) for m in _YEAR.finditer(text)] if is_hinted else []
    if years:
        return max(years) < published.year
    month = _MONTH.search(text) if _has_any(text, _MONTHS) else None
    if month is None:
        return False
    since = (published.month - int(_MONTHS[month.group(1)])) % _MONTHS_OF_YEAR
    return since > _RECENT_MONTHS


def _has_any(text: str, hints: Iterable[str]) -> bool:
    return any(map(text.__contains__, hints))
