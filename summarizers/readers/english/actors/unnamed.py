"""Add people, groups and animals without a name: "Six sailors were hurt"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from summarizers.languages.english.inflections import noun_forms, stem
from summarizers.lexicons import words
from summarizers.model import ActorKind
from summarizers.readers.english.actors.descriptions import (
    DEFINITE,
    POSSESSIVES,
    add_described,
    describe_at,
    resolve_description,
)
from summarizers.readers.english.actors.discourse import Discourse
from summarizers.readers.english.actors.linking import Description, Entity
from summarizers.readers.english.actors.word_lists import GROUPS
from summarizers.readers.english.reporting_lexicon import reporters
from summarizers.text.terms import terms

# Groups are added if they act in this number of paragraphs, or act this number of times.
_GROUP_PARAGRAPHS = 2
_AGAIN = 2
_LEAD_PARAGRAPHS = 3
# The maximum number of unnamed people of the lead; more only belong to the scene.
_MOST = 2
# The least evidence that a name is a person's.
_LIKELY = 1.2
_ACTING = GROUPS - words("vague_groups")
_ANIMALS = frozenset(form for noun in words("animals") for form in noun_forms(noun))
_NOUNS = words("unnamed_people") | _ANIMALS
# Groups that mostly speak or look on are left out, as are words for any people.
_LISTED = (_NOUNS | GROUPS) - words("lead_voices") - words("people_words")
_BE = words("be_forms")
_HELPERS = frozenset(("has", "have", "had", "been", "not")) | _BE
_SAYING = words("saying_verbs")
_PLAIN = words("plain_reporting")
_MEASURES = frozenset(("at", "least", "most", "more", "than"))
_VAGUE = frozenset(
    ("some", "many", "several", "any", "no", "each", "every", "other", "another")
)
_PLURAL_ENDS = "s", "men"
# From a noun to the finite verb of which it is the subject.
_TO_VERB = re.compile(r"(?:[io][udpcjnsNk'io]{0,15})?v")


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


def add_people(discourse: Discourse, title: str) -> tuple[set[Entity], set[Entity]]:
    """Add the unnamed people of the title and of the lead, and return both.

    The lead must describe the people of the title. Of the others, those count who do
    something, or suffer it.
    """
    stop = discourse.parse.within(0, discourse.lead_end(_LEAD_PARAGRAPHS)).stop
    people = [
        (entity, any(name.text in title for name in entity.names))
        for entity in discourse.entities
        if entity.kind is ActorKind.PERSON and not entity.is_described
    ]
    listed = frozenset(terms(title))
    # If the title also names a person, other nouns than groups mostly mean that person.
    is_named = any(in_title for _, in_title in people)
    wanted = listed & (_NOUNS & GROUPS if is_named else _NOUNS)
    titled: dict[str, Entity] = {}
    for phrase in _descriptions(discourse, _NOUNS if wanted else set(), stop):
        root = stem(phrase.noun)
        is_wanted = root not in titled and root in set(map(stem, wanted))
        if is_wanted and _is_in_title(discourse, phrase, listed):
            titled[root] = discourse.covering(phrase.head) or add_described(
                discourse, phrase
            )
    seen = {stem(noun) for entity in titled.values() for noun in entity.nouns}
    has_one = (
        is_named
        or any(not entity.nouns <= _ANIMALS | GROUPS for entity in titled.values())
        or any(
            entity.role is None
            and entity.evidence.person >= _LIKELY
            and entity.names[0].first < stop
            for entity, _ in people
        )
    )
    roles = {noun for entity, _ in people for noun in entity.nouns}
    leading: set[Entity] = set()
    for phrase in _descriptions(discourse, _LISTED, stop):
        own = {stem(phrase.noun), *map(stem, phrase.words)}
        is_one = not phrase.plural and phrase.noun not in _ANIMALS
        is_repeated = bool(own & seen) or (is_one and (has_one or phrase.noun in roles))
        refers_back = leading or phrase.noun.endswith(_PLURAL_ENDS)
        if is_repeated or (refers_back and phrase.determiner in DEFINITE):
            continue
        if _says_enough(discourse, phrase) and _takes_part(discourse, phrase):
            leading.add(
                discourse.covering(phrase.head) or add_described(discourse, phrase)
            )
            seen.add(stem(phrase.noun))
            has_one |= is_one
        if len(leading) == _MOST:
            break
    return set(titled.values()), leading


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


def _says_enough(discourse: Discourse, phrase: Description) -> bool:
    """Return whether a description says enough about people: "two passengers".

    "Passengers", "some passengers" and "their passengers" do not. A plural without an
    "s", such as "police", is enough: it names an organisation.
    """
    first = discourse.lowers[phrase.first]
    if phrase.determiner in POSSESSIVES or first in _VAGUE:
        return False
    is_long = phrase.last - phrase.first > 1
    is_enough = phrase.plural and (is_long or not first.endswith(_PLURAL_ENDS))
    return bool(phrase.determiner) or is_enough


def _takes_part(discourse: Discourse, phrase: Description) -> bool:
    """Return whether people are the subject or object of a verb that does not report.

    A passive counts, whatever its verb: "two people are confirmed dead".
    """
    lowers, shape = discourse.lowers, discourse.shape
    to_verb = _TO_VERB.match(shape, phrase.head + 1)
    if to_verb:
        at = to_verb.end() - 1
        while lowers[at] in _HELPERS or shape[at] == "r":
            at += 1
        is_passive = lowers[at - 1] in _BE and not lowers[at].endswith("ing")
        if is_passive or not _reports(lowers[at]):
            return True
    if shape[phrase.head + 1 : phrase.head + 3] == "wv":
        return True
    before, start = phrase.first - 1, discourse.bounds(phrase.head)[0]
    while before > start and lowers[before] in _MEASURES:
        before -= 1
    if before < start or lowers[before] in _BE or _reports(lowers[before]):
        return False
    is_participle = shape[before] == "u" and lowers[before].endswith("ing")
    return is_participle or discourse.tags[before][:2] == "VB"


def _reports(verb: str) -> bool:
    reporter = reporters().get(verb)
    return verb in _SAYING or (reporter is not None and reporter.lemma in _PLAIN)
