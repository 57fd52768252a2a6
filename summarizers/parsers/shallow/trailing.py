"""Reported words behind their cue: Rossi said (that) …."""

from __future__ import annotations

from summarizers.lexicons import words
from summarizers.parsers.reporting import CLAUSE, INFINITIVE, NAMING, QUOTE
from summarizers.parsers.shallow.cues import FINITE, Cue
from summarizers.parsers.shallow.fronted import DASHES, TELLING
from summarizers.parsers.shallow.passages import OBJECTS, Content, Passage
from summarizers.parsers.shallow.phrases import NOMINAL, phrase_after
from summarizers.parsers.shallow.subjects import is_time

QUESTIONS = frozenset(
    ("that", "whether", "if", "how", "why", "what", "who", "where", "when", "which")
)
SUBJECTS = frozenset(("he", "she", "it", "they", "we", "i", "there"))
REFUSALS = frozenset(("decline", "refuse"))
SILENCES = frozenset(("comment", "respond", "answer", "elaborate", "say", "discuss"))
# How many tokens a hearer, a time and a place may take before the content.
FAR = 22
MIN_BARE = 3
MAX_ANNOUNCEMENT = 9


def find_trailing(passage: Passage, cue: Cue) -> list[Content]:
    """The content behind a cue, if the verb takes what stands there.

    A quotation behind a colon that ends the content is one of its own.
    """
    if cue.inverted:
        return []
    start = _start(passage, cue)
    if _is_comment(passage, cue):
        start = _first_comma(passage, cue.verb, passage.end) + 1
    if start is None or start >= passage.end:
        announced = _announced(passage, cue)
        return [] if announced is None else [announced]
    end = passage.clause_end(start, cue)
    if _is_subordinate(passage, cue):
        end = _first_comma(passage, start, end)
    quoted = _quoted(passage, start, end)
    if quoted is not None:
        return [quoted]
    if end <= start:
        return []
    found = [Content([passage.trimmed(start, end)], direct=False)]
    if end + 1 < passage.end and passage.tokens[end].text == ":":
        quotation = passage.reading.opens(end + 1)
        if quotation is not None:
            found.append(Content([(quotation.start, quotation.end)], direct=True))
    return found


def _quoted(passage: Passage, start: int, end: int) -> Content | None:
    """The quotation that starts at ``start``, if it is all the content."""
    quotation = passage.reading.opens(start)
    if quotation is None:
        return None
    marks = passage.reading.marks[passage.reading.inside[start]]
    alone = marks is not None and marks[1] + 1 >= end
    if not alone and not passage.ends_speech(quotation):
        return None
    return Content([(quotation.start, quotation.end)], direct=True)


def _announced(passage: Passage, cue: Cue) -> Content | None:
    """The quotation or the paragraph that a sentence with a last colon announces."""
    tokens, end = passage.tokens, passage.end
    near = end - cue.verb <= MAX_ANNOUNCEMENT
    if not near or end >= len(tokens) or tokens[end - 1].text != ":":
        return None
    if QUOTE not in cue.reporter.frames:
        return None
    quotation = passage.reading.opens(end)
    if quotation is not None:
        return Content([(quotation.start, quotation.end)], direct=True)
    block = passage.reading.block(end)
    return None if block is None else Content([block], direct=True)


def _is_comment(passage: Passage, cue: Cue) -> bool:
    """Whether the sentence starts with "as Rossi put it"."""
    before = cue.unit[0] - 1
    return before == passage.first and passage.tokens[before].lower == "as"


def _is_subordinate(passage: Passage, cue: Cue) -> bool:
    """Whether the main clause goes on behind the next comma."""
    if cue.relative or (cue.loose and cue.verb == passage.first):
        return True
    before = cue.unit[0] - 1
    if cue.loose or before < passage.first or _is_comment(passage, cue):
        return False
    token = passage.tokens[before]
    return token.tag == "WRB" or token.lower in words("subordinators") - {"that"}


def _first_comma(passage: Passage, start: int, end: int) -> int:
    for k in range(start + 1, end):
        token = passage.tokens[k]
        if (token.tag == "," or token.text in DASHES) and passage.reading.inside[k] < 0:
            return k
    return end


def _start(passage: Passage, cue: Cue) -> int | None:
    tokens, frames = passage.tokens, cue.reporter.frames
    j = cue.verb + 1
    while j < passage.end and (tokens[j].tag in {"RB", "RP"} or is_time(tokens[j])):
        j += 1
    if j >= passage.end:
        return None
    token = tokens[j]
    if passage.reading.opens(j):
        return j if NAMING not in frames else None
    if NAMING in frames and token.tag == "NNP" and _is_named(passage, j):
        return None
    if token.tag in {",", ":"}:
        return _behind_mark(passage, cue, j)
    if token.lower in QUESTIONS:
        return j if CLAUSE in frames else None
    if token.tag == "TO" and INFINITIVE in frames:
        return None if _is_silence(passage, cue, j) else j
    if token.lower in cue.reporter.prepositions:
        return j + 1
    return _behind_hearer(passage, cue, j)


