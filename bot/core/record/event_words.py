"""The words of a line that say which event it is about."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from bot.core.record.words import words_of as words_of_search
from summarizers.languages.profile import listed_profile
from summarizers.lexicons import entries, has_list
from summarizers.stories.facts import name_keys, vocabulary, words_of
from summarizers.text.language import language_of_lists


class EventWords(NamedTuple):
    """The stems of a line's words about an event, and of the names among them."""

    words: frozenset[str]
    names: frozenset[str]


@lru_cache(maxsize=2_048)
def words_about(text: str, lang: str) -> EventWords:
    """Return the words of a line that say what takes place.

    Small words, dates, numbers, and words that most plans have are left out.
    """
    lists, stem = vocabulary(lang), listed_profile(lang).stem
    plain = lists.small | lists.days | lists.negations | _plain_words(lang)
    group = [word for word in words_of(text) if word.key not in plain]
    names = frozenset(map(stem, name_keys(group, (), lang)))
    content = (word.key for word in group if not word.key[0].isdigit())
    return EventWords(frozenset(map(stem, content)) | names, names)


def name_tokens(text: str, lang: str | None) -> tuple[str, ...]:
    """Return the tokens of the search for the names in a line."""
    listed = language_of_lists(lang, text)
    names = name_keys(words_of(text), (), listed)
    return words_of_search(" ".join(names))


@lru_cache(maxsize=8)
def _plain_words(lang: str) -> frozenset[str]:
    """Return words that most reports of planned events have."""
    listed = (
        entry.partition("\t")[0].split()
        for name in ("forward_words", "date_words")
        if has_list(name, lang)
        for entry in entries(name, lang)
    )
    forms = listed_profile(lang).reporting_forms()
    return frozenset((*(words[0] for words in listed if words), *forms))
