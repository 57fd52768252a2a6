"""Functions that worker processes run to brief the articles of JSON lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.core.batch.jsonl import OutputLine, brief_line
from bot.core.ports.services import Page
from bot.workers.briefing_tasks import load_briefer
from bot.workers.calls import Call
from summarizers.model import Article, Briefing


def brief_lines(
    raws: tuple[bytes, ...],
    parser: Call[[Page], Article],
    engine: str,
    everything: bool,  # noqa: FBT001 - a positional argument of a remote call
    today: date,
) -> tuple[OutputLine, ...]:
    """Brief the articles in the JSON lines ``raws``; return one output line for each.

    ``today`` is the day on which they are read. ``everything`` adds the results that a
    printed briefing leaves out.

    Raises:
        UnknownEngineError: no engine has this name.
    """
    briefer = load_briefer(engine)

    def parse(page: Page) -> Article:
        return parser.resolve()(page)

    def brief_today(article: Article) -> Briefing:
        return briefer.brief(replace(article, read_on=today))

    return tuple(
        brief_line(raw, parse=parse, brief=brief_today, everything=everything)
        for raw in raws
    )
