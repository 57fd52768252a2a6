"""Find the words that a cue reports: after the cue, before it, or on both sides."""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import fast_new
from summarizers.readers.english.attribution.cues import (
    Document,
    Range,
    ReportingCue,
    find_cues,
)
from summarizers.readers.english.syntax.clauses import phrase_after
from summarizers.readers.english.syntax.tokens import (
    ACCUSATION,
    CLAUSE,
    FINITE,
    INFINITIVE,
    NAMING,
    NOMINAL,
    OBJECT,
    QUOTE,
    RELATIVES,
    SUBORDINATORS,
    TELLING_VERBS,
    TIME_WORDS,
)
from summarizers.text.layout import Quotation

# Longer sentences are lists or tables, not prose; the limit keeps the work linear.
_LONGEST = 400
DASHES = frozenset((";", "--", "-", "—", "–"))
OBJECTS = frozenset((OBJECT, NAMING, ACCUSATION))
_SPEECH_ENDS = (",", ".", "?", "!", "…", "—", "–", "-")
# Words after "- but" with which the words before it go on: "- but only in May".
_LIMITS = frozenset(("only", "not", "then", "with"))
_LONGEST_PARENTHESIS = 12
_RIGHT_MARKS = frozenset((",", "CC", ":", "."))


class Content(NamedTuple):
    """Reported words as character ranges; ``direct`` is true for a quotation."""

    parts: list[Range]
    direct: bool


class CuedSentence:
    """One sentence: the tokens from ``first`` to before ``end``, and its cues."""

    def __init__(self, document: Document, sentence: int) -> None:
        self.document, self.tokens = document, document.tokens
        self.sentence = sentence
        self.first, self.end = document.bounds[sentence]
        is_prose = self.end - self.first <= _LONGEST
        self.cues = find_cues(document, sentence) if is_prose else []

    def has_finite(self, first: int, end: int) -> bool:
        """Return whether a finite verb stands from ``first`` to before ``end``."""
        return not FINITE.isdisjoint(self.tokens.tags[first:end])

    def first_comma(self, start: int) -> int:
        """Return the first comma or dash after ``start``, or the sentence's end."""
        for k in range(start + 1, self.end):
            if self.tokens.tags[k] == "," or self.tokens.texts[k] in DASHES:
                return k
        return self.end

    def next_cue(self, cue: ReportingCue) -> int:
        """Return the token before which the content after ``cue`` must start.

        It is the start of the sentence's next cue, or else the end of the sentence.
        """
        for other in self.cues:
            if other.verb > cue.verb:
                is_apart = self.tokens.tags[other.first - 1] == ","
                return other.first if is_apart else other.verb + 1
        return self.end

    def ends_speech(self, quotation: Quotation) -> bool:
        """Return whether a quotation ends as speech does: with a comma, stop or dash."""
        text = self.document.layout.text
        inner = text[quotation.inner_start : quotation.inner_end].rstrip(" \xa0'’")
        return inner.endswith(_SPEECH_ENDS) or text.startswith(",", quotation.end)

    def clause_end(self, start: int, cue: ReportingCue) -> int:
        """Return the token after the reported words that start at token ``start``."""
        separators = (
            other.first - 1
            for other in self.cues
            if other.first - 1 > start and self._separates(start, other, cue)
        )
        end, turns = next(separators, self.end), self.document.turns
        for at in range(bisect_left(turns, start + 2), bisect_left(turns, end)):
            if self._ends_content(turns[at]):
                return turns[at]
        return end

    def _separates(self, start: int, other: ReportingCue, cue: ReportingCue) -> bool:
        """Return whether the mark or "and" before the cue ``other`` ends the content.

        The content of ``cue`` starts at token ``start``.
        """
        at, tags = other.first - 1, self.tokens.tags
        if tags[at] != "CC":
            return tags[at] == ","
        if self.has_finite(start, at):
            return True
        # "and" joins two verbs of one source: "blamed Berg and said".
        is_joined = not other.loose or tags[other.verb] == tags[cue.verb]
        return is_joined and bool(cue.reporter.frames & OBJECTS)

    def _ends_content(self, k: int) -> bool:
        """Return whether reported words end before ``k``.

        ``k`` is a token that may end them, such as ", but".
        """
        tokens, text = self.tokens, self.tokens.texts[k]
        if text == ":":
            return k + 1 in self.document.opens
        if text == ";":
            return True
        if tokens.texts[k - 1] in DASHES:
            return tokens.lowers[k + 1] not in _LIMITS
        if tokens.tags[k - 1] != ",":
            return False
        # A comma without a verb before it ends a parenthesis: "the dam, though old, is".
        near = tokens.tags[k + 1 : k + _LONGEST_PARENTHESIS]
        stops = (tag for tag in near if tag == "," or tag in FINITE)
        return next(stops, "") != ","

    def trimmed(self, start: int, end: int) -> Range:
        """Return the characters of the tokens from ``start`` to before ``end``.

        Commas, colons, conjunctions and full stops at the end are removed.
        """
        last = end - 1
        while last > start and self.tokens.tags[last] in _RIGHT_MARKS:
            last -= 1
        return self.tokens.starts[start], self.tokens.ends[last]


