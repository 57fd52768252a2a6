"""Decides whether a claim can be understood without the sentences around it."""

from __future__ import annotations

import re

from summarizers.languages.profile import listed_profile
from summarizers.lexicons import has_list, table, words
from summarizers.model import Claim, ClaimKind
from summarizers.text.language import listed_language, terms

_WORD = re.compile(r"[^\W\d_]+")
# The two characters before a word that does not start a sentence.
_INSIDE = re.compile(r"[\w,;] ")
_MANY = "many"
# A word in -s of at least this many letters counts as a plural, unlike "is" or "was".
_LONG = 4


def needs_context(claim: Claim, lang: str) -> bool:
    """Return whether a claim refers to words that are not printed with it.

    A reported claim does if it opens with a word such as "this" or "how", or cannot be
    cut out of its sentence. A quotation does if it speaks of "him" or "them" before it
    names anyone. A reported claim may open with the pronoun of its speaker.
    """
    lang = listed_language(lang)
    openings = [part.text for part in claim.content]
    if claim.kind is ClaimKind.INDIRECT:
        is_cut = claim.shown != claim.content and claim.sentence in claim.shown
        return is_cut or _points_or_asks(openings[0], lang)
    is_unclear = listed_profile(lang).is_unclear
    return any(map(is_unclear, openings)) or _has_loose_pronoun(
        " … ".join(openings), lang
    )


def has_pronoun_source(claim: Claim, lang: str) -> bool:
    """Return whether the text names the speaker by a pronoun, as in "he said"."""
    lang = listed_language(lang)
    source = "" if claim.source is None else claim.source.text.casefold()
    return has_list("third_persons", lang) and source in table("third_persons", lang)


def is_condolence(text: str, lang: str) -> bool:
    """Return whether a statement contains words of mourning, so that it has no news."""
    lang = listed_language(lang)
    return has_list("condolences", lang) and not words("condolences", lang).isdisjoint(
        terms(text)
    )


def _points_or_asks(text: str, lang: str) -> bool:
    """Return whether a text opens with a word such as "why" or "that".

    An opening such as "this week" does not count, because its meaning is clear.
    """
    first, *_ = *terms(text), ""
    if has_list("question_openers", lang) and first in words("question_openers", lang):
        return True
    points = has_list("demonstratives", lang) and first in words("demonstratives", lang)
    return points and listed_profile(lang).is_unclear(text)


def _has_loose_pronoun(text: str, lang: str) -> bool:
    """Return whether "he" precedes all names, or "they" precedes all plural nouns."""
    if not has_list("third_persons", lang):
        return False
    kinds, openers = table("third_persons", lang), words("openers", lang)
    plurals = words("plural_words", lang)
    has_name = has_many = False
    for match in _WORD.finditer(text):
        word = match.group()
        low = word.casefold()
        kind = kinds.get(low)
        if kind is not None and not (has_many if kind == _MANY else has_name):
            return True
        is_inside = _INSIDE.match(text, max(match.start() - 2, 0)) is not None
        if word[0].isupper() and low not in openers and is_inside:
            has_name = True
        if low in plurals or (len(low) >= _LONG and low.endswith("s")):
            has_many = True
    return False
