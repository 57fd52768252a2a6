"""Resolve descriptions: find the entity to which "the former mayor" refers.

Functions identify an entity by its number in ``DiscourseModel``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import ActorKind, Span, fast_new
from summarizers.readers.english.actors.clause_subjects import (
    PREPOSITIONS,
)
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.entity_typing import TypeEvidence
from summarizers.readers.english.actors.name_variants import EntityCandidate, NameForm
from summarizers.readers.english.actors.printed_names import PrintedName
from summarizers.readers.english.actors.word_lists import (
    DEMONYMS,
    FIRM_ENDINGS,
    GROUPS,
    ORG_NOUNS,
    PRESS,
    ROLE_GENDERS,
    ROLES,
    role_noun,
)

DEFINITE = words("definite_determiners")
QUANTITIES = words("quantities")
INDEFINITE = QUANTITIES | {
    *("a", "an", "another", "other", "others", "any", "no", "each", "every"),
}
DETERMINERS = DEFINITE | INDEFINITE
DETERMINER_TAGS = frozenset(("DT", "PRP$"))
PLURAL_TAGS = frozenset(("NNS", "NNPS"))
HEAD_ENDS = frozenset(("IN", "WP", "WDT", "TO", ",", "VBN", "VBG", "VBD", "WP$"))
MARKS = frozenset(("''", "``", '"', "“", "”"))
BEFORE_NOUNS = frozenset(
    ("DT", "JJ", "NN", "NNP", "NNPS", "CD", "POS", "PRP$", "VBN", "HYPH", "")
)
BEHIND_NOUNS = BEFORE_NOUNS - {"VBN"} | {"NNS"}
NOUN_LINKS = frozenset(("of", "from", "for"))
NAME_ENDS = frozenset(("WP", "WDT", "WRB", ",", ":", "VBN", "VBG", "VBD", "VBZ", "VBP"))
TIES = frozenset(("of", "from", "for", "at", "in", "by", "with"))
CLOSE = frozenset(("close", "familiar"))
LISTERS = frozenset(("such", "including"))
SURE = 5.0


class Description(NamedTuple):
    """A noun phrase for an entity without its name: "the former mayor of Lenna".

    Its tokens are ``first`` to before ``last``. ``head`` is the token of its head noun,
    and ``noun`` the head noun in lower case. ``determiner`` is "" for a bare noun, and
    "the" also for a possessive. ``words`` are all words except determiners and
    quantities.
    """

    first: int
    last: int
    head: int
    noun: str
    determiner: str
    words: frozenset[str]
    plural: bool

    @property
    def is_definite(self) -> bool:
        """Return whether readers should know the entity: "the expert", "her lawyer"."""
        return self.determiner in DEFINITE


class SourcePhrase(NamedTuple):
    """The noun phrase for a speaker: tokens ``first`` to before ``last``.

    ``head`` is the token of its head noun: "mayor" in "the mayor of Lenna".
    """

    first: int
    last: int
    head: int


def find_source(
    discourse: DiscourseModel, span: Span, head: int
) -> SourcePhrase | None:
    """Return the tokens of the source ``span``, or ``None`` if it contains no token.

    ``head`` is the token of its head noun.
    """
    first, last = discourse.tokens_of(span)
    if first >= last:
        return None
    if not first <= head < last:
        head = _guess_head(discourse, first, last)
    return fast_new(SourcePhrase, (first, last, head))


def read_subject(
    discourse: DiscourseModel, head: int, links: frozenset[str] = NOUN_LINKS
) -> Description:
    """Return the description whose head noun is the token ``head``.

    ``links`` holds the prepositions that may continue it: "of" in "the mayor of Lenna".
    """
    tokens = discourse.tokens
    start, stop = discourse.sentence_bounds(head)
    first = head
    while first > start and tokens.tags[first - 1] in BEFORE_NOUNS:
        first -= 1
        if tokens.tags[first] in DETERMINER_TAGS:
            break
    last = head + 1
    if last < stop and tokens.lowers[last] in links:
        last += 1
        while last < stop and tokens.tags[last] in BEHIND_NOUNS:
            last += 1
    return describe(discourse, SourcePhrase(first, last, head))


def _guess_head(discourse: DiscourseModel, first: int, last: int) -> int:
    """Return the token before a phrase's first preposition, verb or comma."""
    for i in range(first + 1, last):
        if discourse.tokens.tags[i] in HEAD_ENDS:
            return i - 1
    return last - 1


