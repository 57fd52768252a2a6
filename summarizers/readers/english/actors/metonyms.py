"""Seats of government: when "Moscow" is the state and when it is the city."""

from __future__ import annotations

from collections.abc import Iterable

from summarizers.readers.english.actors.printed_names import PrintedName
from summarizers.readers.english.actors.word_lists import DEMONYMS
from summarizers.readers.parse import Parse

ACTING = frozenset(("nsubj", "agent", "dobj", "iobj", "dative"))
DEALING = frozenset(("with", "between", "against", "by", "toward", "towards"))
PLACING = frozenset(
    ("in", "at", "to", "from", "of", "near", "outside", "inside", "around", "through")
)
VERBS = frozenset(("VB", "MD"))


def states_in(parse: Parse, named: Iterable[str]) -> frozenset[str]:
    """The states that the article names or whose people it names."""
    peoples = DEMONYMS.keys() & set(parse.tokens.lowers)
    return frozenset(named) | {DEMONYMS[people] for people in peoples}


def stands_for_state(parse: Parse, name: PrintedName) -> bool:
    """Whether the seat of a government acts or is dealt with here."""
    tokens = parse.tokens
    before = tokens.lowers[name.first - 1] if name.first else ""
    if before in DEALING or before in PLACING:
        return before in DEALING
    last = tokens[name.last - 1]
    if parse.has_grammar:
        owner = last.dep == "poss" and tokens.deps[last.head] in ACTING
        return owner or last.dep in ACTING
    following = tokens.tags[name.last] if name.last < len(tokens) else ""
    return following[:2] in VERBS
