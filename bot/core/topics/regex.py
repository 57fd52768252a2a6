"""Regular expressions whose time grows with the text alone: the sole owner of re2.

The engine never goes back in a text, so that no pattern can make it stall. It has no
look-around and no references to groups, which need that.
"""

from __future__ import annotations

from collections.abc import Sequence

import re2

from bot.core.domain.errors import BadInputError

_LONGEST = 500
# In bytes. What needs more is refused; 500 characters of words need a tenth of it.
_MEMORY = 1 << 20
_LOOKING = ("(?=", "(?!", "(?<=", "(?<!")
_REFERENCES = ("\\k", "(?P=", *(f"\\{number}" for number in range(1, 10)))


class Expressions:
    """Several expressions that are looked for together; capitals are ignored.

    Raises:
        BadInputError: one of them is none; the message says where.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._each = tuple(map(_compiled, patterns))
        self._any = _compiled_any(patterns) if len(patterns) > 1 else None

    def found(self, text: str) -> tuple[int, ...]:
        """Which of them match somewhere in the text, by position."""
        # Bytes spare the library the counting of characters.
        content = text.encode(errors="replace")
        if self._any is not None and self._any.search(content) is None:
            return ()
        return tuple(
            position
            for position, one in enumerate(self._each)
            if one.search(content) is not None
        )


def wrong_expression(pattern: str) -> str | None:
    """What is wrong with the expression and where; ``None`` if nothing."""
    try:
        _compiled(pattern)
    except BadInputError as error:
        return str(error)
    return None


def _compiled(pattern: str) -> re2._Regexp:
    if len(pattern) > _LONGEST:
        raise BadInputError(f"the expression is longer than {_LONGEST} characters")
    try:
        return re2.compile(pattern, _options())
    except UnicodeEncodeError as error:
        raise BadInputError("the expression holds half a character") from error
    except re2.error as error:
        raise BadInputError(_told(pattern, error)) from error


def _compiled_any(patterns: Sequence[str]) -> re2._Regexp | None:
    """All in one; ``None`` when together they are too large."""
    try:
        return re2.compile("|".join(f"(?:{one})" for one in patterns), _options())
    except re2.error:
        return None


def _options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    options.never_capture = True
    return options


def _told(pattern: str, error: re2.error) -> str:
    reason, _, part = _message(error).partition(": ")
    if reason.startswith("pattern too large"):
        return "the expression is too large: repeat less in it"
    place = pattern.find(part) + 1 if part else len(pattern)
    at = f" at character {max(place, 1)} of the expression"
    rest = pattern[max(place, 1) - 1 :]
    if rest.startswith(_LOOKING):
        return f"looking ahead or behind is not read{at}: it can take for ever"
    if rest.startswith(_REFERENCES):
        return f"a reference to a group is not read{at}: it can take for ever"
    return f"{reason}{at}" + (f': "{part[:40]}"' if part else "")


def _message(error: re2.error) -> str:
    (said,) = error.args or ("this is no expression",)
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
