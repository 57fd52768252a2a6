"""Descriptions that refer to a person just named: "l'élu", "cette spécialiste"."""

from __future__ import annotations

from collections.abc import Iterator

from summarizers.model import ActorKind
from summarizers.readers.pattern.mention_index import MentionIndex
from summarizers.readers.pattern.noun_phrases import bare_start
from summarizers.readers.pattern.pattern_document import PatternDocument, Range

_HEAD_REACH = 3
# A description follows its bearer closely: in the next sentence or the one after it.
_SENTENCES = 2


def stand_in(mentions: MentionIndex, phrase: Range) -> int | None:
    """The entity that a description with "the" or "this" stands for, if any.

    It is the last named person whose gender it fits, of the same paragraph: one without
    a role, which it then tells, or any if the noun or the article points back. A body
    is only pointed to by nouns such as "société".
    """
    document = mentions.document
    low = document.low(phrase[0])
    article = document.words.determiners.get(low, "")
    if not article.endswith("s") or low in document.words.indefinite:
        return None
    noun = _noun(document, phrase)
    if noun is None:
        return None
    points = low in document.words.demonstratives or noun in document.words.stand_ins
    if noun in document.words.roles:
        gender = document.words.roles[noun] or article.strip()[:1]
        return _person(mentions, phrase, gender.replace("s", ""), points=points)
    return _body(mentions, phrase) if points else None


def _noun(document: PatternDocument, phrase: Range) -> str | None:
    """The first noun of a description that names a role."""
    start = bare_start(document, phrase)
    words = document.words
    if any(document.is_capital(i) for i in range(start, min(start + 1, phrase[1]))):
        return None
    lows = (
        document.low(i) for i in range(start, min(phrase[1] + 1, start + _HEAD_REACH))
    )
    return next(
        (low for low in lows if low in words.roles or low in words.org_words), None
    )


def _person(
    mentions: MentionIndex, phrase: Range, gender: str, *, points: bool
) -> int | None:
    for number in _before(mentions, phrase[0]):
        entity = mentions.entities[number]
        if entity.kind is not ActorKind.PERSON or not entity.names:
            continue
        fits = not gender or entity.gender in {"", gender}
        if fits and (points or entity.role is None):
            entity.gender = entity.gender or gender
            if entity.role is None:
                entity.role = bare_start(mentions.document, phrase), phrase[1]
            return number
    return None


def _body(mentions: MentionIndex, phrase: Range) -> int | None:
    """The last named body; longer phrases ("la société chimique X") name another."""
    if phrase[1] > bare_start(mentions.document, phrase):
        return None
    for number in _before(mentions, phrase[0]):
        entity = mentions.entities[number]
        if entity.kind is ActorKind.ORG and entity.names:
            return number
    return None


def _before(mentions: MentionIndex, i: int) -> Iterator[int]:
    """The entities named in the paragraph before a token, the nearest sentence first."""
    layout = mentions.document.layout
    here = _paragraph(mentions, i)
    for seen in mentions.recent(i, _SENTENCES):
        for at, number in seen:
            sentence = layout.sentences[mentions.document.tokens.sentences[at]]
            if sentence.paragraph == here:
                yield number


def _paragraph(mentions: MentionIndex, i: int) -> int:
    tokens = mentions.document.tokens
    return mentions.document.layout.sentences[tokens.sentences[i]].paragraph
