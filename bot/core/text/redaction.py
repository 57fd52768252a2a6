"""Hiding secrets in whatever is told: by their value and by their shape.

The value is hidden in every form that it takes on the way: as it is, as an address or a
JSON text has it, and as ``repr`` writes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus, unquote

SECRET_VARIABLES = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "DISCORD_TOKEN",
    "DATABASE_URL",
    "PGPASSWORD",
)
"""The parts of the environment whose values are never shown."""

HIDDEN = "[hidden]"

_SHORTEST = 6
"""A shorter value stands in too many words to be hidden wherever it does."""

_SHORTEST_OTHER = 12
"""The same for variables that only sound secret, and may hold a word."""

_WORDS = r"password|passwd|pwd|secret|authorization|cookie|credentials?|api[_-]?key"
_KEY = re.compile(rf"token|{_WORDS}", re.IGNORECASE)
_SHAPES = (
    # Tokens of Slack: bots, apps, people, refreshing ones.
    re.compile(r"(?:xox[a-z]|xapp|xoxe\.xox[a-z])-[\w-]{8,300}"),
    # Tokens of Discord's bots, and of its people.
    re.compile(r"(?<![\w-])[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,40}|mfa\.[\w-]{60,100}"),
    # Addresses by which anybody may post: the rest of the path is the secret.
    re.compile(r"(?<=hooks\.slack\.com/)[\w/-]{8,300}"),
    re.compile(r"(?<=/webhooks/)\d{5,25}/[\w-]{8,500}"),
    re.compile(r"(?<=/interactions/)\d{5,25}/[\w-]{8,500}"),
    # User and password in an address, unless it only shows where they stand.
    re.compile(r"(?<=://)(?!USER:PASSWORD@)[^\s/@:]{0,200}:[^\s]{1,300}(?=@)"),
    re.compile(r"\bBearer [\w.~+/=-]{8,500}", re.IGNORECASE),
    # What is encoded is never one plain word, as in "the page Basic Information".
    re.compile(r"\b(?i:Basic) (?![A-Z]?[a-z]{1,30}(?![\w.~+/=-]))[\w.~+/=-]{8,500}"),
)
_SENTENCE = (
    r"(?:an?|ambiguous|anchors|copy|from|in|install|is|it|its|make|name|nested|no|not"
    r"|only|open|put|set|tags|that|the|there|these|they|this|what|write|written)"
    r"(?=[ ,;])"
)
"""How a sentence begins: words that are nobody's password."""

_NAMED = re.compile(
    rf"""(?P<name>
    (?<![a-z_-])[a-z_-]{{0,40}}(?:token|ticket|signature|{_WORDS})["']?\s?[=:]\s?["']?
    |[?&](?:key|sig|auth|code)=)
    (?!(?<=:\ ){_SENTENCE})
    (?:(?:Bearer|Basic|Bot)\s)?(?!\[hidden\])[^\s"'&,;)}}\]]{{1,500}}""",
    re.IGNORECASE | re.VERBOSE,
)
"""A value after a name that says that it is secret, as in ``password=hush``.

What follows it as a sentence is no value: "slack_bot_token: this key is not known".
"""

_PASSWORD = re.compile(r"://[^\s/@:]{0,200}:(\S{1,300})@")

Fact = object
"""Anything that may be told beside an event, however deep."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """Hides these secrets, and whatever looks like one."""

    secrets: tuple[str, ...] = field(default=(), repr=False)

    def text(self, text: str) -> str:
        """The text without secrets."""
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        for shape in _SHAPES:
            text = shape.sub(HIDDEN, text)
        return _NAMED.sub(rf"\g<name>{HIDDEN}", text)

    def fact(self, value: Fact, *, key: str = "") -> Fact:
        """The value without secrets; numbers stay, what is no plain value is written."""
        if _KEY.search(key):
            return HIDDEN
        match value:
            case None | bool() | int() | float():
                return value
            case str():
                return self.text(value)
            case Mapping() | list() | tuple() | set() | frozenset():
                return self._nested(value)
            case _:
                return self.text(repr(value))

    def _nested(self, value: Iterable[Fact]) -> Fact:
        if not isinstance(value, Mapping):
            return [self.fact(inner) for inner in value]
        return {
            self.text(str(name)): self.fact(inner, key=str(name))
            for name, inner in value.items()
        }


def redaction(environment: Mapping[str, str]) -> Redaction:
    """Hides what stands in the secret variables of an environment.

    Those that are not ours are told by their names.
    """
    values = [environment.get(name, "").strip() for name in SECRET_VARIABLES]
    for name, value in environment.items():
        if _KEY.search(name) and len(value) >= _SHORTEST_OTHER:
            values.append(value)
    passwords = (part for value in values for part in _passwords(value))
    return Redaction(_forms((*values, *passwords)))


def _passwords(address: str) -> Iterator[str]:
    """The password in an address, as it stands there and as it is meant."""
    found = _PASSWORD.search(address)
    if found is not None:
        yield from (found[1], unquote(found[1]))


def _forms(values: Iterable[str]) -> tuple[str, ...]:
    """Every form of the values; the longest first, since one may be a part of another."""
    found: Collection[str] = {
        form
        for value in values
        for form in (
            *(value, quote(value), quote(value, safe=""), quote_plus(value)),
            *(repr(value)[1:-1], json.dumps(value)[1:-1]),
        )
        if len(form) >= _SHORTEST
    }
    return tuple(sorted(found, key=lambda form: (-len(form), form)))