# The maximum number of tokens between a verb and the colon that ends its sentence.
_LONGEST_ANNOUNCEMENT = 9


def find_trailing(passage: CuedSentence, cue: ReportingCue) -> list[Content]:
    """Return the content after a cue, as in "Rossi said that the dam is safe".

    The result is empty if the verb does not report the words after it. A quotation
    after a colon that ends the content is a separate ``Content``.
    """
    if cue.inverted:
        return []
    start = _find_opening(passage, cue)
    if start is None or start >= passage.end:
        return _announced_content(passage, cue)
    document, tokens = passage.document, passage.tokens
    end = passage.clause_end(start, cue)
    if _is_subordinate(passage, cue):
        end = min(end, passage.first_comma(start))
    quotation = document.opens.get(start)
    if quotation is not None and passage.ends_speech(quotation):
        return [Content([(quotation.start, quotation.end)], direct=True)]
    contents = [fast_new(Content, ([passage.trimmed(start, end)], False))]
    announced = end < passage.end and tokens.texts[end] == ":"
    quotation = document.opens.get(end + 1) if announced else None
    if quotation is not None:
        contents.append(Content([(quotation.start, quotation.end)], direct=True))
    return contents


def _announced_content(passage: CuedSentence, cue: ReportingCue) -> list[Content]:
    """Return the paragraph after a sentence that ends with a colon."""
    tokens, end, layout = passage.tokens, passage.end, passage.document.layout
    if end >= len(tokens) or tokens.texts[end - 1] != ":":
        return []
    if end - cue.verb > _LONGEST_ANNOUNCEMENT:
        return []
    following = layout.sentences[tokens.sentences[end]]
    after = layout.sentences[following.index :]
    inside = takewhile(lambda s: s.paragraph == following.paragraph, after)
    last = max(sentence.end for sentence in inside)
    return [Content([(following.start, last)], direct=True)]


def _is_subordinate(passage: CuedSentence, cue: ReportingCue) -> bool:
    """Return whether the cue's clause ends at a comma: "when Rossi said …, …"."""
    if cue.relative or cue.verb == passage.first:
        return True
    tags, lowers = passage.tokens.tags, passage.tokens.lowers
    before = cue.first - 1
    return not cue.loose and (tags[before] == "WRB" or lowers[before] in SUBORDINATORS)


_QUESTIONS = words("clause_openers")
_SILENCES = frozenset(("comment", "respond", "answer", "elaborate", "say", "discuss"))
# The maximum number of tokens of hearer, time and place before the content.
_FAR = 22
# A clause of fewer tokens, with its full stop, has no room for subject and verb.
_SHORTEST_CLAUSE = 4


def _find_opening(passage: CuedSentence, cue: ReportingCue) -> int | None:
    """Return the first token of the content after a cue, or ``None`` without content."""
    tokens, opens, frames = passage.tokens, passage.document.opens, cue.reporter.frames
    j = _skip_times(passage, cue.verb + 1)
    if j >= passage.end or (NAMING in frames and j in opens):
        return None
    tag, lower = tokens.tags[j], tokens.lowers[j]
    if j in opens or lower in _QUESTIONS:
        return j if j in opens or CLAUSE in frames else None
    if tag == "TO" and INFINITIVE in frames:
        return j if _SILENCES.isdisjoint(tokens.lowers[j + 1 : j + 2]) else None
    if lower in cue.reporter.prepositions:
        return j + 1
    if cue.reporter.lemma in TELLING_VERBS:
        hearer = phrase_after(tokens, j, passage.end)
        k = passage.end if hearer is None else hearer.last + 1
        if k < passage.end and tokens.lowers[k] in cue.reporter.prepositions:
            return k + 1
        # The hearer is part of the content in "asked them to leave".
        if k < passage.end and tokens.tags[k] == "TO":
            return j
    start = _find_later_content(passage, cue, j)
    if start is not None or (tag not in NOMINAL and tag not in {"PRP", "EX"}):
        return start
    has_room = passage.end - j >= _SHORTEST_CLAUSE
    is_clause = CLAUSE in frames and INFINITIVE not in frames and has_room
    return j if is_clause or frames & OBJECTS else None


