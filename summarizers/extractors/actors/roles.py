"""What the article says an actor is: "Russian President", "director of the fund"."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from summarizers.extractors.actors.names import Name
from summarizers.extractors.actors.titles import role_noun
from summarizers.extractors.actors.vocabulary import HONORIFICS, ROLES
from summarizers.parsers.grammar import Parse, Token

ROLE_TOKENS = 30
HEAD_TOKENS = 9
BEFORE_TOKENS = 20
ENDS = frozenset(",.;:—–()[]“”\"!?") | {"''", "``", "--"}
RELATIVES = frozenset(("who", "whose", "which", "that", "where", "when"))
NOT_ROLES = frozenset(
    "mr mr. mrs mrs. ms ms. miss sir madam madame dr dr. lord lady dame st st. hon hon."
    " saint brother".split()
)
COPULAS = frozenset(("is", "was"))
ARTICLES = frozenset(("a", "an", "the", "one"))
VERBS = frozenset(("VB", "MD"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


class Role(NamedTuple):
    """A printed role: its characters, and the nouns that say what it is."""

    start: int
    end: int
    nouns: frozenset[str]


def find_roles(
    parse: Parse, name: Name, nouns: Container[str], bounds: tuple[int, int]
) -> Iterator[Role]:
    """The roles printed around one name, the best kind of place first."""
    tokens = parse.tokens
    if name.title < name.first:
        found = _title_nouns(tokens[name.title : name.first])
        if found:
            last = _last_of_title(tokens, name)
            yield Role(tokens[name.title].start, tokens[last].end, found)
    role = (
        _behind(parse, name, nouns, bounds[1])
        or _before(parse, name, nouns, bounds[0])
        or _copular(tokens, name, nouns, bounds[1])
    )
    if role is not None:
        yield role


def find_clause(tokens: Sequence[Token], name: Name, stop: int) -> Role | None:
    """ "…, who owns the mill": what a relative clause says of someone without a role."""
    at = name.last
    if at + 2 >= stop or tokens[at].text != "," or tokens[at + 1].lower != "who":
        return None
    end = _end(tokens, at + 2, stop)
    return Role(tokens[at + 1].start, tokens[end - 1].end, frozenset())


def _last_of_title(tokens: Sequence[Token], name: Name) -> int:
    last = name.first - 1
    while last > name.title and tokens[last].lower in NOT_ROLES:
        last -= 1
    return last


def _title_nouns(tokens: Sequence[Token]) -> frozenset[str]:
    nouns = {role_noun(token.lower) for token in tokens}
    known = {n for n in nouns if n in ROLES or n in HONORIFICS and n not in NOT_ROLES}
    return frozenset(known)


def _behind(
    parse: Parse, name: Name, nouns: Container[str], stop: int
) -> Role | None:
    """ "Yun Sun, director of the China program, …", also behind an age."""
    tokens = parse.tokens
    at = name.last
    if at + 2 >= stop or tokens[at].text not in {",", "—", "–", "("}:
        return None
    if tokens[at + 1].text.isdigit() and tokens[at + 2].text == ",":
        at += 2
    first = at + 1
    if first >= stop or tokens[first].lower in RELATIVES or tokens[first].tag == "CC":
        return None
    end = _end(tokens, first, stop)
    found = _head_nouns(tokens[first:end], nouns, name)
    if not found:
        return None
    return Role(tokens[first].start, tokens[end - 1].end, found)


def _end(tokens: Sequence[Token], first: int, stop: int) -> int:
    """Where the phrase that starts at ``first`` ends."""
    end = first + 1
    limit = min(stop, first + ROLE_TOKENS)
    while end < limit and tokens[end].text not in ENDS:
        if tokens[end].lower in RELATIVES or tokens[end].tag in FINITE:
            break
        end += 1
    return end


def _head_nouns(
    phrase: Sequence[Token], nouns: Container[str], name: Name
) -> frozenset[str]:
    """The role nouns of a phrase, looked for up to its first preposition or verb."""
    found: set[str] = set()
    for token in phrase[:HEAD_TOKENS]:
        noun = role_noun(token.lower)
        if noun in nouns and (noun in ROLES or token.text[0].islower()):
            found.add(noun)
        elif token.dep == "appos" and name.first <= token.head < name.last:
            if token.tag in {"NN", "NNS"}:
                found.add(token.lower)
        if token.tag == "IN" or (token.tag[:2] in VERBS and token.tag != "VBN"):
            break
    return frozenset(found)


def _before(
    parse: Parse, name: Name, nouns: Container[str], start: int
) -> Role | None:
    """ "The leader of the party, Anna Berg, …"."""
    tokens = parse.tokens
    comma = min(name.title, name.first) - 1
    if comma <= start or tokens[comma].text != ",":
        return None
    first = _phrase_start(tokens, comma, start)
    found = _head_nouns(tokens[first:comma], nouns, name)
    if not found:
        return None
    return Role(tokens[first].start, tokens[comma - 1].end, found)


def _phrase_start(tokens: Sequence[Token], comma: int, start: int) -> int:
    first = comma
    low = max(start, comma - BEFORE_TOKENS)
    while first > low and tokens[first - 1].text not in ENDS:
        if tokens[first - 1].tag[:2] in VERBS or tokens[first - 1].tag == "CC":
            break
        first -= 1
    while first < comma and tokens[first].tag in {"IN", "TO", "RB", "CC"}:
        first += 1
    return first


def _copular(
    tokens: Sequence[Token], name: Name, nouns: Container[str], stop: int
) -> Role | None:
    """ "Anna Berg is the director of the fund"."""
    at = name.last
    if at + 2 >= stop or tokens[at].lower not in COPULAS:
        return None
    if tokens[at + 1].lower not in ARTICLES:
        return None
    end = _end(tokens, at + 1, stop)
    for i in range(at + 2, min(end, at + HEAD_TOKENS)):
        if tokens[i].tag == "IN":
            break
        noun = role_noun(tokens[i].lower)
        if noun in nouns:
            return Role(tokens[at + 1].start, tokens[end - 1].end, frozenset((noun,)))
    return None
