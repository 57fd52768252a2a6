"""Sources that stand there as a description: "the expert", "local authorities"."""

from __future__ import annotations

from typing import NamedTuple

from summarizers.model import Span, make
from summarizers.readers.english.actors.discourse_model import Stage
from summarizers.readers.english.actors.entity_typing import Votes
from summarizers.readers.english.actors.name_variants import Figure, Form
from summarizers.readers.english.actors.printed_names import Name
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
        """Whether it points to someone known: "the expert", "her lawyer"."""
        return self.determiner in DEFINITE


class Source(NamedTuple):
    """A source phrase: the half-open range of its tokens, and its head."""

    first: int
    last: int
    head: int


def find_source(stage: Stage, span: Span, head: int) -> Source | None:
    """The tokens of a source phrase; ``None`` when no token lies in it."""
    first, last = stage.tokens_of(span)
    if first >= last:
        return None
    if not first <= head < last:
        head = _guess_head(stage, first, last)
    return make(Source, (first, last, head))


def read_subject(stage: Stage, head: int) -> Description:
    """The description around a noun that no attribution names."""
    tokens = stage.tokens
    start, stop = stage.bounds(head)
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
    return describe(stage, Source(first, last, head))


def _guess_head(stage: Stage, first: int, last: int) -> int:
    """The noun before the first preposition, verb or comma."""
    for i in range(first + 1, last):
        if stage.tokens.tags[i] in HEAD_ENDS:
            return i - 1
    return last - 1


def describe(stage: Stage, source: Source) -> Description:
    """Take a source phrase apart."""
    first, last, head = source
    words = frozenset([w for w in stage.lowers[first:last] if w[0].isalnum()])
    noun = role_noun(stage.tokens.lowers[head])
    return Description(
        first=first,
        last=last,
        head=head,
        noun=noun,
        determiner=_determiner(stage, first, head),
        words=words - DETERMINERS,
        plural=stage.tokens.tags[head] in PLURAL_TAGS or noun in GROUPS,
    )


def _determiner(stage: Stage, first: int, head: int) -> str:
    start = stage.tokens.lowers[first]
    if start in DETERMINERS:
        return start
    possessed = "POS" in stage.tokens.tags[first:head]
    return "the" if possessed else ""


def add_described(stage: Stage, found: Description) -> int:
    """Put on stage a figure that is nothing but this description."""
    name = _as_name(stage, found)
    votes = _judge(found)
    form = Form(name.words, name.words, [name], votes, votes.kind)
    figure = Figure([form], [name], votes)
    figure.nouns = {found.noun}
    figure.role_words = set(found.words)
    figure.described = [name]
    return stage.add_figure(figure)


def add_mention(stage: Stage, found: Description, number: int) -> int:
    """Note that a description means a figure; returns the figure's number."""
    figure = stage.figures[number]
    name = _as_name(stage, found)
    figure.names.append(name)
    figure.described.append(name)
    stage.see(name.start, found.head, number)
    return number


def _as_name(stage: Stage, found: Description) -> Name:
    """The description as a name, without participles, clauses and lists behind it."""
    tokens, last = stage.tokens, found.head + 1
    while last < found.last and tokens.tags[last] not in NAME_ENDS:
        if tokens.lowers[last] in LISTERS:
            break
        last += 1
    start, end = tokens.starts[found.first], tokens.ends[last - 1]
    text = stage.parse.layout.text[start:end]
    words = tuple(text.lower().split())
    return Name(start, end, text, words, found.first, last, found.first)


def _judge(found: Description) -> Votes:
    if found.plural:
        return Votes(group=SURE)
    if found.noun in ROLES:
        return Votes(person=SURE, gender=ROLE_GENDERS[found.noun])
    return Votes(org=SURE) if found.noun in ORG_NOUNS else Votes(group=SURE)
