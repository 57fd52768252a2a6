"""Resolve pronouns: find the entity to which "she" or "they" refers.

Functions identify an entity by its number in ``DiscourseModel``. A result may also be
``~token`` (negative), for the head of a description that is not an entity yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizers.lexicons import words
from summarizers.model import ActorKind, Span
from summarizers.readers.english.actors.clause_subjects import (
    FINITE,
    MainSubject,
    main_subjects,
)
from summarizers.readers.english.actors.descriptions import (
    PLURAL_TAGS,
    SURE,
    clear_best,
)
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.entity_typing import TypeEvidence
from summarizers.readers.english.actors.name_variants import EntityCandidate
from summarizers.readers.english.actors.word_lists import (
    GROUPS,
    ORG_NOUNS,
    ROLE_GENDERS,
    ROLES,
    role_noun,
)
from summarizers.readers.english.reporting_lexicon import ACCUSATION, reporters

GENDERS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
THINGS = frozenset(("it", "its"))
MANY = frozenset(("they", "them", "their"))
PRONOUNS = GENDERS.keys() | THINGS | MANY
KINDS = {
    **dict.fromkeys(GENDERS, frozenset((ActorKind.PERSON,))),
    **dict.fromkeys(THINGS, frozenset((ActorKind.ORG, ActorKind.COUNTRY))),
    **dict.fromkeys(MANY, frozenset((ActorKind.GROUP,))),
}
PRONOUN_REACH = 4
# Points, set by hand. The best entity must lead the second by CALL_MARGIN, because a
# wrong speaker is worse than none.
NEAREST = 3.0
SUBJECT = 1.5
QUOTED = -1.5
LAST_SPEAKER = 2.2
SPOKE_BEFORE = -0.5
LOWEST_SCORE = -9.0
SURELY_PERSON = 2.0
ASKING = words("asking_verbs")


def resolve_pronoun(
    discourse: DiscourseModel,
    token: int,
    speaker: tuple[int, int] | None,
    content: Sequence[Span] = (),
    *,
    goes_on: bool = False,
) -> int | None:
    """Return the entity to which a pronoun refers, or ``None`` if that is unclear.

    The pronoun means the subject of the sentence before, in the same paragraph, if that
    fits. Otherwise it means the entity with most points. ``speaker`` is the last
    speaker, with the sentence in which they spoke. ``content`` is the content that the
    pronoun reports: "she" is not Berg in "Berg had lied, she said". If ``goes_on``, as
    in "she also said", the pronoun means ``speaker`` rather than a subject of unknown
    gender. The result is the number of an entity, or ``~token`` (negative) for the head
    of a description that is not an entity yet.
    """
    lower = discourse.tokens.lowers[token]
    starts = [discourse.tokens.starts[token], *[part.start for part in content]]
    at = discourse.token_at(min(starts))
    if speaker is not None and speaker[1] == discourse.tokens.sentences[at]:
        subjects: set[int] = set()
    else:
        at, subjects = _subjects_before(discourse, at, lower, speaker)
    if subjects:
        best = subjects.pop() if len(subjects) == 1 else None
    else:
        best = clear_best(_score_antecedents(discourse, at, lower, speaker))
    if goes_on and speaker is not None and _is_doubtful(discourse, best):
        best = speaker[0] if _fits(lower, discourse.entities[speaker[0]]) else best
    return _learn(discourse, lower, best)


def _is_doubtful(discourse: DiscourseModel, best: int | None) -> bool:
    """Return whether ``best`` is unknown, or an entity of unknown gender."""
    return best is None or (best >= 0 and not discourse.entities[best].evidence.gender)


def _subjects_before(
    discourse: DiscourseModel, at: int, lower: str, speaker: tuple[int, int] | None
) -> tuple[int, set[int]]:
    """Return the fitting subjects of the sentence before ``at`` in its paragraph.

    If the subject there is a pronoun ("She met Berg. She said"), the search goes back
    another sentence. The first value is the token where the search ended.
    """
    for _ in range(PRONOUN_REACH):
        sentence = discourse.tokens.sentences[at]
        before = sentence - 1
        if before < 0:
            break
        subjects = main_subjects(discourse, before)
        if speaker is not None and speaker[1] == before:
            subjects = [MainSubject(at, speaker[0]), *subjects[1:]]
        else:
            again = _same_person_at(discourse, subjects, before, lower)
            if again is not None:
                at = again
                continue
        if discourse.paragraph(before) != discourse.paragraph(sentence):
            break
        return at, _fitting(discourse, subjects, before, lower)
    return at, set()


def _same_person_at(
    discourse: DiscourseModel, subjects: list[MainSubject], before: int, lower: str
) -> int | None:
    """Return the token of the same pronoun's owner or subject in a sentence, if any.

    The subject is the pronoun ``lower`` itself ("He met …"), or it starts with a
    possessive of the same gender ("His deputy, Lise Tann" for a later "he"). In the
    second case, a subject of unknown gender counts as another person. ``before`` is the
    number of the sentence, and ``subjects`` are its subjects.
    """
    if not subjects:
        return None
    token, number = subjects[0]
    if number is None:
        return token if discourse.lowers[token] == lower else None
    first = discourse.parse.bounds[before][0]
    gender = GENDERS.get(lower)
    owned = gender is not None and GENDERS.get(discourse.lowers[first]) == gender
    same = discourse.entities[number].evidence.gender == gender
    return first if owned and not same else None


def _fitting(
    discourse: DiscourseModel, subjects: list[MainSubject], before: int, lower: str
) -> set[int]:
    """Return those of ``subjects`` that the pronoun ``lower`` may mean.

    ``before`` is the number of their sentence. People whom the subject asked or accused
    are included, because they may answer.
    """
    numbers = [_number_of(discourse, subject, lower) for subject in subjects]
    fitting = {number for number in numbers if number is not None}
    named = {number for _, number in subjects if number is not None}
    if lower in MANY and len(subjects) > 1:
        return fitting | named
    if lower in MANY and not fitting:
        return {n for n in named if discourse.entities[n].kind is ActorKind.ORG}
    return _or_addressed(discourse, before, lower, fitting)


def _number_of(
    discourse: DiscourseModel, subject: MainSubject, lower: str
) -> int | None:
    """Return the entity that the subject names, if the pronoun ``lower`` may mean it.

    For a description that is not an entity yet, the result is ``~token`` (negative). It
    is ``None`` if the pronoun cannot mean the subject.
    """
    token, number = subject
    if number is None:
        number = discourse.described_at(token)
    if number is not None:
        return number if _fits(lower, discourse.entities[number]) else None
    noun = role_noun(discourse.lowers[token])
    many = noun in GROUPS or discourse.tag(token) in PLURAL_TAGS
    if lower in GENDERS:
        gender = ROLE_GENDERS.get(noun)
        fits = not many and gender in {"", GENDERS[lower]}
    else:
        fits = many if lower in MANY else noun in ORG_NOUNS
    return ~token if fits else None


def _or_addressed(
    discourse: DiscourseModel, before: int, lower: str, meant: set[int]
) -> set[int]:
    """Return ``meant`` and the people whom the subject asked or accused.

    They may answer, so that the meaning of the pronoun is unclear.
    """
    first, stop = discourse.parse.bounds[before]
    verb = next((i for i in range(first, stop) if discourse.tag(i) in FINITE), stop - 1)
    reporter = reporters().get(discourse.lowers[verb])
    accuses = reporter is not None and ACCUSATION in reporter.frames
    if not meant or not (accuses or discourse.lowers[verb] in ASKING):
        return meant
    named = (discourse.entity_named_at(i) for i in range(verb, stop))
    return meant | {
        n for n in named if n is not None and _fits(lower, discourse.entities[n])
    }


def _score_antecedents(
    discourse: DiscourseModel, at: int, lower: str, speaker: tuple[int, int] | None
) -> dict[int, float]:
    """Map the entities that a pronoun at the token ``at`` may mean to their points."""
    scores = _score_mentions(discourse, at, lower)
    if lower in GENDERS:
        for person, distance in _described_people(discourse, at, GENDERS[lower]):
            scores[~person] = NEAREST + SUBJECT - distance
    if speaker is not None:
        number, sentence = speaker
        apart = discourse.tokens.sentences[at] - sentence
        fits = _fits(lower, discourse.entities[number]) or _speaks_for_many(
            lower, discourse.entities[number], apart
        )
        if fits and apart <= PRONOUN_REACH:
            bonus = LAST_SPEAKER + SPOKE_BEFORE * apart
            scores[number] = scores.get(number, 0.0) + bonus
    return scores


def _score_mentions(discourse: DiscourseModel, at: int, lower: str) -> dict[int, float]:
    """Map the entities named shortly before to scores, if the pronoun may mean them."""
    scores: dict[int, float] = {}
    for seen, distance in discourse.mentions_before(
        discourse.tokens.starts[at], PRONOUN_REACH
    ):
        if _fits(lower, discourse.entities[seen.number]):
            score = NEAREST - distance + SUBJECT * discourse.is_subject(seen.at)
            score += QUOTED * discourse.is_quoted(seen.start)
            scores[seen.number] = max(scores.get(seen.number, LOWEST_SCORE), score)
    return scores


def _fits(lower: str, entity: EntityCandidate) -> bool:
    kind, evidence = entity.kind, entity.evidence
    if kind is ActorKind.PERSON:
        gender = GENDERS.get(lower)
        # A name that only looks like a person's may be a firm's: "Harlow Motors … it".
        guessed = evidence.person < SURELY_PERSON and not (
            evidence.gender or entity.nouns
        )
        return (
            evidence.gender in {"", gender} if gender else lower in THINGS and guessed
        )
    return kind in KINDS[lower]


def _speaks_for_many(lower: str, entity: EntityCandidate, apart: int) -> bool:
    """Return whether the pronoun ``lower`` is plural and may mean an organisation.

    The organisation must be named at most one sentence back: ``apart`` counts
    sentences.
    """
    return lower in MANY and apart <= 1 and entity.kind is ActorKind.ORG


def _described_people(
    discourse: DiscourseModel, token: int, gender: str
) -> Iterator[tuple[int, int]]:
    """Yield the tokens of unnamed subjects ("a spokeswoman") that a pronoun may mean.

    Searches this sentence and the one before; each token comes with its distance in
    sentences.
    """
    start, _ = discourse.sentence_bounds(token)
    first = discourse.sentence_bounds(start - 1)[0] if start else start
    for i, lower in enumerate(discourse.lowers[first:token], first):
        noun = lower if lower in ROLES else role_noun(lower) if "-" in lower else ""
        if noun not in ROLES or ROLE_GENDERS[noun] not in {"", gender}:
            continue
        single = discourse.tokens.tags[i] != "NNS"
        if single and discourse.is_subject(i) and not discourse.is_known(i):
            yield i, int(i < start)


def _learn(discourse: DiscourseModel, lower: str, best: int | None) -> int | None:
    """Record the gender or kind that a pronoun shows of ``best``; return ``best``."""
    if best is not None and best >= 0:
        entity = discourse.entities[best]
        entity.evidence.gender = entity.evidence.gender or GENDERS.get(lower, "")
        if lower in THINGS and entity.kind is ActorKind.PERSON:
            entity.judge(TypeEvidence(org=SURE))
    return best
