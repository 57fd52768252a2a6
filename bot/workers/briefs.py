"""What a worker does for a briefing. Imported by workers only: it loads the engine."""

from __future__ import annotations

from functools import cache

from bot.core.batch.jsonl import Answer, brief_line
from bot.core.ports.services import Page
from bot.workers.calls import Call
from summarizers.briefing import Briefer
from summarizers.errors import ModelMissingError, SummarizerError
from summarizers.model import Article, Briefing, Reasons

_FALLBACK = "fast"


def warm(engine: str) -> None:
    """Load the engine ahead; what fails here fails again, with a reader, when used."""
    try:
        load_briefer(engine)
    except SummarizerError:
        return


@cache
def load_briefer(engine: str) -> Briefer:
    """The engine, loaded once in a process; the fast one when the model is missing.

    ``Briefing.engine`` tells which it was.

    Raises:
        UnknownEngineError: no engine has this name.
    """
    try:
        return Briefer(engine)
    except ModelMissingError:
        return Briefer(_FALLBACK)


def brief(engine: str, article: Article) -> Briefing:
    """Brief one article.

    Raises:
        InputError: the article cannot be briefed.
        UnknownEngineError: no engine has this name.
    """
    return load_briefer(engine).brief(article)


def reasons(engine: str, article: Article) -> Reasons:
    """Why each line of an article's briefing was chosen.

    Raises:
        InputError: the article cannot be briefed.
        UnknownEngineError: no engine has this name.
    """
    return load_briefer(engine).reasons(article)


def brief_lines(
    raws: tuple[bytes, ...],
    parser: Call[[Page], Article],
    engine: str,
    everything: bool,  # noqa: FBT001 - a positional argument of a remote call
) -> tuple[Answer, ...]:
    """Answer lines of JSON with their briefings.

    Raises:
        UnknownEngineError: no engine has this name.
    """
    briefer = load_briefer(engine)

    def parse(page: Page) -> Article:
        return parser.resolve()(page)

    return tuple(
        brief_line(raw, parse=parse, brief=briefer.brief, everything=everything)
        for raw in raws
    )
