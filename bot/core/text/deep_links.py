"""Deep links: URLs of pages with a text fragment that marks one sentence.

With a text fragment (``#:~:text=start,end``) the browser scrolls to the words and marks
them. The fragment is only added if the words occur once, so that a link never marks
another sentence.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from summarizers.model import Article, Span

ARROW = "↗\ufe0e"
"""The label of a line's link; the second character keeps phones from drawing an emoji."""

JOINT = "\N{NO-BREAK SPACE}"
"""The no-break space before a line's arrow, so that the arrow never wraps alone."""

_DIRECTIVE = ":~:"
# Up to this number of characters, the link contains the whole sentence.
_WHOLE = 60
# So it does up to this number, if the sentence has no unique first and last words.
_LONGEST = 300
_FEWEST_WORDS = 3
_SPACE = re.compile(r"\s+")
_HOST = re.compile(r"(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_]{2,24}")


class DeepLinks:
    """Makes deep links into the page of one article."""

    def __init__(self, article: Article) -> None:
        self._url = page_address(article.url)
        self._text = _collapsed(f"{article.title or ''}\n{article.text}")

    def link(self, span: Span) -> str | None:
        """Return the page's URL, with a text fragment if the span's words are unique.

        Return ``None`` if the page has no URL.
        """
        if self._url is None:
            return None
        return with_fragment(self._url, self.fragment(span))

    def fragment(self, span: Span) -> str | None:
        """Return the text fragment of the span's words; ``None`` if they are not unique."""
        words = _SPACE.sub(" ", span.text).strip()
        position = self._text.find(words.lower())
        if (
            not words
            or position < 0
            or self._text.find(words.lower(), position + 1) >= 0
        ):
            return None
        if len(words) <= _WHOLE:
            return _encoded(words)
        pair = self._pair(words.split(" "), position)
        if pair is not None:
            return ",".join(_encoded(part) for part in pair)
        return _encoded(words) if len(words) <= _LONGEST else None

    def _pair(self, words: list[str], position: int) -> tuple[str, str] | None:
        """Return the fewest first and last words of a sentence that identify it.

        ``words`` are the sentence's words, ``position`` its offset. Return ``None`` if
        another passage begins or ends with the same words.
        """
        starts = range(_FEWEST_WORDS, len(words) - _FEWEST_WORDS + 1)
        firsts = (" ".join(words[:count]) for count in starts)
        first = next(
            (first for first in firsts if self._is_unique_at(first, position)), None
        )
        if first is None:
            return None
        end = position + len(" ".join(words).lower())
        after = position + len(first.lower())
        ends = range(_FEWEST_WORDS, len(words) - first.count(" "))
        lasts = (" ".join(words[-count:]) for count in ends)
        last = next(
            (last for last in lasts if self._ends_first_at(last, after, end)), None
        )
        return None if last is None else (first, last)

    def _is_unique_at(self, words: str, position: int) -> bool:
        """Return whether these words occur at this position and nowhere else."""
        return (
            self._text.find(words.lower())
            == position
            == self._text.rfind(words.lower())
        )

    def _ends_first_at(self, words: str, after: int, end: int) -> bool:
        """Return whether the first ``words`` at or after ``after`` end at ``end``."""
        position = self._text.find(words.lower(), after)
        return position + len(words.lower()) == end


def with_fragment(url: str, fragment: str | None) -> str:
    """Return a page's URL with a text fragment, if there is one."""
    if fragment is None:
        return url
    joint = "" if "#" in url else "#"
    return f"{url}{joint}{_DIRECTIVE}text={fragment}"


def sentence_link(url: str | None, fragment: str | None) -> str | None:
    """Return the link to a sentence by its text fragment; ``None`` without a page."""
    page = page_address(url)
    return None if page is None else with_fragment(page, fragment)


def host(url: str | None) -> str | None:
    """Return the host of a URL in its ASCII form; ``None`` for a URL without a host."""
    if url is None:
        return None
    try:
        name = urlsplit(url).hostname
        return None if name is None else name.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None


def paper_name(
    site: str | None, url: str | None, feed: str | None = None
) -> str | None:
    """Return a publisher's name as shown to people; ``None`` if all three are missing.

    It is ``site``, else the title ``feed``, else the host of ``url`` without "www.".
    """
    return site or feed or (host(url) or "").removeprefix("www.") or None


def file_name(path: str) -> str:
    """Return the last component of a path; "/" or a backslash separates components."""
    parts = path.replace("\\", "/").rstrip("/").rpartition("/")
    return parts[2] or path


def misleads(words: str, url: str) -> bool:
    """Return whether the words name another host than that of ``url``."""
    hosts = {name.casefold().removeprefix("www.") for name in _HOST.findall(words)}
    return "://" in words or not hosts <= {(host(url) or "").removeprefix("www.")}


def page_address(url: str | None) -> str | None:
    """Return the URL in ASCII; ``None`` if it is not safe to link to."""
    if url is None or host(url) is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc:
        return None
    plain = url.split(_DIRECTIVE)[0].removesuffix("#")
    return quote(plain, safe="!#$%&'()*+,/:;=?@[]~", errors="replace")


def _collapsed(text: str) -> str:
    return _SPACE.sub(" ", text).lower()


def _encoded(words: str) -> str:
    """Percent-encode the words and their hyphens, which are special in a fragment."""
    return quote(words, safe="", errors="replace").replace("-", "%2D")
