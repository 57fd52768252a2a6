"""Deep links: the address of a page with the words of one sentence behind it.

A text fragment (``#:~:text=start,end``) makes the browser scroll to the words and
mark them. It is only made where the words occur once, so that a link never leads to
another sentence.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from summarizers.model import Article, Span

ARROW = "\N{NO-BREAK SPACE}↗"
"""What stands behind the host in the label of a link, on the same line with it."""

_DIRECTIVE = ":~:"
# A sentence of up to this many characters stands in the link as a whole.
_WHOLE = 60
# Where no first and last words mean it alone, up to this many do as well.
_LONGEST = 300
_FEWEST_WORDS = 3
_SPACE = re.compile(r"\s+")
_HOST = re.compile(r"(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_]{2,24}")


class DeepLinks:
    """Links into one article's page; without an address there are none."""

    def __init__(self, article: Article) -> None:
        self._url = page_address(article.url)
        self._text = _collapsed(f"{article.title or ''}\n{article.text}")

    def link(self, span: Span) -> str | None:
        """The page at these words, or the plain page where they are not unique."""
        if self._url is None:
            return None
        fragment = self._fragment(_SPACE.sub(" ", span.text).strip())
        if fragment is None:
            return self._url
        joint = "" if "#" in self._url else "#"
        return f"{self._url}{joint}{_DIRECTIVE}text={fragment}"

    def _fragment(self, words: str) -> str | None:
        at = self._text.find(words.lower())
        if not words or at < 0 or self._text.find(words.lower(), at + 1) >= 0:
            return None
        if len(words) <= _WHOLE:
            return _encoded(words)
        pair = self._pair(words.split(" "), at)
        if pair is not None:
            return ",".join(_encoded(part) for part in pair)
        return _encoded(words) if len(words) <= _LONGEST else None

    def _pair(self, words: list[str], at: int) -> tuple[str, str] | None:
        """The fewest first and last words that mean this sentence alone."""
        starts = range(_FEWEST_WORDS, len(words) - _FEWEST_WORDS + 1)
        firsts = (" ".join(words[:count]) for count in starts)
        first = next((first for first in firsts if self._only(first, at)), None)
        if first is None:
            return None
        end = at + len(" ".join(words).lower())
        after = at + len(first.lower())
        ends = range(_FEWEST_WORDS, len(words) - first.count(" "))
        lasts = (" ".join(words[-count:]) for count in ends)
        last = next((last for last in lasts if self._next(last, after, end)), None)
        return None if last is None else (first, last)

    def _only(self, words: str, at: int) -> bool:
        """Whether these words stand here and nowhere else."""
        return self._text.find(words.lower()) == at == self._text.rfind(words.lower())

    def _next(self, words: str, after: int, end: int) -> bool:
        """Whether these words come first where the sentence ends."""
        found = self._text.find(words.lower(), after)
        return found + len(words.lower()) == end


def host(url: str | None) -> str | None:
    """The host of an address as a reader should see it, in its safe ASCII form."""
    if url is None:
        return None
    try:
        name = urlsplit(url).hostname
        return None if name is None else name.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None


def misleads(words: str, url: str) -> bool:
    """Whether words look like an address, and not like the host that is linked to."""
    named = {found.casefold().removeprefix("www.") for found in _HOST.findall(words)}
    return "://" in words or not named <= {(host(url) or "").removeprefix("www.")}


def page_address(url: str | None) -> str | None:
    """The address in ASCII, when it is one that may be linked to."""
    if url is None or host(url) is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc:
        return None
    kept = url.split(_DIRECTIVE)[0].removesuffix("#")
    return quote(kept, safe="!#$%&'()*+,/:;=?@[]~", errors="replace")


def _collapsed(text: str) -> str:
    return _SPACE.sub(" ", text).lower()


def _encoded(words: str) -> str:
    """Percent-encoded; the dash as well, which has a meaning in a fragment."""
    return quote(words, safe="", errors="replace").replace("-", "%2D")
