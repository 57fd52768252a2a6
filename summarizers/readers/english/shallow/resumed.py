"""What stands behind a cue that follows its content: "…," Rossi told them, "…"."""

from __future__ import annotations

from summarizers.readers.english.shallow.cued_sentences import DASHES, CuedSentence
from summarizers.readers.english.shallow.noun_phrases import phrase_after
from summarizers.readers.english.shallow.reporting_cues import ReportingCue
from summarizers.readers.english.shallow.tagged_document import Range
from summarizers.readers.english.shallow.word_lists import TELLING_VERBS, TIME_WORDS

ENDS = frozenset((".", "''", "-RRB-"))
# What goes on behind a comma without being reported: "…, he said, adding …".
ASIDES = frozenset(("CC", "VBG", "IN", "WP", "WDT", "WRB", "DT", "NNP", ""))
NEW_CLAUSES = frozenset(("CC", "WP", "WDT"))
# What may follow the cue and be no clause that it reports: "…," he said as he left.
ADJUNCTS = frozenset(("IN", "CC", "WRB", "WP", "TO", "VBG", "VBD", "-LRB-"))
CLAUSES = frozenset(("that", "whether", "if"))
TIED = CLAUSES | {"because", "as", "while"}


def resumed(passage: CuedSentence, cue: ReportingCue) -> list[Range] | None:
    """What goes on behind a cue that follows its content.

    ``None`` when a clause follows at once, so that the cue does not follow.
    """
    tokens = passage.tokens
    k = _behind_cue(passage, cue)
    if k >= passage.end or tokens.tags[k] in ENDS or tokens.texts[k] in DASHES:
        return []
    if passage.document.opens(k) is not None:
        return [passage.quotation_range(k)]
    tag, lower = tokens.tags[k], tokens.lowers[k]
    if tag == "," or tokens.texts[k] == ":":
        return _behind_mark(passage, cue, k)
    adjunct = tag in ADJUNCTS or lower.endswith("ing")
    return [] if adjunct and lower not in CLAUSES else None


def _behind_mark(passage: CuedSentence, cue: ReportingCue, k: int) -> list[Range]:
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


def _behind_cue(passage: CuedSentence, cue: ReportingCue) -> int:
    """The token behind the cue, its hearer, and when, where and how it was said."""
    tokens, end = passage.tokens, passage.end
    k = _behind_person(passage, cue)
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


def _behind_person(passage: CuedSentence, cue: ReportingCue) -> int:
    """The token behind the cue and the speaker's role, or behind the hearer."""
    tokens, end = passage.tokens, passage.end
    k = cue.unit[1] + 1
    if cue.inverted and k < end and tokens.tags[k] == ",":
        return _behind_apposition(passage, k)
    if cue.reporter.lemma in TELLING_VERBS and not cue.inverted:
        phrase = phrase_after(tokens, k, end)
        return k if phrase is None else phrase.last + 1
    return k


def _behind_apposition(passage: CuedSentence, comma: int) -> int:
    """The token behind ", a spokesman for the ministry" when a mark ends it."""
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
