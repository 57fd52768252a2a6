"""What an entrance for foreign bytes is, and how its outcomes are told apart."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from tests.fakes.fuzz.corpus import read_tokens
from tests.fakes.fuzz.mutations import Mutator

Send = Callable[[bytes], Awaitable[str]]
"""Sends an input; returns the outcome in few words, or raises what it must not raise."""

Opening = Callable[[], AbstractAsyncContextManager[Send]]

_VALUES = re.compile(r"\d+|\"[^\"]*\"|'[^']*'|“[^”]*”|https?://\S*")


class BrokenError(Exception):
    """The entrance did what it must never do, without an exception that says so."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A place at which foreign bytes arrive.

    ``open`` prepares it, and returns what sends inputs; ``change`` is how inputs are
    mutated. After ``reopened`` inputs it is opened anew, so that its state does not grow.
    ``words`` names the entrance whose tokens it uses, if it has none of its own.
    """

    name: str
    open: Opening
    change: Callable[[Mutator, bytes, bytes], bytes]
    reopened: int = 1_000_000
    words: str = ""

    @property
    def tokens(self) -> Sequence[bytes]:
        """Return words of the inputs' language."""
        return read_tokens(self.words or self.name)


def shape(error: BaseException) -> str:
    """Return the type and the message of an error, without the values in it."""
    first = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {_VALUES.sub('', first)[:40]}"


def amount(number: int) -> int:
    """Return the order of magnitude of a number."""
    return number.bit_length()
