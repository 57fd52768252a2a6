"""The preview in a real browser: highlights, links both ways, and nothing that runs."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.blackbox.transcripts import make_desk
from tests.fakes.chromium import running_chromium
from tests.fakes.command import SITREP, Forked, sitrep, surroundings

pytestmark = [pytest.mark.process, pytest.mark.timeout(60)]

SAMPLE = Path(__file__).parents[2] / "bot" / "demo" / "hospital-attack.html"
INTERRUPTED, END_SECONDS = 130, 10
WRONG_USAGE, MIN_LINES, PHONE = 2, 5, 390
SIDES = ("slack", "discord", "email")
MARKS = ["In short", "Who said what", "Outlook"]
HOSTILE = """<html><head><title>Ferry &lt;script&gt;hacked=1&lt;/script&gt;</title></head>
<body><article><h1>Ferry &lt;img src=x onerror=hacked=1&gt; stays</h1>
<p>The ferry to Lenna &lt;script&gt;window.hacked=1&lt;/script&gt; stays in port after the
storm, the town council said in a statement on Monday afternoon.</p>
<p>"We will &lt;img src=x onerror=window.hacked=1&gt; sail again on Friday," said Olof Lind,
the harbour master of Lenna, who has run the port for eleven years.</p>
<p>The council warned that javascript:window.hacked=1 the quay could close for the whole
of next month if the cracks grow, and that repairs would cost two million crowns.</p>
</article></body></html>"""


def previewing(source: Path, *options: str) -> subprocess.Popen[str]:
    """The real command, which prints the preview's address."""
    command = [*SITREP, "preview", str(source), "--engine", "fast", *options]
    return Forked(command, stdout=subprocess.PIPE, text=True, env=surroundings({}))


@contextmanager
def previewed(source: Path, *options: str) -> Iterator[str]:
    """The address of a source's preview, shown by the real command."""
    with previewing(source, *options) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().strip()
        finally:
            running.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as found:
        yield found


@pytest.fixture(scope="module")
def sample(browser: Browser) -> Iterator[Page]:
    """The preview of a sample page."""
    with previewed(SAMPLE) as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


@pytest.fixture(scope="module")
def phone(browser: Browser, sample: Page) -> Iterator[Page]:
    """The same preview on the screen of a phone."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(sample.url.partition("#")[0])
    yield page
    page.close()


def numbers(page: Page, side: str) -> list[int]:
    ids = page.locator(f"a.go[id^={side}-]").evaluate_all("all => all.map(a => a.id)")
    return [int(one.partition("-")[2]) for one in ids]


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def is_in_view(page: Page, selector: str) -> bool:
    """Whether an element is inside the window and inside the article's pane."""
    in_view = page.locator(selector).evaluate(
        "e => { const at = e.getBoundingClientRect();"
        " const pane = e.closest('.sheet')?.getBoundingClientRect();"
        " return at.bottom > (pane?.top ?? 0)"
        " && at.top < Math.min(innerHeight, pane?.bottom ?? innerHeight) }"
    )
    return bool(in_view)


@pytest.mark.parametrize("side", SIDES)
def test_each_line_leads_to_its_marked_sentence(sample: Page, side: str) -> None:
    drawn = numbers(sample, side)

    assert len(drawn) >= MIN_LINES
    for number in drawn:
        link = sample.locator(f"#{side}-{number}")
        line = link.locator("xpath=ancestor::*[self::li or self::div or self::td][1]")
        link.click()
        assert sample.url.endswith(f"#sentence-{number}")
        assert is_in_view(sample, f"#sentence-{number}")
        longest = max(words(line.inner_text()).split(" "), key=len)
        assert longest in words(sample.locator(".sheet").inner_text())


def test_each_sentence_leads_back_to_its_line(sample: Page) -> None:
    for number in numbers(sample, SIDES[0]):
        sample.locator(f'mark .no[data-n="{number}"]').click()

        assert sample.url.endswith(f"#{SIDES[0]}-{number}")
        assert is_in_view(sample, f"#{SIDES[0]}-{number}")


def test_all_messages_print_the_same_sentences(sample: Page) -> None:
    first, *others = (numbers(sample, side) for side in SIDES)
    marked = sample.locator("[id^=sentence-]").count()

    assert others == [first] * len(others)
    assert len(first) == marked


def test_every_mark_is_in_the_article_letter_by_letter(sample: Page) -> None:
    marks, text = sample.locator(".sheet").evaluate(
        "one => { const copy = one.cloneNode(true);"
        " copy.querySelectorAll('.no').forEach(number => number.remove());"
        " const marks = [...copy.querySelectorAll('mark')];"
        " return [marks.map(mark => mark.textContent), copy.textContent] }"
    )
    source = words(SAMPLE.read_text("utf8"))

    assert marks
    assert all(mark in text and words(mark) in source for mark in marks)


def test_the_keyboard_reaches_each_line_with_a_visible_ring(sample: Page) -> None:
    rest(sample)
    before = look(sample, "slack", 1)
    link = sample.locator("#slack-1")
    link.focus()
    sample.keyboard.press("Shift+Tab")
    sample.keyboard.press("Tab")

    assert link.evaluate("a => a === document.activeElement")
    assert link.evaluate("a => getComputedStyle(a).outlineStyle") == "solid"
    assert link.get_attribute("aria-label") == "Sentence 1 in the article"
    assert all(
        was != now for was, now in zip(before, look(sample, "slack", 1), strict=True)
    )


def rest(page: Page) -> None:
    """Load the page anew, with the pointer at its corner."""
    page.goto(page.url.partition("#")[0])
    page.mouse.move(0, 0)


