"""The calendar of a channel, from its address to what a calendar program reads."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

from icalendar import Calendar

from bot.bootstrap.app_context import open_app
from bot.bootstrap.calendars import make_addresses, make_calendar_page
from bot.bootstrap.runtime import make_runtime
from bot.core.digests.service import FixedConfiguration
from bot.core.domain.configuration import Configuration, Source, SourceKind, Topic
from tests.fakes.plans import make_plan
from tests.fakes.town import Report, page_of

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
VOTE = "The council will vote on the ferry pier on 4 March 2026."
GATE = "The container gate will be closed on 5 March 2026."


def topic_in(folder: Path, name: str, line: str) -> Topic:
    """A topic of a folder with one page, which ends in this line."""
    place = folder / name
    place.mkdir()
    lead = "The council of Lenna weighs the repair of the ferry pier this spring."
    report = Report(name, "Council of Lenna weighs the ferry pier", f"{lead}\n\n{line}")
    (place / "report.html").write_bytes(page_of(report))
    return Topic(name, name.title(), (Source(SourceKind.FILE, str(place)),))


async def test_an_address_opens_the_events_of_its_channels_topics_alone(
    tmp_path: Path,
) -> None:
    coast = topic_in(tmp_path, "coast", VOTE)
    ports = topic_in(tmp_path, "ports", GATE)
    plan = make_plan(coast, platform="console")
    configuration = Configuration((coast, ports), (plan,), engine="fast")
    database = {"DATABASE_URL": f"sqlite:///{tmp_path / 'sitrep.db'}"}
    runtime = make_runtime(
        tmp_path / "sitrep.yaml", database, log=io.StringIO(), now=NOW
    )

    async with open_app(runtime, FixedConfiguration(configuration), ()) as app:
        both = make_plan(coast, ports, platform="console")
        await app.services.digest_service.refresh(both, configuration)
        assert app.services.recorder is not None
        await app.services.recorder.record_due(configuration)
        addresses, page = make_addresses(app), make_calendar_page(app)
        site = "https://sitrep.example.org"
        urls = [
            await addresses.make(channel, "U1", site)
            for channel in ("console/desk", "console/other")
        ]
        tokens = [url.rpartition("/")[2].removesuffix(".ics") for url in urls]
        replies = [await page.reply(token, {}) for token in (*tokens, "x" * 43)]

    assert len(set(tokens)) == 2
    assert all(len(token) == 43 for token in tokens)
    assert [status for status, _, _ in replies] == [200, 200, 404]
    (event,) = Calendar.from_ical(replies[0][2]).walk("VEVENT")
    assert str(event["SUMMARY"]) == VOTE
    assert Calendar.from_ical(replies[1][2]).walk("VEVENT") == []
