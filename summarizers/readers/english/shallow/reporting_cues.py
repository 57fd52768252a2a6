"""Find reporting verbs with their sources, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from summarizers.model import fast_new
from summarizers.readers.english.reporting_lexicon import CLAUSE, ReportingWord
from summarizers.readers.english.shallow.noun_phrases import Phrase, phrase_after
from summarizers.readers.english.shallow.subjects import (
    find_subject,
    infinitive_source,
    participle_source,
    second_source,
)
from summarizers.readers.english.shallow.tagged_document import Range, ShallowDocument
from summarizers.readers.english.shallow.tokenizer import ACCORDING
from summarizers.readers.english.shallow.verb_groups import (
    FINITE,
    VERBS,
    group_start,
    is_no_verb,
    is_predicate,
    is_unsaid,
)
from summarizers.readers.english.shallow.word_lists import REPORTERS
from summarizers.readers.parse import Tokens

SAYING = frozenset(("saying", "stating", "telling"))
# Tags that may follow the source of an inverted cue: "…, said Rossi".
INVERTED_ENDS = frozenset((".", ",", ":", "WP", "-LRB-", "IN", "TO", "NNP"))


class ReportingCue(NamedTuple):
    """A reporting verb outside quotations, with its source.

    ``verb`` is the token of the verb. ``unit`` is the token range of its verb group
    ("had also said") and its source. ``inverted`` is true if the source follows the
    verb. ``loose`` is true if the verb has no subject of its own (a participle, an
    infinitive, a second verb). ``relative`` is true if the verb is in a relative
    clause.
    """

    verb: int
    reporter: ReportingWord
    source: Phrase
    unit: Range
    inverted: bool = False
    loose: bool = False
    relative: bool = False


class CueVerb(NamedTuple):
    """A token ``at`` that may be the verb of a cue; its verb group starts at ``group``.

    ``low`` is the first token at which the verb's subject may start.
    """

    at: int
    reporter: ReportingWord
    low: int
    group: int


def find_cues(document: ShallowDocument, sentence: int) -> list[ReportingCue]:
    """Return the cues of a sentence in text order."""
    cues: list[ReportingCue] = []
    for i in document.candidates.get(sentence, ()):
        if document.tokens.tags[i] in VERBS and document.inside[i] < 0:
            cue = _read_cue(document, i, cues)
            if cue is not None:
                cues.append(cue)
    return cues


def find_according(document: ShallowDocument, sentence: int) -> list[int]:
    """Return the tokens "according" of the phrases "according to" outside quotations.

    ``sentence`` is the index of the sentence to search.
    """
    if sentence not in document.according:
        return []
    end = document.bounds[sentence][1]
    return [
        i
        for i in document.candidates[sentence]
        if document.tokens.lowers[i] == ACCORDING
        and i + 2 < end
        and document.tokens.tags[i + 1] == "TO"
        and document.inside[i] < 0
    ]


def _read_cue(
    document: ShallowDocument, i: int, cues: Sequence[ReportingCue]
) -> ReportingCue | None:
    tokens, low = document.tokens, document.floor(i)
    group, reporter = group_start(tokens, i, low), REPORTERS[tokens.lowers[i]]
    if is_no_verb(tokens, group, i) or is_unsaid(tokens, slice(group, i), reporter):
        return None
    if reporter.lemma == "quote" and _has_saying(document, i):
        return None
    verb = fast_new(CueVerb, (i, reporter, low, group))
    last = cues[-1].source if cues else None
    if tokens.tags[group] == "TO":
        return _cue_without_subject(verb, infinitive_source(document, i, group, last))
    if group == i and tokens.tags[i] == "VBG":
        return _cue_without_subject(verb, participle_source(document, i, i, last))
    return (
        _inverted_cue(document, verb)
        or _cue_with_subject(tokens, verb)
        or _cue_without_subject(verb, second_source(document, verb.group, last))
    )


def _has_saying(document: ShallowDocument, i: int) -> bool:
    """Return whether "saying" follows the verb "quoted" at ``i`` in its sentence.

    If so, the speaker is the quoted person, not the subject of "quoted".
    """
    end = document.bounds[document.tokens.sentences[i]][1]
    return not SAYING.isdisjoint(document.tokens.lowers[i:end])


def _cue_without_subject(verb: CueVerb, source: Phrase | None) -> ReportingCue | None:
    if source is None:
        return None
    return ReportingCue(
        verb.at, verb.reporter, source, (verb.group, verb.at), loose=True
    )


def _cue_with_subject(tokens: Tokens, verb: CueVerb) -> ReportingCue | None:
    i = verb.at
    subject = find_subject(tokens, verb.group, verb.low)
    if subject is None:
        return None
    phrase, relative = subject
    if verb.group == i and not is_predicate(tokens, phrase, i):
        return None
    unit = phrase.first, i
    return fast_new(
        ReportingCue, (i, verb.reporter, phrase, unit, False, False, relative)
    )


def _inverted_cue(document: ShallowDocument, verb: CueVerb) -> ReportingCue | None:
    """Return the cue in "“…,” said Rossi": a quotation or comma, verb, source."""
    tokens, i = document.tokens, verb.at
    if verb.group != i or i == 0:
        return None
    if tokens.tags[i - 1] != "," and document.closes(i - 1) is None:
        return None
    end = document.bounds[tokens.sentences[i]][1]
    phrase = phrase_after(tokens, i + 1, end)
    if phrase is None or _tag_at(tokens, phrase.last + 1, end) in FINITE:
        return None
    quoted = document.closes(i - 1) is not None or document.closes(i - 2) is not None
    if not quoted and not _is_fronted_clause(document, verb, phrase):
        return None
    return ReportingCue(i, verb.reporter, phrase, (i, phrase.last), inverted=True)


def _is_fronted_clause(
    document: ShallowDocument, verb: CueVerb, phrase: Phrase
) -> bool:
    """Return whether the comma before a verb ends its content.

    It does in "the dam is safe, said Rossi", but not after an apposition, because then
    the subject stands before the comma.
    """
    tokens = document.tokens
    end = document.bounds[tokens.sentences[verb.at]][1]
    if CLAUSE not in verb.reporter.frames:
        return False
    after = phrase.last + 1
    if _tag_at(tokens, after, end) not in INVERTED_ENDS or (
        after < end and tokens.lowers[after] == "that"
    ):
        return False
    return find_subject(tokens, verb.at, verb.low) is None


def _tag_at(tokens: Tokens, k: int, end: int) -> str:
    return tokens.tags[k] if k < end else "."
