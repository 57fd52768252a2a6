from __future__ import annotations

import asyncio
from datetime import date

import pytest

from bot.core.batch.briefs import PageBriefer
from bot.core.commands.error_messages import explained
from bot.core.commands.link_briefing import LinkBriefer
from bot.core.commands.user_errors import Refusal
from bot.core.domain.errors import ParseTimeoutError
from bot.workers import Workers
from bot.workers.pool import WorkerLimits
from tests.fakes.ports import FakeClock
from tests.fakes.reception import FakeSite
from tests.fakes.work import PARSE

HANGS, READS = "https://evil.example/", "https://lenna.example/"


@pytest.mark.slow
async def test_a_page_that_hangs_its_reader_holds_up_no_other() -> None:
    site = FakeSite(
        {HANGS: b"spin", READS: b"The ferry stays in port, Ida Brandt said."}
    )
    limits = WorkerLimits(seconds=5)
    async with Workers(PARSE, engine="fast", size=2, limits=limits) as workers:
        briefer = PageBriefer(workers, workers, lambda: date(2026, 3, 4))
        desk = LinkBriefer(FakeClock(), site, briefer)
        hanging = asyncio.create_task(desk.brief(HANGS))

        read = await desk.brief(READS)
        was_hanging = not hanging.done()

        with pytest.raises(ParseTimeoutError) as caught:
            await hanging
    assert was_hanging
    assert read.short.sections
    assert explained(caught.value, "event-1").reason is Refusal.TOO_SLOW
