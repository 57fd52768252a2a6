"""Resolve the source of each attribution to an entity: the speaker or the author.

An attribution is a passage of reported words; its source is the phrase for the speaker.
"""

from __future__ import annotations

import re

from summarizers.lexicons import words
from summarizers.model import ActorKind, Span
from summarizers.readers.english.actors.descriptions import (
    INDEFINITE,
    SITE_NOUNS,
    describe,
    describe_at,
    make_entity,
    resolve_description,
)
from summarizers.readers.english.actors.discourse import Discourse, is_agent_noun
from summarizers.readers.english.actors.linking import Description, Entity
from summarizers.readers.english.actors.pronouns import PRONOUNS, resolve_pronoun
from summarizers.readers.english.actors.word_lists import DOCUMENTS, WORKS
from summarizers.readers.english.reporting_lexicon import reporters
from summarizers.readers.parse import Attribution

# Sources that stay unresolved: "I", and relative pronouns without an antecedent.
_NEVER_RESOLVED = words("never_resolved")
_CONTINUING = words("continuing_words")
# The speaker of "he added" has spoken at most this number of sentences before.
_GOING_ON_REACH = 2
# "And" before another name, not before a title: "Norland and mining expert Berg".
_JOINT = re.compile("&(?![unsj])")
_ISSUING = words("issuing_verbs")
_SENDERS = frozenset(("from", "by", "of"))
_CARRIERS = frozenset(("in", "through", "with"))
_SENDER_TOKENS = 6
# Sentences back in which "the statement" may have been mentioned with its author, and
# the tokens to which that is limited, so that endless sentences take linear time.
_REACH_SENTENCES = 4
_REACH_TOKENS = 200


def resolve_speakers(discourse: Discourse) -> list[Entity | None]:
    """Return the speaker of each attribution, or ``None``."""
    resolver = _Resolver(discourse)
    return [resolver.resolve(said) for said in discourse.parse.attributions]


