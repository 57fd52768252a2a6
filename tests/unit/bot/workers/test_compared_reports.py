"""Reports are compared in a worker process, off the event loop."""

from __future__ import annotations

from datetime import date

from bot.core.ports.services import Page
from bot.workers import Call, Workers
from summarizers.model import Article

PARSE: Call[[Page], Article] = Call("bot.sources.pages", "parse_page")
DAY = date(2026, 3, 2)


async def test_a_worker_compares_reports() -> None:
    reports = [
        ("one", Article("The collapse of the mill killed 12 people.", published=DAY)),
        ("two", Article("Rescuers found 14 people dead.", published=DAY)),
    ]

    async with Workers(PARSE, engine="fast", size=1) as workers:
        (found,) = await workers.find_differences(reports)

    texts = [figure.span.text for figure in found.figures]
    assert (found.label, texts) == ("killed", ["killed 12 people", "14 people dead"])
