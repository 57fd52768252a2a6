"""Choose the words printed for a claim, so that they do not mislead.

"Berg denied that the dam leaks" must not become "Berg: the dam leaks": the verb is
printed with the content. If the content lacks a word that a reader needs, such as its
subject or a condition, the whole sentence is printed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from summarizers.lexicons import entries, has_list, words
from summarizers.model import Article, Claim, ClaimKind, Sentence, Span
from summarizers.text.language import ENGLISH, terms

_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"\w+(?=\W*\Z)")
_MARK = re.compile('["“”„«»()]')
_QUOTES = frozenset('"“”„«»')
# Marks that show that the words between a speaker and a verb are an aside. An
# apostrophe at the start is an owner's: "Berg's denial".
_ASIDE = re.compile(r"[^\w\s'’-]|\A['’]")
# In words: so far a negation or the start of the printed words may be before the verb.
_REACH = 6
# In characters: the longest word.
_LONGEST_WORD = 24


def is_balanced(text: str) -> bool:
    """Return whether every double quotation mark and bracket in a text has a partner."""
    if _MARK.search(text) is None:
        return True
    if text.count('"') % 2 or text.count("(") != text.count(")"):
        return False
    if "„" in text:
        return text.count("„") <= text.count("“") + text.count("”")
    return text.count("“") == text.count("”") and text.count("«") == text.count("»")


def is_denial(claim: Claim, lang: str = ENGLISH) -> bool:
    """Return whether the verb of a claim denies or rejects, as "dismissed" does."""
    if claim.cue is None or not has_list("denials", lang):
        return False
    return not words("denials", lang).isdisjoint(terms(claim.cue.text))


def is_admission(claim: Claim, lang: str = ENGLISH) -> bool:
    """Return whether a claim admits an attack, as "claimed responsibility" does."""
    if claim.cue is None or not has_list("admissions", lang):
        return False
    admitted = f"{claim.cue.text} {claim.content[0].text}".lower()
    return admitted.startswith(entries("admissions", lang))


def is_asserted(article: Article, claim: Claim, lang: str = ENGLISH) -> bool:
    """Return whether the speaker asserts the claim's content.

    The result is false if the speaker denies, doubts, asks, hopes, demands, or has
    *not* said it. ``lang`` is the language of the article.
    """
    cue = claim.cue
    if cue is None or not has_list("asserting_cues", lang):
        return True
    first = claim.content[0].start
    is_behind = cue.start > first
    if is_behind and claim.kind is ClaimKind.DIRECT:
        return True
    verb = _words(cue.text)
    if verb and words("asserting_cues", lang).isdisjoint(verb):
        return False
    before = _words(article.text[_after_source(claim, cue) : cue.start])[-_REACH:]
    if not words("negations", lang).isdisjoint(before):
        return False
    if is_behind or len(verb) > 1:
        return True
    # A word such as "whether" or "to" links the verb to what is not asserted. A capital
    # begins a sentence of its own: "she said: “If the dam leaks …”".
    links = words("turning_links", lang)
    return _first_word(claim.content[0].text) not in links and links.isdisjoint(
        _words(article.text[cue.end : first])[-1:]
    )


def display_spans(
    article: Article, claim: Claim, lang: str = ENGLISH, *, is_clause: bool = True
) -> tuple[Span, ...]:
    """Return the slices of the article that a page prints for a claim, in text order.

    By default, the slices are the claim's content. If the content alone would mislead,
    the result is one slice that starts at the verb. The same holds if ``is_clause`` is
    false, which means that the content has no verb of its own. The result is the whole
    sentence if no such slice is possible, or if the content may be cut in the wrong
    place.
    """
    content, sentence, cue = claim.content, claim.sentence, claim.cue
    start = min(content[0].start, sentence.start)
    whole = (article.span(start, max(content[-1].end, sentence.end)),)
    if _is_spliced(article.text, claim) or _is_incomplete(article.text, claim, lang):
        return whole
    shown = content
    if cue is not None and not (
        (is_clause or _is_speech(claim, cue)) and is_asserted(article, claim, lang)
    ):
        shown = _from_verb(article, claim, cue, lang, is_clause=is_clause) or whole
    if is_balanced(" ".join([part.text for part in shown])):
        return shown
    return whole if is_balanced(whole[0].text) else shown


def _is_spliced(text: str, claim: Claim) -> bool:
    """Return whether the content joins parts that do not belong together.

    Such parts are a quotation and the reporter's words, or two pieces of a sentence
    with words between them that are not the cue.
    """
    if len({_is_quoted(text, part) for part in claim.content}) > 1:
        return True
    cue = claim.cue
    for before, part in pairwise(claim.content):
        is_cued = cue is not None and before.end <= cue.start < part.start
        has_gap = _is_piece(part) and _WORD.search(text, before.end, part.start)
        if not is_cued and (has_gap or not _is_quoted(text, part)):
            return True
    return False


def _is_quoted(text: str, part: Span) -> bool:
    return not _QUOTES.isdisjoint((part.text[:1], text[max(0, part.start - 1)]))


def _is_piece(part: Span) -> bool:
    """Return whether a part of the content starts in lower case."""
    return _first_word(part.text)[:1].islower()


def _is_incomplete(text: str, claim: Claim, lang: str) -> bool:
    """Return whether the content lacks its subject, its end, or a condition."""
    if not has_list("limiting_words", lang):
        return False
    return (
        _is_limited(text, claim, lang)
        or _has_open_end(text, claim, lang)
        or _lacks_start(text, claim, lang)
    )


def _is_limited(text: str, claim: Claim, lang: str) -> bool:
    """Return whether a word such as "but", "unless" or "if" limits the content.

    The word stands before or after the content, in the same sentence.
    """
    first, last = claim.content[0].start, claim.content[-1].end
    marks = [part.end for part in (claim.cue, claim.source) if part is not None]
    rest = text[max([last, *marks]) : claim.sentence.end]
    is_behind = claim.cue is not None and claim.cue.start >= last
    begun = _WORD.findall(rest) if is_behind else [_first_word(rest)]
    if not words("limiting_words", lang).isdisjoint(begun):
        return True
    opening = _first_word(text[claim.sentence.start : first])
    return opening.casefold() in words("conditions", lang)


def _has_open_end(text: str, claim: Claim, lang: str) -> bool:
    """Return whether the content stops before its clause ends.

    Examples are content that ends at "whether", in "if he did,", or before the full
    stop of "D-Vt., now leads".
    """
    first, last = claim.content[0], claim.content[-1]
    rest = text[last.end : claim.sentence.end]
    if not _WORD.search(rest):
        return False
    ending = _LAST_WORD.search(last.text[-_LONGEST_WORD:])
    if ending is not None and ending.group().casefold() in words("open_ends", lang):
        return True
    if rest.startswith(".,"):
        return True
    is_led = claim.cue is None or claim.cue.end <= first.start
    return (
        is_led
        and rest[:1] == ","
        and (
            _first_word(first.text).casefold()
            in words("subordinators", lang) | words("content_prepositions", lang)
        )
    )


def _lacks_start(text: str, claim: Claim, lang: str) -> bool:
    """Return whether the content cannot stand alone, because its beginning is missing.

    It may lack its subject: "The dam “is not for sale”". It may only be a name for a
    thing: "what the council calls “a gift”".
    """
    part, cue, source = claim.content[0], claim.cue, claim.source
    opening = _WORD.findall(part.text[: 2 * _LONGEST_WORD])[:2]
    if not {"".join(opening[:1]), " ".join(opening)}.isdisjoint(
        words("open_starts", lang)
    ):
        return True
    if cue is None or source is None or not opening:
        return False
    before = text[claim.sentence.start : min(cue.start, source.start, part.start)]
    named = _words(before[-_LONGEST_WORD:])[-1:]
    if not words("open_relatives", lang).isdisjoint(named):
        return True
    if cue.start >= part.end:
        return _is_piece(part) and _WORD.search(before) is not None
    if source.start >= part.end:
        return True
    is_second = _is_quoted(text, part) and not _QUOTES.isdisjoint(before)
    return is_second and _is_piece(part)


def _is_speech(claim: Claim, cue: Span) -> bool:
    """Return whether a claim is a turn of a transcript or a complete quotation.

    “Never!” she said is a complete quotation. The council called it “a gift” has only a
    quoted part.
    """
    if not _WORD.search(cue.text):
        return True
    first = claim.content[0]
    is_complete = _first_word(first.text)[:1].isupper() or cue.start > first.start
    return claim.kind is ClaimKind.DIRECT and is_complete


def _from_verb(
    article: Article, claim: Claim, cue: Span, lang: str, *, is_clause: bool
) -> tuple[Span, ...]:
    """Return one slice, from the verb to the end of the content.

    If a line break stands between verb and content, return the content alone.
    ``is_clause`` says whether the content has a verb of its own.

    The result is empty if such a slice would mislead: the content does not follow the
    verb, the speaker does not precede it, several speakers share the verb ("Berg and
    Rossi denied it"), or "that" stands before a content that is not a clause.
    """
    text, source = article.text, claim.source
    first, last = claim.content[0].start, claim.content[-1].end
    if first < cue.start or (source is not None and source.start >= cue.start):
        return ()
    if not is_clause and _words(text[cue.end : first])[-1:] == ["that"]:
        return ()
    start = _opening(text, claim, cue)
    opening = _words(text[start : cue.start])
    if len(opening) > 1 and has_list("open_ends", lang):
        joining = words("open_ends", lang) & words("open_starts", lang)
        if opening[0] in joining:
            return ()
    if "\n" in text[start:first]:
        return claim.content
    return (article.span(start, last),)


def _opening(text: str, claim: Claim, cue: Span) -> int:
    """Return the offset where printing starts, so that "has not" stays with its verb.

    Printing starts right after the speaker. If many words stand between speaker and
    verb, printing starts at the verb.
    """
    start = _after_source(claim, cue)
    if claim.speaker is not None:
        named = text.rfind(claim.speaker, start, cue.start)
        start = start if named < 0 else named + len(claim.speaker)
    before = text[start : cue.start]
    if len(_WORD.findall(before)) > _REACH or _ASIDE.search(before):
        return cue.start
    return start + len(before) - len(before.lstrip())


def _after_source(claim: Claim, cue: Span) -> int:
    """Return the end of the source before the verb, else the start of the sentence."""
    source = claim.source
    if source is not None and source.end <= cue.start:
        return source.end
    return min(claim.sentence.start, cue.start)


def _words(text: str) -> Sequence[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _first_word(text: str) -> str:
    word = _WORD.search(text)
    return word.group() if word else ""


def speakers_by_sentence(
    sentences: Sequence[Sentence], claims: Iterable[Claim]
) -> dict[int, str | None]:
    """Map the index of each sentence with a claim to the speaker of its first claim."""
    starts = [sentence.start for sentence in sentences]
    speakers: dict[int, str | None] = {}
    for claim in claims:
        for part in claim.content:
            at = max(0, bisect_right(starts, part.start) - 1)
            while at < len(starts) and starts[at] < part.end:
                speakers.setdefault(sentences[at].index, claim.speaker)
                at += 1
    return speakers
