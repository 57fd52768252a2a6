"""Find the grammatical function of each mention of a name: subject, object, owner."""

from __future__ import annotations

from enum import Enum, auto

from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.entity_typing import AT_PLACES, IN_PLACES
from summarizers.readers.english.actors.printed_names import (
    PrintedName,
    skip_adverbial,
)
from summarizers.readers.english.reporting_lexicon import reporters
from summarizers.readers.parse import Tokens

NOUNS = frozenset(("NN", "NNS"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
# The maximum number of tokens from a subject to its verb: ", the mayor of Lenna,". More
# names may also stand between.
APPOSITION_TOKENS = 20
# The maximum number of tokens that "and" adds to a subject, and their tags.
JOINED_TOKENS = 6
JOINED_TAGS = frozenset(("", "DT", "PRP$", "CD", "JJ", "NN", "NNS", "NNP", "POS"))
# Words between the names of a list.
LINKS = frozenset((",", "and"))


class NameUse(Enum):
    """The grammatical function of one mention of a name in its clause."""

    SUBJECT = auto()
    AGENT = auto()
    OBJECT = auto()
    OWNER = auto()
    PLACE = auto()
    OF = auto()
    MODIFIER = auto()
    COUNTERPART = auto()
    LISTED = auto()
    OTHER = auto()


# Tuples are faster than sets here: a set calls the ``__hash__`` of an enum's member.
ACTIVE = NameUse.SUBJECT, NameUse.AGENT
SCENERY = NameUse.PLACE, NameUse.OF, NameUse.MODIFIER, NameUse.LISTED
# The functions that a preposition or verb before a name shows; it is then no subject.
GOVERNED = (
    *(NameUse.PLACE, NameUse.OF, NameUse.COUNTERPART),
    *(NameUse.AGENT, NameUse.OBJECT),
)
PREPOSITIONS = {
    **dict.fromkeys(IN_PLACES | AT_PLACES, NameUse.PLACE),
    **dict.fromkeys(("with", "against", "between", "for"), NameUse.COUNTERPART),
    **dict.fromkeys((",", "and", "or"), NameUse.LISTED),
    "of": NameUse.OF,
    "by": NameUse.AGENT,
}


def use_of(discourse: DiscourseModel, name: PrintedName) -> NameUse:
    """Return the grammatical function of one mention of a name in its clause."""
    following = discourse.tag(name.last)
    if following == "POS":
        return NameUse.OWNER
    before = _use_by_word_before(discourse.tokens, min(name.title, name.first))
    if not _is_governed(discourse, name, before) and acts(discourse, name):
        return NameUse.SUBJECT
    return NameUse.MODIFIER if following in NOUNS else before


def _is_governed(discourse: DiscourseModel, name: PrintedName, before: NameUse) -> bool:
    """Return whether the word before a name shows that the name is not a subject.

    A reporting verb may start a clause: "they said Norland Air had a permit".
    """
    if before not in GOVERNED:
        return False
    verb = discourse.lowers[max(0, min(name.title, name.first) - 1)]
    reports = before is NameUse.OBJECT and verb in reporters()
    return not (reports and discourse.tag(name.last) in FINITE)


def _use_by_word_before(tokens: Tokens, start: int) -> NameUse:
    """Return the function of the phrase at token ``start``, by the word before it."""
    before = start - 1
    before -= before > 0 and tokens.lowers[before] == "the"
    if before < 0 or tokens.sentences[before] != tokens.sentences[start]:
        return NameUse.OTHER
    is_object = tokens.tags[before][:2] == "VB"
    default = NameUse.OBJECT if is_object else NameUse.OTHER
    return PREPOSITIONS.get(tokens.lowers[before], default)


def acts(discourse: DiscourseModel, name: PrintedName) -> bool:
    """Return whether a name is a verb's subject, also in a list or an apposition."""
    return _precedes_verb(discourse, name.last)


def _precedes_verb(discourse: DiscourseModel, at: int) -> bool:
    """Return whether a finite verb follows at token ``at``.

    An apposition, more names or an adverb may stand before the verb.
    """
    tokens = discourse.tokens
    at = _skip_listed(discourse, at)
    if at < len(tokens.texts) and tokens.texts[at] == ",":
        stop = min(discourse.sentence_bounds(at)[1], at + APPOSITION_TOKENS)
        ends = (i for i in range(at + 1, stop) if tokens.texts[i] == ",")
        at = next(ends, at) + 1
    if discourse.tag(skip_adverbial(tokens, at)) in FINITE:
        return True
    return _is_joined_subject(discourse, at)


def _is_joined_subject(discourse: DiscourseModel, at: int) -> bool:
    """Return whether "and", more words and a verb follow: "and her two sons left"."""
    tags = discourse.tokens.tags
    if discourse.lowers[at : at + 1] != ["and"]:
        return False
    for tag in tags[at + 1 : at + 1 + JOINED_TOKENS]:
        if tag in FINITE:
            return True
        if tag not in JOINED_TAGS:
            return False
    return False


def _skip_listed(discourse: DiscourseModel, at: int) -> int:
    """Return the token after the names that a list adds: ", Norland and Ostland"."""
    lowers, end, is_list = discourse.lowers, at, False
    last = min(len(lowers) - 2, at + APPOSITION_TOKENS)
    while end <= last and lowers[end] in LINKS:
        ends_list = "and" in lowers[end : end + 2]
        name = end + 1 + (lowers[end + 1] == "and")
        name += name <= last and lowers[name] == "the"
        stop = _end_of_name(discourse, name)
        if stop == name:
            break
        end, is_list = stop, is_list or ends_list
    return end if is_list else at


def _end_of_name(discourse: DiscourseModel, token: int) -> int:
    """Return the token after the title and name at ``token``, or ``token`` without one."""
    while token < len(discourse.lowers) and discourse.is_known(token):
        token += 1
    return token
