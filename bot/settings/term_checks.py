"""Checks words, phrases, names and regular expressions of the file."""

from __future__ import annotations

import re

from bot.core.domain.configuration import ENGINES
from bot.core.text.suggest import did_you_mean

_LONGEST = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SLASH = "/"


def wrong_term(term: str) -> str | None:
    """The problem of a term of a topic, or ``None``."""
    if not term.startswith(_SLASH):
        return _wrong_words(term)
    if len(term) == 1 or not term.endswith(_SLASH):
        return 'an expression ends with "/", and nothing may follow it'
    if not term[1:-1].strip():
        return "this is empty"
    # The engine is loaded only if there is an expression.
    from bot.core.topics.regex import regex_error  # noqa: PLC0415

    return regex_error(term[1:-1])


def wrong_name(name: str) -> str | None:
    """The problem of an actor's name or form, or ``None``."""
    if name.startswith(_SLASH):
        return "write a name here; expressions belong in include and exclude"
    return _wrong_words(name)


def _wrong_words(words: str) -> str | None:
    wrong = {
        "this is empty": not words.strip(),
        f"this is longer than {_LONGEST} characters": len(words) > _LONGEST,
        "this contains a control character": _CONTROL.search(words) is not None,
        'an expression starts with "/" as well': words.endswith(_SLASH),
        "this contains neither letters nor digits": not any(map(str.isalnum, words)),
    }
    return next((message for message, is_so in wrong.items() if is_so), None)


def wrong_engine(name: str) -> str | None:
    """The problem of the name of an engine, or ``None``."""
    if name in ENGINES:
        return None
    meant = did_you_mean(name, ENGINES) or f"; known are {', '.join(ENGINES)}"
    return f'"{name[:60]}" is not an engine{meant}'
