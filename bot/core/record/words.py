"""Tokens of the search, the same in every database.

They have small letters of ASCII and digits alone, so that the tokenizers of SQLite and
PostgreSQL agree on them.
"""

from __future__ import annotations

from bot.core.topics.normalize import normalize, words_in

_OTHER = "z"
"""Begins the encoded form of a word that has other letters."""


def search_words(text: str) -> str:
    """Return the tokens of a text in order, separated by blanks."""
    return " ".join(map(_token, words_in(normalize(text).lower())))


def _token(word: str) -> str:
    return word if word.isascii() else _OTHER + word.encode().hex()
