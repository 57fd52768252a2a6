"""Describe, add and resolve entities without a name: "six sailors", "the former mayor"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from summarizers.languages.english import noun_forms, stem
from summarizers.lexicons import words
from summarizers.model import ActorKind
from summarizers.readers.english.actors.discourse import Discourse, is_agent_noun
from summarizers.readers.english.actors.entity_typing import TypeEvidence
from summarizers.readers.english.actors.linking import (
    Description,
    Entity,
    NameVariant,
)
from summarizers.readers.english.actors.names import NameMention
from summarizers.readers.english.actors.word_lists import (
    DEMONYMS,
    FIRM_ENDINGS,
    GROUPS,
    ORG_NOUNS,
    ROLE_GENDERS,
    ROLES,
    SMALL_WORDS,
    role_noun,
)
from summarizers.text.language import terms

DEFINITE = words("definite_determiners")
INDEFINITE = words("quantities") | {
    *("a", "an", "another", "other", "others", "any", "no", "each", "every"),
}
_DETERMINERS = DEFINITE | INDEFINITE
POSSESSIVES = frozenset(("my", "our", "your", "his", "her", "its", "their"))
PLURAL_TAGS = frozenset(("NNS", "NNPS"))
# Shapes of a noun phrase up to its noun, of the words behind the noun that belong to
# it, and of those that are printed.
_BEFORE_NOUN = re.compile(r"d?[dp]?[ujnNkce']*\Z")
_BEHIND_NOUN = re.compile(r"o[dpujnsNkc']*")
_PRINTED = re.compile(r"[^wvge,:]*")
_PHRASE_TOKENS = 20
_BOUNDS = frozenset(("least", "most", "than", "today"))
_AMOUNTS = frozenset(("dozens", "hundreds", "scores", "tens", "thousands"))
_MARKS = frozenset(("''", "``"))
# The evidence for the kind of a described entity.
SURE = 5.0


def describe_at(discourse: Discourse, head: int) -> Description:
    """Return the description whose head noun is the token ``head``."""
    start, stop = discourse.bounds(head)
    low = max(start, head - _PHRASE_TOKENS)
    before = _BEFORE_NOUN.search(discourse.shape, low, head)
    behind = _BEHIND_NOUN.match(discourse.shape, head + 1, stop)
    first = before.start() if before else head
    while discourse.lowers[first] in _BOUNDS:
        first += 1
    if discourse.lowers[first - 1] == "of" and discourse.lowers[first - 2] in _AMOUNTS:
        first -= 2
    return describe(discourse, first, behind.end() if behind else head + 1, head)


def describe(discourse: Discourse, first: int, last: int, head: int) -> Description:
    """Return the description in the tokens ``first`` to before ``last``.

    If a quotation mark precedes the head, the words up to the mark are left out.
    """
    for i in range(first, head):
        if discourse.tags[i] in _MARKS:
            first = i + 1
    noun, opening = role_noun(discourse.lowers[head]), discourse.lowers[first]
    possessed = "the" if "'" in discourse.shape[first:head] else ""
    return Description(
        first=first,
        last=last,
        head=head,
        noun=noun,
        determiner=opening if opening in _DETERMINERS else possessed,
        words=frozenset([w for w in discourse.lowers[first:last] if w[0].isalnum()])
        - _DETERMINERS,
        plural=discourse.tags[head] in PLURAL_TAGS or noun in GROUPS,
    )


def make_entity(discourse: Discourse, description: Description) -> Entity:
    """Return an entity that has only this description; it is not in the discourse yet."""
    noun, name = description.noun, _as_name(discourse, description)
    if description.plural or not (noun in ROLES or noun in ORG_NOUNS):
        evidence = TypeEvidence(group=SURE)
    elif noun in ROLES:
        evidence = TypeEvidence(person=SURE, gender=ROLE_GENDERS[noun])
    else:
        evidence = TypeEvidence(org=SURE)
    variant = NameVariant(name.words, name.words, [name], evidence, evidence.kind)
    entity = Entity([variant], [name], evidence)
    entity.nouns = {noun}
    entity.role_words = set(description.words)
    entity.draft = description
    return entity


def add_described(discourse: Discourse, description: Description) -> Entity:
    """Add an entity that has only this description, and return it."""
    entity = make_entity(discourse, description)
    entity.draft = None
    discourse.add_entity(entity, description.noun)
    discourse.add_mention(description.head, entity.names[0].start, entity)
    return entity


def _as_name(discourse: Discourse, description: Description) -> NameMention:
    """Return a description as a name, without participles, clauses and people behind it.

    "A friend close to Berg" would read as if Berg spoke; "aide to Berg" does not.
    """
    start, last = discourse.starts[description.first], description.head + 1
    named = map(discourse.named_at, range(last, description.last))
    has_person = any(e is not None and e.kind is ActorKind.PERSON for e in named)
    if is_agent_noun(description.noun) or not has_person:
        printed = _PRINTED.match(discourse.shape, last, description.last)
        last = printed.end() if printed else last
    end = discourse.tokens.ends[last - 1]
    text = discourse.parse.layout.text[start:end]
    return NameMention(
        start=start,
        end=end,
        text=text,
        words=tuple(text.lower().split()),
        first=description.first,
        last=last,
        title=description.first,
        described=True,
    )


_REACH_SENTENCES = 12
# The kinds of entity that "the city" and "the country" can mean when they speak.
SITE_NOUNS = {
    **dict.fromkeys(("city", "town", "village", "island"), ActorKind.PLACE),
    **dict.fromkeys(("country", "nation", "kingdom", "republic"), ActorKind.COUNTRY),
}
# Points for a fit, set by hand. The best entity needs LEAST points, and CALL_MARGIN
# more than the second, because a wrong speaker is worse than none.
SAME_NOUN = 3.0
WIDER_NOUN = 2.0
SAME_SORT = 1.5
KIN_NOUN = 1.0
LEADING_BODY = 1.0
SHARED_WORDS = 2
SPOKE_LAST = 0.5
PER_SENTENCE = 0.1
PER_NAME = 0.2
MOST_FOR_NAMES = 1.0
LEAST = 1.0
CALL_MARGIN = 0.5
_PAST_WORDS = frozenset(("former", "ex"))


def resolve_description(
    discourse: Discourse,
    description: Description,
    speaker: Entity | None,
    *,
    goes_on: bool = False,
) -> Entity | None:
    """Return the entity to which a description refers, with this mention.

    If no named entity fits, the function adds a new one. The result is ``None`` if
    several named entities fit equally well. ``speaker`` is the entity that spoke last.
    If ``goes_on``, as in "the mayor added", the description means ``speaker`` if that
    fits.
    """
    meant = _described_before(discourse, description)
    if meant is None:
        scores: dict[Entity, float] = {}
        if not description.plural and description.determiner in DEFINITE:
            scores = _scores(discourse, description, speaker)
        if goes_on and speaker is not None and _may_vary(description, speaker):
            if scores and speaker not in scores:
                return None
            scores = {speaker: LEAST}
        if not scores:
            return add_described(discourse, description)
        meant = clear_best(scores)
        if meant is None or scores[meant] < LEAST:
            return None
    if discourse.covering(description.head) is not meant:
        name = _as_name(discourse, description)
        meant.names.append(name)
        discourse.add_mention(description.head, name.start, meant)
    return meant


def _may_vary(description: Description, speaker: Entity) -> bool:
    """Return whether a description may mean the entity that spoke last.

    It may if its noun fits the entity. It may also if the entity is a person without a
    role, and the noun is a role that a person of this gender can have.
    """
    gender = ROLE_GENDERS.get(description.noun)
    is_plain = speaker.kind is ActorKind.PERSON and not speaker.nouns
    is_alike = gender is not None and gender in {"", speaker.evidence.gender}
    is_new = description.determiner in DEFINITE and not description.plural
    return is_new and ((is_plain and is_alike) or bool(_fit(description, speaker)))


def _described_before(discourse: Discourse, description: Description) -> Entity | None:
    """Return the entity that was described with the same noun, if any.

    Both descriptions must have the same words. A definite description ("the expert")
    may also have only some of the words of the earlier one ("a port expert").
    """
    if not description.plural and description.determiner in INDEFINITE:
        return None
    if description.determiner in {"other", "others"}:
        return None
    for entity in reversed(discourse.described.get(description.noun, ())):
        is_part = (
            description.determiner in DEFINITE
            and description.words <= entity.role_words
        )
        if is_part or description.words == entity.role_words:
            return entity
    return None


def _scores(
    discourse: Discourse, description: Description, speaker: Entity | None
) -> dict[Entity, float]:
    """Map each named entity that the description may mean to its score.

    An organisation must share a word with the names before the noun: "the Guardian
    newspaper" cannot mean another one.
    """
    inside = {
        discourse.lowers[i]
        for i in range(description.first, description.head)
        if discourse.shape[i] == "N" and "-" not in discourse.lowers[i]
    } - DEMONYMS.keys()
    start = discourse.starts[description.first]
    scores: dict[Entity, float] = {}
    for entity, _, distance in discourse.mentions_before(start, _REACH_SENTENCES):
        if entity in scores:
            continue
        own = entity.words | entity.role_words
        is_other = inside and entity.kind is ActorKind.ORG and inside.isdisjoint(own)
        fit = 0.0 if is_other else _fit(description, entity)
        fame = min(MOST_FOR_NAMES, PER_NAME * len(entity.names))
        nearness = SPOKE_LAST * (entity is speaker) - PER_SENTENCE * distance
        scores[entity] = max(0.0, fit + fame + nearness) if fit else -1.0
    return {entity: score for entity, score in scores.items() if score >= 0.0}


def clear_best(scores: dict[Entity, float]) -> Entity | None:
    """Return the entity that leads the others by at least ``CALL_MARGIN``, if any."""
    ranked = sorted(scores, key=lambda entity: -scores[entity])
    if ranked[1:] and scores[ranked[0]] - scores[ranked[1]] < CALL_MARGIN:
        return None
    return ranked[0] if ranked else None


def _fit(description: Description, entity: Entity) -> float:
    if entity.kind is ActorKind.PERSON:
        return _fit_person(description, entity)
    if entity.kind is ActorKind.ORG and description.noun in ORG_NOUNS:
        return _fit_organisation(description, entity)
    kind = SITE_NOUNS.get(description.noun)
    return SAME_NOUN if kind is not None and kind is entity.kind else 0.0


def _fit_person(description: Description, entity: Entity) -> float:
    """Return a person's score for a description, 0 if it does not fit.

    The noun of the person's role scores highest, then a wider noun ("official" for
    "minister"), then a related noun with shared words, such as the employer.
    """
    noun, own = description.noun, entity.role_words
    gender = ROLE_GENDERS.get(noun, "")
    if gender and entity.evidence.gender not in {"", gender}:
        return 0.0
    is_past = not _PAST_WORDS.isdisjoint(description.words)
    if is_past and own and _PAST_WORDS.isdisjoint(own):
        return 0.0
    shared = len((description.words & own) - SMALL_WORDS - {noun})
    wider = ROLES.get(noun, frozenset())
    widest = frozenset[str]().union(*(ROLES.get(n, ()) for n in entity.nouns))
    if noun in entity.nouns:
        fit = SAME_NOUN
    elif noun in widest:
        fit = WIDER_NOUN
    elif wider & widest and (shared or "expert" in wider):
        fit = KIN_NOUN
    else:
        return 0.0
    return fit + min(SHARED_WORDS, shared)


def _fit_organisation(description: Description, entity: Entity) -> float:
    """Return an organisation's score for a description, 0 if it does not fit.

    A noun from its name or role ("the ministry") scores highest, then another noun of
    the same sort ("the company" for a bank). A noun for a firm also fits the organisation
    that the article names most, if no word tells its sort.
    """
    nouns = entity.words | entity.nouns
    if description.noun in nouns:
        return SAME_NOUN
    # "The pilots of Norbat will strike, their union said": the union is neither Norbat nor
    # part of it.
    if description.determiner in POSSESSIVES:
        return 0.0
    sort = ORG_NOUNS[description.noun]
    sorts = {ORG_NOUNS[n] for n in nouns if n in ORG_NOUNS}
    if not nouns.isdisjoint(FIRM_ENDINGS):
        sorts.add("firm")
    # One of two sorts may be a part of the other: "firm/bank" of "firm".
    if any(
        f"{a}/".startswith(f"{b}/") for s in sorts for a, b in ((s, sort), (sort, s))
    ):
        return SAME_SORT
    is_leader = entity.leads and not sorts and sort.startswith("firm")
    return LEADING_BODY * is_leader


# Groups are added if they act in this number of paragraphs, or act this number of times.
_GROUP_PARAGRAPHS = 2
_AGAIN = 2
_LEAD_PARAGRAPHS = 3
_ACTING = GROUPS - words("vague_groups")
_NOUNS = words("unnamed_people") | {
    form for noun in words("animals") for form in noun_forms(noun)
}


def add_groups(discourse: Discourse) -> None:
    """Add unnamed groups that are subjects early or repeatedly: "protesters"."""
    groups = [
        group
        for group in _descriptions(discourse, _ACTING, len(discourse.lowers))
        if discourse.is_subject(group.head) and discourse.covering(group.head) is None
    ]
    counts = Counter(group.noun for group in groups)
    lead = discourse.lead_end(_GROUP_PARAGRAPHS)
    for group in groups:
        if discourse.starts[group.head] < lead or counts[group.noun] >= _AGAIN:
            resolve_description(discourse, group, None)


def add_titled(discourse: Discourse, title: str) -> set[Entity]:
    """Add the unnamed people of the title whom the lead describes, and return them."""
    stop = discourse.parse.within(0, discourse.lead_end(_LEAD_PARAGRAPHS)).stop
    listed = frozenset(terms(title))
    # If the title also names a person, other nouns than groups mostly mean that person.
    is_named = any(
        name.text in title
        for entity in discourse.entities
        if entity.kind is ActorKind.PERSON
        for name in entity.names
    )
    nouns = listed & (_NOUNS & GROUPS if is_named else _NOUNS)
    wanted = set(map(stem, nouns))
    titled: set[Entity] = set()
    for phrase in _descriptions(discourse, _NOUNS if wanted else nouns, stop):
        if stem(phrase.noun) in wanted and _is_in_title(discourse, phrase, listed):
            wanted.remove(stem(phrase.noun))
            entity = discourse.covering(phrase.head)
            titled.add(entity or add_described(discourse, phrase))
    return titled


def _descriptions(
    discourse: Discourse, nouns: AbstractSet[str], stop: int
) -> Iterator[Description]:
    """Yield the descriptions with these nouns, outside names, roles and quotations."""
    for i, lower in enumerate(discourse.lowers[:stop]):
        if lower in nouns and discourse.shape[i + 1] not in "'nsNu":
            entity = discourse.covering(i)
            is_free = entity is None or entity.is_described
            if is_free and not discourse.is_quoted(discourse.starts[i]):
                yield describe_at(discourse, i)


def _is_in_title(
    discourse: Discourse, phrase: Description, listed: AbstractSet[str]
) -> bool:
    """Return whether a description may mean the people of the title.

    "Her son" may not. Names inside the description must be in the title.
    """
    if phrase.determiner in POSSESSIVES or not (phrase.determiner or phrase.plural):
        return False
    inside = range(phrase.first, phrase.head)
    return all(
        discourse.lowers[i] in listed for i in inside if discourse.shape[i] == "N"
    )
