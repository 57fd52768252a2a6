"""Who speaks where a verb has no subject of its own: "saying", "to say", "and said"."""

from __future__ import annotations

from summarizers.lexicons import words
from summarizers.readers.english.reporting_lexicon import reporting_nouns
from summarizers.readers.english.shallow.noun_phrases import (
    ALONE,
    NOUNS,
    Phrase,
    phrase_after,
    phrase_before,
)
from summarizers.readers.english.shallow.subjects import leading_subject
from summarizers.readers.english.shallow.tagged_document import WINDOW, ShallowDocument
from summarizers.readers.english.shallow.verb_groups import OPENINGS
from summarizers.readers.parse import Tokens

CLOSE = frozenset(("DT", "PRP$", "POS", "JJ"))
MEANS = frozenset(("by", "as"))


def participle_source(
    document: ShallowDocument, i: int, group: int, last: Phrase | None
) -> Phrase | None:
    """The source of a participle ``i`` whose verb group starts at ``group``.

    ``last`` is the source of the cue before it in the sentence, if any.
    """
    low, end = document.bounds[document.tokens.sentences[i]]
    if group == low:
        return _behind_comma(document.tokens, i, end)
    tag, lower = document.tokens.tags[group - 1], document.tokens.lowers[group - 1]
    if tag in CLOSE and lower not in ALONE:
        return None
    if tag == "IN" and lower not in MEANS:
        return None
    if tag in NOUNS:
        return _own_subject(document, i, group)
    return last or leading_subject(document.tokens, low, group)


def infinitive_source(
    document: ShallowDocument, i: int, group: int, last: Phrase | None
) -> Phrase | None:
    """The source of "to say" in front of "that" or a quotation."""
    low, end = document.bounds[document.tokens.sentences[i]]
    if group == low or i + 1 >= end or not _is_strong(document, i):
        return None
    return last or leading_subject(document.tokens, low, group)


def second_source(
    document: ShallowDocument, group: int, last: Phrase | None
) -> Phrase | None:
    """The source of a verb joined to another: "Rossi thanked them and said"."""
    tokens = document.tokens
    low = document.bounds[tokens.sentences[group]][0]
    if group <= low or tokens.tags[group - 1] not in {"CC", ","}:
        return None
    if last is None and tokens.tags[group - 1] == "CC":
        return leading_subject(tokens, low, group)
    return last


def _is_strong(document: ShallowDocument, i: int) -> bool:
    """Whether "that" or a quotation follows the verb at once."""
    if i + 1 >= len(document.tokens):
        return False
    if document.tokens.lowers[i + 1] in OPENINGS or document.opens(i + 1) is not None:
        return True
    return document.tokens.tags[i + 1] == "," and document.opens(i + 2) is not None


def _own_subject(document: ShallowDocument, i: int, group: int) -> Phrase | None:
    """Who speaks in "a sign saying", "he left saying", "issued a note warning"."""
    tokens = document.tokens
    low = document.bounds[tokens.sentences[i]][0]
    phrase = phrase_before(tokens, group - 1, max(low, group - WINDOW))
    if phrase is None:
        return None
    head = tokens.lowers[phrase.head]
    paper = head in reporting_nouns() or head in words("papers")
    if not paper and not _is_strong(document, i):
        return None
    if phrase.first > low and (paper or tokens.lowers[i] == "saying"):
        return leading_subject(tokens, low, group) or phrase
    return phrase


def _behind_comma(tokens: Tokens, i: int, end: int) -> Phrase | None:
    for k in range(i + 1, min(end, i + WINDOW)):
        if tokens.tags[k] == ",":
            return phrase_after(tokens, k + 1, end)
    return None
