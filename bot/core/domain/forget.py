"""Requests to forget a person, an article, old data or a chat user, and their results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ForgetSpeaker:
    """Forget a person or body by name.

    ``speakers`` are the ids of its rows in the record, and ``namesakes`` those of
    others with the same name, whose articles stay.
    """

    name: str
    speakers: frozenset[int] = frozenset()
    namesakes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ForgetAddress:
    """Forget the article at an address."""

    url: str


@dataclass(frozen=True, slots=True)
class ForgetBefore:
    """Forget everything that was first seen or built before a moment."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class ForgetUser:
    """Forget a chat user, given by the platform's id."""

    id: str


ForgetRequest: TypeAlias = ForgetSpeaker | ForgetAddress | ForgetBefore | ForgetUser


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The numbers of rows that were deleted, and of those that lost a text, by table."""

    deleted: Mapping[str, int] = field(default_factory=dict)
    cleared: Mapping[str, int] = field(default_factory=dict)
