"""Resolve the source of each attribution, in a language that is read by patterns.

Functions identify an entity by its index in ``MentionIndex.entities``.
"""

from __future__ import annotations

from collections.abc import Iterator

from summarizers.model import ActorKind
from summarizers.readers.parse import Attribution
from summarizers.readers.pattern.mention_index import Entity, MentionIndex
from summarizers.readers.pattern.noun_phrases import bare_start, head_of, phrase_after
from summarizers.readers.pattern.pattern_document import PatternDocument, Range

_HEAD_REACH = 3
# A description closely follows its name: in the next sentence or the one after it.
_SENTENCES = 2


def resolve_description(mentions: MentionIndex, phrase: Range) -> int | None:
    """Return the entity to which a description with "the" or "this" refers, if any.

    "L'élu" refers to the last person of the paragraph whose gender fits. That person
    must have no role yet, and receives this one. With a demonstrative such as "ce", a
    person with any role fits. An organisation needs a noun such as "société", or a
    demonstrative.
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
        return _described_person(
            mentions, phrase, gender.replace("s", ""), points=points
        )
    return _described_body(mentions, phrase) if points else None


def _noun(document: PatternDocument, phrase: Range) -> str | None:
    """Return the first noun of a description that names a role or an organisation.

    The result is ``None`` if there is none.
    """
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


def _described_person(
    mentions: MentionIndex, phrase: Range, gender: str, *, points: bool
) -> int | None:
    for number in _entities_before(mentions, phrase[0]):
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


def _described_body(mentions: MentionIndex, phrase: Range) -> int | None:
    """Return the last named organisation if the phrase is one noun ("la société").

    A longer phrase ("la société chimique X") names another one: return ``None``.
    """
    if phrase[1] > bare_start(mentions.document, phrase):
        return None
    for number in _entities_before(mentions, phrase[0]):
        entity = mentions.entities[number]
        if entity.kind is ActorKind.ORG and entity.names:
            return number
    return None


def _entities_before(mentions: MentionIndex, i: int) -> Iterator[int]:
    """Yield the entities before ``i`` in its paragraph, the nearest sentence first."""
    layout = mentions.document.layout
    here = _paragraph(mentions, i)
    for seen in mentions.mentions_before(i, _SENTENCES):
        for at, number in seen:
            sentence = layout.sentences[mentions.document.tokens.sentences[at]]
            if sentence.paragraph == here:
                yield number


def _paragraph(mentions: MentionIndex, i: int) -> int:
    tokens = mentions.document.tokens
    return mentions.document.layout.sentences[tokens.sentences[i]].paragraph


_VOICES = (ActorKind.PERSON, ActorKind.ORG, ActorKind.GROUP)
_PLURAL = "p"


def resolve_speakers(
    mentions: MentionIndex, attributions: tuple[Attribution, ...]
) -> list[int | None]:
    """Return, for each attribution, the index of its speaker in ``mentions.entities``.

    The index is ``None`` if the speaker is unknown. A source that is not an entity yet
    ("des habitants") becomes a new entity in ``mentions``.
    """
    speakers: list[int | None] = []
    for attribution in attributions:
        number = _resolve(mentions, attribution)
        if number is not None:
            mentions.entities[number].said += 1
        speakers.append(number)
    return speakers


def _resolve(mentions: MentionIndex, attribution: Attribution) -> int | None:
    if attribution.source is None or attribution.source_head < 0:
        return None
    document = mentions.document
    first = document.token_from(attribution.source.start)
    phrase = first, document.token_from(attribution.source.end) - 1
    pronoun = document.pronoun_of(phrase)
    if pronoun:
        number = _resolve_pronoun(mentions, first, pronoun)
        if number is not None:
            mentions.entities[number].pronouns.append(first)
            mentions.record(first, number)
        return number
    number = _resolve_phrase(mentions, phrase)
    mentions.record(first, number)
    return number


def _resolve_phrase(mentions: MentionIndex, phrase: Range) -> int:
    document = mentions.document
    head = head_of(document, phrase)
    number = mentions.named(head)
    if number is None:
        number = mentions.name_in(phrase)
    if number is None and _is_definite(document, phrase):
        number = _entity_of_noun(mentions, head)
    if number is None:
        number = resolve_description(mentions, phrase)
    return _described(mentions, phrase, head) if number is None else number


def _is_definite(document: PatternDocument, phrase: Range) -> bool:
    """Return whether a phrase is short and starts with "the" or "this", not "a"."""
    short = phrase[1] - phrase[0] <= 1
    low = document.low(phrase[0])
    return (
        short
        and low in document.words.determiners
        and low not in document.words.indefinite
    )


def _entity_of_noun(mentions: MentionIndex, head: int) -> int | None:
    noun = mentions.document.low(head)
    number = mentions.by_role(noun, head)
    return mentions.by_first_word(noun, head) if number is None else number


def _described(mentions: MentionIndex, phrase: Range, head: int) -> int:
    """Return the index of the entity that a description such as "des habitants" names.

    It is an entity with the same description, or else a new one.
    """
    document = mentions.document
    bare = (bare_start(document, phrase), phrase[1])
    text = document.span(bare).text.casefold()
    number = mentions.described.setdefault(text, len(mentions.entities))
    if number == len(mentions.entities):
        mentions.entities.append(_new_entity(document, phrase, head))
    mentions.entities[number].described.append(bare)
    return number


def _new_entity(document: PatternDocument, phrase: Range, head: int) -> Entity:
    words, noun = document.words, document.low(head)
    article = words.determiners.get(document.low(phrase[0]), "")
    plural = article.endswith(_PLURAL) or noun in words.groups
    gender = words.roles.get(noun) or words.org_words.get(noun, "")[:1] or article[:1]
    if noun in words.org_words and not plural:
        kind = ActorKind.ORG
    elif noun in words.roles and not plural:
        kind = ActorKind.PERSON
    else:
        kind = ActorKind.GROUP
    return Entity(kind=kind, gender=gender.strip(), plural=plural)


def _resolve_pronoun(mentions: MentionIndex, i: int, pronoun: str) -> int | None:
    """Return the nearest entity that a pronoun may mean; people before organisations.

    An organisation after a preposition ("publié par X") counts only if no other fits.
    """
    gender, _, number = mentions.document.words.pronouns[pronoun].partition(" ")
    governed: int | None = None
    here = mentions.document.tokens.sentences[i]
    for back, seen in enumerate(mentions.mentions_before(i)):
        fitting = list(_fitting(mentions, seen, gender, plural=number == _PLURAL))
        people = [
            n for _, n in fitting if mentions.entities[n].kind is ActorKind.PERSON
        ]
        sure = [n for n in people if mentions.entities[n].gender]
        free = [n for at, n in fitting if not mentions.is_governed(at)]
        if sure or people:
            return (sure or people)[0]
        opener = _sentence_opener(mentions, here - back, i, (gender, number))
        if opener is not None:
            return opener
        if free:
            return free[0]
        if fitting and governed is None:
            governed = fitting[0][1]
    return governed


def _sentence_opener(
    mentions: MentionIndex, sentence: int, i: int, wanted: tuple[str, str]
) -> int | None:
    """Return the entity with a role that starts a sentence, if the pronoun may mean it.

    Example: "Le ministre, qui est venu, a juré …". ``wanted`` is the gender and number
    of the pronoun.
    """
    document = mentions.document
    first, last = document.bounds[sentence]
    if first >= last or document.is_quoted(first):
        return None
    phrase = phrase_after(document, first)
    if phrase is None or phrase[1] >= i or phrase[0] != first:
        return None
    noun = document.low(head_of(document, phrase))
    article = document.words.determiners.get(document.low(first), "")
    listed_gender = document.words.roles.get(noun)
    if listed_gender is None:
        listed_gender = document.words.org_words.get(noun, "-")[:1]
    gender = listed_gender or article.partition(" ")[0]
    fits = gender in {"", wanted[0]} and article.endswith(wanted[1] or "s")
    return _resolve_phrase(mentions, phrase) if fits else None


def _fitting(
    mentions: MentionIndex, seen: list[tuple[int, int]], gender: str, *, plural: bool
) -> Iterator[tuple[int, int]]:
    for at, number in seen:
        entity = mentions.entities[number]
        person = entity.kind is ActorKind.PERSON
        same = entity.gender == gender or (not entity.gender and (person or plural))
        voice = entity.kind in _VOICES or entity.described
        if voice and same and entity.plural is plural:
            yield at, number