def _skip_times(passage: CuedSentence, j: int) -> int:
    """Return the token after times and adverbs."""
    tags, lowers = passage.tokens.tags, passage.tokens.lowers
    while j < passage.end and (tags[j] in {"RB", "RP"} or lowers[j] in TIME_WORDS):
        j += 1
    return j


def _find_later_content(passage: CuedSentence, cue: ReportingCue, j: int) -> int | None:
    """Return the first token of content after a hearer, a time or a place, if any.

    Example: the token "that" in "said in Lind on Friday that …".
    """
    tokens, frames = passage.tokens, cue.reporter.frames
    last = min(passage.end, j + _FAR, passage.next_cue(cue))
    openings = (k for k in range(j + 1, last) if tokens.lowers[k] == "that")
    that = next((k for k in openings if tokens.tags[k + 1] not in FINITE), last)
    for k in range(j, last):
        tag, colon = tokens.tags[k], tokens.texts[k] == ":"
        is_quotation = k in passage.document.opens and tokens.tags[k - 1] in {",", ":"}
        if colon or is_quotation:
            return k + colon if QUOTE in frames and k + 2 < passage.end else None
        if k == that and CLAUSE in frames:
            return k
        start = _bare_clause_start(passage, cue, j, k) if tag in FINITE else None
        # The place is not content in "said in a note posted on Friday that".
        is_place = that < last and tokens.tags[start or k] in {"IN", "TO"}
        if start is not None and CLAUSE in frames and not is_place:
            return start
    return None


def _bare_clause_start(
    passage: CuedSentence, cue: ReportingCue, j: int, finite: int
) -> int | None:
    """Return the first token of a clause without "that", if any.

    Its verb is token ``finite``.
    """
    tags = passage.tokens.tags
    if cue.reporter.lemma in TELLING_VERBS:
        phrase = phrase_after(passage.tokens, j, finite)
        start = finite if phrase is None else _skip_times(passage, phrase.last + 1)
        is_hearer = start < finite and tags[start] not in RELATIVES
        return start + (tags[start] == ",") if is_hearer else None
    if tags[j] == ",":
        return None
    # "said in a statement on Friday the dam is safe"
    while tags[j] in {"IN", "TO"}:
        phrase = phrase_after(passage.tokens, j + 1, finite)
        after = _skip_times(passage, j + 1 if phrase is None else phrase.last + 1)
        if after == j + 1 or after >= finite:
            break
        j = after
    return j


# Fewer words without a verb are an introduction ("on Friday, …"), not a statement.
_FEWEST_OPEN = 5
_LEADS = frozenset(("WRB", "VBG", "VBD", "IN", "TO"))
_QUOTATION_BEFORE = (",", ":", ".", "”", '"')


def find_fronted(passage: CuedSentence, cue: ReportingCue) -> Content | None:
    """Return the content before a cue and its source, with its part after them, if any.

    Example: "“The dam,” Rossi said, “is safe”". The result is ``None`` if the content
    is not before the cue.
    """
    before, document = cue.first - 1, passage.document
    if cue.loose:
        return None
    rest = _content_after_cue(passage, cue)
    if before < passage.first:
        # The sentence starts behind its quotation: “Why?” Rossi asked.
        quotation = document.closes.get(before)
        start = passage.tokens.starts[cue.first]
        is_far = quotation and "\n" in document.layout.text[quotation.end : start]
        if quotation is None or is_far or rest != []:
            return None
        return Content([(quotation.start, quotation.end)], direct=True)
    if rest is None:
        return None
    before -= passage.tokens.lowers[before] == "as"
    quotation = document.closing(before)
    if quotation is None:
        return _fronted_clause(passage, cue, before, rest)
    if not passage.ends_speech(quotation):
        return None
    return _fronted_quotation(passage, quotation, rest)


