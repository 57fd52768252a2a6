"""Names as the article prints them, and how to read them from capitalised words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import fast_new
from summarizers.readers.english.actors.word_lists import (
    CALENDAR,
    COMPOUND_TAILS,
    COUNTRIES,
    DEMONYMS,
    GROUPS,
    HONORIFICS,
    HYPHENS,
    ORG_WORDS,
    ROLES,
    SEATS,
    THINGS,
    TITLE_WORDS,
)
from summarizers.readers.parse import Parse, Token, Tokens

PREFIXES = words("name_prefixes")
# First parts of words for two peoples: "Anglo" in "Anglo-Irish".
PEOPLE_STARTS = words("people_starts")
STATE_NOUNS = frozenset(("government", "regime", "administration", "leadership"))
PEOPLE_TOKENS = 2
SHORT_PART = 3
STATE_MARK = "@"


class NameMention(NamedTuple):
    """One mention of a name, without its title.

    ``start`` and ``end`` are characters; ``first`` and ``last`` are a half-open range
    of tokens. ``title`` is the first token of the title before the name (``first``
    without one). ``words`` are in lower case; for "the Iraqi government" they start
    with the state. ``sure`` is false if the capital letters may have another reason.
    ``described`` is true for a description, which has no name.
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    first: int
    last: int
    title: int
    sure: bool = True
    described: bool = False

    @property
    def state(self) -> str:
        """Return the state that the name means, or "" if it means none."""
        if self.words[0].startswith(STATE_MARK):
            return self.words[0][len(STATE_MARK) :]
        return COUNTRIES.get(" ".join(self.words), "")


class NameRun(NamedTuple):
    """Capitalised words that may be a name: tokens ``first`` to before ``last``.

    ``title`` is the first token of the title before the words. ``opens`` is true if the
    words start a sentence or a quotation.
    """

    first: int
    last: int
    title: int
    sure: bool
    opens: bool


def skip_adverbial(tokens: Tokens, at: int) -> int:
    """Return the token after an adverb or day at ``at``: "also", "on Tuesday"."""
    if at + 1 >= len(tokens.lowers):
        return at
    if tokens.lowers[at] == "on" and tokens.lowers[at + 1] in CALENDAR:
        return at + 2
    return at + (tokens.tags[at] == "RB" or tokens.lowers[at] in CALENDAR)


def read_run(parse: Parse, run: NameRun, stop: int) -> Sequence[NameMention]:
    """Return the names in a run of capitalised words.

    Most runs have one name; "Moscow-based" has none.
    """
    tokens = parse.tokens
    length = run.last - run.first
    if length <= PEOPLE_TOKENS:
        words = " ".join(tokens.lowers[run.first : run.last])
        if words in DEMONYMS:
            return _read_people(parse, run, words, stop)
    if length == 1:
        text, lower = tokens.texts[run.first], tokens.lowers[run.first]
        if len(text) == 1 or is_modifier(tokens, run.first, stop):
            return ()
        if "-" in text or "–" in text:
            return _read_parts(tokens[run.first], run)
        if lower in THINGS or lower in HONORIFICS:
            return ()
    return (_read_whole(parse, run, stop),)


def _read_whole(parse: Parse, run: NameRun, stop: int) -> NameMention:
    tokens = parse.tokens
    start, end, last = tokens.starts[run.first], tokens.ends[run.last - 1], run.last
    words, state = _read_words(parse.layout.text[start:end])
    if state and last < stop and tokens.lowers[last] in STATE_NOUNS:
        words = (STATE_MARK + state, *words, tokens.lowers[last])
        end, last = tokens.ends[last], last + 1
    sure = run.sure and _is_proper(tokens, run)
    text = parse.layout.text[start:end]
    return fast_new(
        NameMention, (start, end, text, words, run.first, last, run.title, sure, False)
    )


@lru_cache(maxsize=2048)
def _read_words(text: str) -> tuple[tuple[str, ...], str]:
    """Return the words of a name, and the state that it names or ""."""
    words = tuple(text.lower().split())
    return words, COUNTRIES.get(" ".join(words), "")


def _is_proper(tokens: Tokens, run: NameRun) -> bool:
    """Return whether the words are more than a capitalised title or common noun."""
    words = tokens.lowers[run.first : run.last]
    final = words[-1]
    if len(words) == 1 and run.title == run.first:
        common = final in ROLES or (run.opens and final in GROUPS)
        if common or tokens.tags[run.first][:2] == "JJ":
            return False
    if final in ORG_WORDS or final in GROUPS:
        return True
    return not TITLE_WORDS.issuperset(words)


def is_modifier(tokens: Tokens, i: int, stop: int) -> bool:
    """Return whether a name only modifies a word: "pro-Russian", "Moscow-based"."""
    if i > 1 and tokens.texts[i - 1] in HYPHENS:
        glued = tokens.ends[i - 1] == tokens.starts[i]
        if glued and tokens.lowers[i - 2] in PREFIXES:
            return True
    if i + 2 >= stop or tokens.texts[i + 1] not in HYPHENS:
        return False
    tail = tokens.lowers[i + 2]
    glued = tokens.ends[i] == tokens.starts[i + 1]
    makes = tail in COMPOUND_TAILS or tail.endswith("ed")
    return glued and (makes or tokens.lowers[i] in PEOPLE_STARTS)


def _read_parts(token: Token, run: NameRun) -> Sequence[NameMention]:
    """Return the names in a hyphenated token: two in "Russia-China", one in "Ki-moon"."""
    parts = token.text.replace("–", "-").split("-")
    if parts[-1] in COMPOUND_TAILS or (
        parts[-1].islower() and len(parts[0]) > SHORT_PART
    ):
        return ()
    lowers = [part.lower() for part in parts]
    if not any(lower in COUNTRIES or lower in DEMONYMS for lower in lowers):
        whole = (token.lower,)
        place = run.first, run.last, run.title
        return (
            NameMention(token.start, token.end, token.text, whole, *place, run.sure),
        )
    names: list[NameMention] = []
    at = token.start
    for part, lower in zip(parts, lowers, strict=True):
        if lower in COUNTRIES or lower in SEATS:
            place = run.first, run.last, run.first
            end = at + len(part)
            names.append(NameMention(at, end, part, (lower,), *place, run.sure))
        at += len(part) + 1
    return names


def _read_people(
    parse: Parse, run: NameRun, people: str, stop: int
) -> Sequence[NameMention]:
    """Return the name of a people ("Iraqis") or its state ("the Iraqi government").

    The result is empty for an adjective such as "Iraqi".
    """
    tokens, place = parse.tokens, (run.first, run.last, run.first)
    start, end = tokens.starts[run.first], tokens.ends[run.last - 1]
    following = tokens[run.last] if run.last < stop else None
    if following is not None and following.lower in STATE_NOUNS:
        if not DEMONYMS[people]:
            return ()
        words = (STATE_MARK + DEMONYMS[people], following.lower)
        text = parse.layout.text[start : following.end]
        place = run.first, run.last + 1, run.first
        return (NameMention(start, following.end, text, words, *place),)
    many = people.endswith("s") and not people.endswith("ss")
    alone = tokens.tags[run.last - 1] == "NNPS" and not _is_noun(following)
    if not (many or alone):
        return ()
    text = parse.layout.text[start:end]
    return (NameMention(start, end, text, tuple(people.split()), *place, run.sure),)


def _is_noun(token: Token | None) -> bool:
    return token is not None and (
        token.tag[:2] in {"NN", "JJ"} or token.lower in GROUPS
    )
