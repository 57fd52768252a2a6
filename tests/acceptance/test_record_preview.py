"""``sitrep preview --who`` and ``--calendar`` in a real browser."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page

from bot.core.record.names import identify, keys_of
from bot.stores.sql import open_store
from tests.fakes.calendar import make_date
from tests.fakes.chromium import running_chromium
from tests.fakes.command import SITREP, Forked, sitrep, surroundings
from tests.fakes.record import LINE, make_claim, make_entry, make_speaker
from tests.fakes.records import add

pytestmark = [pytest.mark.slow, pytest.mark.timeout(60)]

FILE = """\
topics:
  harbours:
    title: Harbours
    sources:
      - page: https://lenna-gazette.example/a
"""
DAY = date(2400, 3, 6)
SMALL_PHONE, MIN_TARGET, WRONG_USAGE = 320, 24, 2
NEWS = {"ferry": "said", "bridge": "said", "harbour": "denied"}
"""The subjects of the statements, and the cues that report them."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration and a database with statements of one person."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "sitrep.yaml").write_text(FILE)

    async def record() -> None:
        async with open_store(f"sqlite:///{folder / 'sitrep.db'}") as store:
            for name, cue in NEWS.items():
                article = await add(store, name)
                due = await store.due_entries(1)
                claim = make_claim(make_speaker(), text=f"The {name} stays shut")
                entry = make_entry(
                    article, number=due.through, claims=[replace(claim, cue=cue)]
                )
                entries = [replace(entry, dates=(make_date(DAY, event=name),))]
                known = await store.speakers(keys_of(entries))
                assert await store.record(due, identify(entries, known))

    asyncio.run(record())
    return folder


@contextmanager
def previewed(desk: Path, *options: str) -> Iterator[str]:
    """The address of a preview, shown by the real command."""
    with Forked(
        [*SITREP, "preview", *options, "--config", str(desk / "sitrep.yaml")],
        stdout=subprocess.PIPE,
        text=True,
        env=surroundings({}),
    ) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().strip()
        finally:
            running.kill()


@pytest.fixture(scope="module")
def address(desk: Path) -> Iterator[str]:
    with previewed(desk, "--who", "Ida Brandt") as address:
        yield address


@pytest.fixture(scope="module")
def calendar(desk: Path) -> Iterator[str]:
    with previewed(desk, "--calendar") as address:
        yield address


@pytest.fixture(scope="module")
def browser(desk: Path) -> Iterator[Browser]:
    """A browser; it starts after the record is written, because it runs a loop."""
    assert desk.is_dir()
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(address)
    yield page
    page.close()


def test_the_page_shows_the_statements_that_the_command_prints(
    desk: Path, page: Page
) -> None:
    printed = sitrep("who", "Ida Brandt", place=desk).output

    for name in NEWS:
        assert f"The {name} stays shut" in printed
        assert f"The {name} stays" in page.locator("main").inner_text()


def test_the_keyboard_goes_from_the_timeline_to_a_statement(page: Page) -> None:
    mark = page.get_by_role("list", name="Statements by day").get_by_role("link").last
    mark.focus()
    page.keyboard.press("Enter")

    assert page.locator(".entry:target").is_visible()


def test_a_filter_hides_the_other_statements_and_tells_how_many_remain(
    page: Page,
) -> None:
    page.get_by_role("radio", name="denied").check()

    assert page.locator(".entry:visible").inner_text().count("harbour") >= 1
    assert page.locator(".group:visible").count() == 1
    assert page.get_by_role("status").inner_text() == "1 statement with these filters."


def test_marks_and_arrows_can_be_hit(page: Page) -> None:
    boxes = page.locator(".strip a, .to:visible").evaluate_all(
        "all => all.map(a => a.getBoundingClientRect()).map(b => [b.width, b.height])"
    )

    assert len(boxes) == 2 * len(NEWS)
    assert all(min(box) >= MIN_TARGET for box in boxes)


def test_a_small_phone_scrolls_the_page_in_one_direction(
    browser: Browser, address: str
) -> None:
    phone = browser.new_page(viewport={"width": SMALL_PHONE, "height": 640})
    phone.goto(address)

    assert phone.evaluate("document.documentElement.scrollWidth") == SMALL_PHONE
    phone.close()


def test_the_calendar_shows_the_events_that_the_command_prints(
    desk: Path, page: Page, calendar: str
) -> None:
    printed = sitrep("calendar", place=desk).output
    page.goto(calendar)

    assert LINE in " ".join(printed.split()).replace("\N{NO-BREAK SPACE}", " ")
    assert page.locator(".event").count() == len(NEWS)
    assert LINE.rpartition(" ")[0] in page.locator("main").inner_text()


def test_the_calendar_can_be_loaded_into_a_calendar_program(
    page: Page, calendar: str
) -> None:
    page.goto(calendar)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()

    events = Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [DAY] * len(NEWS)


def test_the_calendar_fits_a_small_phone(browser: Browser, calendar: str) -> None:
    phone = browser.new_page(viewport={"width": SMALL_PHONE, "height": 640})
    phone.goto(calendar)

    assert phone.evaluate("document.documentElement.scrollWidth") == SMALL_PHONE
    phone.close()


def test_light_and_dark_differ(page: Page) -> None:
    colour = "getComputedStyle(document.querySelector('main .entry')).color"
    page.get_by_label("Light").check()
    light = page.evaluate(colour)
    page.get_by_label("Dark").check()

    assert page.evaluate(colour) != light


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--who", "Ida Brandt", "--digest", "morning"), "name exactly one thing"),
        (("--who", "Ida Brandt", "--title", "T"), "--title work with an article only"),
        (("--who", "Ida Brandt", "--topic", "nowhere"), 'unknown topic "nowhere"'),
        (("--who", "Ida Brandt", "--calendar"), "name exactly one thing"),
        (("a.html", "--topic", "harbours"), "--topic works with --who"),
    ],
)
def test_wrong_usage_is_refused(
    desk: Path, arguments: tuple[str, ...], told: str
) -> None:
    done = sitrep("preview", *arguments, place=desk)

    assert done.status == WRONG_USAGE
    assert told in " ".join(done.messages.split())


def test_an_unknown_name_is_an_error(desk: Path) -> None:
    done = sitrep("preview", "--who", "Nobody Known", place=desk)

    assert done.status == 1
    assert "is recorded" in done.messages
