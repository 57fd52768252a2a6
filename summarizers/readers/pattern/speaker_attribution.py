"""Who speaks: the figure behind each source, in a language read by patterns."""

from __future__ import annotations

from collections.abc import Iterator

from summarizers.model import ActorKind
from summarizers.readers.parse import Attribution
from summarizers.readers.pattern.definite_descriptions import stand_in
from summarizers.readers.pattern.entities import Figure
from summarizers.readers.pattern.mention_index import Stage
from summarizers.readers.pattern.noun_phrases import bare_start, head_of, phrase_behind
from summarizers.readers.pattern.pattern_document import Range, Reading

_VOICES = (ActorKind.PERSON, ActorKind.ORG, ActorKind.GROUP)
_SUBJECT_REACH = 8
_PLURAL = "p"


def resolve_speakers(
    stage: Stage, attributions: tuple[Attribution, ...]
) -> list[int | None]:
    """The number of each attribution's speaker, or ``None``; adds described figures."""
    found: list[int | None] = []
    for attribution in attributions:
        number = _resolve(stage, attribution)
        if number is not None:
            stage.figures[number].said += 1
        found.append(number)
    return found


def _resolve(stage: Stage, attribution: Attribution) -> int | None:
    if attribution.source is None or attribution.source_head < 0:
        return None
    reading = stage.reading
    first = reading.token_from(attribution.source.start)
    phrase = first, reading.token_from(attribution.source.end) - 1
    pronoun = reading.pronoun_of(phrase)
    if pronoun:
        number = _by_pronoun(stage, first, pronoun)
        if number is not None:
            stage.figures[number].pronouns.append(first)
            stage.see(first, number)
        return number
    number = _by_phrase(stage, phrase)
    stage.see(first, number)
    return number


def _by_phrase(stage: Stage, phrase: Range) -> int:
    reading = stage.reading
    head = head_of(reading, phrase)
    number = stage.named(head)
    if number is None:
        number = stage.name_in(phrase)
    if number is None and _is_definite(reading, phrase):
        number = _known(stage, head)
    if number is None:
        number = stand_in(stage, phrase)
    return _described(stage, phrase, head) if number is None else number


def _is_definite(reading: Reading, phrase: Range) -> bool:
    """Whether a phrase may mean somebody known: short, with "the" or "this"."""
    short = phrase[1] - phrase[0] <= 1
    low = reading.low(phrase[0])
    return (
        short
        and low in reading.words.determiners
        and low not in reading.words.indefinite
    )


def _known(stage: Stage, head: int) -> int | None:
    noun = stage.reading.low(head)
    number = stage.by_role(noun, head)
    return stage.by_first_word(noun, head) if number is None else number


def _described(stage: Stage, phrase: Range, head: int) -> int:
    """The figure that is only described, new or the same as before."""
    reading = stage.reading
    bare = (bare_start(reading, phrase), phrase[1])
    text = reading.span(bare).text.casefold()
    number = stage.described.setdefault(text, len(stage.figures))
    if number == len(stage.figures):
        stage.figures.append(_new_figure(reading, phrase, head))
    stage.figures[number].described.append(bare)
    return number


def _new_figure(reading: Reading, phrase: Range, head: int) -> Figure:
    words, noun = reading.words, reading.low(head)
    article = words.determiners.get(reading.low(phrase[0]), "")
    plural = article.endswith(_PLURAL) or noun in words.groups
    gender = words.roles.get(noun) or words.org_words.get(noun, "")[:1] or article[:1]
    if noun in words.org_words and not plural:
        kind = ActorKind.ORG
    elif noun in words.roles and not plural:
        kind = ActorKind.PERSON
    else:
        kind = ActorKind.GROUP
    return Figure(kind=kind, gender=gender.strip(), plural=plural)


def _by_pronoun(stage: Stage, i: int, pronoun: str) -> int | None:
    """The nearest figure that a pronoun may mean; people before bodies.

    A body behind a preposition ("publié par X") is meant only where nobody else is.
    """
    gender, _, number = stage.reading.words.pronouns[pronoun].partition(" ")
    governed: int | None = None
    here = stage.reading.tokens.sentences[i]
    for back, seen in enumerate(stage.recent(i)):
        fitting = list(_fitting(stage, seen, gender, plural=number == _PLURAL))
        people = [n for _, n in fitting if stage.figures[n].kind is ActorKind.PERSON]
        sure = [n for n in people if stage.figures[n].gender]
        free = [n for at, n in fitting if not stage.is_governed(at)]
        if sure or people:
            return (sure or people)[0]
        opener = _unnamed(stage, here - back, i, (gender, number))
        if opener is not None:
            return opener
        if free:
            return free[0]
        if fitting and governed is None:
            governed = fitting[0][1]
    return governed


def _unnamed(
    stage: Stage, sentence: int, i: int, wanted: tuple[str, str]
) -> int | None:
    """Who opens a sentence by a role alone: "Le ministre, qui est venu, a juré …"."""
    reading = stage.reading
    first, last = reading.bounds[sentence]
    if first >= last or reading.is_quoted(first):
        return None
    phrase = phrase_behind(reading, first)
    if phrase is None or phrase[1] >= i or phrase[0] != first:
        return None
    noun = reading.low(head_of(reading, phrase))
    article = reading.words.determiners.get(reading.low(first), "")
    told = reading.words.roles.get(noun)
    if told is None:
        told = reading.words.org_words.get(noun, "-")[:1]
    gender = told or article.partition(" ")[0]
    fits = gender in {"", wanted[0]} and article.endswith(wanted[1] or "s")
    return _by_phrase(stage, phrase) if fits else None


def _fitting(
    stage: Stage, seen: list[tuple[int, int]], gender: str, *, plural: bool
) -> Iterator[tuple[int, int]]:
    for at, number in seen:
        figure = stage.figures[number]
        person = figure.kind is ActorKind.PERSON
        same = figure.gender == gender or (not figure.gender and (person or plural))
        voice = figure.kind in _VOICES or figure.described
        if voice and same and figure.plural is plural:
            yield at, number
