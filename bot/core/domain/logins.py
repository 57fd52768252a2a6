"""Logins of sources: the configuration names them, the environment has their values."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

LOGIN_VARIABLE = "SITREP_AUTH_"
"""The beginning of the names of the environment variables with logins."""

LOGIN_NAME = r"[A-Z][A-Z0-9_]{0,40}(?<!_FILE)"
"""The pattern of a login's name.

A name must not end in ``_FILE``: that suffix names a variable with the path of a file.
"""

_BASIC = re.compile(r"[^:\x00-\x1f\x7f]{1,200}:[^\x00-\x1f\x7f]{1,500}")
_HEADER = re.compile(
    r"([A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}): ?([!-~](?:[ -~]{0,2000}[!-~])?)"
)
# A value of these would change the request itself, or go to the next server only.
_OWN_HEADERS = re.compile(
    r"host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect|keep-alive"
    r"|proxy-.*|accept-encoding|range|if-.*",
    re.IGNORECASE,
)


class LoginKind(StrEnum):
    """How a login is sent: as user and password, or as a header of any name."""

    BASIC = "basic"
    HEADER = "header"


_FORMS = {
    LoginKind.BASIC: "is not a login: write USER:PASSWORD",
    LoginKind.HEADER: "is not a header: write NAME: VALUE",
}


@dataclass(frozen=True, slots=True)
class SourceLogin:
    """The login of a source, whose value is in the environment."""

    kind: LoginKind
    name: str

    @property
    def variable(self) -> str:
        """Return the name of the environment variable with the value."""
        return LOGIN_VARIABLE + self.name

    def header(self, value: str) -> tuple[str, str]:
        """Return the name and the value of the header that a variable's value gives.

        Raises:
            ValueError: the value is malformed; the message, which does not repeat it,
                begins with the name of the variable.
        """
        if not value:
            form = _FORMS[self.kind].partition(": ")[2]
            raise ValueError(f"{self.variable} is not set: {form}")
        match = _HEADER.fullmatch(value)
        is_own = match is not None and _OWN_HEADERS.fullmatch(match[1])
        if self.kind is LoginKind.BASIC and _BASIC.fullmatch(value):
            return "Authorization", f"Basic {b64encode(value.encode()).decode()}"
        if self.kind is LoginKind.HEADER and match is not None and not is_own:
            return match[1], match[2]
        raise ValueError(f"{self.variable} {_FORMS[self.kind]}")


def login_secrets(value: str) -> Iterator[str]:
    """Yield the parts of a login's value that are never shown, in each form.

    The value is "user:password" or "Name: value", as in "Authorization: Bearer word".
    """
    yield value
    secret = value.partition(":")[2].strip()
    yield secret
    yield secret.rpartition(" ")[2]
    yield b64encode(value.encode("utf-8", "replace")).decode()
