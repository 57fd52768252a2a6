"""The questions from whose answers a first configuration is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

DAILY = "daily"
"""The id of the digest in a first configuration."""

Answers = Mapping[str, Sequence[str]]
"""The answers by the key of their question; an unanswered question has no answers."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its default, and a check that says what is wrong with an answer.

    A question with ``many`` takes several answers, up to an empty line; ``split``
    returns those of one line, as the file has them. A ``required`` one has no default
    and needs an answer.
    """

    key: str
    text: str
    wrong: Callable[[str], str | None]
    default: str = ""
    many: bool = False
    required: bool = False
    split: Callable[[str], Sequence[str]] = lambda line: (line,)
