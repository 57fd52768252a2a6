"""Tokens of the search, the same in every database.

Tokens consist of lower-case ASCII letters and digits, so that SQLite and PostgreSQL
split a text in the same way. Accents, case, elision (l', d') and the possessive 's make
no difference.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address

from bot.core.text.domains import has_known_suffix
from bot.core.text.topics.normalize import JOINED, normalize

FRENCH = "zqfr"
"""The token that every French sentence has."""

_IDENTIFIER = "zqi"
"""The first letters of the token of an identifier, such as an address."""

_OTHER = "z"
"""The first letter of a word with letters other than a to z, in encoded form."""

_LONGEST = 64
_LETTERS = rf"[^\W_{JOINED}]+"
_WORD = re.compile(rf"[{JOINED}]|{_LETTERS}(?:'{_LETTERS})*")
_ELIDED = re.compile(r"\A(?:[cdjlmnst]|(?:lors|puis|quoi|ju[s])?qu)'")
# Articles write "hxxp://example[.]com" so that the link cannot be followed.
_DEFANGED = re.compile(
    r"\s?[\[({]\s?(?:(\.|dot)|(:|://)|(@|at))\s?[\])}]\s?", re.IGNORECASE
)
_BRACKET = re.compile(r"[\[({]")
_SCHEME = re.compile(r"\bhxxp(?=s?:)", re.IGNORECASE)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IP4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}(?![\w]|\.\d)"
_IP6 = r"(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])"
_HOST = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}(?![\w-]|\.\w)"
_CVE = r"cve-\d{4}-\d{4,9}(?!\w)"
# A docket number, such as 1:24-cv-01234, 23-939 or C-311/18, has four digits or more.
_CODE = r"(?=(?:[a-z/:-]*\d){4})[a-z\d]{1,40}(?:[-/:][a-z\d]{1,40}){1,8}(?!\w)"
_IDENTIFIERS = re.compile(
    rf"(?<![\w.-])(?:(?P<ip4>{_IP4})|(?P<cve>{_CVE})|(?P<host>{_HOST}))"
    rf"|(?<![\w:])(?P<ip6>{_IP6})|(?<![\w.:/-])(?P<code>{_CODE})"
)
# A quick test: only a sentence with such a pattern may have an identifier.
_LIKELY = re.compile(r"\d[-/:.]|[-/:.]\d|\w\.\w|::")
_SHOWN = re.compile(rf"(?<![\w.-])(?:{_IP4}|{_HOST})", re.IGNORECASE)
_LINK = re.compile(r"\bhttp(?=s?://)", re.IGNORECASE)


def search_words(text: str, lang: str | None = None) -> str:
    """Return the tokens of a sentence, separated by blanks.

    The tokens of its words come first, in their order; those of addresses and other
    identifiers follow.
    """
    plain = folded_query(text)
    tokens = [*words_of(plain), *identifiers_of(plain)]
    return " ".join((*tokens, FRENCH) if lang == "fr" else tokens)


def folded_query(text: str) -> str:
    """Return a text in lower case without accents, with defanged addresses restored."""
    whole = _DEFANGED.sub(_refanged, text) if _BRACKET.search(text) else text
    whole = _SCHEME.sub("http", whole) if ":" in whole else whole
    return normalize(whole).lower().replace("«", '"').replace("»", '"')


def words_of(folded: str) -> tuple[str, ...]:
    """Return the tokens of the words of a folded text, in order."""
    return tuple(map(_token, _WORD.findall(folded)))


def identifiers_of(folded: str) -> tuple[str, ...]:
    """Return a token for each address, domain, CVE and docket number of a folded text."""
    if not _LIKELY.search(folded):
        return ()
    matches = _IDENTIFIERS.finditer(folded)
    names = dict.fromkeys(filter(None, map(_identifier, matches)))
    return tuple(_IDENTIFIER + name.encode().hex() for name in names)


def defanged(text: str) -> str:
    """Return a line whose addresses and domains are written so that none is a link.

    Such an address is called defanged: "example[.]org".
    """
    return _SHOWN.sub(_bracketed, _LINK.sub("hxxp", text))


def _token(word: str) -> str:
    if "'" in word:
        word = _ELIDED.sub("", word, count=1).removesuffix("'s").replace("'", "")
    return (word if word.isascii() else _OTHER + word.encode().hex())[:_LONGEST]


def _refanged(match: re.Match[str]) -> str:
    return "." if match[1] else "@" if match[3] else match[2]


def _identifier(match: re.Match[str]) -> str | None:
    """Return the usual form of an identifier; ``None`` if it only looks like one."""
    if match["ip6"]:
        try:
            return IPv6Address(match["ip6"]).compressed
        except ValueError:
            return None
    return match[0].removeprefix("www.")


def _bracketed(match: re.Match[str]) -> str:
    name = match[0]
    is_name = name[-1].isdigit() or has_known_suffix(name.lower())
    return name.replace(".", "[.]") if is_name else name