class _Resolver:
    """Resolves attributions in text order, and remembers the last speaker."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.last: tuple[Entity, int] | None = None
        self.is_unclear = False
        self.wrote = False
        self.resolved: dict[tuple[int, int], Entity | None] = {}

    def resolve(self, said: Attribution) -> Entity | None:
        """Return the speaker of one attribution, or ``None``.

        A quotation without a source continues the last speech if it is in the same
        paragraph or the next, and no unclear speaker may have spoken since.
        """
        source, discourse = said.source, self.discourse
        if source is None:
            if not said.follows or self.last is None or self.is_unclear:
                return None
            speaker, sentence = self.last
            apart = discourse.paragraph(said.sentence) - discourse.paragraph(sentence)
            speaker_or_none = speaker if apart in {0, 1} else None
        else:
            key = source.start, source.end
            if key not in self.resolved:
                self.resolved[key] = self._speaker(said, source)
            speaker_or_none = self.resolved[key]
        if speaker_or_none is not None:
            self.last = speaker_or_none, said.sentence
            self.wrote = said.cue is not None and said.cue.text.lower() in _ISSUING
            self.is_unclear = False
        elif source is not None and not discourse.is_quoted(source.start):
            self.is_unclear = True
        return speaker_or_none

    def _speaker(self, said: Attribution, source: Span) -> Entity | None:
        discourse, head = self.discourse, said.source_head
        first, last = discourse.tokens_of(source)
        if first >= last:
            return None
        if not first <= head < last:
            head = next(
                (
                    i - 1
                    for i in range(first + 1, last)
                    if discourse.shape[i] in "iotwevg,"
                ),
                last - 1,
            )
        lower = discourse.lowers[head]
        if lower in PRONOUNS:
            return self._pronoun(head, said, source)
        named = self._first_named(first, head)
        if named is not None:
            return named
        if lower in _NEVER_RESOLVED and not discourse.tokens.texts[head][1:].isupper():
            return None
        description = describe(discourse, first, last, head)
        author = self._author(description)
        if author is not None or description.noun in DOCUMENTS:
            return self._settled(author)
        return resolve_description(
            discourse,
            description,
            self.last[0] if self.last else None,
            goes_on=self._goes_on(said, source),
        )

    def _pronoun(self, token: int, said: Attribution, source: Span) -> Entity | None:
        discourse = self.discourse
        speaker = self._settled(
            resolve_pronoun(
                discourse,
                token,
                self.last,
                said.content,
                goes_on=self._goes_on(said, source),
            )
        )
        if speaker is not None:
            tokens, start = discourse.tokens, discourse.starts[token]
            speaker.pronouns.append(
                Span(start, tokens.ends[token], tokens.texts[token])
            )
            discourse.add_mention(token, start, speaker)
        return speaker

    def _goes_on(self, said: Attribution, source: Span) -> bool:
        """Return whether the cue says that somebody goes on: "also said", "added"."""
        if said.cue is None or self.last is None:
            return False
        discourse, start = self.discourse, min(source.end, said.cue.start)
        opening = discourse.token_at(min(start, said.content[0].start))
        if discourse.tokens.sentences[opening] - self.last[1] > _GOING_ON_REACH:
            return False
        spoken = discourse.parse.within(start, said.cue.end)
        return not _CONTINUING.isdisjoint(discourse.lowers[spoken])

    def _first_named(self, first: int, head: int) -> Entity | None:
        """Return the entity at the head, or the first of several names with "and"."""
        discourse = self.discourse
        joint = _JOINT.search(discourse.shape, first + 1, head + 1)
        before = discourse.named_at(joint.start() - 1) if joint else None
        entity = discourse.covering(head)
        return None if entity is None or entity.is_described else before or entity

    def _settled(self, entity: Entity | None) -> Entity | None:
        """Return ``entity``; for a draft, the entity that its description means."""
        if entity is None or entity.draft is None:
            return entity
        return resolve_description(self.discourse, entity.draft, None)

    def _author(self, description: Description) -> Entity | None:
        """Return the entity that issued a document, a study or a report, if clear.

        A person whom a document is about, or who received or saw it, is not its author.
        The author of "the tweet" may also be the last speaker: "Berg tweeted that it
        leaks. The tweet said".
        """
        discourse = self.discourse
        if description.noun in WORKS - DOCUMENTS:
            return _writer(discourse, description)
        if description.noun not in DOCUMENTS:
            return None
        author = _author_here(discourse, description)
        if author is not None or description.determiner in INDEFINITE:
            return author
        here, first = discourse.tokens.sentences[description.head], description.first
        for i in range(first - 1, max(-1, first - _REACH_TOKENS), -1):
            if here - discourse.tokens.sentences[i] > _REACH_SENTENCES:
                break
            if discourse.lowers[i] == description.noun:
                author = _author_here(discourse, describe_at(discourse, i))
                break
        if author is None and self.wrote and self.last and here - self.last[1] <= 1:
            return self.last[0]
        return author


def _writer(discourse: Discourse, description: Description) -> Entity | None:
    """Return the entity that wrote a study or report, if the text names the writer.

    The writer is in the phrase ("a study by Berg") or, for a new document, in its
    clause: "The council passed a resolution calling for …".
    """
    if "'" in discourse.shape[description.first : description.head]:
        return _owner(discourse, description)
    writer = _sender(discourse, description, frozenset(("by",)))
    is_new = description.determiner in INDEFINITE
    if writer is None and is_new and discourse.shape[description.last] == "g":
        return _issuer(discourse, description)
    return writer


def _author_here(discourse: Discourse, description: Description) -> Entity | None:
    """Return the author in the phrase or clause of a document, if any."""
    return (
        _owner(discourse, description)
        or _sender(discourse, description, _SENDERS)
        or _issuer(discourse, description)
    )


def _owner(discourse: Discourse, description: Description) -> Entity | None:
    """Return the first entity that is named before the noun of a description, if any.

    A person counts only with "'s": "Berg's letter".
    """
    for i in range(description.first, description.head):
        owner = discourse.named_at(i)
        if owner is not None:
            owns = "'" in discourse.shape[i : description.head]
            return owner if owns or owner.kind is not ActorKind.PERSON else None
    return None


def _sender(
    discourse: Discourse, description: Description, links: frozenset[str]
) -> Entity | None:
    """Return the first person or organisation after one of ``links`` ("by"), if any.

    The search ends at a participle that does not issue documents: "seen by Berg".
    """
    lowers, last = discourse.lowers, description.last
    behind = lowers[last : last + 1]
    if behind and (behind[0] in _ISSUING or behind[0] in links):
        last = min(last + _SENDER_TOKENS, discourse.bounds(description.head)[1])
    for i in range(description.head + 1, last):
        if discourse.tags[i] in {"VBN", "VBD"} and lowers[i] not in _ISSUING:
            return None
        if lowers[i] in links and (lowers[i] != "of" or i == description.head + 1):
            senders = (_agent_at(discourse, j) for j in range(i + 1, last))
            return next((sender for sender in senders if sender is not None), None)
    return None


def _issuer(discourse: Discourse, description: Description) -> Entity | None:
    """Return the person or body that issued a document, if any.

    Example: Berg in "Berg sent a letter", or in "Berg said in a letter".
    """
    lowers, before = discourse.lowers, description.first - 1
    sentence = discourse.tokens.sentences[description.head]
    first, stop = discourse.parse.bounds[sentence]
    verb = discourse.shape.find("v", first, stop)
    if before < first or verb < 0:
        return None
    issued = lowers[before] in _ISSUING and before - verb in {0, 1}
    carried = lowers[before] in _CARRIERS and lowers[verb] in reporters()
    subjects = discourse.main_subjects(sentence) if issued or carried else []
    if len(subjects) != 1:
        return None
    token, entity = subjects[0]
    return entity or _agent_at(discourse, token)


def _agent_at(discourse: Discourse, token: int) -> Entity | None:
    """Return the entity at ``token``, or a draft for a noun that may speak.

    A role before a name is part of that name's title.
    """
    entity, lower = discourse.covering(token), discourse.lowers[token]
    is_part = discourse.shape[token + 1] == "N" or lower in SITE_NOUNS
    if entity is not None or is_part or not is_agent_noun(lower):
        return entity
    return make_entity(discourse, describe_at(discourse, token))
