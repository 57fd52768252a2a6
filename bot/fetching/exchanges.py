"""What is asked of a server, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Wish:
    """How a body is asked for, and what is taken.

    ``body`` is how many bytes it may have, decompressed; one that ``is_cut`` ends
    there, and is no mistake. ``any_type`` takes bodies of whatever declared type.
    """

    accept: str
    body: int
    any_type: bool = False
    is_cut: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a server; the body is only read when the status is 200.

    The names of ``headers`` are found in any case.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    charset: str | None = None

    @property
    def content_type(self) -> str:
        """The declared type in lower case without parameters; may be empty."""
        return content_type(self.headers)

    @property
    def status_text(self) -> str:
        """The status with its usual name."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)


def content_type(headers: Mapping[str, str]) -> str:
    """The declared type in lower case without parameters, or nothing."""
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()
