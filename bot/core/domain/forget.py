"""Requests to forget a person, an article, old data or a chat user, and their results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ForgetSpeaker:
    """A request to forget a person or organisation by name.

    ``speakers`` are the ids of its rows in the record. ``namesakes`` are the ids of
    other speakers with the same name, whose articles stay.
    """

    name: str
    speakers: frozenset[int] = frozenset()
    namesakes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ForgetAddress:
    """A request to forget the article at an address."""

    url: str


@dataclass(frozen=True, slots=True)
class ForgetBefore:
    """A request to forget everything that was first seen or built before a moment."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class ForgetUser:
    """A request to forget a chat user, given by the platform's id."""

    id: str


ForgetRequest: TypeAlias = ForgetSpeaker | ForgetAddress | ForgetBefore | ForgetUser


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The result of a request to forget, as numbers of rows by table.

    ``deleted`` rows are gone. ``cleared`` rows stay, but lost a text.
    """

    deleted: Mapping[str, int] = field(default_factory=dict)
    cleared: Mapping[str, int] = field(default_factory=dict)
