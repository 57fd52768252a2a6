"""Choose the printed words of a claim, with the verb if the words alone mislead.

"Berg denied that the dam leaks" must not become "Berg: the dam leaks".
"""

from __future__ import annotations

import re

from summarizers.lexicons import has_list, words
from summarizers.model import Article, Claim, ClaimKind, Span
from summarizers.text.language import ENGLISH

_WORD = re.compile(r"[^\W\d_]+")
_OWNER = re.compile(r"['’]s?(?=\s)")
# Marks after which the words before a verb are an aside, not what belongs to it.
_ASIDE = re.compile(r"[^\w\s'’-]")
_REACH = 6
_PAIRS = {"“": "”", "„": "“", "«": "»"}


def is_plain(article: Article, claim: Claim, lang: str = ENGLISH) -> bool:
    """Whether the speaker asserts the claim's words.

    This is false if the speaker denies, doubts, asks, hopes, demands, or has *not* said
    them. ``lang`` is the language of the article.
    """
    cue = claim.cue
    if cue is None or not has_list("asserting_cues", lang):
        return True
    is_behind = cue.start > _first(claim)
    if is_behind and claim.kind is ClaimKind.DIRECT:
        return True
    if words("asserting_cues", lang).isdisjoint(_words(cue.text)):
        return False
    before = _words(article.text[_behind_source(claim, cue) : cue.start])
    if not words("negations", lang).isdisjoint(before[-_REACH:]):
        return False
    return is_behind or not _is_turned(article, claim, cue, lang)


def printed(article: Article, claim: Claim, lang: str = ENGLISH) -> tuple[Span, ...]:
    """Return the slices of the article that are printed for a claim, in text order.

    They are the claim's content. If the content alone would say something else, they
    are one slice from the verb on, or the whole sentence if the verb follows the
    content.
    """
    cue = claim.cue
    if cue is None or is_plain(article, claim, lang):
        return claim.content
    first, last = _first(claim), max(part.end for part in claim.content)
    if first < cue.start:
        sentence = claim.sentence
        return (article.span(min(first, sentence.start), max(last, sentence.end)),)
    start = _opening(article, claim, cue)
    return (article.span(start, _closed(article.text, start, last)),)


def _first(claim: Claim) -> int:
    return min(part.start for part in claim.content)


def _behind_source(claim: Claim, cue: Span) -> int:
    """Return where the words before the verb start.

    This is after the source, or at the start of the sentence if the source follows.
    """
    source = claim.source
    if source is not None and source.end <= cue.start:
        return source.end
    return min(claim.sentence.start, cue.start)


def _is_turned(article: Article, claim: Claim, cue: Span, lang: str) -> bool:
    """Whether a word such as "whether" or "to" links the verb to the content."""
    if len(_words(cue.text)) > 1:
        return False
    first = _first(claim)
    between = _words(article.text[cue.end : first])[-1:]
    beginning = _words(min(claim.content, key=lambda part: part.start).text)[:1]
    return not words("turning_links", lang).isdisjoint(between + beginning)


def _opening(article: Article, claim: Claim, cue: Span) -> int:
    """Return where to start printing, so that the verb keeps words such as "has not".

    This is the place after the speaker, or the verb if other words stand between.
    """
    start = _behind_source(claim, cue)
    if claim.speaker is not None:
        named = article.text.rfind(claim.speaker, start, cue.start)
        start = start if named < 0 else named + len(claim.speaker)
    owner = _OWNER.match(article.text[start : cue.start])
    if owner is not None:
        start += owner.end()
    before = article.text[start : cue.start]
    if len(_WORD.findall(before)) > _REACH or _ASIDE.search(before):
        return cue.start
    return start + len(before) - len(before.lstrip())


def _closed(text: str, start: int, end: int) -> int:
    """Return ``end``, moved past a mark there that closes a quotation."""
    inside, mark = text[start:end], text[end : end + 1]
    is_open = any(
        inside.count(opening) > inside.count(closing)
        for opening, closing in _PAIRS.items()
        if closing == mark
    )
    return end + (is_open or (mark == '"' and inside.count(mark) % 2 == 1))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