def _is_silence(passage: Passage, cue: Cue, j: int) -> bool:
    """Whether nothing is said: "declined to comment"."""
    after = passage.tokens[min(j + 1, passage.end - 1)].lower
    return cue.reporter.lemma in REFUSALS and after in SILENCES


def _is_named(passage: Passage, j: int) -> bool:
    """Whether the verb only gives a name: "a group called Harbour Watch"."""
    tokens = passage.tokens
    while j < passage.end and tokens[j].tag == "NNP":
        j += 1
    return j >= passage.end or tokens[j].tag in {",", ".", "IN", "WDT", "WP", "CC"}


def _behind_mark(passage: Passage, cue: Cue, j: int) -> int | None:
    frames = cue.reporter.frames
    if QUOTE in frames and passage.reading.opens(j + 1):
        return j + 1
    if passage.tokens[j].text == ":":
        return j + 1 if QUOTE in frames and j + 2 < passage.end else None
    start = _ahead(passage, cue, j) if CLAUSE in frames else None
    if start is None or passage.reading.opens(start):
        return start
    return start if passage.tokens[start].lower == "that" else None


def _behind_hearer(passage: Passage, cue: Cue, j: int) -> int | None:
    tokens, reporter = passage.tokens, cue.reporter
    noun = tokens[j].tag in NOMINAL or tokens[j].tag == "PRP"
    if noun and reporter.lemma in TELLING:
        phrase = phrase_after(tokens, j, passage.end)
        k = passage.end if phrase is None else phrase.last + 1
        while k < passage.end and is_time(tokens[k]):
            k += 1
        if k < passage.end:
            if tokens[k].tag == "TO" and INFINITIVE in reporter.frames:
                return j
            if tokens[k].lower in reporter.prepositions:
                return k + 1
    if CLAUSE in reporter.frames or QUOTE in reporter.frames:
        start = _ahead(passage, cue, j)
        if start is not None:
            return start
    if _takes_bare(cue) and (noun or tokens[j].tag == "EX"):
        return j if passage.end - j > MIN_BARE else None
    takes = reporter.frames & OBJECTS or (
        INFINITIVE in reporter.frames and reporter.lemma in TELLING
    )
    return j if noun and takes else None


def _takes_bare(cue: Cue) -> bool:
    """Whether a clause follows although no verb in it is known ("said it hurts")."""
    frames = cue.reporter.frames
    return CLAUSE in frames and not frames & OBJECTS and INFINITIVE not in frames


def _ahead(passage: Passage, cue: Cue, j: int) -> int | None:
    """Content that starts behind a hearer or behind when and where it was said."""
    tokens, frames = passage.tokens, cue.reporter.frames
    limit = min(passage.end, j + FAR, _next_cue(passage, cue))
    for k in range(j, limit):
        token = tokens[k]
        if passage.reading.opens(k):
            if QUOTE in frames and k > j and tokens[k - 1].tag in {",", ":"}:
                return k
            if CLAUSE not in frames:
                return None
        elif token.lower == "that" and k > j:
            return k if CLAUSE in frames else None
        elif token.text == ":":
            return k + 1 if QUOTE in frames and k + 2 < passage.end else None
        elif token.tag == ":" or token.tag in {"WP", "WDT"}:
            return None
        elif token.tag in FINITE and k > j:
            return _bare(passage, cue, j, k) if CLAUSE in frames else None
    return None


def _next_cue(passage: Passage, cue: Cue) -> int:
    for other in passage.cues:
        if other.verb > cue.verb:
            first = other.unit[0]
            return first if passage.tokens[first - 1].tag == "," else other.verb + 1
    return passage.end


def _bare(passage: Passage, cue: Cue, j: int, finite: int) -> int | None:
    """The start of a clause without "that" whose verb is token ``finite``."""
    tokens = passage.tokens
    for k in range(finite - 1, j - 1, -1):
        if tokens[k].lower in SUBJECTS and passage.reading.inside[k] < 0:
            return k
    if cue.reporter.lemma in TELLING:
        phrase = phrase_after(tokens, j, finite)
        k = finite if phrase is None else phrase.last + 1
        while k < finite and is_time(tokens[k]):
            k += 1
        return k if k < finite else None
    if tokens[j].tag == ",":
        return None
    start = j
    while start < finite and tokens[start].tag in {"IN", "TO"}:
        phrase = phrase_after(tokens, start + 1, finite)
        if phrase is None or phrase.last + 1 >= finite:
            break
        start = phrase.last + 1
    return start