def describe(discourse: DiscourseModel, source: SourcePhrase) -> Description:
    """Split a source phrase into determiner, words and head noun.

    If a quotation mark precedes the head, the words up to the mark are left out.
    """
    first, last, head = source
    marks = [i for i in range(first, head) if discourse.tokens.texts[i] in MARKS]
    first = marks[-1] + 1 if marks else first
    words = frozenset([w for w in discourse.lowers[first:last] if w[0].isalnum()])
    noun = role_noun(discourse.tokens.lowers[head])
    return Description(
        first=first,
        last=last,
        head=head,
        noun=noun,
        determiner=_determiner(discourse, first, head),
        words=words - DETERMINERS,
        plural=discourse.tokens.tags[head] in PLURAL_TAGS or noun in GROUPS,
    )


def _determiner(discourse: DiscourseModel, first: int, head: int) -> str:
    start = discourse.tokens.lowers[first]
    if start in DETERMINERS:
        return start
    possessed = "POS" in discourse.tokens.tags[first:head]
    return "the" if possessed else ""


def add_described(discourse: DiscourseModel, description: Description) -> int:
    """Add an entity that has only this description and no name; return its number."""
    name = _as_name(discourse, description)
    evidence = _type_evidence(description)
    form = NameForm(name.words, name.words, [name], evidence, evidence.kind)
    entity = EntityCandidate([form], [name], evidence)
    entity.nouns = {description.noun}
    entity.role_words = set(description.words)
    entity.described = [name]
    return discourse.add_entity(entity)


def add_mention(
    discourse: DiscourseModel, description: Description, number: int
) -> int:
    """Record that a description refers to entity ``number``, and return ``number``."""
    entity = discourse.entities[number]
    name = _as_name(discourse, description)
    entity.names.append(name)
    entity.described.append(name)
    discourse.record_mention(name.start, description.head, number)
    return number


def _as_name(discourse: DiscourseModel, description: Description) -> PrintedName:
    """Turn a description into a printed name without participles, clauses and lists."""
    tokens, last = discourse.tokens, description.head + 1
    while last < description.last and tokens.tags[last] not in NAME_ENDS:
        if tokens.lowers[last] in LISTERS or _is_about(discourse, description, last):
            break
        last += 1
    start, end = tokens.starts[description.first], tokens.ends[last - 1]
    text = discourse.parse.layout.text[start:end]
    words = tuple(text.lower().split())
    return PrintedName(
        start, end, text, words, description.first, last, description.first
    )


def _is_about(discourse: DiscourseModel, description: Description, i: int) -> bool:
    """Return whether words such as "close to Berg" start at ``i``.

    They are cut from a description: "a friend close to Berg" would read as if Berg
    spoke. After a role they stay: "aide to Berg".
    """
    ahead = range(i + 1, description.last)
    named = (discourse.entity_named_at(j) for j in ahead)
    number = next((n for n in named if n is not None), None)
    if number is None or description.noun in ROLES:
        return False
    lower, tag = discourse.lowers[i], discourse.tag(i)
    if lower in TIES:
        speaks = description.noun in GROUPS or description.noun in ORG_NOUNS
        return not speaks and discourse.entities[number].kind is ActorKind.PERSON
    passive = not tag and discourse.lowers[i + 1] == "by"
    return passive or tag in PREPOSITIONS or tag == "JJ" or lower in CLOSE


