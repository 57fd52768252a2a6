"""Finds words in a claim that point to something that its reader does not see.

Such a word is "thereafter", which points to a time in another sentence.
"""

from __future__ import annotations

import re
from functools import cache

from summarizers.languages.profile import listed_profile
from summarizers.lexicons import has_list, pattern, table, words
from summarizers.model import Article, Claim, ClaimKind

_REACH = 16
"""The number of first words that are searched for a phrase that points back.

Such a phrase in this part makes a claim unclear.
"""

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def has_pointer(claim: Claim, article: Article, lang: str) -> bool:
    """Return whether a claim has a word such as "thereafter" for something unnamed."""
    if not has_list("pointed_nouns", lang):
        return False
    text = " ".join(part.text for part in claim.shown)
    return (
        _says_that(claim, article.text)
        or _is_early(pattern("pointing_phrase", lang), text)
        or (
            claim.kind is ClaimKind.DIRECT
            and _is_early(pattern("pointing_object", lang), text)
        )
        or _has_unnamed(text, claim, article)
    )


def _says_that(claim: Claim, text: str) -> bool:
    """Return whether "that" after the cue is a subject: "she says that will do"."""
    if claim.cue is None or claim.kind is ClaimKind.DIRECT:
        return False
    return pattern("pointing_subject").match(text, claim.cue.end) is not None


def _is_early(phrase: re.Pattern[str], text: str) -> bool:
    match = phrase.search(text)
    return match is not None and len(_words(text[: match.start()])) < _REACH


def _has_unnamed(text: str, claim: Claim, article: Article) -> bool:
    """Return whether "the agreement" or "this case" stands for something unnamed.

    A noun is named if the title or the earlier words of ``text`` have it. A noun after
    "the" counts only if the article has it before the claim.
    """
    title = _stems(article.title or "")
    for match in pattern("pointing_noun").finditer(text):
        is_definite = match["named"] is None
        noun = (match["noun"] or match["named"]).casefold()
        if noun not in _nouns(is_definite=is_definite):
            continue
        key = listed_profile("en").stem(noun)
        if key in title | _stems(text[: match.start()]):
            continue
        if not is_definite or key in _stems(article.text[: claim.shown[0].start]):
            return True
    return False


@cache
def _nouns(*, is_definite: bool) -> frozenset[str]:
    """Return the nouns that a reader does not understand without their context.

    They follow "the" if ``is_definite`` is true, else "this".
    """
    nouns = words("pointed_nouns") | table("reporting_nouns").keys()
    if not is_definite:
        nouns |= words("documents") | words("works")
    return nouns | {f"{noun}s" for noun in nouns}


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(listed_profile("en").stem, _words(text)))


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
