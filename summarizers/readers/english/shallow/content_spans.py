"""Find the words that a cue reports: after the cue, before it, or on both sides."""

from __future__ import annotations

from summarizers.lexicons import words
from summarizers.model import fast_new
from summarizers.readers.english.reporting_lexicon import (
    CLAUSE,
    INFINITIVE,
    NAMING,
    QUOTE,
)
from summarizers.readers.english.shallow.cued_sentence import (
    DASHES,
    OBJECTS,
    Content,
    CuedSentence,
)
from summarizers.readers.english.shallow.noun_phrases import NOMINAL, phrase_after
from summarizers.readers.english.shallow.reporting_cues import ReportingCue
from summarizers.readers.english.shallow.tagged_document import Range
from summarizers.readers.english.shallow.verb_groups import FINITE
from summarizers.readers.english.shallow.word_lists import (
    SUBORDINATORS,
    TELLING_VERBS,
    TIME_WORDS,
)
from summarizers.text.layout import Quotation

# The maximum number of tokens between a verb and the colon that ends its sentence.
MAX_ANNOUNCEMENT = 9


def find_trailing(passage: CuedSentence, cue: ReportingCue) -> list[Content]:
    """Return the content after a cue, as in "Rossi said that the dam is safe".

    The result is empty if the verb does not report the words after it. A quotation
    after a colon that ends the content is a separate ``Content``.
    """
    if cue.inverted:
        return []
    if _is_comment(passage, cue):
        start: int | None = _first_comma(passage, cue.verb, passage.end) + 1
    else:
        start = _find_opening(passage, cue)
    if start is None or start >= passage.end:
        return _announced_content(passage, cue)
    return _content(passage, cue, start)


def _content(passage: CuedSentence, cue: ReportingCue, start: int) -> list[Content]:
    end = passage.clause_end(start, cue)
    if _is_subordinate(passage, cue):
        end = _first_comma(passage, start, end)
    if _is_all_quotation(passage, start, end):
        return [fast_new(Content, ([passage.quotation_range(start)], True))]
    contents = [fast_new(Content, ([passage.trimmed(start, end)], False))]
    if end < passage.end and passage.tokens.texts[end] == ":":
        contents += _quotation_at(passage, end + 1)
    return contents


def _is_all_quotation(passage: CuedSentence, start: int, end: int) -> bool:
    """Return whether the quotation that starts at ``start`` is all the content."""
    quotation = passage.document.opens(start)
    if quotation is None:
        return False
    marks = passage.document.marks[passage.document.inside[start]]
    alone = marks is not None and marks[1] + 1 >= end
    return alone or passage.ends_speech(quotation)


def _announced_content(passage: CuedSentence, cue: ReportingCue) -> list[Content]:
    """Return the quotation or paragraph after a sentence that ends with a colon."""
    tokens, end = passage.tokens, passage.end
    if end >= len(tokens) or tokens.texts[end - 1] != ":":
        return []
    if end - cue.verb > MAX_ANNOUNCEMENT or QUOTE not in cue.reporter.frames:
        return []
    block = passage.document.block(end)
    paragraph = [] if block is None else [Content([block], direct=True)]
    return _quotation_at(passage, end) or paragraph


def _quotation_at(passage: CuedSentence, k: int) -> list[Content]:
    if passage.document.opens(k) is None:
        return []
    return [Content([passage.quotation_range(k)], direct=True)]


def _is_comment(passage: CuedSentence, cue: ReportingCue) -> bool:
    """Return whether the sentence starts with "as" and the cue: "as Rossi put it".

    In "As Rossi announces that he is ready, …" the verb has content of its own.
    """
    before, lowers = cue.unit[0] - 1, passage.tokens.lowers
    if before != passage.first or lowers[before] != "as":
        return False
    return lowers[cue.verb + 1 : cue.verb + 2] != ["that"]


def _is_subordinate(passage: CuedSentence, cue: ReportingCue) -> bool:
    """Return whether the cue's clause ends at a comma: "when Rossi said …, …"."""
    if cue.relative or (cue.loose and cue.verb == passage.first):
        return True
    before = cue.unit[0] - 1
    if cue.loose or before < passage.first or _is_comment(passage, cue):
        return False
    lower = passage.tokens.lowers[before]
    if lower == "that":
        return False
    return passage.tokens.tags[before] == "WRB" or lower in SUBORDINATORS


