"""Find people and animals of the lead who have no name: "Six sailors were hurt"."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from summarizers.languages.english import stem
from summarizers.lexicons import words
from summarizers.model import ActorKind
from summarizers.readers.english.actors.descriptions import (
    DEFINITE,
    POSSESSIVES,
    Description,
    add_described,
    read_subject,
)
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.title_people import (
    ANIMALS,
    LEAD_PARAGRAPHS,
    NOUNS,
    is_head,
    is_named,
    persons,
)
from summarizers.readers.english.actors.word_lists import GROUPS
from summarizers.readers.english.reporting_lexicon import reporters

# The least evidence that a name is a person's.
_LIKELY = 1.2
# The maximum number of unnamed people; more of them only belong to the scene.
MOST = 2
# Groups that mostly speak or look on; they are left out, as are words for any people.
_VOICES = words("lead_voices")
_LISTED = (NOUNS | GROUPS) - _VOICES - words("people_words")
_BE = words("be_forms")
# Words between a subject and its verb.
_BETWEEN = frozenset(("has", "have", "had", "also", "been", "not")) | _BE
_PHRASE_TAGS = frozenset(
    (*("", "DT", "JJ", "NN", "NNS", "NNP", "NNPS", "CD", "POS", "IN", "JJS", "RBS"),)
)
_PHRASE_TOKENS = 16
_VERBS = frozenset(("VBD", "VBZ", "VBP", "MD"))
_SAYING = words("saying_verbs")
_PLAIN = words("plain_reporting")
_INTRODUCED = frozenset(("named", "called", "identified", ","))
_AMOUNTS = frozenset(("dozens", "hundreds", "scores", "tens", "thousands"))
_LINKS = frozenset(("of",))
_BOUNDS = frozenset(("least", "most", "than"))
_MEASURES = _BOUNDS | {"at", "more"}
_PLURAL_ENDS = "s", "men"
_VAGUE = frozenset(
    ("some", "many", "several", "any", "no", "each", "every", "other", "another")
)


def add_lead_people(
    discourse: DiscourseModel, title: str, titled: AbstractSet[int]
) -> frozenset[int]:
    """Add the unnamed people who act or suffer in the lead; return their numbers.

    ``titled`` holds the numbers of the unnamed people of the title. A single person is
    left out if the title's people or a named person without a role may be the same
    person.
    """
    nouns = {n for number in titled for n in discourse.entities[number].nouns}
    roots, added = set(map(stem, nouns)), set[int]()
    seen = set(roots)
    has_one = not nouns <= ANIMALS | GROUPS or _has_plain(discourse, title)
    for description in _descriptions(discourse):
        root = stem(description.noun)
        is_one = not description.plural and description.noun not in ANIMALS
        own = set(map(stem, description.words))
        is_again = root in seen or not roots.isdisjoint(own)
        if is_again or (has_one and is_one):
            continue
        refers_back = added or description.noun.endswith(_PLURAL_ENDS)
        if description.determiner in DEFINITE and refers_back:
            continue
        if _has_name_beside(discourse, root, title):
            continue
        number = _described_with(discourse, description.head)
        if number is None:
            number = add_described(discourse, description)
        roots.add(root)
        seen |= own
        has_one |= is_one
        added.add(number)
        if len(added) == MOST:
            break
    return frozenset(added)


def _described_with(discourse: DiscourseModel, token: int) -> int | None:
    """Return the number of the entity with a description at ``token``, if any."""
    for number, entity in enumerate(discourse.entities):
        if any(name.first <= token < name.last for name in entity.described):
            return number
    return None


def _has_plain(discourse: DiscourseModel, title: str) -> bool:
    """Return whether the title names a person.

    The result is also true if the lead names a person without a role.
    """
    if any(is_named(names, title) for names in persons(discourse)):
        return True
    stop = discourse.lead_end(LEAD_PARAGRAPHS)
    return any(
        entity.kind is ActorKind.PERSON
        and entity.role is None
        and entity.evidence.person >= _LIKELY
        for entity in discourse.entities
        if not entity.is_described and entity.names[0].start < stop
    )


def _has_name_beside(discourse: DiscourseModel, root: str, title: str) -> bool:
    """Return whether a name follows a noun with stem ``root``: "a gorilla named Bo".

    The name must be a person's or stand in the title.
    """
    lowers = discourse.lowers
    for entity in discourse.entities:
        if entity.is_described:
            continue
        for name in entity.names:
            if entity.evidence.person < _LIKELY and name.text not in title:
                continue
            before = min(name.first, name.title) - 1
            before -= before > 0 and lowers[before] in _INTRODUCED
            if before >= 0 and stem(lowers[before]) == root:
                return True
    return False


def _descriptions(discourse: DiscourseModel) -> Iterator[Description]:
    """Yield the descriptions of people in the lead who do something, or suffer it."""
    stop = discourse.parse.within(0, discourse.lead_end(LEAD_PARAGRAPHS)).stop
    last = -2
    for i, lower in enumerate(discourse.lowers[:stop]):
        if lower not in _LISTED or not is_head(discourse, i):
            continue
        description = _widen(discourse, read_subject(discourse, i, _LINKS))
        if not _may_be_told(discourse, description):
            continue
        link = description.first - 1
        is_joined = link - 1 == last and discourse.lowers[link] == "and"
        if is_joined or _acts(discourse, i) or _suffers(discourse, description):
            last = i
            yield description


def _widen(discourse: DiscourseModel, description: Description) -> Description:
    """Return a description that starts at its quantity: "dozens of sailors".

    A word such as "least" at its start is cut: "at least six sailors" becomes "six
    sailors".
    """
    first, lowers = description.first, discourse.lowers
    while first < description.head and lowers[first] in _BOUNDS:
        first += 1
    if first > 1 and lowers[first - 1] == "of" and lowers[first - 2] in _AMOUNTS:
        first -= 2
    return description._replace(first=first)


def _may_be_told(discourse: DiscourseModel, description: Description) -> bool:
    """Return whether a description says enough about people: "two passengers".

    "Passengers", "some passengers" and "their passengers" do not.
    """
    first = discourse.lowers[description.first]
    if description.determiner in POSSESSIVES or first in _VAGUE:
        return False
    if description.determiner:
        return True
    is_long = description.last - description.first > 1
    # A plural without an "s", such as "police", is enough: it names an organisation.
    return description.plural and (is_long or not first.endswith(_PLURAL_ENDS))


def _acts(discourse: DiscourseModel, head: int) -> bool:
    """Return whether the noun ``head`` is the subject of a verb that does not report.

    A passive counts, whatever its verb: "two people are confirmed dead".
    """
    stop = discourse.sentence_bounds(head)[1]
    at = head + 1
    if discourse.tag(at) == "IN":
        end = min(stop, at + _PHRASE_TOKENS)
        while at < end and discourse.tag(at) in _PHRASE_TAGS:
            at += 1
    if at >= stop or discourse.tag(at) not in _VERBS:
        return False
    first = at
    while at < stop and (discourse.lowers[at] in _BETWEEN or discourse.tag(at) == "RB"):
        at += 1
    if at == stop:
        return False
    verb = discourse.lowers[at]
    is_auxiliary = not _BE.isdisjoint(discourse.lowers[first:at])
    return (is_auxiliary and not verb.endswith("ing")) or not _reports(verb)


def _reports(verb: str) -> bool:
    reporter = reporters().get(verb)
    return verb in _SAYING or (reporter is not None and reporter.lemma in _PLAIN)


def _suffers(discourse: DiscourseModel, description: Description) -> bool:
    """Return whether a description is the object of a verb that does not report.

    A description before "who" and a past tense counts as well.
    """
    head, lowers = description.head, discourse.lowers
    if lowers[head + 1 : head + 2] == ["who"] and discourse.tag(head + 2) == "VBD":
        return True
    start, before = discourse.sentence_bounds(head)[0], description.first - 1
    while before > start and lowers[before] in _MEASURES:
        before -= 1
    if before < start or lowers[before] in _BE or _reports(lowers[before]):
        return False
    tag = discourse.tag(before)
    return tag[:2] == "VB" or (not tag and lowers[before].endswith("ing"))