def _type_evidence(description: Description) -> TypeEvidence:
    if description.plural:
        return TypeEvidence(group=SURE)
    if description.noun in ROLES:
        return TypeEvidence(person=SURE, gender=ROLE_GENDERS[description.noun])
    return (
        TypeEvidence(org=SURE)
        if description.noun in ORG_NOUNS
        else TypeEvidence(group=SURE)
    )


REACH_SENTENCES = 12
WEAK = frozenset(("the", "a", "an", "of", "at", "in", "for", "and", "to", "on", "by"))
OTHERS = frozenset(("other", "others"))
POSSESSIVES = frozenset(("my", "our", "your", "his", "her", "its", "their"))
# The kinds of entity that "the city" and "the country" can mean when they speak.
SITE_NOUNS = {
    **dict.fromkeys(("city", "town", "village", "island"), ActorKind.PLACE),
    **dict.fromkeys(("country", "nation", "kingdom", "republic"), ActorKind.COUNTRY),
}
SITES = frozenset((ActorKind.PLACE, ActorKind.COUNTRY))
# Points for a fit, set by hand. The best entity needs LEAST points, and CALL_MARGIN
# more than the second, because a wrong speaker is worse than none.
SAME_NOUN = 3.0
WIDER_NOUN = 2.0
SAME_SORT = 1.5
KIN_NOUN = 1.0
LEADING_BODY = 1.0
# The sorts of noun that may mean the organisation that an article names most.
LEADING_SORTS = {s for s in ORG_NOUNS.values() if s.startswith("firm")} | {
    *("body", "body/charity", "body/club", "body/party", "body/union"),
}
BASED = 1.0
# The tokens before and after a name in which the place of its seat is searched.
BEFORE_NAME, BEHIND_NAME = 2, 6
BASE = re.compile(r"\b([A-Z][\w’']+)-(?:based|born|listed)\b")
AGED = re.compile(r"[Tt]he (\d{1,3})-year-old\b")
AGE = re.compile(r"(?:,| \(|, aged|, who is) ?(\d{1,3})\b")
SHARED_WORDS = 2
PAST_WORDS = frozenset(("former", "ex"))
PAST_PREFIX = "ex-"
SPOKE_LAST = 0.5
PER_SENTENCE = 0.1
PER_NAME = 0.2
MOST_FOR_NAMES = 1.0
LEAST = 1.0
CALL_MARGIN = 0.5


def resolve_description(
    discourse: DiscourseModel,
    description: Description,
    speaker: int | None,
    *,
    goes_on: bool = False,
) -> int | None:
    """Return the number of the entity to which a description refers.

    If no named entity fits, the function adds a new one. The result is ``None`` if
    several named entities fit equally well. ``speaker`` is the entity that spoke last.
    If ``goes_on``, as in "the mayor added", the description means ``speaker`` if that
    fits.
    """
    again = _person_of_age(discourse, description)
    if again is None:
        again = _described_before(discourse, description)
    if again is not None:
        return add_mention(discourse, description, again)
    if description.plural or not description.is_definite:
        return add_described(discourse, description)
    scores = _scores(discourse, description, speaker)
    if goes_on and speaker is not None and _may_vary(discourse, description, speaker):
        best = speaker if speaker in scores or not scores else None
    elif not scores:
        return add_described(discourse, description)
    else:
        best = clear_best(scores)
        best = None if best is None or scores[best] < LEAST else best
    return None if best is None else add_mention(discourse, description, best)


def _may_vary(
    discourse: DiscourseModel, description: Description, speaker: int
) -> bool:
    """Return whether a description may mean ``speaker``, the entity that spoke last.

    It may if its noun fits the entity. It may also if the entity is a person without a
    role, and the noun is a role that a person of this gender can have.
    """
    entity = discourse.entities[speaker]
    gender = ROLE_GENDERS.get(description.noun)
    alike = gender is not None and gender in {"", entity.evidence.gender}
    is_plain = entity.kind is ActorKind.PERSON and not entity.nouns
    return (alike and is_plain) or bool(_fit(description, entity))


