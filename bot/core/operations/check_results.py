"""The results of ``sitrep check --online``, which tests the setup."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: whether the thing ``about`` works, and one sentence.

    If ``good`` is false, the sentence ``words`` says what to do and where to click.
    """

    good: bool
    about: str
    words: str
