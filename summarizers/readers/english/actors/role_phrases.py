"""Find where the noun phrase of a role starts and ends, and roles without a role noun."""

from __future__ import annotations

from summarizers.lexicons import words
from summarizers.readers.english.actors.entity_typing import THING_NOUNS
from summarizers.readers.english.actors.printed_names import PrintedName
from summarizers.readers.english.actors.word_lists import (
    CALENDAR,
    EVENTS,
    HYPHENS,
    ORG_WORDS,
    POSSESSIVES,
    THINGS,
)
from summarizers.readers.english.reporting_lexicon import reporters
from summarizers.readers.parse import Tokens

ROLE_TOKENS = 30
TITLE_TOKENS = 10
ENDS = frozenset(',.;:—–()[]“”"!?') | {"''", "``", "--"}
# Marks that end a whole phrase.
STOPS = frozenset(",.;—–)") | {"--"}
RELATIVES = frozenset(("who", "whose", "which", "that", "where", "when"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
# Tags of first words of clauses and phrases before the subject of a sentence.
INTRODUCTIONS = frozenset(("IN", "WRB", "VBG"))
LEADING_TAGS = frozenset(("IN", "TO", "RB", "CC"))
PREPOSITION_TAGS = frozenset(("IN", "TO"))
# Words that a role keeps, because without them it would be a present office.
PAST_WORDS = frozenset(("former", "outgoing", "acting", "interim"))
# First words of a phrase on somebody else, or on the reader or speaker.
OTHERS = frozenset(
    ("another", "other", "others", "some", "many", "my", "our", "your", "one")
)
# Endings of abstract nouns: "allusion", "settlement".
ABSTRACT_ENDS = ("ion", "ment", "ness", "ity", "ance", "ence", "set", "ing", "ism")

REPORTERS = reporters()
TIMES = words("time_words") | CALENDAR
PLURAL_WORDS = words("plural_words")
# Tags inside a noun phrase; the engine ``fast`` gives most of its words "".
INNER = frozenset(("", "NN", "NNP", "NNPS", "NNS", "JJ", "JJS", "HYPH", "POS"))
UNKNOWN = frozenset(("", "NN", "NNS"))
SINGULAR = frozenset(("", "NN", "NNP"))
PARTICIPLES = frozenset(("VBD", "VBN", "VBG"))
DETERMINERS = frozenset(("DT", "PRP$", "POS"))
# Tags of words before which no noun phrase starts: "to hire coach Berg".
VERBAL = frozenset(("TO", "MD", "RB", "PRP", "WP", "WDT", "EX"))
AUXILIARIES = words("be_forms") | {"has", "have", "had"}
# Endings in s of words that are neither plurals nor verbs.
SINGULAR_ENDS = ("ss", "us", "is", "ics")
# Words between a person and the body or place to which that person belongs.
BELONGING = frozenset(("of", "from"))
BESIDE_NAMES = BELONGING | {","}
LINKS = POSSESSIVES | {"of", "for", "and", "&"}
ARTICLES = frozenset(("a", "an", "the"))


def title_start(tokens: Tokens, first: int, start: int) -> int:
    """Return the first token of the noun phrase that contains the title at ``first``.

    In "state school teacher Anna Berg", the phrase of "teacher" starts at "state". The
    result is ``first`` if the words before the title may contain a verb. The phrase
    starts at ``start`` or later.
    """
    at, low = first, max(start, first - TITLE_TOKENS)
    is_past = tokens.lowers[first] in PAST_WORDS
    while not is_past and at > low and _is_inner(tokens, at - 1):
        at -= 1
    before = tokens.tags[at - 1] if at > start else ""
    if _is_after_verb(tokens, at, start) or any(
        _may_be_verb(tokens, i) for i in range(at + 1, first)
    ):
        return first
    while at < first and before not in {"DT", "POS"} and _opens_badly(tokens, at):
        if before == "PRP$":
            return first
        at += 1
    return at


def owner_start(tokens: Tokens, first: int, last: int, start: int) -> int:
    """Return ``first``, or the article before it if the phrase has an owner.

    Example: "the" of "the mill's owner Anna Berg". The title ends before ``last``.
    """
    is_owned = not POSSESSIVES.isdisjoint(tokens.lowers[first:last])
    return first - (is_owned and first > start and tokens.tags[first - 1] == "DT")


def _is_inner(tokens: Tokens, i: int) -> bool:
    """Return whether a word may stand in a noun phrase before its last word."""
    tag, lower = tokens.tags[i], tokens.lowers[i]
    if tag in PARTICIPLES or tag == "RB":
        while i > 0 and tokens.tags[i - 1] == "RB":
            i -= 1
        return i > 0 and tokens.tags[i - 1] in DETERMINERS
    if lower in OTHERS or lower in TIMES:
        return False
    following = tokens.texts[i + 1]
    if following in PAST_WORDS and tag != "POS":
        return False
    # A verb: "barring" of "an order barring Chairman Berg".
    if lower.endswith("ing") and tokens.texts[i].islower() and following[0].isupper():
        return False
    # After a singular noun, a verb ends with s: "state" of "the Lenna state board".
    return tag in INNER or (tag == "VBP" and i > 0 and _is_singular(tokens, i - 1))


def _is_after_verb(tokens: Tokens, at: int, start: int) -> bool:
    """Return whether a verb may start at ``at``, as after "to", "they" and "had"."""
    before = at - 1
    if at <= start or not tokens.texts[before].islower():
        return False
    return tokens.tags[before] in VERBAL or tokens.lowers[before] in AUXILIARIES


def _is_singular(tokens: Tokens, i: int) -> bool:
    lower = tokens.lowers[i]
    is_plural = lower.endswith("s") or lower in PLURAL_WORDS
    return tokens.tags[i] in SINGULAR and not is_plural


def _may_be_verb(tokens: Tokens, i: int) -> bool:
    """Return whether a word of unknown tag has the form of a verb: "supports"."""
    lower = tokens.lowers[i]
    is_form = lower.endswith("s") and not lower.endswith(SINGULAR_ENDS)
    return not tokens.tags[i] and is_form


def _opens_badly(tokens: Tokens, i: int) -> bool:
    """Return whether a word at the start of a phrase is probably not part of it."""
    text, lower = tokens.texts[i], tokens.lowers[i]
    if lower in POSSESSIVES or text in HYPHENS:
        return True
    return text.islower() and (lower.endswith("ing") or _may_be_verb(tokens, i))


def phrase_end(tokens: Tokens, first: int, stop: int) -> int:
    """Return the end (exclusive) of the phrase that starts at ``first``."""
    end = first + 1
    limit = min(stop, first + ROLE_TOKENS)
    while end < limit and tokens.texts[end] not in ENDS:
        if tokens.lowers[end] in RELATIVES or tokens.tags[end] in FINITE:
            break
        if tokens.tags[end] == "CC" and _opens_another(tokens, end + 1, limit):
            break
        end += 1
    if tokens.lowers[end - 1] in POSSESSIVES:
        links = (i for i in range(end - 1, first, -1) if tokens.tags[i] == "IN")
        end = next(links, end)
    while end > first + 1 and _trails(tokens, end - 1):
        end -= 1
    return end


def _trails(tokens: Tokens, i: int) -> bool:
    """Return whether the last word of a phrase is not part of a role: "on", "Monday"."""
    return tokens.tags[i] in LEADING_TAGS or tokens.lowers[i] in CALENDAR


def _opens_another(tokens: Tokens, at: int, limit: int) -> bool:
    """Return whether a possessive is at ``at``: "his" in "a doctor and his wife"."""
    return at < limit and tokens.tags[at] == "PRP$"


def find_apposition(tokens: Tokens, name: PrintedName, stop: int) -> range:
    """Return the tokens of a phrase such as "a mill in Lenna" after a name and a comma.

    The range is empty without such a phrase, and if its noun is a name, a thing, a time
    or abstract. The sentence of the name ends before ``stop``.
    """
    first = name.last + 1
    if first + 1 >= stop or tokens.texts[first - 1] != ",":
        return range(0)
    if tokens.lowers[first] not in ARTICLES or _only_introduces(tokens, name):
        return range(0)
    end = phrase_end(tokens, first, stop)
    is_whole = end < stop and (
        tokens.texts[end] in STOPS or tokens.lowers[end] in RELATIVES
    )
    noun = _noun_of(tokens, first, end)
    # "The judge Ivo Lund" after a name is another person.
    is_other = tokens.tags[noun] == "NNP" or not _may_describe(tokens.lowers[noun])
    return range(0) if is_other or not is_whole else range(first, end)


def _only_introduces(tokens: Tokens, name: PrintedName) -> bool:
    """Return whether a name ends a phrase before the subject: "According to Berg, …"."""
    at, sentence = name.first, tokens.sentences[name.first]
    while at > 0 and tokens.sentences[at - 1] == sentence and tokens.texts[at] != ",":
        at -= 1
    return tokens.tags[at] in INTRODUCTIONS or tokens.lowers[at] == "according"


def _noun_of(tokens: Tokens, first: int, end: int) -> int:
    """Return the last word before the first preposition or participle of a phrase."""
    at = first + 1
    while at + 1 < end and not _modifies(tokens, at + 1):
        at += 1
    return min(at, end - 1)


def _modifies(tokens: Tokens, i: int) -> bool:
    tag = tokens.tags[i]
    is_verbal = tag in PARTICIPLES or tokens.lowers[i].endswith("ing")
    return tag in PREPOSITION_TAGS or is_verbal


def _may_describe(noun: str) -> bool:
    """Return whether a noun can say what a person or organisation is."""
    is_other = noun in EVENTS or noun in THINGS or noun in THING_NOUNS or noun in TIMES
    is_other |= noun in REPORTERS
    return not is_other and noun not in ARTICLES and not noun.endswith(ABSTRACT_ENDS)


def find_affiliation(tokens: Tokens, name: PrintedName, stop: int) -> range:
    """Return the tokens of "of the Lenna Post" after a name; none if there are none.

    The sentence of the name ends before ``stop``.
    """
    at = name.last
    at += at < stop and tokens.texts[at] == ","
    is_limited = name.first > 0 and tokens.lowers[name.first - 1] == "the"
    if at >= stop or tokens.lowers[at] not in BELONGING or is_limited:
        return range(0)
    first = at + 1
    first += first < stop and tokens.lowers[first] == "the"
    end = first
    while end < stop and (
        tokens.tags[end] == "NNP" or _links(tokens, first, end, stop)
    ):
        end += 1
    # In "of the Lenna area", the name is only a part of the phrase.
    is_part = first > at + 1 and end < stop and tokens.tags[end] in UNKNOWN
    return range(0) if end == first or is_part else range(at, end)


def _links(tokens: Tokens, first: int, i: int, stop: int) -> bool:
    """Return whether a word stands inside a name that starts at ``first``.

    "And" stands inside the name of an organisation only; elsewhere it joins two names.
    """
    lower = tokens.lowers[i]
    if i == first or i + 1 >= stop or lower not in LINKS or tokens.tags[i + 1] != "NNP":
        return False
    return lower != "and" or not ORG_WORDS.keys().isdisjoint(tokens.lowers[first:i])