def _first_comma(passage: CuedSentence, start: int, end: int) -> int:
    tokens = passage.tokens
    for k in range(start + 1, end):
        mark = tokens.tags[k] == "," or tokens.texts[k] in DASHES
        if mark and passage.document.inside[k] < 0:
            return k
    return end


QUESTIONS = words("clause_openers")
SUBJECTS = frozenset(("he", "she", "it", "they", "we", "i", "there"))
REFUSALS = frozenset(("decline", "refuse"))
SILENCES = frozenset(("comment", "respond", "answer", "elaborate", "say", "discuss"))
NAME_ENDS = FINITE | {",", ".", "IN", "WDT", "WP", "CC"}
BARRIERS = frozenset((":", "WP", "WDT"))
# An adverb before these belongs to the content: "said just because it is old".
CAUSES = (["because"], ["if"])
# The maximum number of tokens of hearer, time and place before the content.
FAR = 22
# A clause of fewer tokens, with its full stop, has no room for subject and verb.
MIN_BARE = 4


def _find_opening(passage: CuedSentence, cue: ReportingCue) -> int | None:
    """Return the first token of the content after a cue, or ``None`` without content."""
    tokens, frames = passage.tokens, cue.reporter.frames
    j = _skip_times(passage, cue.verb + 1)
    if j >= passage.end:
        return None
    if NAMING in frames and _is_named(passage, j):
        return None
    if passage.document.opens(j) is not None:
        return j
    if tokens.tags[j] in {",", ":"}:
        return _content_after_mark(passage, cue, j)
    return _content_after_word(passage, cue, j)


def _skip_times(passage: CuedSentence, j: int) -> int:
    tokens = passage.tokens
    while j < passage.end and (
        tokens.tags[j] in {"RB", "RP"} or tokens.lowers[j] in TIME_WORDS
    ):
        if tokens.lowers[j + 1 : j + 2] in CAUSES:
            break
        j += 1
    return j


def _is_named(passage: CuedSentence, j: int) -> bool:
    """Return whether the words at ``j`` are only a name: "a group called X"."""
    if passage.document.opens(j) is not None:
        return True
    k = j
    while k < passage.end and passage.tokens.tags[k] == "NNP":
        k += 1
    return k > j and (k >= passage.end or passage.tokens.tags[k] in NAME_ENDS)


def _content_after_mark(passage: CuedSentence, cue: ReportingCue, j: int) -> int | None:
    frames = cue.reporter.frames
    if QUOTE in frames and passage.document.opens(j + 1) is not None:
        return j + 1
    if passage.tokens.texts[j] == ":":
        return j + 1 if QUOTE in frames and j + 2 < passage.end else None
    start = _find_later_content(passage, cue, j) if CLAUSE in frames else None
    if start is None or passage.document.opens(start) is not None:
        return start
    return start if passage.tokens.lowers[start] == "that" else None


def _content_after_word(passage: CuedSentence, cue: ReportingCue, j: int) -> int | None:
    lower, frames = passage.tokens.lowers[j], cue.reporter.frames
    if lower in QUESTIONS:
        return j if CLAUSE in frames else None
    if passage.tokens.tags[j] == "TO" and INFINITIVE in frames:
        return None if _is_silence(passage, cue, j) else j
    if lower in cue.reporter.prepositions:
        return j + 1
    start = _content_after_hearer(passage, cue, j)
    if start is None:
        start = _find_later_content(passage, cue, j)
    return _object_content(passage, cue, j) if start is None else start


def _is_silence(passage: CuedSentence, cue: ReportingCue, j: int) -> bool:
    """Return whether the cue says that somebody was silent: "declined to comment"."""
    after = passage.tokens.lowers[min(j + 1, passage.end - 1)]
    return cue.reporter.lemma in REFUSALS and after in SILENCES


def _is_nominal(passage: CuedSentence, j: int) -> bool:
    tag = passage.tokens.tags[j]
    return tag in NOMINAL or tag == "PRP"


