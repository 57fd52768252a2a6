"""Reads the parameters of requests of programs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core.commands.programs.program_errors import ErrorCode, ProgramError
from bot.core.text.since import NOT_A_PERIOD, parse_since

MOST_CHARACTERS = 2_000
"""The maximum length of a value."""

USUAL_LIMIT, MOST_ITEMS, MOST_SKIPPED = 30, 100, 1_000

_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a list that is returned: at most ``limit`` items from ``offset`` on."""

    offset: int
    limit: int

    @property
    def end(self) -> int:
        """Return the index behind the last item."""
        return self.offset + self.limit


@dataclass(frozen=True, slots=True)
class Parameters:
    """The values of a request by name; only the ``names`` are allowed.

    Raises:
        ProgramError: a name is unknown, or a value too long.
    """

    values: Mapping[str, str]
    names: Sequence[str]

    def __post_init__(self) -> None:
        """Check the names and the lengths of the values."""
        if not self.values.keys() <= set(self.names):
            raise bad(f"unknown parameter; use {', '.join(self.names)}")
        for name, value in self.values.items():
            if len(value) > MOST_CHARACTERS:
                raise bad(
                    f"{name} has more than {MOST_CHARACTERS} characters: shorten it"
                )

    def text(self, name: str) -> str:
        """Return the value of ``name`` without outer blanks; empty if it is missing."""
        return self.values.get(name, "").strip()

    def needed(self, name: str) -> str:
        """Return the value of ``name``, which must not be empty.

        Raises:
            ProgramError: the value is empty or missing.
        """
        value = self.text(name)
        if not value:
            raise bad(f"{name} is missing: add this parameter")
        return value

    def choice(self, name: str, allowed: Collection[str]) -> str | None:
        """Return the value of ``name``, one of ``allowed``; ``None`` if it is missing.

        Raises:
            ProgramError: the value is not one of ``allowed``.
        """
        value = self.text(name)
        if value and value not in allowed:
            listed = ", ".join(sorted(allowed)) or "none"
            problem = f"this token may not read that {name}; it may read: {listed}"
            raise ProgramError(ErrorCode.NOT_FOUND, problem)
        return value or None

    def since(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """Return the start of the period ``since``; ``None`` if the value is missing.

        Raises:
            ProgramError: the value is not a day or a period.
        """
        typed = self.text("since")
        if not typed:
            return None
        try:
            return parse_since(typed, now, zone)
        except ValueError as error:
            raise bad(f"since is {NOT_A_PERIOD}") from error

    def day(self, name: str) -> date | None:
        """Return the value of ``name`` as a day; ``None`` if it is missing.

        Raises:
            ProgramError: the value is not a day.
        """
        typed = self.text(name)
        if not typed:
            return None
        try:
            return date.fromisoformat(typed)
        except ValueError as error:
            raise bad(f"{name} is not a day; use 2026-11-20") from error

    def slice(self) -> Slice:
        """Return the part of the list that the values ``limit`` and ``offset`` select.

        Raises:
            ProgramError: ``limit`` or ``offset`` is not a number in its range.
        """
        limit = self._number("limit", USUAL_LIMIT, 1, MOST_ITEMS)
        return Slice(self._number("offset", 0, 0, MOST_SKIPPED), limit)

    def _number(self, name: str, usual: int, least: int, most: int) -> int:
        typed = self.text(name)
        if not typed:
            return usual
        if not _NUMBER.fullmatch(typed) or not least <= int(typed) <= most:
            raise bad(f"{name} is not a whole number from {least} to {most:,}")
        return int(typed)


def bad(problem: str) -> ProgramError:
    """Return the error for a wrong parameter; ``problem`` says what is wrong."""
    return ProgramError(ErrorCode.BAD_PARAMETER, problem)
