"""Parses what people type into the search.

Words separated by blanks must all be in the sentence, in any regular form. "Words in
quotation marks" must follow each other as they are typed, ``-word`` must not occur, and
``word*`` is the beginning of a word. An address, domain, CVE or docket number is one
term. All other signs have no meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.core.domain.errors import BotError
from bot.core.domain.search import SearchTerm, SearchTerms
from bot.core.record.word_forms import english_forms, french_forms
from bot.core.record.words import FRENCH, folded_query, identifiers_of, words_of

LONGEST = 500
"""The maximum length of a query, in characters."""

MOST_TERMS = 16
"""The maximum number of terms in a query."""

_SHORTEST_PREFIX = 2
_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))|"')


class SearchQueryError(BotError):
    """The text of a search has nothing to look for; the message says what to type."""

    kind = "query"


def parse_query(text: str) -> tuple[SearchTerms, ...]:
    """Parse a query; return the terms for English and those for French sentences.

    If both are the same, return them once.

    Raises:
        SearchQueryError: the text has no word to look for, or too many.
    """
    if len(text) > LONGEST:
        raise SearchQueryError(f"A search has at most {LONGEST} characters.")
    english = _terms(text, english_forms)
    if not english.wanted:
        raise SearchQueryError("Type at least one word to look for.")
    if len(english.wanted) + len(english.unwanted) > MOST_TERMS:
        raise SearchQueryError(f"A search has at most {MOST_TERMS} words.")
    french = _terms(text, french_forms)
    if french == english:
        return (english,)
    marked = (*french.wanted, SearchTerm(((FRENCH,),)))
    return english, replace(french, wanted=marked)


def _terms(text: str, forms: Callable[[str], tuple[str, ...]]) -> SearchTerms:
    """Parse a query; ``forms`` gives the forms of a word."""
    wanted: dict[SearchTerm, None] = {}
    unwanted: dict[SearchTerm, None] = {}
    for match in _PART.finditer(folded_query(text)):
        group = unwanted if match["minus"] else wanted
        group.update(dict.fromkeys(_term(match, forms)))
    return SearchTerms(tuple(wanted), tuple(unwanted))


def _term(
    match: re.Match[str], forms: Callable[[str], tuple[str, ...]]
) -> Iterator[SearchTerm]:
    """Yield the terms of one part of a query; none if it has no letters and digits."""
    phrase, word = match["phrase"] or "", match["word"] or ""
    identifiers = identifiers_of(phrase or word)
    yield from (SearchTerm(((token,),)) for token in identifiers)
    tokens = words_of(phrase or word)
    if not tokens or (identifiers and not phrase):
        return
    if phrase or len(tokens) > 1:
        yield SearchTerm((tokens,), begins=word.endswith("*"))
    elif word.endswith("*"):
        if len(word.strip("*-")) < _SHORTEST_PREFIX:
            example = "Type at least two letters before the sign *."
            raise SearchQueryError(example)
        yield SearchTerm((tokens,), begins=True)
    else:
        yield SearchTerm(tuple((form,) for form in forms(tokens[0])))
