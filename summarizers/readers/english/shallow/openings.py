"""Where reported words start behind their cue."""

from __future__ import annotations

from summarizers.readers.english.reporting_lexicon import (
    CLAUSE,
    INFINITIVE,
    NAMING,
    QUOTE,
)
from summarizers.readers.english.shallow.cued_sentences import OBJECTS, CuedSentence
from summarizers.readers.english.shallow.noun_phrases import NOMINAL, phrase_after
from summarizers.readers.english.shallow.reporting_cues import ReportingCue
from summarizers.readers.english.shallow.verb_groups import FINITE
from summarizers.readers.english.shallow.word_lists import TELLING_VERBS, TIME_WORDS

QUESTIONS = frozenset(
    ("that", "whether", "if", "how", "why", "what", "who", "where", "when", "which")
)
SUBJECTS = frozenset(("he", "she", "it", "they", "we", "i", "there"))
REFUSALS = frozenset(("decline", "refuse"))
SILENCES = frozenset(("comment", "respond", "answer", "elaborate", "say", "discuss"))
NAME_ENDS = FINITE | {",", ".", "IN", "WDT", "WP", "CC"}
BARRIERS = frozenset((":", "WP", "WDT"))
# How many tokens a hearer, a time and a place may take before the content.
FAR = 22
# A clause of fewer tokens, with its full stop, has no room for subject and verb.
MIN_BARE = 4


def find_opening(passage: CuedSentence, cue: ReportingCue) -> int | None:
    """The first token of the content behind a cue, if the verb takes what is there."""
    tokens, frames = passage.tokens, cue.reporter.frames
    j = _behind_times(passage, cue.verb + 1)
    if j >= passage.end:
        return None
    if NAMING in frames and _is_named(passage, j):
        return None
    if passage.document.opens(j) is not None:
        return j
    if tokens.tags[j] in {",", ":"}:
        return _behind_mark(passage, cue, j)
    return _behind_word(passage, cue, j)


def _behind_times(passage: CuedSentence, j: int) -> int:
    tokens = passage.tokens
    while j < passage.end and (
        tokens.tags[j] in {"RB", "RP"} or tokens.lowers[j] in TIME_WORDS
    ):
        j += 1
    return j


def _is_named(passage: CuedSentence, j: int) -> bool:
    """Whether the verb only gives a name: "a group called Harbour Watch"."""
    if passage.document.opens(j) is not None:
        return True
    k = j
    while k < passage.end and passage.tokens.tags[k] == "NNP":
        k += 1
    return k > j and (k >= passage.end or passage.tokens.tags[k] in NAME_ENDS)


def _behind_mark(passage: CuedSentence, cue: ReportingCue, j: int) -> int | None:
    frames = cue.reporter.frames
    if QUOTE in frames and passage.document.opens(j + 1) is not None:
        return j + 1
    if passage.tokens.texts[j] == ":":
        return j + 1 if QUOTE in frames and j + 2 < passage.end else None
    start = _ahead(passage, cue, j) if CLAUSE in frames else None
    if start is None or passage.document.opens(start) is not None:
        return start
    return start if passage.tokens.lowers[start] == "that" else None


def _behind_word(passage: CuedSentence, cue: ReportingCue, j: int) -> int | None:
    lower, frames = passage.tokens.lowers[j], cue.reporter.frames
    if lower in QUESTIONS:
        return j if CLAUSE in frames else None
    if passage.tokens.tags[j] == "TO" and INFINITIVE in frames:
        return None if _is_silence(passage, cue, j) else j
    if lower in cue.reporter.prepositions:
        return j + 1
    start = _behind_hearer(passage, cue, j)
    if start is None:
        start = _ahead(passage, cue, j)
    return _object(passage, cue, j) if start is None else start


def _is_silence(passage: CuedSentence, cue: ReportingCue, j: int) -> bool:
    """Whether nothing is said: "declined to comment"."""
    after = passage.tokens.lowers[min(j + 1, passage.end - 1)]
    return cue.reporter.lemma in REFUSALS and after in SILENCES


