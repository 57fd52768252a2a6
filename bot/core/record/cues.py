"""Decides whether the cue of a claim says that somebody said its words.

The cue is the reporting verb or phrase, such as "said".
"""

from __future__ import annotations

import re

from summarizers.lexicons import has_list, table, words
from summarizers.model import ActorKind, Claim, ClaimKind

_CLAUSE = "c"
_WORDS = frozenset((_CLAUSE, "q", "p:for"))
"""The letters for the constructions of verbs that report words.

They are a clause ("said that"), a quotation, and "for" ("appealed for").
"""

_HEARER = re.compile(r"(?:[A-Z][\w.’'-]*[ \xa0]){1,4}that\b")
_PROGRAMME = re.compile(
    r"[\"“](?:[A-Z][\w’'-]*|of|the|and|with|to|in)"
    r"(?:\s(?:[A-Z][\w’'-]*|of|the|and|with|to|in))*[\"”](?=\s+[a-z])"
)
_BEFORE_HEARER = re.compile(r"(?:['’]s?|\b(?:told|tells|telling|on))\s*\Z")
_NEAR = 12
_NO_WORDS = re.compile(
    r"(?:(?:almost|next to|very) )?(?:little|nothing) (?:about|of|on|to)\b"
)
_OBJECT = re.compile(
    r"(?:\b([a-z]+) |\A|\W )(?:an?|her|his|its|our|that|the|their|this) "
    r"(?:[a-z-]+ ){1,2}\Z"
)
_CLAUSE_REACH = 40
_MOST_BETWEEN = 8
"""The maximum number of words between a speaker and the verb: "would do better to"."""


def tells_of_words(claim: Claim, lang: str, kind: ActorKind | None) -> bool:
    """Return whether the cue of a claim reports words, not a thought or a deed.

    ``kind`` is that of the speaker. Verbs such as "learned" and "supported" report no
    words, and neither does "showed" if a person is the subject. If a quotation has such
    a cue ("refused"), another person speaks.
    """
    if claim.cue is None or not has_list("mind_verbs", lang):
        return True
    cue = claim.cue.text.casefold()
    lists = ["mind_verbs", *(["person_deeds"] if kind is ActorKind.PERSON else [])]
    if claim.kind is ClaimKind.INDIRECT and any(cue in words(n, lang) for n in lists):
        return False
    entry = table("reporting_verbs", lang).get(cue)
    if entry is None:
        return True
    _, manner, listed = entry.split(" ")
    frames = frozenset(listed.split(","))
    if manner == "speech" and frames.isdisjoint(_WORDS):
        return False
    is_told = claim.kind is not ClaimKind.DIRECT and frames == {_CLAUSE}
    return not (is_told and (manner == "belief" or kind is ActorKind.PERSON))


def opens_with_hearer(claim: Claim, text: str, lang: str) -> bool:
    """Return whether the hearer or place opens the words: "told CNN that the dam leaks".

    ``text`` is that of the article.
    """
    if claim.kind is ClaimKind.DIRECT or not has_list("mind_verbs", lang):
        return False
    first = claim.content[0]
    if _HEARER.match(first.text):
        return True
    before = text[max(0, first.start - _NEAR) : first.start]
    is_named = _PROGRAMME.match(first.text) is not None
    return is_named and _BEFORE_HEARER.search(before) is not None


def is_unsaid(claim: Claim, text: str, lang: str) -> bool:
    """Return whether the cue shows that the words were not said, or names only a topic.

    Examples: "Lind would do better to say that …", "she said little about the dam", and
    the cut clause of "the effect it said the dam would have". ``text`` is that of the
    article.
    """
    source, cue = claim.source, claim.cue
    if source is None or cue is None or not has_list("mind_verbs", lang):
        return False
    if cue.start < source.end or claim.content[0].start < cue.end:
        return False
    between = text[source.end : cue.start].casefold().split()
    modals = (table("closed_words").get(word) == "MD" for word in between)
    if between[-1:] == ["to"] and len(between) <= _MOST_BETWEEN and any(modals):
        return True
    if claim.kind is not ClaimKind.INDIRECT:
        return False
    before = _OBJECT.search(text, max(0, source.start - _CLAUSE_REACH), source.start)
    is_object = (
        source.text.islower()
        and before is not None
        and (before[1] or "in") not in table("closed_words")
    )
    return is_object or _NO_WORDS.match(claim.content[0].text) is not None
