"""Choose the words printed for a claim; add the verb if the content alone misleads.

"Berg denied that the dam leaks" must not become "Berg: the dam leaks".
"""

from __future__ import annotations

import re

from summarizers.lexicons import has_list, words
from summarizers.model import Article, Claim, ClaimKind, Span
from summarizers.text.cuts import is_balanced, is_doubtful
from summarizers.text.language import ENGLISH

_WORD = re.compile(r"[^\W\d_]+")
_OWNER = re.compile(r"['’]s?(?=\s)")
# Marks that show that the words before a verb are an aside.
_ASIDE = re.compile(r"[^\w\s'’-]")
_REACH = 6
_MARKS = frozenset('"“”„«»')


def is_plain(article: Article, claim: Claim, lang: str = ENGLISH) -> bool:
    """Return whether the speaker asserts the claim's words.

    The result is false if the speaker denies, doubts, asks, hopes, demands, or has
    *not* said them. ``lang`` is the language of the article.
    """
    cue = claim.cue
    if cue is None or not has_list("asserting_cues", lang):
        return True
    is_behind = cue.start > _first(claim)
    if is_behind and claim.kind is ClaimKind.DIRECT:
        return True
    verb = _words(cue.text)
    if verb and words("asserting_cues", lang).isdisjoint(verb):
        return False
    before = _words(article.text[_behind_source(claim, cue) : cue.start])
    if not words("negations", lang).isdisjoint(before[-_REACH:]):
        return False
    return is_behind or not _is_turned(article, claim, cue, lang)


def printed(
    article: Article, claim: Claim, lang: str = ENGLISH, *, is_clause: bool = True
) -> tuple[Span, ...]:
    """Return the slices of the article that a page prints for a claim, in text order.

    By default, the slices are the claim's content. If the content alone would mislead,
    the result is one slice that starts at the verb. The same holds if ``is_clause`` is
    false, which means that the content has no verb of its own. The result is the whole
    sentence if no such slice is possible, or if the content may be cut in the wrong
    place.
    """
    if is_doubtful(article.text, claim, lang):
        return (_whole(article, claim),)
    chosen = claim.content
    if claim.cue is not None and not (
        (is_clause or _is_speech(claim, claim.cue)) and is_plain(article, claim, lang)
    ):
        chosen = _from_verb(article, claim, claim.cue, lang, is_clause=is_clause) or (
            _whole(article, claim),
        )
    if len(chosen) == 1 and is_balanced(chosen[0].text):
        return chosen
    chosen = tuple([_closed(article, part) for part in chosen])
    joined = " ".join([part.text for part in chosen])
    if is_balanced(joined):
        return chosen
    whole = _whole(article, claim)
    return (whole,) if is_balanced(whole.text) else chosen


def _whole(article: Article, claim: Claim) -> Span:
    """Return the sentence of a claim, extended to all of its content."""
    start = min(_first(claim), claim.sentence.start)
    return article.span(start, max(_last(claim), claim.sentence.end))


def _is_speech(claim: Claim, cue: Span) -> bool:
    """Return whether a claim is a turn of a transcript or a complete quotation.

    “Never!” she said is a complete quotation. The council called it “a gift” has only a
    quoted part.
    """
    if not _words(cue.text):
        return True
    if claim.kind is not ClaimKind.DIRECT:
        return False
    beginning = _WORD.search(claim.content[0].text)
    is_sentence = beginning is not None and beginning.group()[0].isupper()
    return is_sentence or cue.start > _first(claim)


def _from_verb(
    article: Article, claim: Claim, cue: Span, lang: str = ENGLISH, *, is_clause: bool
) -> tuple[Span, ...]:
    """Return one slice, from the verb to the end of the content.

    If a line break stands between verb and content, return the content alone.
    ``is_clause`` says whether the content has a verb of its own.

    The result is empty if such a slice would mislead: the content does not follow the
    verb, the speaker does not precede it, several speakers share the verb ("Berg and
    Rossi denied it"), or "that" stands before a content that is not a clause.
    """
    first, source = _first(claim), claim.source
    if first < cue.start or (source is not None and source.start >= cue.start):
        return ()
    if not is_clause and "that" in _words(article.text[cue.end : first])[-1:]:
        return ()
    start = _opening(article, claim, cue)
    if _joins_speakers(article.text[start : cue.start], lang):
        return ()
    if "\n" in article.text[start:first]:
        return claim.content
    return (article.span(start, _last(claim)),)


def _joins_speakers(before: str, lang: str) -> bool:
    """Return whether ``before``, the words before a verb, name another speaker."""
    opening = _words(before)[:2]
    is_list = len(opening) > 1 and has_list("open_ends", lang)
    is_joined = is_list and opening[0] in words("open_ends", lang)
    return is_joined and opening[0] in words("open_starts", lang)


def _first(claim: Claim) -> int:
    return min(part.start for part in claim.content)


def _last(claim: Claim) -> int:
    return max(part.end for part in claim.content)


def _behind_source(claim: Claim, cue: Span) -> int:
    """Return the offset where the words before the verb start.

    It is the end of the source if the source precedes the verb, else the start of the
    sentence.
    """
    source = claim.source
    if source is not None and source.end <= cue.start:
        return source.end
    return min(claim.sentence.start, cue.start)


def _is_turned(article: Article, claim: Claim, cue: Span, lang: str) -> bool:
    """Return whether a word such as "whether" or "to" links the verb to the content."""
    if len(_words(cue.text)) > 1:
        return False
    first = _first(claim)
    between = _words(article.text[cue.end : first])[-1:]
    # A capital begins a sentence of its own: "she said: “If the dam leaks …”".
    beginning = _WORD.search(article.text, first, _last(claim))
    links = words("turning_links", lang)
    is_begun = beginning is not None and beginning.group() in links
    return is_begun or not links.isdisjoint(between)


def _opening(article: Article, claim: Claim, cue: Span) -> int:
    """Return the offset where printing starts, so that "has not" stays with its verb.

    Printing starts right after the speaker. If many words stand between speaker and
    verb, printing starts at the verb.
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


def _closed(article: Article, part: Span) -> Span:
    """Return ``part``, extended by the closing mark of its quotation.

    If no such mark follows, the result is ``part`` unchanged.
    """
    text = article.text
    if is_balanced(part.text):
        return part
    for start, end in ((0, 1), (-1, 0), (-1, 1)):
        wider = article.span(max(0, part.start + start), min(len(text), part.end + end))
        added = wider.text.replace(part.text, "", 1)
        if is_balanced(wider.text) and _MARKS.issuperset(added):
            return wider
    return part


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
