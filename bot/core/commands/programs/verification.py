"""Finds a line in an article's text, literally or apart from typography."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from unicodedata import category, combining, normalize

from bot.core.text.deep_links import DeepLinks
from summarizers.model import Article, Span
from summarizers.text.language import detect_language, language_of_lists
from summarizers.text.splitting import split_text

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class LineMatch(StrEnum):
    """How a line matches a text: exactly, or except spaces, capitals and marks."""

    EXACT = "exact"
    NORMALISED = "normalised"


@dataclass(frozen=True, slots=True)
class VerifiedLine:
    """A line in an article: its place, the sentence around it, and a link to it."""

    match: LineMatch
    span: Span
    sentence: Span
    link: str | None


def find_line(line: str, article: Article) -> VerifiedLine | None:
    """Return the place of a line in an article; ``None`` if the article lacks it.

    The line must begin and end with whole words. If the text has it several times, the
    first place is returned.
    """
    place = _whole_words(line.strip(), article.text)
    match = LineMatch.EXACT
    if place is None:
        place, match = _normalised(line, article.text), LineMatch.NORMALISED
    if place is None:
        return None
    span = Span(*place, article.text[slice(*place)])
    sentence = _sentence(span, article)
    return VerifiedLine(match, span, sentence, DeepLinks(article).link(span))


def _normalised(line: str, text: str) -> tuple[int, int] | None:
    """Return the place in ``text`` where its plain form equals that of ``line``.

    The plain form ignores the differences that ``_form`` removes from each character.
    Return ``None`` if ``text`` has no such place.
    """
    wanted = "".join(form for form, _ in _plain(line)).strip()
    signs = [*_plain(text)]
    place = _whole_words(wanted, "".join(form for form, _ in signs))
    if place is None:
        return None
    # The index in the text of each character of its plain form.
    indexes = [index for form, index in signs for _ in form]
    return indexes[place[0]], indexes[place[1] - 1] + 1


def _plain(text: str) -> Iterator[tuple[str, int]]:
    """Yield the plain form of each character with its index; blanks become one."""
    was_space = False
    for index, sign in enumerate(text):
        form = _form(sign)
        is_space = form == " "
        if form and not (is_space and was_space):
            yield form, index
        was_space = is_space or (was_space and not form)


def _whole_words(line: str, text: str) -> tuple[int, int] | None:
    """Return the first place of ``line`` in ``text`` that consists of whole words."""
    start = text.find(line) if line else -1
    while start >= 0:
        if _is_whole(text, start, start + len(line)):
            return start, start + len(line)
        start = text.find(line, start + 1)
    return None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether ``text[start:end]`` begins and ends at the edge of a word."""
    return not (_is_inside(text, start) or _is_inside(text, end))


def _is_inside(text: str, index: int) -> bool:
    """Return whether the characters before and at an index belong to one word."""
    if not 0 < index < len(text):
        return False
    before, after = text[index - 1], text[index]
    if combining(after):
        return True
    return after.isalnum() and (before.isalnum() or combining(before) > 0)


@cache
def _form(sign: str) -> str:
    """Return the plain form of a character: one character, several, or none."""
    if sign.isspace():
        return " "
    if category(sign) in _UNSEEN:
        return ""
    return normalize("NFKD", sign.translate(_SIGNS)).translate(_SIGNS).casefold()


def _sentence(span: Span, article: Article) -> Span:
    """Return the sentence in which ``span`` begins, or ``span`` if there is none."""
    lang = language_of_lists(
        article.lang or detect_language(article.text), article.text
    )
    sentences = split_text(article, lang).sentences
    around = (each.span for each in sentences if each.start <= span.start < each.end)
    return next(around, span)
