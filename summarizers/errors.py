"""Every error that the summarizers raise.

::

    SummarizerError
    ├── NotVerbatimError        a line is not a slice of the article's text
    ├── UnknownEngineError      no engine has this name
    └── InputError              the article itself cannot be briefed
        ├── EmptyTextError      no text, or no word in it
        ├── TooLongError        more characters than Sitrep reads
        ├── NotTextError        binary or encoded data instead of prose
        └── UnsupportedLanguageError

``InputError.kind`` is the word that the command line prints as ``error.kind``.
"""

from __future__ import annotations

from typing import ClassVar


class SummarizerError(Exception):
    """The root of this package's errors."""


class NotVerbatimError(SummarizerError):
    """The text of a span differs from the article's text at its offsets."""


class UnknownEngineError(SummarizerError):
    """No engine has the requested name."""


class InputError(SummarizerError):
    """The article cannot be briefed; the message says why."""

    kind: ClassVar[str] = "bad_input"


class EmptyTextError(InputError):
    """The article has no text, or no word in it."""

    kind = "empty"


class TooLongError(InputError):
    """The article has more characters than Sitrep reads."""

    kind = "too_long"


class NotTextError(InputError):
    """The article is binary data or encoded data instead of prose."""

    kind = "not_text"


class UnsupportedLanguageError(InputError):
    """Sitrep has no word lists for the language of the text."""

    kind = "unsupported_language"
