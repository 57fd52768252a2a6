"""Distinguish sentences on events from those on states or on earlier times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarizers.lexicons import table, words
from summarizers.readers.english.syntax.tokens import reporters
from summarizers.readers.parse import CueKind

_FINITE = frozenset(("MD", "VBD", "VBZ", "VBP"))
_PARTICIPLES = frozenset(("VBN", "VBD", ""))
_ENDINGS = "ed", "en", "wn"
# Past forms, most of which are participles too, and participles with another form.
_PAST = words("past_verbs") | {"become", "begun", "come", "done", "gone", "run"}
_BE = words("be_forms")
_HAVE = frozenset(("has", "have", "had", "'ve", "’ve"))
_RELATIVES = frozenset(("who", "which", "that", "whose", "where", "when"))
_SUBORDINATORS = words("subordinators")
_SAYING = frozenset(
    form
    for form, reporter in reporters().items()
    if reporter.kind in (CueKind.SPEECH, CueKind.INTENTION)
)
_MARKS = frozenset('"“”')
# Words between a form of "be" or "have" and the word that decides its meaning.
_BETWEEN = frozenset(("not", "n't", "n’t", "been", "being", "also", "both", "now"))
_REACH = 4
# Words after "is" that show a future or current event: "is underway".
_EVENTFUL = frozenset(("underway", "under", "ongoing", *table("forward_words")))
# Words for the time before the news, without "former", which only describes a person.
_BACK = frozenset(w for w, kind in table("timing_words").items() if kind == "back")
_BACK -= {"former", "formerly"}
_PERIODS = frozenset(("week", "month", "year", "summer", "winter", "spring", "autumn"))


def looks_back(lowers: Sequence[str]) -> bool:
    """Return whether a sentence names an earlier time, with words such as "last week".

    "Last night" does not count, because it is the time of the news.
    """
    if not _BACK.isdisjoint(lowers):
        return True
    return any(a == "last" and b in _PERIODS for a, b in pairwise(lowers))


def tells_state(
    texts: Sequence[str], lowers: Sequence[str], tags: Sequence[str]
) -> bool:
    """Return whether the main verb of a sentence tells a state, a habit or a trait.

    It is false for a deed, a plan, and for what somebody says or is doing: these are
    events. The tagger tags few words.
    """
    main = next(_main_verbs(texts, lowers, tags), None)
    if main is None or tags[main] == "MD":
        return False
    verb, (after, tag) = lowers[main], _after(lowers, tags, main)
    if verb in _BE or verb in _HAVE:
        is_event = after.endswith("ing") or tag == "TO" or after in _EVENTFUL
        # "Have for the first time found".
        is_event |= verb in _HAVE and tag == "IN"
        return not is_event and not _is_participle(after, tag)
    if tags[main] == "VBD":
        return (verb, after) == ("used", "to")
    return tags[main] != "" and verb not in _SAYING and verb not in _EVENTFUL


def _main_verbs(
    texts: Sequence[str], lowers: Sequence[str], tags: Sequence[str]
) -> Iterator[int]:
    """Yield the indices of the finite verbs of main clauses.

    Words in quotations and brackets are skipped.
    """
    is_quoted = is_bracket = False
    clause = ""
    for at in range(_opening_clause(texts, lowers), len(texts)):
        mark = texts[at]
        is_quoted ^= mark in _MARKS
        is_bracket = mark == "(" or (is_bracket and mark != ")")
        if is_quoted or is_bracket:
            continue
        if mark == "," and clause == "verb":
            clause = ""
        elif lowers[at] in _RELATIVES:
            clause = "open"
        elif _is_finite(texts, lowers, tags, at):
            if not clause:
                yield at
            clause = "verb" if clause else ""


def _opening_clause(texts: Sequence[str], lowers: Sequence[str]) -> int:
    """Return the index after a subordinate clause that opens the sentence, or 0."""
    if not lowers or lowers[0] not in _SUBORDINATORS or "," not in texts:
        return 0
    return texts.index(",") + 1


def _is_finite(
    texts: Sequence[str], lowers: Sequence[str], tags: Sequence[str], at: int
) -> bool:
    if tags[at] not in _FINITE:
        # A verb that the tagger does not know: "yo-yoed".
        return tags[at] == "" and lowers[at].endswith("ed") and tags[at - 1] == "NNP"
    is_verb = lowers[at] in _BE or lowers[at] in _HAVE or tags[at] in {"MD", "VBD"}
    # "In a post, Berg called": the word before the comma is a noun.
    return is_verb or texts[at + 1 : at + 2] != [","]


def _after(lowers: Sequence[str], tags: Sequence[str], main: int) -> tuple[str, str]:
    """Return the first word after the verb ``main`` that is not an adverb, and its tag.

    Negations are skipped as well. Return two empty strings if no such word is near.
    """
    for at in range(main + 1, min(main + 1 + _REACH, len(lowers))):
        word = lowers[at]
        if tags[at] not in {"RB", ","} and word not in _BETWEEN and word[-2:] != "ly":
            return word, tags[at]
    return "", ""


def _is_participle(word: str, tag: str) -> bool:
    return tag in _PARTICIPLES and (
        tag == "VBN" or word in _PAST or word.endswith(_ENDINGS)
    )