def _fronted_quotation(
    passage: CuedSentence, quotation: Quotation, rest: list[Range]
) -> Content:
    """Return the content that ends with a quotation, with the quotations in ``rest``."""
    document, text = passage.document, passage.document.layout.text
    start, edge = quotation.start, passage.tokens.starts[passage.first]
    apart = text[edge:start].rstrip().endswith(_QUOTATION_BEFORE)
    if edge < start and not apart:
        # "The plan is “absurd,” Rossi said": the content starts before the quotation.
        start = edge
    quoted = ((part, document.quotations.at(part[0])) for part in rest)
    more = [part for part, opened in quoted if opened]
    return Content([(start, quotation.end), *more], direct=True)


def _fronted_clause(
    passage: CuedSentence, cue: ReportingCue, before: int, rest: list[Range]
) -> Content | None:
    """Return the clause before a cue, up to the comma ``before``, with the ``rest``."""
    tokens, tags = passage.tokens, passage.tokens.tags
    is_mark = tags[before] in {",", ":"} and tokens.texts[before] not in ":;"
    if not is_mark or CLAUSE not in cue.reporter.frames:
        return None
    left = passage.first
    is_open = not passage.has_finite(left, before)
    is_short = is_open and before - left < _FEWEST_OPEN and not rest
    if is_short or _is_introduction(passage, before, is_open=is_open):
        return None
    clause = tokens.starts[left], tokens.ends[before - 1]
    return Content([clause, *rest], direct=False)


def _is_introduction(passage: CuedSentence, before: int, *, is_open: bool) -> bool:
    """Return whether the words before the comma state nothing: "when asked, …".

    ``is_open`` is true if they have no finite verb.
    """
    tokens, left = passage.tokens, passage.first
    first, tag = tokens.lowers[left], tokens.tags[left]
    if tag == "IN" and is_open:
        return True
    if tag in _LEADS or first.endswith("ing"):
        return first != "that" and "," not in tokens.tags[left:before]
    return tag == "RB" and before - left < _FEWEST_OPEN


_ENDS = frozenset((".", "''", "-RRB-"))
# Tags of words after a comma that are not reported: "…, he said, adding …".
_ASIDES = frozenset(("CC", "VBG", "IN", "WP", "WDT", "WRB", "DT", "NNP", ""))
# Tags of words after a cue that start no reported clause: "…," he said as he left.
_ADJUNCTS = frozenset(("IN", "CC", "WRB", "WP", "TO", "VBG", "VBD", "-LRB-"))
_CLAUSES = frozenset(("that", "whether", "if"))


def _content_after_cue(passage: CuedSentence, cue: ReportingCue) -> list[Range] | None:
    """Return the rest of content after its cue: "“The dam,” he said, “is safe”".

    If a clause follows the cue, the result is ``None``, because the words before the
    cue are not its content.
    """
    tokens, opens = passage.tokens, passage.document.opens
    k = _skip_cue(passage, cue)
    if k >= passage.end or tokens.tags[k] in _ENDS or tokens.texts[k] in DASHES:
        return []
    comma = tokens.tags[k] == ","
    quotation = opens.get(k + comma)
    if quotation is not None:
        return [(quotation.start, quotation.end)]
    if not comma:
        if tokens.tags[k] not in _ADJUNCTS or tokens.lowers[k] in _CLAUSES:
            return None
        quotation = opens.get(passage.first_comma(k) + 1)
        return [] if quotation is None else [(quotation.start, quotation.end)]
    start = k + 1
    if tokens.tags[start] in _ASIDES and passage.has_finite(passage.first, cue.first):
        return []
    return [passage.trimmed(start, passage.clause_end(start, cue))]


def _skip_cue(passage: CuedSentence, cue: ReportingCue) -> int:
    """Return the token after a cue, its hearer and its time.

    Example: the last comma of "…, Rossi told reporters on Friday, …".
    """
    k = cue.last + 1
    if cue.reporter.lemma in TELLING_VERBS:
        hearer = phrase_after(passage.tokens, k, passage.end)
        k = k if hearer is None else hearer.last + 1
    return _skip_times(passage, k)