def _content_after_hearer(
    passage: CuedSentence, cue: ReportingCue, j: int
) -> int | None:
    """Return the first token of content after a hearer, if any: "told them about …".

    Before an infinitive ("asked them to leave") the hearer is part of the content.
    """
    tokens, reporter = passage.tokens, cue.reporter
    if reporter.lemma not in TELLING_VERBS or not _is_nominal(passage, j):
        return None
    phrase = phrase_after(tokens, j, passage.end)
    k = passage.end if phrase is None else _skip_times(passage, phrase.last + 1)
    if k >= passage.end:
        return None
    if tokens.tags[k] == "TO" and INFINITIVE in reporter.frames:
        return j
    return k + 1 if tokens.lowers[k] in reporter.prepositions else None


def _object_content(passage: CuedSentence, cue: ReportingCue, j: int) -> int | None:
    """Return ``j`` if a noun phrase or a clause with an unknown verb starts there."""
    frames = cue.reporter.frames
    if CLAUSE in frames and _is_subject(passage, j):
        return j
    if not _is_nominal(passage, j) and passage.tokens.tags[j] != "EX":
        return None
    if CLAUSE in frames and not frames & OBJECTS and INFINITIVE not in frames:
        return j if passage.end - j >= MIN_BARE else None
    return j if frames & OBJECTS else None


def _is_subject(passage: CuedSentence, j: int) -> bool:
    """Return whether ``j`` is a pronoun and the next word can be its verb."""
    if passage.tokens.lowers[j] not in SUBJECTS or j + 1 >= passage.end:
        return False
    return passage.tokens.tags[j + 1] in {"", "VBP", "VBZ", "VBD", "RB"}


def _find_later_content(passage: CuedSentence, cue: ReportingCue, j: int) -> int | None:
    """Return the first token of content after a hearer, a time or a place, if any.

    Example: the token "that" in "said in Lind on Friday that …".
    """
    tokens, frames = passage.tokens, cue.reporter.frames
    barriers = {":"} if cue.reporter.lemma in TELLING_VERBS else BARRIERS
    clause = CLAUSE in frames
    last = min(passage.end, j + FAR, passage.next_cue(cue))
    for k in range(j, last):
        tag, colon = tokens.tags[k], tokens.texts[k] == ":"
        if colon or (tag == "``" and _opens_later_quotation(passage, j, k)):
            start = k + colon
            return start if QUOTE in frames and start + 1 < passage.end else None
        if tag in barriers:
            break
        if clause and k > j:
            if _opens_clause(passage, k):
                return k
            bare = _bare_clause_start(passage, cue, j, k) if tag in FINITE else None
            if bare is not None and not _is_place_before_that(passage, bare, last):
                return bare
    return None


def _is_place_before_that(passage: CuedSentence, start: int, last: int) -> bool:
    """Return whether a place or medium starts at ``start``, and "that" opens the clause.

    Example: "said in a statement posted on Friday that the dam is safe".
    """
    tokens = passage.tokens
    if tokens.tags[start] not in {"IN", "TO"}:
        return False
    return any(_opens_clause(passage, k) for k in range(start, last))


def _opens_clause(passage: CuedSentence, k: int) -> bool:
    """Return whether token ``k`` is "that" with a subject after it."""
    tokens = passage.tokens
    if tokens.lowers[k] != "that" or k + 1 >= passage.end:
        return False
    return tokens.tags[k + 1] not in FINITE


def _opens_later_quotation(passage: CuedSentence, j: int, k: int) -> bool:
    """Return whether a quotation starts at ``k`` after a comma or colon.

    ``k`` must come after ``j``.
    """
    if k == j or passage.document.opens(k) is None:
        return False
    return passage.tokens.tags[k - 1] in {",", ":"}


def _bare_clause_start(
    passage: CuedSentence, cue: ReportingCue, j: int, finite: int
) -> int | None:
    """Return the first token of a clause without "that", if any.

    Its verb is token ``finite``.
    """
    tokens = passage.tokens
    for k in range(finite - 1, j - 1, -1):
        if tokens.lowers[k] in SUBJECTS and passage.document.inside[k] < 0:
            return k
    if cue.reporter.lemma in TELLING_VERBS:
        phrase = phrase_after(tokens, j, finite)
        start = finite if phrase is None else _skip_times(passage, phrase.last + 1)
        named = start < finite and tokens.tags[start] not in BARRIERS
        return start if named else None
    return None if tokens.tags[j] == "," else _skip_places(passage, j, finite)


