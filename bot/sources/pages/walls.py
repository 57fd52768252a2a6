"""Pages that stand before an article: they ask for consent, a log-in, or a person.

Such a page is told by what it says and to whom: it speaks of cookies, scripts, robots
or subscriptions, to its reader, and of little else. An article about these speaks of
them to nobody, at greater length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from itertools import islice

from bot.sources.pages.nodes import Node, count, drop, words_of
from summarizers.lexicons import table


class Wall(StrEnum):
    """What stands before the article; the value says so in a sentence."""

    CHECK = "the site first wants to know that a person asks, and gives no text"
    SCRIPT = "the page shows its text only where JavaScript runs"
    PAY = "the page shows its text only to subscribers, or after a log-in"
    CONSENT = "the page shows only a request to accept cookies"


# A text of more words is an article about what walls speak of.
_MOST_WORDS = {Wall.CHECK: 150, Wall.SCRIPT: 100, Wall.PAY: 150, Wall.CONSENT: 500}
_PIECE = re.compile(r"(?<=[.!?])\s{1,9}|\n{1,9}")

# Buttons and headings say too little to count.
_LABEL_WORDS = 3
# The share of a text's words that stand in what a wall says. On 210 development pages
# no text of at most the words above has more than .11.
_SHARE = 0.45

_NAMES = (
    r"onetrust|ot-sdk|didomi|usercentrics|cybotcookiebot|cookiebot|truste|trustarc|"
    r"qc-cmp|sp_message|cmpbox|cmpwrapper|cmplz|fc-consent|klaro|iubenda-cs|osano-cm|"
    r"termly|cookieconsent|(?:cookies?|consent|gdpr)[-_]?(?:banner|consent|notice|popup|"
    r"wall|modal|dialog|overlay|layer)"
)
_CONSENT_BOX = re.compile(rf"(?:^|\s)(?:{_NAMES})", re.IGNORECASE)
# The longest of those that list what is stored and by whom.
_BOX_WORDS = 1500
_BOXES = 30
# What a page holds besides its articles, when a script is to fill it.
_FEW_WORDS = 60
_UNSAID = frozenset(("script", "style", "noscript", "title"))
_ARTICLES = ("article", "main")

_CHALLENGE = re.compile(
    r"challenge-platform|/cdn-cgi/challenge|cf-turnstile|px-captcha|captcha-delivery|"
    r"_incapsula_resource|awswaf|g-recaptcha|h-captcha|hcaptcha\.com",
    re.IGNORECASE,
)


def wall_of(text: str) -> Wall | None:
    """What stands before the article, if the text is no more than that."""
    length = len(text.split())
    found = next(
        (
            wall
            for wall, most in _MOST_WORDS.items()
            if length <= most and _demand(wall).search(text)
        ),
        None,
    )
    return found if found is not None and _is_said_to_a_reader(text) else None


def wall_behind(source: str, unscripted: str, consent: int) -> Wall | None:
    """What stands before the article on a page in which no text was found.

    ``unscripted`` is what it says only where no scripts run, ``consent`` the number of
    words in a request for it.
    """
    if consent:
        return Wall.CONSENT
    if _CHALLENGE.search(source):
        return Wall.CHECK
    return Wall.SCRIPT if unscripted else None


def drop_consent(tree: Node) -> int:
    """Take requests for consent out of a page; the number of words in the longest.

    They are known by the names that the common programs for consent give them.
    """
    named = filter(_is_named_box, tree.iter("div", "section", "aside"))
    found = [node for node in islice(named, _BOXES) if _is_box(node)]
    words = max(map(count, found), default=0)
    for node in found:
        drop(node)
    return words


def said_unscripted(tree: Node) -> str:
    """What a page says where no scripts run, if it says little else."""
    words = 0
    for node in tree.iter("*"):
        if node.tag not in _UNSAID:
            words += len((node.text or "").split())
        if words > _FEW_WORDS:
            return ""
    return " ".join(map(words_of, islice(tree.iter("noscript"), _BOXES)))


def _is_named_box(node: Node) -> bool:
    names = f"{node.get('id') or ''} {node.get('class') or ''}"
    return _CONSENT_BOX.search(names) is not None


def _is_box(node: Node) -> bool:
    inside = next(node.iter(*_ARTICLES), None)
    return inside is None and count(node) <= _BOX_WORDS


def _is_said_to_a_reader(text: str) -> bool:
    """Whether most of a text speaks to its reader of what walls speak of."""
    told = said = 0
    for piece in _PIECE.split(text):
        length = len(piece.split())
        if length <= _LABEL_WORDS:
            continue
        told += length
        if _subject().search(piece) and _to_a_reader().search(piece):
            said += 0 if _speech().search(piece) else length
    return said >= _SHARE * told


@cache
def _demand(wall: Wall) -> re.Pattern[str]:
    """A phrase by which a wall of this kind is known."""
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
