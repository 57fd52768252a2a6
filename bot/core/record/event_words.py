"""The words of a line that say which event it is about."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from bot.core.record.words import words_of as words_of_search
from summarizers.languages.profile import listed_profile
from summarizers.lexicons import entries, has_list, table
from summarizers.stories.facts import name_keys, vocabulary, words_of
from summarizers.text.language import language_of_lists

_AHEAD = frozenset(("will", "might", "modal"))
"""The kinds of words that refer to the future in any sentence, such as "will"."""


class EventWords(NamedTuple):
    """The stems of a line's words about an event; ``names`` are those in names."""

    words: frozenset[str]
    names: frozenset[str]


@lru_cache(maxsize=2_048)
def words_about(text: str, lang: str) -> EventWords:
    """Return the words of a line that say which event takes place.

    Stop words, dates, numbers, and words that most announcements have are left out.
    """
    lists, stem = vocabulary(lang), listed_profile(lang).stem
    small, plain = lists.small | lists.days | lists.negations, _plain_words(lang)
    group = [
        word
        for word in words_of(text, lang)
        if word.key not in small and stem(word.key) not in plain
    ]
    names = frozenset(map(stem, name_keys(group, (), lang)))
    content = (word.key for word in group if not word.is_number)
    return EventWords(frozenset(map(stem, content)) | names, names)


def name_tokens(text: str, lang: str | None) -> tuple[str, ...]:
    """Return the names in a line as the tokens by which the search finds them."""
    listed = language_of_lists(lang, text)
    names = name_keys(words_of(text, listed), (), listed)
    return words_of_search(" ".join(names))


def looks_ahead(text: str, lang: str) -> bool:
    """Return whether a line has a word such as "will", "may" or "due"."""
    kinds = table("forward_words", lang)
    return any(
        kinds.get(w.key) in _AHEAD or w.key == "due" for w in words_of(text, lang)
    )


@lru_cache(maxsize=8)
def _plain_words(lang: str) -> frozenset[str]:
    """Return the stems of words that say nothing about one event.

    Most reports of planned events have these words.
    """
    starts = (entry.split() for entry in table("forward_words", lang))
    dates = entries("date_words", lang) if has_list("date_words", lang) else ()
    profile = listed_profile(lang)
    forms = (*(words[0] for words in starts if words), *dates)
    return frozenset(map(profile.stem, (*forms, *profile.reporting_forms())))
