"""Normalises texts for term matching.

Accents, the dots of acronyms and the typography of quotation marks and hyphens make no
difference to a match.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

JOINED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
"""The letters of scripts without spaces between words, as ranges of a pattern.

These are Thai to Lao, Burmese, Khmer, Japanese and Chinese, and Korean, whose particles
are attached to the word before.
"""

_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u200b-\u200f\u00ad]")
# Replacing the frequent typographic characters one by one takes a twentieth of the time:
# most texts are then ASCII. A dash becomes a bar, which no phrase crosses.
_TYPOGRAPHY = (
    *(("\u2018", "'"), ("\u2019", "'"), ("\u201c", '"'), ("\u201d", '"')),
    *(("\u2010", "-"), ("\u2011", "-"), ("\u2013", "-"), ("\u2014", "|")),
    *(("\u2026", "..."), ("\u00a0", " "), ("\u02bc", "'")),
)
_PLAIN_LETTERS = "ß=ss ẞ=SS æ=ae Æ=AE œ=oe Œ=OE ø=o Ø=O ł=l Ł=L đ=d Đ=D ı=i"
_ALIKE = str.maketrans(dict(pair.split("=") for pair in _PLAIN_LETTERS.split()))
_DOTTED = re.compile(r"[A-Z]\.(?:[A-Z]\.){1,7}")
_WORD = re.compile(rf"[^\W_{JOINED}]+")
_BETWEEN = "\n|\n"


def normalize(text: str) -> str:
    """Return the text without accents, with plain quotation marks and hyphens.

    Capitals are kept; the dots of acronyms are removed.
    """
    for character, plain in _TYPOGRAPHY:
        text = text.replace(character, plain)
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_ALIKE)
        text = unicodedata.normalize("NFC", text)
    return _DOTTED.sub(lambda acronym: acronym[0].replace(".", ""), text)


def words_in(lowercase: str) -> list[str]:
    """Return the words of a lower-case text; scripts without spaces have none."""
    return _WORD.findall(lowercase)


@dataclass(frozen=True, slots=True)
class SearchText:
    """A title and the body below it, prepared for matching.

    ``normalized`` is title and body; its first ``title_end`` characters are the title.
    ``lowercase`` is the same in lower case, and ``words`` are its words.
    """

    title: str
    body: str
    normalized: str
    lowercase: str
    words: frozenset[str]
    title_end: int


def make_search_text(title: str, body: str) -> SearchText:
    """Prepare a title, which may be empty, and a body for matching."""
    normalized_title = normalize(title)
    normalized = f"{normalized_title}{_BETWEEN}{normalize(body)}"
    lowercase = normalized.lower()
    words = frozenset(words_in(lowercase))
    return SearchText(title, body, normalized, lowercase, words, len(normalized_title))


# An article is matched with every topic. One text of 1,000 characters takes about 20
# kB.
cached_search_text = lru_cache(maxsize=1_024)(make_search_text)
"""``make_search_text`` with a cache of the last 1,024 texts."""
