"""The engines that can brief an article."""

from __future__ import annotations

DEFAULT_ENGINE = "fast"
ENGINES = (
    DEFAULT_ENGINE,
    *("lexrank", "lsa", "luhn", "textrank", "sum-basic", "kl", "reduction"),
    *("edmundson", "random", "sumy-lexrank"),
)
"""The names of the engines: the default, then methods for the summary alone.

They are a copy of the summarizers' names, because importing the summarizers is slow.
"""

_REMOVED = "spacy"


def removed_engine(name: str) -> str | None:
    """Return what to use instead of an engine that Sitrep no longer has, if it is one."""
    if name != _REMOVED:
        return None
    return f'the engine "{name}" is gone: use "{DEFAULT_ENGINE}", the default'
