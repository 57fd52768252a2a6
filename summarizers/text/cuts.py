"""Find claims whose content may lack words that a reader needs to understand it."""

from __future__ import annotations

import re
from itertools import pairwise

from summarizers.lexicons import has_list, words
from summarizers.model import Claim, Span

_WORD = re.compile(r"[^\W\d_]+")
_MARK = re.compile('["“”„«»()]')
# The length of " that" after a first word, as in "both that it leaks and that it sinks".
_SHORT = len(" that")
# The maximum number of characters in a word.
_REACH = 24
_QUOTES = frozenset('"“”„«»')
# A quotation whose beginning the reporter left out.
_ELLIPSIS = re.compile(r"[\"“'‘]?(?:\.\.\.|…|\[…\]|\[\.\.\.\]) ?[a-z]")
_HYPHENS = "-‐‑"
_OWNER = re.compile(r"['’]s\b")


def is_balanced(text: str) -> bool:
    """Return whether every double quotation mark and bracket in a text has a partner."""
    if _MARK.search(text) is None:
        return True
    if text.count('"') % 2 or text.count("(") != text.count(")"):
        return False
    if "„" in text:
        return text.count("„") <= text.count("“") + text.count("”")
    return text.count("“") == text.count("”") and text.count("«") == text.count("»")


def is_doubtful(text: str, claim: Claim, lang: str) -> bool:
    """Return whether a claim's content may have been cut in the wrong place.

    The content may begin or end within a word, or join a quotation to the reporter's
    words. It may also lack its subject, a condition or an objection.
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
    """Return whether ``at`` is inside a word, such as "e-mail" or "Berg's"."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isalpha() and after.isalpha():
        return True
    if after in "'’":
        return before.isalnum() and _OWNER.match(text, at) is not None
    if after in _HYPHENS:
        return before.isalpha() and text[at + 1 : at + 2].isalpha()
    return before in _HYPHENS and after.isalpha() and text[at - 2 : at - 1].isalpha()


def _is_spliced(text: str, parts: list[Span], cue: Span | None) -> bool:
    """Return whether the content joins parts that do not belong together.

    Such parts are a quotation and the reporter's words, or two pieces of a sentence
    with words between them that are not the cue.
    """
    if len(parts) == 1:
        return False
    if len({_is_quoted(text, part) for part in parts}) > 1:
        return True
    for before, part in pairwise(parts):
        is_cued = cue is not None and before.end <= cue.start < part.start
        if not is_cued and not _is_next(text, before, part):
            return True
    return False


def _is_next(text: str, before: Span, part: Span) -> bool:
    """Return whether the quotation ``part`` follows ``before`` without a gap.

    It does if it is a sentence of its own, or if no word stands between the two spans.
    """
    if not _is_quoted(text, part):
        return False
    first = _WORD.search(part.text)
    is_piece = first is not None and first.group()[0].islower()
    return not (is_piece and _WORD.search(text, before.end, part.start))


def _is_quoted(text: str, part: Span) -> bool:
    return not _QUOTES.isdisjoint((part.text[:1], text[max(0, part.start - 1)]))


def _rest(text: str, claim: Claim, last: int) -> str:
    """Return the rest of a claim's sentence after its content, cue and source.

    ``last`` is the offset at which the content ends.
    """
    ends = [last, *(part.end for part in (claim.cue, claim.source) if part is not None)]
    return text[max(ends) : claim.sentence.end]


def _is_limited(text: str, claim: Claim, parts: list[Span], lang: str) -> bool:
    """Return whether a word such as "but", "unless" or "if" limits the content.

    The word stands before or after the content, in the same sentence.
    """
    limits = words("limiting_words", lang)
    rest = _rest(text, claim, parts[-1].end)
    is_behind = claim.cue is not None and claim.cue.start >= parts[-1].end
    first = _WORD.search(rest)
    begun = _WORD.findall(rest) if is_behind else [first.group()] if first else []
    if not limits.isdisjoint(begun):
        return True
    opening = _WORD.search(text, claim.sentence.start, parts[0].start)
    return opening is not None and (
        opening.group().casefold() in words("conditions", lang)
    )


