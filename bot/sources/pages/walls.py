"""Detects walls: pages that ask for consent, a log-in or a CAPTCHA before an article.

A wall addresses its reader, about cookies, scripts, robots or subscriptions, and says
little else. An article about these subjects is longer and does not address the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from itertools import islice

from bot.sources.pages.nodes import Node, count_words, drop, text_of
from summarizers.lexicons import table


class Wall(StrEnum):
    """The kinds of walls; each value is the message for the user."""

    CHECK = "the site asks for a CAPTCHA or a browser check and shows no text"
    SCRIPT = "the page shows its text only with JavaScript"
    PAY = "the page shows its text only to subscribers or after a log-in"
    CONSENT = "the page shows only a request to accept cookies"


# A longer text is an article about a wall's subject.
_MAX_WORDS = {Wall.CHECK: 150, Wall.SCRIPT: 100, Wall.PAY: 150, Wall.CONSENT: 500}
_PIECE = re.compile(r"(?<=[.!?])\s{1,9}|\n{1,9}")

# Shorter pieces are buttons and headings, which are not counted.
_LABEL_WORDS = 3
# A wall has at least this share of its words in sentences about its demand. Of 210
# development pages, no article of at most ``_MAX_WORDS`` words has more than .11.
_SHARE = 0.45

_NAMES = (
    r"onetrust|ot-sdk|didomi|usercentrics|cybotcookiebot|cookiebot|truste|trustarc|"
    r"qc-cmp|sp_message|cmpbox|cmpwrapper|cmplz|fc-consent|klaro|iubenda-cs|osano-cm|"
    r"termly|cookieconsent|(?:cookies?|consent|gdpr)[-_]?(?:banner|consent|notice|popup|"
    r"wall|modal|dialog|overlay|layer)"
)
_CONSENT_BOX = re.compile(rf"(?:^|\s)(?:{_NAMES})", re.IGNORECASE)
# The longest consent boxes list all cookies and partners.
_MAX_BOX_WORDS = 1500
_MAX_BOXES = 30
# A page that a script fills has at most this many words of its own.
_MAX_SHELL_WORDS = 60
_INVISIBLE = frozenset(("script", "style", "noscript", "title"))
_ARTICLES = ("article", "main")

_CHALLENGE = re.compile(
    r"challenge-platform|/cdn-cgi/challenge|cf-turnstile|px-captcha|captcha-delivery|"
    r"_incapsula_resource|awswaf|g-recaptcha|h-captcha|hcaptcha\.com",
    re.IGNORECASE,
)


def wall_of_text(text: str) -> Wall | None:
    """Return the kind of wall whose text this is; ``None`` for an article's text.

    A wall asks for consent, a log-in or a CAPTCHA before an article.
    """
    length = len(text.split())
    walls = (
        wall
        for wall, max_words in _MAX_WORDS.items()
        if length <= max_words and _demand(wall).search(text)
    )
    wall = next(walls, None)
    return wall if wall is not None and _addresses_reader(text) else None


def wall_of_page(source: str, noscript: str, consent_words: int) -> Wall | None:
    """Return the kind of wall that a page without an article shows, if any.

    ``noscript`` is the result of ``noscript_text`` for the page; ``consent_words`` is
    the result of ``drop_consent_boxes``.
    """
    if consent_words:
        return Wall.CONSENT
    if _CHALLENGE.search(source):
        return Wall.CHECK
    return Wall.SCRIPT if noscript else None


def drop_consent_boxes(tree: Node) -> int:
    """Remove boxes that ask for consent to cookies.

    Return the number of words in the longest box. The boxes are recognised by the class
    names of common consent programs.
    """
    named = filter(_is_named_box, tree.iter("div", "section", "aside"))
    boxes = [node for node in islice(named, _MAX_BOXES) if _is_box(node)]
    words = max(map(count_words, boxes), default=0)
    for box in boxes:
        drop(box)
    return words


def noscript_text(tree: Node) -> str:
    """Return the text in ``noscript`` elements; empty if the page has more text."""
    words = 0
    for node in tree.iter("*"):
        if node.tag not in _INVISIBLE:
            words += len((node.text or "").split())
        if words > _MAX_SHELL_WORDS:
            return ""
    return " ".join(map(text_of, islice(tree.iter("noscript"), _MAX_BOXES)))


def _is_named_box(node: Node) -> bool:
    names = f"{node.get('id') or ''} {node.get('class') or ''}"
    return _CONSENT_BOX.search(names) is not None


def _is_box(node: Node) -> bool:
    inside = next(node.iter(*_ARTICLES), None)
    return inside is None and count_words(node) <= _MAX_BOX_WORDS


def _addresses_reader(text: str) -> bool:
    """Return whether enough of the text speaks to its reader about a wall's subjects.

    The subjects are cookies, scripts, robots and subscriptions.
    """
    all_words = wall_words = 0
    for piece in _PIECE.split(text):
        length = len(piece.split())
        if length <= _LABEL_WORDS:
            continue
        all_words += length
        if _subject().search(piece) and _to_a_reader().search(piece):
            wall_words += 0 if _speech().search(piece) else length
    return wall_words >= _SHARE * all_words


@cache
def _demand(wall: Wall) -> re.Pattern[str]:
    """Return the pattern of the phrases with which walls of this kind ask a reader."""
    phrases = table("wall_demands").items()
    return _any_of(phrase for phrase, kind in phrases if kind == wall.name.lower())


@cache
def _subject() -> re.Pattern[str]:
    return _any_of((rf"\b(?:{_words('subject')})\b",))


@cache
def _to_a_reader() -> re.Pattern[str]:
    start = rf"^\W{{0,3}}(?:{_words('start')})\b"
    return _any_of((rf"\b(?:{_words('address')})\b", start))


@cache
def _speech() -> re.Pattern[str]:
    return _any_of((r"[\"“”„«»]", rf"\b(?:{_words('speech')})\b"))


def _words(use: str) -> str:
    entries = table("wall_words").items()
    return "|".join(word for word, uses in entries if use in uses.split(","))


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)