def _is_nominal(passage: CuedSentence, j: int) -> bool:
    tag = passage.tokens.tags[j]
    return tag in NOMINAL or tag == "PRP"


def _behind_hearer(passage: CuedSentence, cue: ReportingCue, j: int) -> int | None:
    """Content behind the hearer of a telling verb: "asked them to …", "about …"."""
    tokens, reporter = passage.tokens, cue.reporter
    if reporter.lemma not in TELLING_VERBS or not _is_nominal(passage, j):
        return None
    phrase = phrase_after(tokens, j, passage.end)
    k = passage.end if phrase is None else _behind_times(passage, phrase.last + 1)
    if k >= passage.end:
        return None
    if tokens.tags[k] == "TO" and INFINITIVE in reporter.frames:
        return j
    return k + 1 if tokens.lowers[k] in reporter.prepositions else None


def _object(passage: CuedSentence, cue: ReportingCue, j: int) -> int | None:
    """Content that is a noun phrase, or a clause in which no verb is known."""
    frames = cue.reporter.frames
    if CLAUSE in frames and _is_subject(passage, j):
        return j
    if not _is_nominal(passage, j) and passage.tokens.tags[j] != "EX":
        return None
    if CLAUSE in frames and not frames & OBJECTS and INFINITIVE not in frames:
        return j if passage.end - j >= MIN_BARE else None
    return j if frames & OBJECTS else None


def _is_subject(passage: CuedSentence, j: int) -> bool:
    """Whether a pronoun has a word behind it that can only be its verb."""
    if passage.tokens.lowers[j] not in SUBJECTS or j + 1 >= passage.end:
        return False
    return passage.tokens.tags[j + 1] in {"", "VBP", "VBZ", "VBD", "RB"}


def _ahead(passage: CuedSentence, cue: ReportingCue, j: int) -> int | None:
    """Content that starts behind a hearer or behind when and where it was said."""
    tokens, frames = passage.tokens, cue.reporter.frames
    barriers = {":"} if cue.reporter.lemma in TELLING_VERBS else BARRIERS
    clause = CLAUSE in frames
    for k in range(j, min(passage.end, j + FAR, passage.next_cue(cue))):
        tag, colon = tokens.tags[k], tokens.texts[k] == ":"
        if colon or (tag == "``" and _is_ahead(passage, j, k)):
            start = k + colon
            return start if QUOTE in frames and start + 1 < passage.end else None
        if tag in barriers:
            break
        if clause and k > j:
            if tokens.lowers[k] == "that":
                return k
            bare = _bare(passage, cue, j, k) if tag in FINITE else None
            if bare is not None:
                return bare
    return None


def _is_ahead(passage: CuedSentence, j: int, k: int) -> bool:
    """Whether a quotation starts at ``k`` behind a comma or a colon."""
    if k == j or passage.document.opens(k) is None:
        return False
    return passage.tokens.tags[k - 1] in {",", ":"}


def _bare(passage: CuedSentence, cue: ReportingCue, j: int, finite: int) -> int | None:
    """The start of a clause without "that" whose verb is token ``finite``."""
    tokens = passage.tokens
    for k in range(finite - 1, j - 1, -1):
        if tokens.lowers[k] in SUBJECTS and passage.document.inside[k] < 0:
            return k
    if cue.reporter.lemma in TELLING_VERBS:
        phrase = phrase_after(tokens, j, finite)
        start = finite if phrase is None else _behind_times(passage, phrase.last + 1)
        named = start < finite and tokens.tags[start] not in BARRIERS
        return start if named else None
    return None if tokens.tags[j] == "," else _behind_places(passage, j, finite)


def _behind_places(passage: CuedSentence, j: int, finite: int) -> int:
    """The token behind "in a statement", "at a rally in Lind" …."""
    tokens = passage.tokens
    while j < finite and tokens.tags[j] in {"IN", "TO"}:
        phrase = phrase_after(tokens, j + 1, finite)
        if phrase is None or phrase.last + 1 >= finite:
            break
        j = phrase.last + 1
    return j