def _skip_places(passage: CuedSentence, j: int, finite: int) -> int:
    """Return the token after such words as "in a statement" or "at a rally in Lind"."""
    tokens = passage.tokens
    while j < finite and tokens.tags[j] in {"IN", "TO"}:
        phrase = phrase_after(tokens, j + 1, finite)
        if phrase is None or phrase.last + 1 >= finite:
            break
        j = phrase.last + 1
    return j


# Fewer words without a verb are an introduction ("on Friday, …"), not a statement.
MIN_OPEN = 5
LEADS = frozenset(("WRB", "VBG", "VBD", "IN", "TO"))
QUOTATION_BEFORE = (",", ":", ".", "”", '"')


def find_fronted(passage: CuedSentence, cue: ReportingCue) -> Content | None:
    """Return the content before a cue and its source, with its part after them, if any.

    Example: "“The dam,” Rossi said, “is safe”". The result is ``None`` if the content
    is not before the cue.
    """
    before = cue.unit[0] - 1
    if cue.loose or cue.relative or before < 0:
        return None
    if before < passage.left:
        return _previous_quotation(passage, cue)
    if passage.tokens.lowers[before] == "as" and before > passage.left:
        if _content_after_cue(passage, cue) != []:
            return None
        before -= 1
    quotation = passage.closing(before)
    if quotation is None:
        return _fronted_clause(passage, cue, before)
    return _fronted_quotation(passage, cue, quotation)


def _previous_quotation(passage: CuedSentence, cue: ReportingCue) -> Content | None:
    """Return the quotation before a sentence that a cue opens: "“Why?” Rossi asked".

    The result is ``None`` without such a quotation in the same paragraph.
    """
    quotation = passage.document.closes(cue.unit[0] - 1)
    if quotation is None or cue.unit[0] != passage.first:
        return None
    cue_start = passage.tokens.starts[cue.unit[0]]
    if "\n" in passage.document.layout.text[quotation.end : cue_start]:
        return None
    if _content_after_cue(passage, cue) != []:
        return None
    return Content([(quotation.start, quotation.end)], direct=True)


def _fronted_quotation(
    passage: CuedSentence, cue: ReportingCue, quotation: Quotation
) -> Content | None:
    if not passage.ends_speech(quotation):
        return None
    rest = _content_after_cue(passage, cue)
    if rest is None:
        return None
    start = _quotation_start(passage, quotation)
    more = [part for part in rest if passage.document.starts_quotation(part[0])]
    return Content([(start, quotation.end), *more], direct=True)


def _quotation_start(passage: CuedSentence, quotation: Quotation) -> int:
    """Return the first character of content that ends with a quotation.

    The content may start before the quotation: "the plan is “absurd,” Rossi said".
    """
    start, text = quotation.start, passage.document.layout.text
    edge = passage.tokens.starts[passage.left_edge(passage.end)]
    if edge >= start:
        return start
    apart = text[edge:start].rstrip().endswith(QUOTATION_BEFORE)
    inner = quotation.inner_start
    return start if apart and text[inner : inner + 1].isupper() else edge


def _fronted_clause(
    passage: CuedSentence, cue: ReportingCue, before: int
) -> Content | None:
    tokens = passage.tokens
    if tokens.tags[before] not in {",", ":"} or tokens.texts[before] in {":", ";"}:
        return None
    if CLAUSE not in cue.reporter.frames or _is_introduction(passage, before):
        return None
    rest = _content_after_cue(passage, cue)
    left = passage.left_edge(before)
    short = passage.is_open(before) and before - left < MIN_OPEN
    if rest is None or left >= before or (short and not rest):
        return None
    return Content(
        [(tokens.starts[left], tokens.ends[before - 1]), *rest], direct=False
    )


def _is_introduction(passage: CuedSentence, before: int) -> bool:
    """Return whether the words before the comma state nothing: "when asked, …"."""
    tokens, left = passage.tokens, passage.left
    first, tag = tokens.lowers[left], tokens.tags[left]
    if first == "that":
        return False
    if tag == "IN" and passage.is_open(before):
        return True
    leads = first in SUBORDINATORS or tag in LEADS
    if not leads and not first.endswith("ing"):
        return tag == "RB" and before - left < MIN_OPEN
    return not any(tokens.tags[k] == "," for k in range(left, before))


