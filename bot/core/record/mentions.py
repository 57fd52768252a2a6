"""Finds the mentions of a person, an address or a chat user in any stored text.

The text may be JSON, HTML or an address: encoded characters are decoded first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Protocol
from urllib.parse import unquote

from bot.core.text.identity import canonical_url
from bot.core.text.topics.normalize import normalize

_ESCAPE = re.compile(r"\\+(?:u([0-9a-fA-F]{4})|[nrt])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"https?://[^\s\"'<>()\\]+", re.IGNORECASE)
_END = ".,;:!?"


class Mentions(Protocol):
    """Recognises the mentions of one subject."""

    def occur_in(self, text: str) -> bool:
        """Return whether the text mentions the subject."""


@dataclass(frozen=True)
class NameMentions:
    """Finds mentions of a name, whatever marks stand between its words.

    ``keys`` are names as ``name_words`` folds them: lower case, no accents. A name of
    two words is also found with its surname first.
    """

    keys: frozenset[str]

    def occur_in(self, text: str) -> bool:
        """Return whether the text has all words of a name, one after the other."""
        return any(self._pattern.search(folded) for folded in _folded(text))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        orders = {order for key in self.keys for order in name_orders(key)}
        names = (r"[\W_]+".join(order.split()) for order in sorted(orders))
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(names)})(?![^\W_])")


@dataclass(frozen=True, slots=True)
class AddressMentions:
    """Mentions of the address of a page, in any form that leads to it."""

    url: str

    def occur_in(self, text: str) -> bool:
        """Return whether the text has the address."""
        wanted = canonical_url(self.url)
        host = wanted.partition("/")[0]
        return host in text.lower() and any(
            canonical_url(address.rstrip(_END)) == wanted
            for readable in (text, _decoded(text))
            for address in _ADDRESS.findall(readable)
        )


@dataclass(frozen=True, slots=True)
class UserMentions:
    """Mentions of a chat user by the platform's id."""

    id: str

    def occur_in(self, text: str) -> bool:
        """Return whether the text has the id as a word."""
        if self.id not in text:
            return False
        return bool(re.search(rf"(?<![\w]){re.escape(self.id)}(?![\w])", text))


def name_words(text: str) -> str:
    """Return the words of a text in small letters without accents, joined by blanks."""
    return " ".join(_WORD.findall(normalize(text).lower()))


def name_orders(key: str) -> Iterator[str]:
    """Yield a folded name; if it has two words, also with its surname first."""
    yield key
    first, _, last = key.partition(" ")
    if last and " " not in last:
        yield f"{last} {first}"


def runs_of_words(text: str, lengths: Collection[int]) -> Iterator[str]:
    """Yield each sequence of consecutive words of a text, folded.

    ``lengths`` are the numbers of words of a sequence.
    """
    for folded in _folded(text):
        words = _WORD.findall(folded)
        for length in lengths:
            ends = range(length, len(words) + 1)
            yield from (" ".join(words[end - length : end]) for end in ends)


def _folded(text: str) -> Iterator[str]:
    """Yield a text in lower case without accents: once with its tags, once without."""
    plain = _decoded(text)
    yield normalize(plain).lower()
    if "<" in plain:
        yield normalize(_TAG.sub("", plain)).lower()


def _decoded(text: str) -> str:
    """Return a text without the escapes of JSON, addresses and HTML."""
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unquote(text) if "%" in text else text
    return unescape(text) if "&" in text else text


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else " "
