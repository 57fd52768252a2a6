"""What is found when it is tried whether all is set up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was tried: what it is, whether it works, and a sentence on it.

    Where it does not work the sentence says what to do, and where to click.
    """

    good: bool
    about: str
    words: str
