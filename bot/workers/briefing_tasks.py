"""Functions that worker processes run to brief articles."""

from __future__ import annotations

from functools import cache

from summarizers.briefing import Briefer
from summarizers.errors import SummarizerError
from summarizers.model import Article, Briefing, Reasons


def preload_engine(engine: str) -> None:
    """Load the engine in advance; ignore errors, which its first use raises again."""
    try:
        load_briefer(engine)
    except SummarizerError:
        return


@cache
def load_briefer(engine: str) -> Briefer:
    """Return the briefer of an engine, which is loaded once per process.

    Raises:
        UnknownEngineError: no engine has this name.
    """
    return Briefer(engine)


def brief(engine: str, article: Article) -> Briefing:
    """Brief one article.

    Raises:
        InputError: the article cannot be briefed.
        UnknownEngineError: no engine has this name.
    """
    return load_briefer(engine).brief(article)


def reasons(engine: str, article: Article) -> Reasons:
    """Explain why each line of an article's briefing was chosen.

    Raises:
        InputError: the article cannot be briefed.
        UnknownEngineError: no engine has this name.
    """
    return load_briefer(engine).reasons(article)
