"""Regular expressions that take linear time; the only module that imports re2.

RE2 does not backtrack, so that no pattern can block the bot. It has no lookahead, no
lookbehind and no backreferences.
"""

from __future__ import annotations

from collections.abc import Sequence

import re2

from bot.core.domain.errors import BadInputError

_LONGEST = 500
# The maximum memory of a pattern, in bytes; 500 characters of words need a tenth of it.
_MEMORY = 1 << 20
_LOOKAROUNDS = ("(?=", "(?!", "(?<=", "(?<!")
_BACKREFERENCES = ("\\k", "(?P=", *(f"\\{number}" for number in range(1, 10)))


class RegexSet:
    """Regular expressions that are searched together, ignoring case.

    Raises:
        BadInputError: a pattern is invalid; the message says where.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._each = tuple(map(_compile, patterns))
        self._any = _compile_any(patterns) if len(patterns) > 1 else None

    def matching(self, text: str) -> tuple[int, ...]:
        """Return the indexes of the patterns that match somewhere in the text."""
        # The library is faster with bytes, because it need not count characters.
        content = text.encode(errors="replace")
        if self._any is not None and self._any.search(content) is None:
            return ()
        return tuple(
            index
            for index, pattern in enumerate(self._each)
            if pattern.search(content) is not None
        )


def regex_error(pattern: str) -> str | None:
    """Return what is wrong with a pattern, and where; ``None`` if it is valid."""
    try:
        _compile(pattern)
    except BadInputError as error:
        return str(error)
    return None


def _compile(pattern: str) -> re2._Regexp:
    if len(pattern) > _LONGEST:
        raise BadInputError(
            f"the expression is longer than {_LONGEST} characters: shorten it"
        )
    try:
        return re2.compile(pattern, _options())
    except UnicodeEncodeError as error:
        raise BadInputError(
            "the expression contains a lone surrogate, such as \\ud800: remove it"
        ) from error
    except re2.error as error:
        raise BadInputError(_error_message(pattern, error)) from error


def _compile_any(patterns: Sequence[str]) -> re2._Regexp | None:
    """Compile all patterns as one; return ``None`` if together they are too large."""
    try:
        return re2.compile(
            "|".join(f"(?:{pattern})" for pattern in patterns), _options()
        )
    except re2.error:
        return None


def _options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    options.never_capture = True
    return options


def _error_message(pattern: str, error: re2.error) -> str:
    reason, _, part = _re2_message(error).partition(": ")
    if reason.startswith("pattern too large"):
        return "the expression is too large: use fewer or smaller repetitions"
    position = pattern.find(part) + 1 if part else len(pattern)
    where = f" at character {max(position, 1)} of the expression"
    rest = pattern[max(position, 1) - 1 :]
    if rest.startswith(_LOOKAROUNDS):
        return f"lookahead and lookbehind are not supported (RE2){where}"
    if rest.startswith(_BACKREFERENCES):
        return f"backreferences are not supported (RE2){where}"
    return f"{reason}{where}" + (f': "{part[:40]}"' if part else "")


def _re2_message(error: re2.error) -> str:
    (message,) = error.args or ("the expression is not a valid regular expression",)
    return (
        message.decode(errors="replace") if isinstance(message, bytes) else str(message)
    )