def _person_of_age(discourse: DiscourseModel, description: Description) -> int | None:
    """Return the person whom "the 34-year-old" means, if that is clear.

    It is the person introduced with this age ("Berg, 34"), or the only person named
    near.
    """
    start = discourse.tokens.starts[description.first]
    age = AGED.match(discourse.parse.layout.text, start)
    if age is None or age.end() < discourse.tokens.ends[description.head]:
        return None
    near = list(discourse.mentions_before(start, REACH_SENTENCES))
    people = {
        seen.number: _age(discourse, discourse.entities[seen.number])
        for seen, _ in near
        if discourse.entities[seen.number].kind is ActorKind.PERSON
    }
    meant = [number for number, years in people.items() if years == age[1]]
    if not meant:
        meant = [number for number, years in people.items() if not years]
        meant = meant if len(people) == 1 else []
    return meant[0] if len(meant) == 1 else None


def _age(discourse: DiscourseModel, entity: EntityCandidate) -> str:
    """Return the age that follows one of a person's names, or ""."""
    text = discourse.parse.layout.text
    ages = (AGE.match(text, name.end) for name in entity.names)
    return next((age[1] for age in ages if age is not None), "")


def _described_before(
    discourse: DiscourseModel, description: Description
) -> int | None:
    """Return the number of the entity that was described with the same noun, if any.

    Both descriptions must have the same words. A definite description ("the expert")
    may also have only some of the words of the earlier one ("a port expert").
    """
    again = description.plural or description.determiner not in INDEFINITE
    if not again or description.determiner in OTHERS:
        return None
    for number in reversed(discourse.described.get(description.noun, ())):
        words = discourse.entities[number].role_words
        if description.words == words or (
            description.is_definite and description.words <= words
        ):
            return number
    return None


def _scores(
    discourse: DiscourseModel, description: Description, speaker: int | None
) -> dict[int, float]:
    """Map each named entity that the description may mean to its score."""
    nearest: dict[int, int] = {}
    place = _base(discourse, description)
    inside = set() if place else _names_inside(discourse, description)
    start = discourse.tokens.starts[description.first]
    for seen, distance in discourse.mentions_before(start, REACH_SENTENCES):
        nearest.setdefault(seen.number, distance)
    scores: dict[int, float] = {}
    for number, distance in nearest.items():
        entity = discourse.entities[number]
        fit = _fit(description, entity)
        if fit and not (inside and _is_apart(entity, inside)):
            score = fit - PER_SENTENCE * distance
            score += SPOKE_LAST * (number == speaker)
            score += min(MOST_FOR_NAMES, PER_NAME * len(entity.names))
            score += BASED * (bool(place) and _is_near(discourse, entity, place))
            scores[number] = max(0.0, score)
    return scores


def _names_inside(discourse: DiscourseModel, description: Description) -> set[str]:
    """Return the words of names before the noun: "guardian" in "the Guardian newspaper".

    Places are left out: "the Norland bank" may be any bank there.
    """
    names: set[str] = set()
    for i in range(description.first, description.head):
        number = discourse.entity_named_at(i)
        kind = None if number is None else discourse.entities[number].kind
        lower = discourse.lowers[i]
        if discourse.tag(i)[:3] == "NNP" and kind not in SITES:
            names.update({lower} - DEMONYMS.keys())
    return names


def _is_apart(entity: EntityCandidate, names: set[str]) -> bool:
    """Return whether an organisation's name and role share no word with ``names``."""
    words = {word for form in entity.forms for word in form.key}
    is_body = entity.kind is ActorKind.ORG
    return is_body and names.isdisjoint(words | entity.role_words)


def _base(discourse: DiscourseModel, description: Description) -> str:
    """Return the town or country in "the Lenna-based firm", in lower case, or ""."""
    start = discourse.tokens.starts[description.first]
    end = discourse.tokens.ends[description.head]
    based = BASE.search(discourse.parse.layout.text, start, end)
    return "" if based is None else based[1].lower()