def _has_open_end(text: str, claim: Claim, parts: list[Span], lang: str) -> bool:
    """Return whether the content stops before its clause ends.

    Examples are content that ends at "whether", in "if he did,", in "whose leader, Anna
    Berg," or before the full stop of "D-Vt., now leads".
    """
    rest = text[parts[-1].end : claim.sentence.end]
    if not _WORD.search(rest):
        return False
    within = _WORD.findall(parts[-1].text[-_REACH:])
    if within and within[-1].casefold() in words("open_ends", lang):
        return True
    # Within an abbreviation ("Anna Berg, D-Vt., now leads") or an insertion.
    if rest.startswith(".,") or (
        rest[:1] == "," and _is_interrupted(parts[-1].text, lang)
    ):
        return True
    is_led = claim.cue is None or claim.cue.end <= parts[0].start
    first = _WORD.search(parts[0].text)
    if not is_led or first is None or rest[:1] != ",":
        return False
    opening = first.group().casefold()
    lists = ("subordinators", "content_prepositions")
    return any(opening in words(name, lang) for name in lists)


def _is_interrupted(content: str, lang: str) -> bool:
    """Return whether the content ends with an insertion in a relative clause.

    For example, "whose leader, Anna Berg" lacks the verb of the clause.
    """
    before = content.rpartition(",")[0].rpartition(",")[2]
    first = _WORD.search(before)
    return first is not None and first.group() in words("relative_starts", lang)


def _lost_start(text: str, claim: Claim, part: Span, lang: str) -> bool:
    """Return whether the content cannot stand alone, because its beginning is missing.

    It may lack its subject: "The dam “is not for sale”". It may only be a name for a
    thing: "what the council calls “a gift”".
    """
    first = _WORD.search(part.text)
    if first is None:
        return False
    if first.group() in words("open_starts", lang) or _ELLIPSIS.match(part.text):
        return True
    pair = part.text[first.start() : first.end() + _SHORT]
    if pair in words("open_starts", lang):
        return True
    is_piece = first.group()[0].islower()
    return _lost_half(text, claim, part, is_piece=is_piece) or _is_object(
        text, claim, lang
    )


def _lost_half(text: str, claim: Claim, part: Span, *, is_piece: bool) -> bool:
    """Return whether words right before ``part`` belong to ``part``.

    Such words are the subject of the part ("The dam “is old”, Rossi said", "it was
    called “a gift” by Rossi"), or the first half of a quotation. ``is_piece`` is true
    if the part starts in lower case.
    """
    cue, source = claim.cue, claim.source
    if cue is None or source is None:
        return False
    if cue.start >= part.end:
        before = _WORD.search(text, claim.sentence.start, part.start)
        return (before is not None and is_piece) or _runs_on(text, part, source)
    if source.start >= part.end:
        return True
    before_cue = text[claim.sentence.start : min(cue.start, source.start)]
    return is_piece and _is_quoted(text, part) and not _QUOTES.isdisjoint(before_cue)


def _runs_on(text: str, part: Span, source: Span) -> bool:
    """Return whether only a blank separates the content ``part`` from its source.

    The content then has taken the first words of the source by mistake.
    """
    between = text[part.end : source.start]
    is_blank = bool(between) and not between.strip(" \xa0")
    return is_blank and part.text[-1:].isalnum()


def _is_object(text: str, claim: Claim, lang: str) -> bool:
    """Return whether the content is only what the source calls a thing.

    An example is "a gift" in "what the council calls “a gift”".
    """
    if claim.source is None or claim.cue is None:
        return False
    start = max(claim.sentence.start, claim.source.start - _REACH)
    before = _WORD.findall(text[start : claim.source.start].casefold())
    return before[-1:] != [] and before[-1] in words("open_relatives", lang)