ENDS = frozenset((".", "''", "-RRB-"))
# Tags of words after a comma that are not reported: "…, he said, adding …".
ASIDES = frozenset(("CC", "VBG", "IN", "WP", "WDT", "WRB", "DT", "NNP", ""))
NEW_CLAUSES = frozenset(("CC", "WP", "WDT"))
# Tags of words after a cue that start no reported clause: "…," he said as he left.
ADJUNCTS = frozenset(("IN", "CC", "WRB", "WP", "TO", "VBG", "VBD", "-LRB-"))
CLAUSES = frozenset(("that", "whether", "if"))
TIED = CLAUSES | {"because", "as", "while"}


def _content_after_cue(passage: CuedSentence, cue: ReportingCue) -> list[Range] | None:
    """Return the rest of content after its cue: "“The dam,” he said, “is safe”".

    If a clause follows the cue, the result is ``None``, because the words before the
    cue are not its content.
    """
    tokens = passage.tokens
    k = _skip_cue(passage, cue)
    if k >= passage.end or tokens.tags[k] in ENDS or tokens.texts[k] in DASHES:
        return []
    if passage.document.opens(k) is not None:
        return [passage.quotation_range(k)]
    tag, lower = tokens.tags[k], tokens.lowers[k]
    if tag == "," or tokens.texts[k] == ":":
        return _content_after_comma(passage, cue, k)
    adjunct = tag in ADJUNCTS or lower.endswith("ing")
    return [] if adjunct and lower not in CLAUSES else None


def _content_after_comma(
    passage: CuedSentence, cue: ReportingCue, k: int
) -> list[Range]:
    tokens = passage.tokens
    if passage.document.opens(k + 1) is not None:
        return [passage.quotation_range(k + 1)]
    if tokens.texts[k] == ":" or k + 1 >= passage.end:
        return []
    tag, lower = tokens.tags[k + 1], tokens.lowers[k + 1]
    if tag in NEW_CLAUSES or lower.endswith("ing"):
        return []
    opened = passage.is_open(cue.unit[0]) or lower == "that"
    if tag in ASIDES and not opened:
        return []
    end = passage.clause_end(k + 1, cue)
    return [passage.trimmed(k + 1, end)] if end > k + 1 else []


def _skip_cue(passage: CuedSentence, cue: ReportingCue) -> int:
    """Return the token after a cue, its hearer, and its time, place and manner.

    Example: the last comma of "…, Rossi told reporters on Friday, …".
    """
    tokens, end = passage.tokens, passage.end
    k = _skip_role_or_hearer(passage, cue)
    while k < end:
        tag, lower = tokens.tags[k], tokens.lowers[k]
        if tag in {"RB", "RP"} or lower in TIME_WORDS:
            k += 1
        elif tag == "TO" or (tag == "IN" and lower not in TIED):
            phrase = phrase_after(tokens, k + 1, end)
            if phrase is None:
                break
            k = phrase.last + 1
        else:
            break
    return k


def _skip_role_or_hearer(passage: CuedSentence, cue: ReportingCue) -> int:
    """Return the token after a cue with its speaker's role, or with its hearer."""
    tokens, end = passage.tokens, passage.end
    k = cue.unit[1] + 1
    if cue.inverted and k < end and tokens.tags[k] == ",":
        return _skip_apposition(passage, k)
    if cue.reporter.lemma in TELLING_VERBS and not cue.inverted:
        phrase = phrase_after(tokens, k, end)
        return k if phrase is None else _skip_domain(passage, phrase.last + 1)
    return k


def _skip_domain(passage: CuedSentence, k: int) -> int:
    """Return the token after the rest of a name such as "Lenna.example"."""
    texts = passage.tokens.texts
    is_domain = texts[k : k + 1] == ["."] and texts[k + 2 : k + 3] == [","]
    return k + 2 if is_domain else k


def _skip_apposition(passage: CuedSentence, comma: int) -> int:
    """Return the token after ", a spokesman for the ministry".

    The result is ``comma`` if no mark ends this apposition.
    """
    tokens, end = passage.tokens, passage.end
    phrase = phrase_after(tokens, comma + 1, end)
    while phrase is not None and phrase.last + 1 < end:
        after = tokens.tags[phrase.last + 1]
        if after in {",", "."}:
            return phrase.last + 1
        if after != "IN":
            return comma
        phrase = phrase_after(tokens, phrase.last + 2, end)
    return comma if phrase is None else end
