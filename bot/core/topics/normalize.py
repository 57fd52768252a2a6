"""Texts in the form in which words are looked up in them.

Accents, the dots of acronyms, and how quotation marks and hyphens are printed make no
difference there.
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
"""The letters of scripts without blanks between words, as ranges of a pattern.

They are those of Thai to Lao, Burmese, Khmer, Japanese and Chinese; and of Korean, whose
particles are joined to the word before.
"""

_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u200b-\u200f\u00ad]")
# What print has in most texts: replaced one by one, which leaves plain ASCII of most and
# takes a twentieth of the time. No phrase goes across a long dash.
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


def loosened(text: str) -> str:
    """The text without what makes no difference; its capitals are kept."""
    for printed, plain in _TYPOGRAPHY:
        text = text.replace(printed, plain)
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_ALIKE)
        text = unicodedata.normalize("NFC", text)
    return _DOTTED.sub(lambda found: found[0].replace(".", ""), text)


def words_in(small: str) -> list[str]:
    """The words of a text in small letters, but those of scripts without blanks."""
    return _WORD.findall(small)


@dataclass(frozen=True, slots=True)
class Passage:
    """A title and the body below it.

    ``loose`` is both of them, loosened; its first ``title_end`` characters are of the
    title. ``small`` is that in small letters, ``words`` are the words in it.
    """

    title: str
    body: str
    loose: str
    small: str
    words: frozenset[str]
    title_end: int


def make_passage(title: str, body: str) -> Passage:
    """The passage of this title, which may be empty, and this body."""
    loose_title = loosened(title)
    loose = f"{loose_title}{_BETWEEN}{loosened(body)}"
    small = loose.lower()
    words = frozenset(words_in(small))
    return Passage(title, body, loose, small, words, len(loose_title))


# An article is compared with every topic, and some topics with many articles in turn. A
# passage of 1,000 characters takes some 20 kB.
known_passage = lru_cache(maxsize=1_024)(make_passage)
"""The same, once for each of the last thousand."""
