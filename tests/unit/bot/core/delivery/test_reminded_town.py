"""Reminders of what papers print, from their pages to the channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.messages.markdown import to_markdown
from tests.fakes.town import GAZETTE, Paper, Report, Town, open_town

PLAN = Report(
    "inspection",
    "Inspectors to board ferry Aurora",
    "Inspectors of the shipping office will board the ferry Aurora in the port of Lenna "
    "on 6 March 2026, the office said.\n\n"
    "The inspection could keep the ferry in port for a week, said harbour master Ingrid "
    "Solberg.",
)
THURSDAY = datetime(2026, 3, 5, 9, tzinfo=UTC)
FRIDAY = THURSDAY + timedelta(days=1)


@pytest.fixture
def paper() -> Paper:
    """A paper that announces an event."""
    return Paper(GAZETTE, [PLAN])


def change(paper: Paper, old: str, new: str) -> None:
    """Let the paper change its report."""
    (report,) = paper.reports
    paper.reports[:] = [replace(report, text=report.text.replace(old, new))]


async def begin(town: Town) -> None:
    """Let the digest remind of events a day before, from now on."""
    plan = replace(town.plan, remind=(timedelta(days=1),))
    town.configuration = replace(town.configuration, digests=(plan,))
    await town.record()
    assert await town.remind() == 0


async def remind(town: Town, now: datetime) -> int:
    """Post what is due; returns how many messages."""
    town.clock.move(now - town.clock.now())
    return await town.remind()


def texts(town: Town) -> list[str]:
    """The posted messages."""
    return [to_markdown(message) for _, message in town.messenger.posts.values()]


async def test_a_corrected_day_is_read_before_the_reminder(paper: Paper) -> None:
    async with open_town(paper) as town:
        await begin(town)
        change(paper, "6 March", "7 March")

        assert await remind(town, THURSDAY) == 0
        await town.record()
        assert await remind(town, THURSDAY + timedelta(hours=1)) == 0
        assert await remind(town, FRIDAY) == 1

    assert "on 7 March 2026" in texts(town)[0]


async def test_a_line_that_a_reminder_alone_printed_is_watched_for_corrections(
    paper: Paper, database: str
) -> None:
    async with open_town(paper, database=database) as town:
        await begin(town)
        assert await remind(town, THURSDAY) == 1
        await town.wait(1.1)
        change(paper, "port of Lenna", "port of Varen")

        await town.digest_service.reread(town.configuration)
        await town.delivery.build()
        await town.delivery.send()

        assert await town.store.editions(town.plan.id, 10) == ()
    reminder, correction = town.messenger.posts
    assert town.messenger.parents[correction] == reminder
    assert "port of Lenna" in texts(town)[0]
    assert "port of Varen" in texts(town)[1]
