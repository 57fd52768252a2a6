"""Find claims whose content may have lost words that it cannot be understood without."""

from __future__ import annotations

import re
from itertools import pairwise

from summarizers.lexicons import has_list, words
from summarizers.model import Claim, Span

_WORD = re.compile(r"[^\W\d_]+")
_OPENING = "\"“„«‘'"
_QUOTES = '"“”„«»'
_BETWEEN = " \xa0,;:—–-\"“”’'»)"
# A quotation whose beginning the reporter left out.
_ELLIPSIS = re.compile(r"[\"“'‘]?(?:\.\.\.|…|\[…\]|\[\.\.\.\]) ?[a-z]")
_HYPHENS = "-‐‑"


def is_balanced(words_: str) -> bool:
    """Whether every double quotation mark and bracket in a text has its partner there."""
    if words_.count('"') % 2 or words_.count("(") != words_.count(")"):
        return False
    if "„" in words_:
        return words_.count("„") <= words_.count("“") + words_.count("”")
    return words_.count("“") == words_.count("”") and words_.count("«") == words_.count(
        "»"
    )


def is_doubtful(text: str, claim: Claim, lang: str) -> bool:
    """Whether a claim's content may have been cut in the wrong place.

    It may begin or end within a word, join a quotation to the reporter's words, or lose
    its subject, a condition or an objection.
    """
    parts = sorted(claim.content, key=lambda part: part.start)
    if any(_splits_word(text, at) for part in parts for at in (part.start, part.end)):
        return True
    if _is_spliced(text, parts, claim.cue):
        return True
    if not has_list("limiting_words", lang):
        return False
    return (
        _is_limited(text, claim, parts, lang)
        or _has_open_end(text, claim, parts, lang)
        or _lost_start(text, claim, parts[0], lang)
    )


def _splits_word(text: str, at: int) -> bool:
    """Whether the character ``at`` is inside a word, such as "e-mail"."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isalpha() and after.isalpha():
        return True
    if after in _HYPHENS:
        return before.isalpha() and text[at + 1 : at + 2].isalpha()
    return before in _HYPHENS and after.isalpha() and text[at - 2 : at - 1].isalpha()


def _is_spliced(text: str, parts: list[Span], cue: Span | None) -> bool:
    """Whether parts are joined that do not belong together.

    These are a quotation and narrative, or two pieces of quotation with other words
    than those of the cue between them.
    """
    if len(parts) == 1:
        return False
    if len({_is_quoted(text, part) for part in parts}) > 1:
        return True
    for before, part in pairwise(parts):
        between = text[before.end : part.start]
        is_cued = cue is not None and before.end <= cue.start < part.start
        first = _WORD.search(part.text)
        is_piece = first is not None and first.group()[0].islower()
        if is_piece and not is_cued and _WORD.search(between):
            return True
    return False


def _is_quoted(text: str, part: Span) -> bool:
    return part.text[:1] in _QUOTES or text[max(0, part.start - 1)] in _QUOTES


def _rest(text: str, claim: Claim, last: int) -> str:
    """Return the words of the sentence after the content, the cue and the source."""
    ends = [last, *(part.end for part in (claim.cue, claim.source) if part is not None)]
    return text[max(ends) : claim.sentence.end]


def _is_limited(text: str, claim: Claim, parts: list[Span], lang: str) -> bool:
    """Whether "but", "unless" or "if" begins the words after or before the content."""
    limits = words("limiting_words", lang)
    rest = _WORD.findall(_rest(text, claim, parts[-1].end).casefold())
    is_behind = claim.cue is not None and claim.cue.start >= parts[-1].end
    if not limits.isdisjoint(rest if is_behind else rest[:1]):
        return True
    opening = _WORD.findall(text[claim.sentence.start : parts[0].start].casefold())
    return bool(opening) and opening[0] in words("conditions", lang)


def _has_open_end(text: str, claim: Claim, parts: list[Span], lang: str) -> bool:
    """Whether the content stops before its clause ends: at "whether", in "if he did,"."""
    rest = text[parts[-1].end : claim.sentence.end]
    if not _WORD.search(rest):
        return False
    within = _WORD.findall(parts[-1].text)
    if within and within[-1].casefold() in words("open_ends", lang):
        return True
    is_led = claim.cue is None or claim.cue.end <= parts[0].start
    first = _WORD.search(parts[0].text)
    if not is_led or first is None or rest[:1] != ",":
        return False
    opening = first.group().casefold()
    return opening in words("subordinators", lang) | words("content_prepositions", lang)


def _lost_start(text: str, claim: Claim, part: Span, lang: str) -> bool:
    """Whether the content begins after its subject, or is named by the verb.

    Examples: "The dam “is not for sale”", "what the council calls “a gift”".
    """
    first = _WORD.search(part.text)
    if first is None:
        return False
    if first.group() in words("open_starts", lang) or _ELLIPSIS.match(part.text):
        return True
    cue, source = claim.cue, claim.source
    if cue is None or source is None:
        return False
    if cue.start >= part.end:
        before = _WORD.search(text, claim.sentence.start, part.start)
        return before is not None and first.group()[0].islower()
    return source.start >= part.end or _is_object(text, claim, source, lang)


def _is_object(text: str, claim: Claim, source: Span, lang: str) -> bool:
    """Whether a word such as "what" before the source stands for what it names."""
    before = _WORD.findall(text[claim.sentence.start : source.start].casefold())
    return before[-1:] != [] and before[-1] in words("open_relatives", lang)
