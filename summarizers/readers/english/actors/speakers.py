"""Resolve the source of each attribution to an entity: the speaker or the author.

An attribution is a passage of reported words; its source is the phrase for the speaker.
A result may be the draft of an entity: a description that the discourse does not have
yet, such as "a spokeswoman".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizers.lexicons import words
from summarizers.model import ActorKind, Span
from summarizers.readers.english.actors.descriptions import (
    SITE_NOUNS,
    SURE,
    clear_best,
    describe,
    describe_at,
    make_entity,
    resolve_description,
)
from summarizers.readers.english.actors.discourse import (
    Discourse,
    Subject,
    is_agent_noun,
)
from summarizers.readers.english.actors.entity_typing import TypeEvidence
from summarizers.readers.english.actors.linking import Description, Entity
from summarizers.readers.english.actors.word_lists import (
    DOCUMENTS,
    ROLE_GENDERS,
    WORKS,
)
from summarizers.readers.english.syntax.tokens import ACCUSATION, reporters
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
_WRITERS = frozenset(("by",))
_SENDER_TOKENS = 6


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
        author = _author(discourse, description)
        if author is not None or description.noun in DOCUMENTS:
            return author
        return resolve_description(
            discourse,
            description,
            self.last[0] if self.last else None,
            goes_on=self._goes_on(said, source),
        )

    def _pronoun(self, token: int, said: Attribution, source: Span) -> Entity | None:
        discourse = self.discourse
        speaker = resolve_pronoun(
            discourse,
            token,
            self.last,
            said.content,
            goes_on=self._goes_on(said, source),
        )
        if speaker is not None and speaker.draft is not None:
            speaker = resolve_description(discourse, speaker.draft, None)
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


def _author(discourse: Discourse, description: Description) -> Entity | None:
    """Return the entity that issued a document, a study or a report, if its phrase tells.

    The first entity before its noun is the author if it has "'s" ("Berg's letter") or is
    not a person ("a Norlinie letter"), or else the one after "by" or "from". A person
    whom a document is about, or who received or saw it, is not its author. Of a study or
    report, only the owner with "'s" and the name after "by" are.
    """
    lowers, is_document = discourse.lowers, description.noun in DOCUMENTS
    if not is_document and description.noun not in WORKS:
        return None
    head, last = description.head, description.last
    for i in range(description.first, head):
        owner = discourse.named_at(i)
        if owner is not None:
            owns = "'" in discourse.shape[i:head]
            issues = is_document and owner.kind is not ActorKind.PERSON
            return owner if owns or issues else None
    links = _SENDERS if is_document else _WRITERS
    if lowers[last] in _ISSUING or lowers[last] in links:
        last = min(last + _SENDER_TOKENS, discourse.bounds(head)[1])
    for i in range(head + 1, last):
        if discourse.tags[i] in {"VBN", "VBD"} and lowers[i] not in _ISSUING:
            return None
        if lowers[i] in links and (lowers[i] != "of" or i == head + 1):
            return _agent_in(discourse, range(i + 1, last))
    return None


def _agent_in(discourse: Discourse, tokens: range) -> Entity | None:
    """Return the first entity, or person or body without a name, in a phrase.

    A role before a name is part of that name's title.
    """
    for i in tokens:
        entity = discourse.covering(i)
        if entity is not None:
            return entity
        lower, is_title = discourse.lowers[i], discourse.shape[i + 1] == "N"
        if is_agent_noun(lower) and lower not in SITE_NOUNS and not is_title:
            return resolve_description(discourse, describe_at(discourse, i), None)
    return None


GENDERS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
THINGS = frozenset(("it", "its"))
MANY = frozenset(("they", "them", "their"))
PRONOUNS = GENDERS.keys() | THINGS | MANY
_KINDS = {
    **dict.fromkeys(THINGS, (ActorKind.ORG, ActorKind.COUNTRY)),
    **dict.fromkeys(MANY, (ActorKind.GROUP,)),
}
PRONOUN_REACH = 4
# Points, set by hand. The best entity must lead the second by CALL_MARGIN, because a
# wrong speaker is worse than none.
NEAREST = 3.0
SUBJECT = 1.5
QUOTED = -1.5
LAST_SPEAKER = 2.2
SPOKE_BEFORE = -0.5
SURELY_PERSON = 2.0
_ASKING = words("asking_verbs")


def resolve_pronoun(
    discourse: Discourse,
    token: int,
    speaker: tuple[Entity, int] | None,
    content: Sequence[Span] = (),
    *,
    goes_on: bool = False,
) -> Entity | None:
    """Return the entity to which a pronoun refers, or ``None`` if that is unclear.

    The pronoun means the subject of the sentence before, in the same paragraph, if that
    fits. Otherwise it means the entity with most points. ``speaker`` is the last
    speaker, with the sentence in which they spoke. ``content`` is the content that the
    pronoun reports: "she" is not Berg in "Berg had lied, she said". If ``goes_on``, as
    in "she also said", the pronoun means ``speaker`` rather than a subject of unknown
    gender.
    """
    lower = discourse.lowers[token]
    start = min([discourse.starts[token], *[part.start for part in content]])
    at = discourse.token_at(start)
    subjects: set[Entity] = set()
    if speaker is None or speaker[1] != discourse.tokens.sentences[at]:
        at, subjects = _subjects_before(discourse, at, lower, speaker)
    if subjects:
        best = subjects.pop() if len(subjects) == 1 else None
    else:
        best = clear_best(_scores(discourse, at, lower, speaker))
    is_doubtful = best is None or not best.evidence.gender
    if goes_on and speaker is not None and is_doubtful and _fits(lower, speaker[0]):
        best = speaker[0]
    if best is not None and _means_kin(discourse, at, lower, best):
        return None
    if best is not None and best.draft is None:
        # The pronoun shows the gender or the kind of a name that shows none.
        best.evidence.gender = best.evidence.gender or GENDERS.get(lower, "")
        if lower in THINGS and best.kind is ActorKind.PERSON:
            best.judge(TypeEvidence(org=SURE))
    return best


def _means_kin(discourse: Discourse, at: int, lower: str, entity: Entity) -> bool:
    """Return whether a nearer noun fits a pronoun better than a name without a gender.

    "Berg left. “I called my mother,” said Tom. She said …": "she" is not Berg.
    """
    if lower not in GENDERS or entity.evidence.gender or entity.draft is not None:
        return False
    start = discourse.starts[at]
    mentions = discourse.mentions_before(start, PRONOUN_REACH)
    last = next((token for e, token, _ in mentions if e is entity), at)
    return any(
        ROLE_GENDERS.get(discourse.lowers[i]) == GENDERS[lower]
        and discourse.covering(i) is not entity
        for i in range(last + 1, at)
    )


def _subjects_before(
    discourse: Discourse, at: int, lower: str, speaker: tuple[Entity, int] | None
) -> tuple[int, set[Entity]]:
    """Return the fitting subjects of the sentence before ``at`` in its paragraph.

    If the subject there is the same pronoun ("She met Berg. She said"), or starts with
    its possessive ("His deputy, Lise Tann" for a later "he"), the search goes back
    another sentence. The first value is the token where the search ended.
    """
    for _ in range(PRONOUN_REACH):
        sentence = discourse.tokens.sentences[at]
        before = sentence - 1
        if before < 0:
            break
        subjects = discourse.main_subjects(before)
        if speaker is not None and speaker[1] == before:
            subjects = [(at, speaker[0]), *subjects[1:]]
        elif subjects and _means_earlier(discourse, subjects[0], before, lower):
            at = discourse.parse.bounds[before][0]
            continue
        if discourse.paragraph(before) != discourse.paragraph(sentence):
            break
        return at, _fitting(discourse, subjects, before, lower)
    return at, set()


def _means_earlier(
    discourse: Discourse, subject: Subject, sentence: int, lower: str
) -> bool:
    """Return whether a subject refers to the person of a later pronoun ``lower``."""
    token, entity = subject
    if entity is None:
        return discourse.lowers[token] == lower
    gender = GENDERS.get(lower)
    opening = GENDERS.get(discourse.lowers[discourse.parse.bounds[sentence][0]])
    return gender is not None and opening == gender != entity.evidence.gender


def _fitting(
    discourse: Discourse, subjects: list[Subject], sentence: int, lower: str
) -> set[Entity]:
    """Return those ``subjects`` of a sentence that the pronoun ``lower`` may mean.

    People whom the subject asked or accused are included, because they may answer.
    """
    named = {entity for _, entity in subjects if entity is not None}
    drafts = (
        make_entity(discourse, describe_at(discourse, token))
        for token, entity in subjects
        if entity is None and discourse.lowers[token] not in PRONOUNS
    )
    fitting = {entity for entity in (*named, *drafts) if _fits(lower, entity)}
    if lower in MANY and len(subjects) > 1:
        return fitting | named
    if lower in MANY and not fitting:
        return {entity for entity in named if entity.kind is ActorKind.ORG}
    first, stop = discourse.parse.bounds[sentence]
    verb = discourse.shape.find("v", first, stop)
    reporter = reporters().get(discourse.lowers[verb])
    accuses = reporter is not None and ACCUSATION in reporter.frames
    if fitting and verb >= 0 and (accuses or discourse.lowers[verb] in _ASKING):
        addressed = map(discourse.named_at, range(verb, stop))
        fitting |= {e for e in addressed if e is not None and _fits(lower, e)}
    return fitting


def _scores(
    discourse: Discourse, at: int, lower: str, speaker: tuple[Entity, int] | None
) -> dict[Entity, float]:
    """Map the entities that a pronoun at the token ``at`` may mean to their points."""
    scores: dict[Entity, float] = {}
    for entity, token, distance in discourse.mentions_before(
        discourse.starts[at], PRONOUN_REACH
    ):
        if _fits(lower, entity):
            score = NEAREST - distance + SUBJECT * discourse.is_subject(token)
            score += QUOTED * discourse.is_quoted(discourse.starts[token])
            scores[entity] = max(scores.get(entity, score), score)
    if speaker is not None and _fits(lower, speaker[0]):
        apart = discourse.tokens.sentences[at] - speaker[1]
        if apart <= PRONOUN_REACH:
            bonus = LAST_SPEAKER + SPOKE_BEFORE * apart
            scores[speaker[0]] = scores.get(speaker[0], 0.0) + bonus
    return scores


def _fits(lower: str, entity: Entity) -> bool:
    """Return whether the pronoun ``lower`` may mean an entity, by kind and gender."""
    gender, evidence = GENDERS.get(lower), entity.evidence
    if entity.kind is not ActorKind.PERSON:
        return gender is None and entity.kind in _KINDS[lower]
    if gender is not None:
        return evidence.gender in {"", gender}
    # A name that only looks like a person's may be a firm's: "Harlow Motors … it".
    is_sure = evidence.person >= SURELY_PERSON or evidence.gender or entity.nouns
    return lower in THINGS and not is_sure
