"""Reporting verbs with their sources, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from summarizers.model import make
from summarizers.readers.english.reporting_lexicon import CLAUSE, Reporter
from summarizers.readers.english.shallow.noun_phrases import Phrase, phrase_after
from summarizers.readers.english.shallow.participle_subjects import (
    infinitive_source,
    participle_source,
    second_source,
)
from summarizers.readers.english.shallow.subjects import find_subject
from summarizers.readers.english.shallow.tagged_document import Range, Reading
from summarizers.readers.english.shallow.verb_groups import (
    FINITE,
    VERBS,
    group_start,
    is_no_verb,
    is_predicate,
    is_unsaid,
)
from summarizers.readers.english.shallow.word_lists import REPORTERS
from summarizers.readers.english.shallow.word_tags import ACCORDING
from summarizers.readers.parse import Tokens

# What may stand behind the subject of an inverted "said X".
INVERTED_ENDS = frozenset((".", ",", ":", "WP", "-LRB-", "IN", "TO", "NNP"))


class Cue(NamedTuple):
    """A reporting verb outside quotations.

    ``verb`` is its token; ``unit`` the range of its verb group ("had also said")
    together with its source. ``inverted`` is true when the source stands behind the
    verb, ``loose`` when the verb has no subject of its own (a participle, an
    infinitive, a second verb), ``relative`` when it stands in a relative clause.
    """

    verb: int
    reporter: Reporter
    source: Phrase
    unit: Range
    inverted: bool = False
    loose: bool = False
    relative: bool = False


class Verb(NamedTuple):
    """A token that may be a cue's verb, and where its verb group starts.

    ``low`` is the first token that its subject may start at.
    """

    at: int
    reporter: Reporter
    low: int
    group: int


def find_cues(reading: Reading, sentence: int) -> list[Cue]:
    """The cues of one sentence in text order."""
    cues: list[Cue] = []
    for i in reading.candidates.get(sentence, ()):
        if reading.tokens.tags[i] in VERBS and reading.inside[i] < 0:
            cue = _cue(reading, i, cues)
            if cue is not None:
                cues.append(cue)
    return cues


def find_according(reading: Reading, sentence: int) -> list[int]:
    """The tokens "according" before "to" in one sentence, outside quotations."""
    if sentence not in reading.according:
        return []
    end = reading.bounds[sentence][1]
    return [
        i
        for i in reading.candidates[sentence]
        if reading.tokens.lowers[i] == ACCORDING
        and i + 2 < end
        and reading.tokens.tags[i + 1] == "TO"
        and reading.inside[i] < 0
    ]


def _cue(reading: Reading, i: int, cues: Sequence[Cue]) -> Cue | None:
    tokens, low = reading.tokens, reading.floor(i)
    group, reporter = group_start(tokens, i, low), REPORTERS[tokens.lowers[i]]
    if is_no_verb(tokens, group, i) or is_unsaid(tokens, slice(group, i), reporter):
        return None
    verb = make(Verb, (i, reporter, low, group))
    last = cues[-1].source if cues else None
    if tokens.tags[group] == "TO":
        return _loose(verb, infinitive_source(reading, i, group, last))
    if group == i and tokens.tags[i] == "VBG":
        return _loose(verb, participle_source(reading, i, i, last))
    return (
        _inverted(reading, verb)
        or _with_subject(tokens, verb)
        or _loose(verb, second_source(reading, verb.group, last))
    )


def _loose(verb: Verb, source: Phrase | None) -> Cue | None:
    if source is None:
        return None
    return Cue(verb.at, verb.reporter, source, (verb.group, verb.at), loose=True)


def _with_subject(tokens: Tokens, verb: Verb) -> Cue | None:
    i = verb.at
    subject = find_subject(tokens, verb.group, verb.low)
    if subject is None:
        return None
    phrase, relative = subject
    if verb.group == i and not is_predicate(tokens, phrase, i):
        return None
    unit = phrase.first, i
    return make(Cue, (i, verb.reporter, phrase, unit, False, False, relative))


def _inverted(reading: Reading, verb: Verb) -> Cue | None:
    """The cue of "…," said X: a quotation or a comma, the verb alone, its subject."""
    tokens, i = reading.tokens, verb.at
    if verb.group != i or i == 0:
        return None
    if tokens.tags[i - 1] != "," and reading.closes(i - 1) is None:
        return None
    end = reading.bounds[tokens.sentences[i]][1]
    phrase = phrase_after(tokens, i + 1, end)
    if phrase is None or _tag_at(tokens, phrase.last + 1, end) in FINITE:
        return None
    quoted = reading.closes(i - 1) is not None or reading.closes(i - 2) is not None
    if not quoted and not _is_fronted_clause(reading, verb, phrase):
        return None
    return Cue(i, verb.reporter, phrase, (i, phrase.last), inverted=True)


def _is_fronted_clause(reading: Reading, verb: Verb, phrase: Phrase) -> bool:
    """Whether a comma before a verb ends its content, and no apposition."""
    tokens = reading.tokens
    end = reading.bounds[tokens.sentences[verb.at]][1]
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
