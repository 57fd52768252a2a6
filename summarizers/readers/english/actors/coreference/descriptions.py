"""Sources that are descriptions: "the expert", "local authorities"."""

from __future__ import annotations

from typing import NamedTuple

from summarizers.model import Span, fast_new
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.entity_typing import TypeEvidence
from summarizers.readers.english.actors.name_variants import EntityCandidate, NameForm
from summarizers.readers.english.actors.printed_names import PrintedName
from summarizers.readers.english.actors.word_lists import (
    GROUPS,
    ORG_NOUNS,
    ROLE_GENDERS,
    ROLES,
    role_noun,
)

DEFINITE = frozenset(
    ("the", "this", "that", "these", "those", "his", "her", "its", "their", "our")
)
QUANTITIES = frozenset(
    ("one", "two", "three", "four", "five", "six", "some", "several", "many", "most")
)
INDEFINITE = QUANTITIES | {
    *("a", "an", "another", "other", "others", "any", "no", "each", "every"),
}
DETERMINERS = DEFINITE | INDEFINITE
DETERMINER_TAGS = frozenset(("DT", "PRP$"))
PLURAL_TAGS = frozenset(("NNS", "NNPS"))
HEAD_ENDS = frozenset(("IN", "WP", "WDT", "TO", ",", "VBN", "VBG", "VBD", "WP$"))
BEFORE_NOUNS = frozenset(
    ("DT", "JJ", "NN", "NNP", "NNPS", "CD", "POS", "PRP$", "VBN", "HYPH", "")
)
BEHIND_NOUNS = BEFORE_NOUNS - {"VBN"} | {"NNS"}
NOUN_LINKS = frozenset(("of", "from", "for"))
NAME_ENDS = frozenset(("WP", "WDT", "WRB", ",", ":", "VBN", "VBG", "VBD", "VBZ", "VBP"))
LISTERS = frozenset(("such", "including"))
SURE = 5.0


class Description(NamedTuple):
    """A described source, in tokens ``first..last`` (half-open), with its head noun.

    ``determiner`` is "" for a bare noun, "the" also behind a possessive. ``words`` are
    all words but determiners and quantities.
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
        """Whether it refers to a known entity: "the expert", "her lawyer"."""
        return self.determiner in DEFINITE


class SourcePhrase(NamedTuple):
    """A source phrase: the half-open range of its tokens, and its head."""

    first: int
    last: int
    head: int


def find_source(
    discourse: DiscourseModel, span: Span, head: int
) -> SourcePhrase | None:
    """The tokens of a source phrase; ``None`` when no token lies in it."""
    first, last = discourse.tokens_of(span)
    if first >= last:
        return None
    if not first <= head < last:
        head = _guess_head(discourse, first, last)
    return fast_new(SourcePhrase, (first, last, head))


def read_subject(discourse: DiscourseModel, head: int) -> Description:
    """The description around a noun that no attribution names."""
    tokens = discourse.tokens
    start, stop = discourse.bounds(head)
    first = head
    while first > start and tokens.tags[first - 1] in BEFORE_NOUNS:
        first -= 1
        if tokens.tags[first] in DETERMINER_TAGS:
            break
    last = head + 1
    if last < stop and tokens.lowers[last] in NOUN_LINKS:
        last += 1
        while last < stop and tokens.tags[last] in BEHIND_NOUNS:
            last += 1
    return describe(discourse, SourcePhrase(first, last, head))


def _guess_head(discourse: DiscourseModel, first: int, last: int) -> int:
    """The noun before the first preposition, verb or comma."""
    for i in range(first + 1, last):
        if discourse.tokens.tags[i] in HEAD_ENDS:
            return i - 1
    return last - 1


def describe(discourse: DiscourseModel, source: SourcePhrase) -> Description:
    """Split a source phrase into determiner, words and head noun."""
    first, last, head = source
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
    """Add an entity that is nothing but this description."""
    name = _as_name(discourse, description)
    evidence = _judge(description)
    form = NameForm(name.words, name.words, [name], evidence, evidence.kind)
    entity = EntityCandidate([form], [name], evidence)
    entity.nouns = {description.noun}
    entity.role_words = set(description.words)
    entity.described = [name]
    return discourse.add_entity(entity)


def add_mention(
    discourse: DiscourseModel, description: Description, number: int
) -> int:
    """Note that a description means an entity; returns the entity's number."""
    entity = discourse.entities[number]
    name = _as_name(discourse, description)
    entity.names.append(name)
    entity.described.append(name)
    discourse.see(name.start, description.head, number)
    return number


def _as_name(discourse: DiscourseModel, description: Description) -> PrintedName:
    """The description as a name, without participles, clauses and lists behind it."""
    tokens, last = discourse.tokens, description.head + 1
    while last < description.last and tokens.tags[last] not in NAME_ENDS:
        if tokens.lowers[last] in LISTERS:
            break
        last += 1
    start, end = tokens.starts[description.first], tokens.ends[last - 1]
    text = discourse.parse.layout.text[start:end]
    words = tuple(text.lower().split())
    return PrintedName(
        start, end, text, words, description.first, last, description.first
    )


def _judge(description: Description) -> TypeEvidence:
    if description.plural:
        return TypeEvidence(group=SURE)
    if description.noun in ROLES:
        return TypeEvidence(person=SURE, gender=ROLE_GENDERS[description.noun])
    return (
        TypeEvidence(org=SURE)
        if description.noun in ORG_NOUNS
        else TypeEvidence(group=SURE)
    )