def _is_near(discourse: DiscourseModel, entity: EntityCandidate, place: str) -> bool:
    """Return whether a place stands beside a name: "Lenna's Deller", "Deller of Lenna"."""
    for name in entity.names:
        start, stop = discourse.sentence_bounds(name.first)
        first = max(start, name.first - BEFORE_NAME)
        if place in discourse.lowers[first : min(stop, name.last + BEHIND_NAME)]:
            return True
    return False


def clear_best(scores: dict[int, float]) -> int | None:
    """Return the key with the best score, if it leads by at least ``CALL_MARGIN``."""
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < CALL_MARGIN):
        return None
    return ranked[0][0]


def _fit(description: Description, entity: EntityCandidate) -> float:
    if entity.kind is ActorKind.PERSON:
        return _fit_person(description, entity)
    if entity.kind is ActorKind.ORG and description.noun in ORG_NOUNS:
        return _fit_organisation(description, entity)
    named = (
        description.noun in SITE_NOUNS and SITE_NOUNS[description.noun] is entity.kind
    )
    return SAME_NOUN if named else 0.0


def _fit_person(description: Description, entity: EntityCandidate) -> float:
    """Return a person's score for a description, 0 if it does not fit.

    The noun of the person's role scores highest, then a wider noun ("official" for
    "minister"), then a related noun with shared words, such as the employer.
    """
    gender = ROLE_GENDERS.get(description.noun, "")
    if gender and entity.evidence.gender not in {"", gender}:
        return 0.0
    if not description.words.isdisjoint(PAST_WORDS) and _holds_office(entity):
        return 0.0
    shared = len((description.words & entity.role_words) - WEAK - {description.noun})
    fit = 0.0
    if description.noun in entity.nouns:
        fit = SAME_NOUN
    elif any(description.noun in ROLES.get(noun, ()) for noun in entity.nouns):
        fit = WIDER_NOUN
    elif _is_kin(description.noun, entity.nouns):
        expert = "expert" in ROLES.get(description.noun, ())
        fit = KIN_NOUN if shared or expert else 0.0
    return fit + min(SHARED_WORDS, shared) if fit else 0.0


def _holds_office(entity: EntityCandidate) -> bool:
    """Return whether all roles of a person are present ones, not "ex-president"."""
    words = entity.role_words
    is_past = any(word.startswith(PAST_PREFIX) for word in words)
    return bool(words) and not is_past and words.isdisjoint(PAST_WORDS)


def _is_kin(noun: str, nouns: Iterable[str]) -> bool:
    families = ROLES.get(noun, frozenset())
    return any(families & ROLES.get(other, frozenset()) for other in nouns)


def _fit_organisation(description: Description, entity: EntityCandidate) -> float:
    """Return an organisation's score for a description, 0 if it does not fit.

    A noun from its name or role ("the ministry") scores highest, then another noun of
    the same sort ("the company" for a bank). Any other noun fits only the organisation
    that the article names most.
    """
    words = {word for form in entity.forms for word in form.key}
    if description.noun in entity.nouns or description.noun in words:
        return SAME_NOUN
    # "The pilots of Norbat will strike, their union said": the union is neither Norbat nor
    # part of it.
    if description.determiner in POSSESSIVES:
        return 0.0
    sort = ORG_NOUNS[description.noun]
    sorts = {ORG_NOUNS[n] for n in entity.nouns | words if n in ORG_NOUNS}
    if not words.isdisjoint(FIRM_ENDINGS):
        sorts.add("firm")
    if any(_is_of_sort(sort, other) for other in sorts):
        return SAME_SORT
    if sorts or not entity.leads or sort not in LEADING_SORTS:
        return 0.0
    acronym = sort.startswith("firm") and entity.names[0].text.isupper()
    press = any(" ".join(form.words) in PRESS for form in entity.forms)
    return 0.0 if acronym or press else LEADING_BODY


def _is_of_sort(sort: str, other: str) -> bool:
    """Return whether two sorts are equal or nested, as "firm" and "firm/bank"."""
    short, long = sorted((sort, other), key=len)
    return f"{long}/".startswith(f"{short}/")