def look(page: Page, side: str, number: int) -> list[str]:
    """The colours of a line, of its number, and of the outline of its sentence."""
    colours: list[str] = page.evaluate(
        "([side, number]) => { const arrow = document.getElementById(`${side}-${number}`);"
        " const mark = document.querySelector(`mark[data-n~='${number}']`);"
        " return [getComputedStyle(arrow, '::after').backgroundColor,"
        " getComputedStyle(arrow, '::before').backgroundColor,"
        " getComputedStyle(mark).outlineColor] }",
        [side, number],
    )
    return colours


def test_a_phone_leads_from_the_article_back_to_the_platforms(phone: Page) -> None:
    phone.locator("#show-slack").check()
    phone.get_by_role("link", name="Article", exact=True).click()
    before = is_in_view(phone, "h2#title-article"), is_in_view(phone, ".email .body")
    phone.locator("#show-email").check()

    assert before == (True, False)
    assert is_in_view(phone, ".email .body")


@pytest.mark.parametrize("side", SIDES)
def test_a_phone_shows_one_platform_and_scrolls_in_one_direction(
    phone: Page, side: str
) -> None:
    phone.locator(f"#show-{side}").check()

    visible = phone.locator(".platform:visible")
    assert visible.count() == 1
    assert side in (visible.get_attribute("class") or "").split()
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE
    outside = phone.locator(".window:visible *, .sheet *").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().right > innerWidth).length"
    )
    assert not outside


def test_no_script_of_an_article_runs_and_nothing_is_loaded(
    browser: Browser, tmp_path: Path
) -> None:
    source = tmp_path / "hostile.html"
    source.write_text(HOSTILE, encoding="utf8")
    asked: list[str] = []
    with previewed(source) as address:
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        hacked = page.evaluate("window.hacked")
        text = page.locator(".sheet").inner_text()
        page.close()

    assert hacked is None
    assert "<script>window.hacked=1</script>" in text
    files = ("", "preview.css", "preview.js", "logo.svg")
    assert {*asked} <= {f"{address}{file}" for file in files}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_theme_of_its_reader(
    browser: Browser, scheme: str
) -> None:
    with previewed(SAMPLE) as address:
        page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(address)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.locator("#light" if scheme == "dark" else "#dark").check()
        other = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.close()

    dark, light = "rgb(14, 15, 17)", "rgb(247, 247, 245)"
    assert (colour, other) == ((dark, light) if scheme == "dark" else (light, dark))


SOON = datetime.now(UTC) + timedelta(days=20)  # noqa: TID251 - the bot's clock
STATEMENTS = (
    "The council of Ostervik will vote on the night ferries on {day}, Mayor Lena "
    'Brook said. "We have waited long enough," she told reporters.\n\n'
    "The ferry company Norbat denied that its ships had torn any nets. The vote could "
    "end forty jobs, its director Paul Achterberg warned."
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a record of statements and of an event that is far ahead."""
    place = make_desk(tmp_path_factory.mktemp("desk"))
    text = STATEMENTS.format(day=f"{SOON.day} {SOON:%B %Y}")
    (place / "coast/vote.txt").write_text(f"Vote on ferries\n\n{text}\n")
    with Forked(
        [*SITREP, "run"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=place,
        env=surroundings({}),
    ) as bot:
        for _ in range(60):
            listed = sitrep("calendar", "--format", "json", place=place).output
            if '"uid"' in listed:
                break
            time.sleep(0.5)
        bot.terminate()
    return place


@contextmanager
def shown(desk: Path, browser: Browser, *options: str) -> Iterator[Page]:
    """A page of the record on a small phone."""
    command = [*SITREP, "preview", *options]
    with Forked(
        command, stdout=subprocess.PIPE, text=True, cwd=desk, env=surroundings({})
    ) as running:
        assert running.stdout is not None
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.goto(running.stdout.readline().strip())
        try:
            yield page
        finally:
            page.close()
            running.kill()


def test_statements_can_be_filtered_and_reached_by_the_keyboard(
    desk: Path, browser: Browser
) -> None:
    with shown(desk, browser, "--who", "Lena Brook") as page:
        every = page.locator(".entry:visible").count()
        width = page.evaluate("document.documentElement.scrollWidth")
        marks = page.get_by_role("list", name="Statements by day").get_by_role("link")
        marks.last.focus()
        page.keyboard.press("Enter")
        target = page.locator(".entry:target").is_visible()
        page.get_by_role("radio", name="told").check()
        filtered = page.locator(".entry:visible").count()
        told = page.get_by_role("status").inner_text()

    assert (width, target) == (320, True)
    assert 0 < filtered < every
    assert "with these filters." in told


def test_a_calendar_can_be_loaded_into_a_calendar_program(
    desk: Path, browser: Browser
) -> None:
    with shown(desk, browser, "--calendar") as page:
        width = page.evaluate("document.documentElement.scrollWidth")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download").click()
        text = download.value.path().read_text("utf8")

    assert width == 320
    assert f"DTSTART;VALUE=DATE:{SOON:%Y%m%d}" in text


def test_a_digest_is_shown_on_each_platform_and_its_thread_opens(
    desk: Path, browser: Browser
) -> None:
    with shown(desk, browser, "--digest", "morning") as page:
        page.locator("#show-slack").check()
        thread = page.locator(".slack .thread")
        closed = thread.locator(".message").first.is_visible()
        thread.locator("summary").focus()
        page.keyboard.press("Enter")
        opened = thread.locator(".message").first.is_visible()
        page.locator("#show-email").check()
        titles = page.locator(".email .card h2").all()
        width = page.evaluate("document.documentElement.scrollWidth")

    assert (closed, opened, width) == (False, True, 320)
    assert len(titles) > 1
