"""Pages that stand before an article: they ask for consent, a log-in, or a person.

Such a page is told by what it says and to whom: it speaks of cookies, scripts, robots
or subscriptions, to its reader, and of little else. An article about these speaks of
them to nobody, at greater length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from bot.sources.pages.nodes import Node, count, drop, words_of


class Wall(StrEnum):
    """What stands before the article; the value says so in a sentence."""

    CHECK = "the site first wants to know that a person asks, and gives no text"
    SCRIPT = "the page shows its text only where JavaScript runs"
    PAY = "the page shows its text only to subscribers, or after a log-in"
    CONSENT = "the page shows only a request to accept cookies"


@dataclass(frozen=True, slots=True)
class _Sign:
    """A demand by which a wall is known, in a text of at most so many words."""

    wall: Wall
    demand: re.Pattern[str]
    most: int


_SIGNS = (
    _Sign(
        Wall.CHECK,
        re.compile(
            r"\bcaptcha\b|\b(?:you (?:are|were)|you're|are you) (?:not )?"
            r"(?:a |an )?(?:human|real person|robot|bot)\b|"
            r"\bchecking (?:your browser|if the site)|"
            r"\bunusual (?:traffic|activity)\b|\bpress (?:and|&) hold\b|"
            r"\bsecurity (?:check|verification)\b|\bautomat(?:ed|ion) "
            r"(?:tools?|access|requests?|queries|traffic)\b|"
            r"\byou have been blocked\b|\byour (?:access|connection|request)\b|"
            r"\bpermission to (?:access|view)\b",
            re.IGNORECASE,
        ),
        150,
    ),
    _Sign(
        Wall.SCRIPT,
        re.compile(
            r"\b(?:enable|activate|allow|turn on|switch on|needs?|requires?|without|"
            r"supports?|disabled?) (?:\w{1,12} ){0,2}java ?script\b|"
            r"\bbrowser is (?:out of date|outdated|not supported|no longer supported)\b|"
            r"\b(?:unsupported|outdated) browser\b|\bupdate your browser\b|"
            r"\bjava ?script (?:is|must be|to be|needs to be|enabled|disabled|off)\b|"
            r"\bad[ -]?block",
            re.IGNORECASE,
        ),
        100,
    ),
    _Sign(
        Wall.PAY,
        re.compile(
            r"\b(?:continue|keep|finish) reading\b|\bto read (?:on|more|the full|the "
            r"rest|this)\b|\b(?:subscribers?|members?)[ -]only\b|"
            r"\b(?:for|to) (?:our )?(?:subscribers?|members)\b|"
            r"\bneed a (?:subscription|membership|free account)\b|"
            r"\bcreate an? (?:free )?account\b|"
            r"\balready (?:a |an |have )?(?:subscribe[rd]|member|account|registered)\b|"
            r"\bfree articles?\b|\b(?:log|sign) ?in to (?:your|continue|read|view)\b",
            re.IGNORECASE,
        ),
        150,
    ),
    _Sign(
        Wall.CONSENT,
        re.compile(
            r"\b(?:we|our (?:web ?site|site|partners|vendors|services?)|this "
            r"(?:web ?site|site)|partners) (?:\w{1,12} ){0,4}(?:use|uses|store|process|"
            r"share|value|collect)\b|\b(?:accept|agree to|allow|reject|consent to) "
            r"(?:\w{1,12} ){0,3}(?:cookies|all|tracking|the use)\b",
            re.IGNORECASE,
        ),
        500,
    ),
)

_SUBJECT = re.compile(
    r"\b(?:cookies?|consent|privacy|personal data|personali[sz]ed|legitimate interest|"
    r"geolocation|identifiers?|vendors|partners|tracking|accept all|reject all|"
    r"your (?:choices?|device|browser|data|options)|java ?script|ad[ -]?block\w{0,4}|"
    r"browser|captcha|robots?|bots?|human|unusual (?:traffic|activity)|automat(?:ed|ion)|"
    r"verify|security|blocked|denied|ray id|reference (?:id|number)|incident id|"
    r"subscri(?:be[rd]?|bers|ption|ptions)|log ?in|logged in|sign(?:ed)? ?(?:in|up)|"
    r"register(?:ed)?|membership|members?|account|free articles?|unlimited|password|"
    r"(?:continue|keep) reading|permission|full (?:story|article|access)|journalism|"
    r"trial|(?:a|per) month|cancel)\b",
    re.IGNORECASE,
)
_TO_A_READER = re.compile(
    r"\b(?:you|your|yours|we|our|us|please)\b|^\W{0,3}(?:accept|agree|allow|reject|"
    r"manage|choose|click|press|enable|disable|turn|switch|verify|checking|confirm|"
    r"complete|reload|refresh|log|sign|subscribe|register|continue|keep|join|support|"
    r"try|get|cancel|this (?:article|content|story|page|site|website|app)|not a|already|"
    r"reference|ray id|incident|java ?script|only)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"[\"“”„«»]|\bsaid\b", re.IGNORECASE)
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
            sign.wall
            for sign in _SIGNS
            if length <= sign.most and sign.demand.search(text)
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
        if _SUBJECT.search(piece) and _TO_A_READER.search(piece):
            said += 0 if _SPEECH.search(piece) else length
    return said >= _SHARE * told
