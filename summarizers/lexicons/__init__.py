"""Read word lists, which are package data: one file per list and language.

May import `errors`.

A file is UTF-8 text. Lines that start with ``#`` say what the list is for; every other
line is one entry. In a list with values, a tab separates each entry from its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files


@cache
def entries(name: str, lang: str = "en") -> tuple[str, ...]:
    """Return the entries of one list as they are written, in file order.

    Raises:
        FileNotFoundError: the language has no list of this name.
    """
    text = files("summarizers.lexicons").joinpath(lang, f"{name}.txt").read_text("utf8")
    lines = (line.strip("\r\n ") for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=256)
def has_list(name: str, lang: str) -> bool:
    """Return whether a language has a list of this name; ``lang`` may be any text.

    The result is cached: looking for a file takes a notable part of a briefing's time.
    """
    if not (lang.isascii() and lang.isalpha()):
        return False
    return files("summarizers.lexicons").joinpath(lang, f"{name}.txt").is_file()


@cache
def languages_with(name: str) -> tuple[str, ...]:
    """Return the languages that have a list of this name."""
    homes = sorted(folder.name for folder in files("summarizers.lexicons").iterdir())
    return tuple(lang for lang in homes if has_list(name, lang))


@cache
def words(name: str, lang: str = "en") -> frozenset[str]:
    """Return the entries of one list as a set.

    Raises:
        FileNotFoundError: the language has no list of this name.
    """
    return frozenset(entries(name, lang))


@cache
def table(name: str, lang: str = "en") -> dict[str, str]:
    """Return one list as a mapping of entries to values.

    The value of an entry without a tab is ``""``.

    Raises:
        FileNotFoundError: the language has no list of this name.
    """
    pairs = (entry.partition("\t") for entry in entries(name, lang))
    return {key: value for key, _, value in pairs}


@cache
def pattern(name: str, lang: str = "en") -> re.Pattern[str]:
    """Return the compiled regular expression ``name`` of the list ``line_patterns``.

    Raises:
        FileNotFoundError: the language has no list ``line_patterns``.
        KeyError: the list has no pattern of this name.
    """
    return re.compile(table("line_patterns", lang)[name])


def choice(phrases: Iterable[str]) -> str:
    """Return the source of a pattern that matches any of ``phrases``, longest first."""
    return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))


def filled(source: str, pieces: Mapping[str, str]) -> str:
    """Return the pattern ``source`` with each ``%name%`` replaced by ``pieces[name]``.

    A piece may contain other pieces. ``%name:nameless%`` removes the names of the
    groups in the piece.
    """

    def piece_of(name: re.Match[str]) -> str:
        piece = filled(pieces[name[1]], pieces)
        return re.sub(r"\?P<\w+>", "?:", piece) if name[2] else piece

    return re.sub(r"%(\w+)(:nameless)?%", piece_of, source)
