"""Hides secrets in text and log values, by their value and by their form.

Each form of a value is hidden: plain, percent-encoded, in JSON and as ``repr`` writes
it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus, unquote

from bot.core.domain.installations import ENCRYPTION_KEYS
from bot.core.domain.logins import LOGIN_VARIABLE, login_secrets

SECRET_VARIABLES = (
    *("DATABASE_URL", "PGPASSWORD", ENCRYPTION_KEYS),
    *("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"),
)
"""The variables besides those of platforms whose values are never shown."""

_ADDRESSES = frozenset({"https_proxy", "http_proxy"})
"""Variables, in lower case, in whose values only the password is hidden."""

HIDDEN = "[hidden]"

_SHORTEST = 6
"""A shorter value is not hidden: it would match parts of ordinary words."""

_SHORTEST_OTHER = 12
"""The shortest value that is hidden for other variables with a name like "token".

A shorter value may be an ordinary word.
"""

_WORDS = r"password|passwd|pwd|secret|authorization|cookie|credentials?|api[_-]?key"
_KEY = re.compile(rf"token|{_WORDS}", re.IGNORECASE)
_SHAPES = (
    # User and password in an address, except the placeholder in documentation.
    re.compile(r"(?<=://)(?!USER:PASSWORD@)[^\s/@:]{0,200}:[^\s]{1,300}(?=@)"),
    re.compile(r"\bBearer [\w.~+/=-]{8,500}", re.IGNORECASE),
    # An encoded value is never one plain word, as in "the page Basic Information".
    re.compile(r"\b(?i:Basic) (?![A-Z]?[a-z]{1,30}(?![\w.~+/=-]))[\w.~+/=-]{8,500}"),
)
_SENTENCE = (
    r"(?:an?|ambiguous|anchors|copy|from|in|install|is|it|its|make|name|nested|no|not"
    r"|only|open|put|set|tags|that|the|there|these|they|this|unknown|what|write|written"
    r"|YAML)"
    r"(?=[ ,;])"
)
"""Words that begin a sentence in an error message, so that they are not a password."""

_NAMED = re.compile(
    rf"""(?P<name>
    (?<![a-z_-])[a-z_-]{{0,40}}(?:token|ticket|signature|{_WORDS})["']?\s?[=:]\s?["']?
    |[?&](?:key|sig|auth|code)=)
    (?!(?<=:\ ){_SENTENCE})
    (?:(?:Bearer|Basic|Bot)\s)?(?!\[hidden\])[^\s"'&,;)}}\]]{{1,500}}""",
    re.IGNORECASE | re.VERBOSE,
)
"""A value after a name for a secret, as in ``password=hush``.

A sentence after the name is not a value: "bot_token: unknown key".
"""

_PASSWORD = re.compile(r"://[^\s/@:]{0,200}:(\S{1,300})@")

Fact = object
"""A value of a field of a log event; it may contain other values."""


@dataclass(frozen=True, slots=True)
class SecretFormats:
    """The platforms' environment variables with secrets, and the patterns of tokens."""

    variables: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Redaction:
    """Hides the ``secrets``, and each text that a pattern in ``shapes`` matches."""

    secrets: tuple[str, ...] = field(default=(), repr=False)
    shapes: tuple[re.Pattern[str], ...] = _SHAPES

    def text(self, text: str) -> str:
        """Return the text with all secrets replaced."""
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        for shape in self.shapes:
            text = shape.sub(HIDDEN, text)
        return _NAMED.sub(rf"\g<name>{HIDDEN}", text)

    def fact(self, value: Fact, *, key: str = "") -> Fact:
        """Return the value without secrets; objects of unknown types become text.

        The whole value is hidden if ``key`` suggests a secret, such as "password".
        """
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


def redaction_of(environment: Mapping[str, str], formats: SecretFormats) -> Redaction:
    """Build the redaction that hides the secret values of an environment.

    These are the values of the variables that ``formats`` lists, and of variables with
    a name that suggests a secret. The path of a secret's file stays visible.
    """
    names = (*SECRET_VARIABLES, *formats.variables)
    values = [environment.get(name, "").strip() for name in names]
    for name, value in environment.items():
        is_path = name.endswith("_FILE") and value.startswith("/")
        if _KEY.search(name) and len(value) >= _SHORTEST_OTHER and not is_path:
            values.append(value)
        if name.startswith(LOGIN_VARIABLE):
            values += login_secrets(value)
    values += environment.get(ENCRYPTION_KEYS, "").split(",")
    proxies = [
        value for name, value in environment.items() if name.lower() in _ADDRESSES
    ]
    passwords = (part for value in (*values, *proxies) for part in _passwords(value))
    shapes = tuple(re.compile(pattern) for pattern in formats.patterns)
    return Redaction(_forms((*values, *passwords)), (*shapes, *_SHAPES))


def _passwords(address: str) -> Iterator[str]:
    """Yield the password in a URL, encoded and decoded, if it contains one."""
    match = _PASSWORD.search(address)
    if match is not None:
        yield from (match[1], unquote(match[1]))


def _forms(values: Iterable[str]) -> tuple[str, ...]:
    """Return every form of the values, the longest first: one may contain another."""
    forms: Collection[str] = {
        form
        for value in values
        for form in (
            *(value, quote(value), quote(value, safe=""), quote_plus(value)),
            *(repr(value)[1:-1], json.dumps(value)[1:-1]),
        )
        if len(form) >= _SHORTEST
    }
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))
