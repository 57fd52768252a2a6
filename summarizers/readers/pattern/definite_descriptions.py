"""Descriptions that stand for somebody just named: "l'élu", "cette spécialiste"."""

from __future__ import annotations

from collections.abc import Iterator

from summarizers.model import ActorKind
from summarizers.readers.pattern.mention_index import Stage
from summarizers.readers.pattern.noun_phrases import bare_start
from summarizers.readers.pattern.pattern_document import Range, Reading

_HEAD_REACH = 3
# A description follows its bearer closely: in the next sentence or the one after it.
_SENTENCES = 2


def stand_in(stage: Stage, phrase: Range) -> int | None:
    """The figure that a description with "the" or "this" stands for, if any.

    It is the last named person whose gender it fits, of the same paragraph: one without
    a role, which it then tells, or any if the noun or the article points back. A body
    is only pointed to by nouns such as "société".
    """
    reading = stage.reading
    low = reading.low(phrase[0])
    article = reading.words.determiners.get(low, "")
    if not article.endswith("s") or low in reading.words.indefinite:
        return None
    noun = _noun(reading, phrase)
    if noun is None:
        return None
    points = low in reading.words.demonstratives or noun in reading.words.stand_ins
    if noun in reading.words.roles:
        gender = reading.words.roles[noun] or article.strip()[:1]
        return _person(stage, phrase, gender.replace("s", ""), points=points)
    return _body(stage, phrase) if points else None


def _noun(reading: Reading, phrase: Range) -> str | None:
    """The first noun of a description that says what somebody is."""
    start = bare_start(reading, phrase)
    words = reading.words
    if any(reading.is_capital(i) for i in range(start, min(start + 1, phrase[1]))):
        return None
    lows = (
        reading.low(i) for i in range(start, min(phrase[1] + 1, start + _HEAD_REACH))
    )
    return next(
        (low for low in lows if low in words.roles or low in words.org_words), None
    )


def _person(stage: Stage, phrase: Range, gender: str, *, points: bool) -> int | None:
    for number in _before(stage, phrase[0]):
        figure = stage.figures[number]
        if figure.kind is not ActorKind.PERSON or not figure.names:
            continue
        fits = not gender or figure.gender in {"", gender}
        if fits and (points or figure.role is None):
            figure.gender = figure.gender or gender
            if figure.role is None:
                figure.role = bare_start(stage.reading, phrase), phrase[1]
            return number
    return None


def _body(stage: Stage, phrase: Range) -> int | None:
    """The last named body; longer phrases ("la société chimique X") name another."""
    if phrase[1] > bare_start(stage.reading, phrase):
        return None
    for number in _before(stage, phrase[0]):
        figure = stage.figures[number]
        if figure.kind is ActorKind.ORG and figure.names:
            return number
    return None


def _before(stage: Stage, i: int) -> Iterator[int]:
    """The figures named in the paragraph before a token, the nearest sentence first."""
    layout = stage.reading.layout
    here = _paragraph(stage, i)
    for seen in stage.recent(i, _SENTENCES):
        for at, number in seen:
            sentence = layout.sentences[stage.reading.tokens.sentences[at]]
            if sentence.paragraph == here:
                yield number


def _paragraph(stage: Stage, i: int) -> int:
    tokens = stage.reading.tokens
    return stage.reading.layout.sentences[tokens.sentences[i]].paragraph
