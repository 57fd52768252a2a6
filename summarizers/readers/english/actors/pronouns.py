"""Resolve pronouns: find the entity to which "she" or "they" refers.

A result may also be the draft of an entity: a description that the discourse does not
have yet, such as "a spokeswoman".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizers.lexicons import words
from summarizers.model import ActorKind, Span
from summarizers.readers.english.actors.descriptions import (
    SURE,
    clear_best,
    describe_at,
    make_entity,
)
from summarizers.readers.english.actors.discourse import Discourse, Subject
from summarizers.readers.english.actors.entity_typing import TypeEvidence
from summarizers.readers.english.actors.linking import Entity
from summarizers.readers.english.actors.word_lists import ROLE_GENDERS, role_noun
from summarizers.readers.english.reporting_lexicon import ACCUSATION, reporters

GENDERS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
THINGS = frozenset(("it", "its"))
MANY = frozenset(("they", "them", "their"))
PRONOUNS = GENDERS.keys() | THINGS | MANY
_KINDS = {
    **dict.fromkeys(THINGS, (ActorKind.ORG, ActorKind.COUNTRY)),
    **dict.fromkeys(MANY, (ActorKind.GROUP,)),
}
REACH = 4
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
    if best is not None and best.draft is None:
        # The pronoun shows the gender or the kind of a name that shows none.
        best.evidence.gender = best.evidence.gender or GENDERS.get(lower, "")
        if lower in THINGS and best.kind is ActorKind.PERSON:
            best.judge(TypeEvidence(org=SURE))
    return best


def _subjects_before(
    discourse: Discourse, at: int, lower: str, speaker: tuple[Entity, int] | None
) -> tuple[int, set[Entity]]:
    """Return the fitting subjects of the sentence before ``at`` in its paragraph.

    If the subject there is the same pronoun ("She met Berg. She said"), or starts with
    its possessive ("His deputy, Lise Tann" for a later "he"), the search goes back
    another sentence. The first value is the token where the search ended.
    """
    for _ in range(REACH):
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
        discourse.starts[at], REACH
    ):
        if _fits(lower, entity):
            score = NEAREST - distance + SUBJECT * discourse.is_subject(token)
            score += QUOTED * discourse.is_quoted(discourse.starts[token])
            scores[entity] = max(scores.get(entity, score), score)
    if lower in GENDERS:
        for draft, distance in _unnamed_people(discourse, at):
            if _fits(lower, draft):
                scores[draft] = NEAREST + SUBJECT - distance
    if speaker is not None and _fits(lower, speaker[0]):
        apart = discourse.tokens.sentences[at] - speaker[1]
        if apart <= REACH:
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


def _unnamed_people(discourse: Discourse, token: int) -> Iterator[tuple[Entity, int]]:
    """Yield drafts of the unnamed people who are subjects before ``token``.

    Searches this sentence and the one before; each comes with its distance in
    sentences.
    """
    start, _ = discourse.bounds(token)
    first = discourse.bounds(start - 1)[0] if start else start
    for i in range(first, token):
        is_person = role_noun(discourse.lowers[i]) in ROLE_GENDERS
        single = discourse.shape[i] != "s" and discourse.covering(i) is None
        if is_person and single and discourse.is_subject(i):
            yield make_entity(discourse, describe_at(discourse, i)), int(i < start)
