"""``sitrep preview --digest`` in a real browser, with a story that moved."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.demo import serve_pages
from tests.fakes.chromium import running_chromium
from tests.fakes.command import SITREP, Done, Forked, sitrep, surroundings
from tests.fakes.reports import BRIDGE, FERRY, FERRY_LATER
from tests.fakes.town import Paper

pytestmark = [pytest.mark.slow, pytest.mark.timeout(60)]

PRIVATE = {"SITREP_ALLOW_PRIVATE": "1"}
SIDES = ("slack", "discord", "email")
FIRST, SECOND = "2026-03-02T07:30", "2026-03-04T07:30"
WRONG_USAGE, SMALL_PHONE, MIN_TARGET = 2, 320, 24


@dataclass(frozen=True, slots=True)
class Desk:
    """A configuration with one paper; its first digest was posted."""

    file: Path

    def run(self, *arguments: str) -> Done:
        return sitrep(*arguments, "--config", self.file, environment=PRIVATE)

    def digest(self, now: str, *more: str) -> str:
        return self.run("digest", "morning", "--now", now, *more).output

    @contextmanager
    def previewed(self, now: str) -> Iterator[str]:
        """The address of the digest's preview, shown by the real command."""
        options = ("--digest", "morning", "--now", now, "--config", str(self.file))
        with Forked(
            [*SITREP, "preview", *options],
            stdout=subprocess.PIPE,
            text=True,
            env=surroundings(PRIVATE),
        ) as running:
            assert running.stdout is not None
            try:
                yield running.stdout.readline().strip()
            finally:
                running.kill()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    file, paper = tmp_path_factory.mktemp("desk") / "sitrep.yaml", Paper("", [FERRY])
    with serve_pages(lambda name: paper.pages()[f"{paper.base}/{name}"]) as paper.base:
        file.write_text(
            f"topics:\n  town:\n    title: Town\n    sources: [feed: {paper.feed}]\n"
            "digests:\n  morning:\n    topics: [town]\n"
            '    at: "07:30"\n    to: [console]\nengine: fast\n'
        )
        desk = Desk(file)
        desk.digest(FIRST, "--post")
        paper.publish(FERRY_LATER, BRIDGE)
        yield desk


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with desk.previewed(SECOND) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(address)
    yield page
    page.close()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": SMALL_PHONE, "height": 640})
    page.goto(address)
    yield page
    page.close()


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("side", SIDES)
def test_each_platform_shows_the_stories_of_the_digest(
    desk: Desk, page: Page, side: str
) -> None:
    shown = words(page.locator(f".platform.{side} .window").inner_text())
    printed = desk.digest(SECOND)

    for told in (FERRY_LATER.title, BRIDGE.title, "Edition morning-20260304-"):
        assert told in words(printed)
        assert told in shown
    assert "Moved" in shown
    assert "was Mon 2 Mar" in shown.replace("\N{NO-BREAK SPACE}", " ")


def test_a_preview_posts_nothing(desk: Desk, page: Page) -> None:
    before = desk.run("deliveries").output
    page.reload()

    assert desk.run("deliveries").output == before
    assert FERRY_LATER.title in words(desk.digest(SECOND))


def test_the_page_says_that_the_digest_does_not_go_to_a_platform(page: Page) -> None:
    assert page.locator(".where").all_inner_texts() == [
        "not a destination of this digest"
    ] * len(SIDES)


def test_the_keyboard_opens_the_thread(page: Page) -> None:
    thread = page.locator(".slack .thread")
    assert not thread.locator(".message").first.is_visible()

    thread.locator("summary").focus()
    page.keyboard.press("Enter")

    assert thread.locator(".message").first.is_visible()
    assert "Thread: " in thread.locator("summary").inner_text()


def test_an_arrow_is_named_after_its_paper_and_can_be_hit(page: Page) -> None:
    arrows = page.locator(".slack .to:visible")
    names = arrows.evaluate_all("all => all.map(a => a.ariaLabel)")
    boxes = arrows.evaluate_all(
        "all => all.map(a => a.getBoundingClientRect()).map(b => [b.width, b.height])"
    )

    assert names
    assert all(name.startswith("Sentence in ") for name in names)
    assert all(min(box) >= MIN_TARGET for box in boxes)


def test_the_legend_explains_the_marks_of_the_digest(page: Page) -> None:
    legend = page.get_by_role("list", name="Legend").inner_text()

    assert "was, now" in legend
    assert "printed, now reads" not in legend


@pytest.mark.parametrize("side", SIDES)
def test_a_small_phone_shows_one_platform_and_scrolls_in_one_direction(
    phone: Page, side: str
) -> None:
    phone.locator(f"#show-{side}").check()
    phone.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    assert phone.locator(".platform:visible").count() == 1
    assert phone.evaluate("document.documentElement.scrollWidth") == SMALL_PHONE
    outside = phone.locator(".window:visible *").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().right > innerWidth).length"
    )
    assert not outside


def test_a_small_phone_shows_the_titles_of_an_email(phone: Page) -> None:
    phone.locator("#show-email").check()

    titles = phone.locator(".email .card h2")
    assert titles.count() > 1
    assert all(title.is_visible() for title in titles.all())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name exactly one thing to show: an article, --digest NAME"),
        (("--digest", "evening"), 'unknown digest "evening"'),
        (("a.html", "--digest", "morning"), "name exactly one thing"),
        (("--digest", "morning", "--title", "T"), "--title work with an article only"),
        (("--digest", "morning", "--now", "soon"), '"soon" is not a date and time'),
        (("a.html", "--now", FIRST), "add --digest NAME"),
    ],
)
def test_wrong_usage_is_refused(
    desk: Desk, arguments: tuple[str, ...], told: str
) -> None:
    named = ("--config", desk.file) if "--digest" in arguments else ()

    done = sitrep("preview", *arguments, *named, environment=PRIVATE)

    assert done.status == WRONG_USAGE
    assert told in " ".join(done.messages.split())
