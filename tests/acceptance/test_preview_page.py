"""The preview in a real browser: highlights, links both ways, and nothing that runs."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.fakes.chromium import running_chromium
from tests.fakes.command import SITREP, Forked, sitrep, surroundings

pytestmark = [pytest.mark.slow, pytest.mark.timeout(60)]

SAMPLE = Path(__file__).parents[2] / "bot" / "demo" / "hospital-attack.html"
INTERRUPTED, END_SECONDS = 130, 10
WRONG_USAGE, MIN_LINES, PHONE = 2, 5, 390
SIDES = ("slack", "discord", "email")
MARKS = ["In short", "Who said what", "Watch"]
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


def test_the_page_prints_the_lines_of_brief(sample: Page) -> None:
    done = sitrep("brief", SAMPLE, "--format", "json", "--engine", "fast")
    briefing = json.loads(done.output)
    for side in SIDES:
        drawn = words(sample.locator(f".platform.{side}").inner_text())
        for line in (*briefing["summary"], *briefing["risks"]):
            assert words(line["text"]) in drawn
        for claim in briefing["claims"]:
            shown = claim.get("shown", claim["content"])
            assert all(words(part["text"]) in drawn for part in shown)


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


@pytest.mark.parametrize("side", SIDES)
def test_to_point_at_a_line_marks_it_and_its_sentence(sample: Page, side: str) -> None:
    number = numbers(sample, side)[-1]
    rest(sample)
    before = look(sample, side, number)
    line = sample.locator(f":is(li, .line, td):has(> #{side}-{number})")
    line.hover(position={"x": 2, "y": 2})

    assert all(
        was != now for was, now in zip(before, look(sample, side, number), strict=True)
    )


def test_to_point_at_a_sentence_marks_its_line_in_every_message(sample: Page) -> None:
    rest(sample)
    before = [look(sample, side, 1) for side in SIDES]
    sample.locator("#sentence-1").hover(position={"x": 2, "y": 2})

    for side, was in zip(SIDES, before, strict=True):
        assert all(
            old != new for old, new in zip(was, look(sample, side, 1), strict=True)
        )


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


def test_the_legend_explains_the_marks(sample: Page) -> None:
    legend = sample.get_by_role("list", name="Legend")

    assert legend.locator("mark").all_inner_texts() == MARKS
    assert "opens the sentence" in legend.inner_text()
    assert "letter by letter" in sample.locator(".intro").inner_text()


def test_numbers_stand_beside_the_message(sample: Page) -> None:
    places = sample.locator(".go[id]").evaluate_all(
        "all => all.map(a => [a.parentElement.getBoundingClientRect().left"
        " + parseFloat(getComputedStyle(a, '::before').left)"
        " + parseFloat(getComputedStyle(a, '::before').width),"
        " (a.closest('table.card') ?? a.closest('.body')).getBoundingClientRect().left,"
        " a.closest('.window').getBoundingClientRect().left])"
    )

    assert places
    assert all(window < number <= message for number, message, window in places)


def test_a_phone_leads_from_the_article_back_to_the_platforms(phone: Page) -> None:
    phone.locator("#show-slack").check()
    phone.get_by_role("link", name="Article", exact=True).click()
    before = is_in_view(phone, "h2#title-article"), is_in_view(phone, ".email .body")
    phone.locator("#show-email").check()

    assert before == (True, False)
    assert is_in_view(phone, ".email .body")


def test_options_replace_the_title_and_the_date(browser: Browser) -> None:
    given = ("--title", "Ambulances sent away", "--published", "2021-03-02")
    with previewed(SAMPLE, *given) as address:
        page = browser.new_page()
        page.goto(address)
        texts = [page.locator(f".platform.{side}").inner_text() for side in SIDES]
        texts.append(page.locator(".sheet").inner_text())
        page.close()

    for text in texts:
        assert "Ambulances sent away" in text
        assert "2\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2021" in text


def test_a_wrong_date_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    with previewing(SAMPLE, "--published", "yesterday") as running:
        assert running.wait(END_SECONDS) == WRONG_USAGE

    assert "yesterday" in capfd.readouterr().err


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


def test_a_number_leads_to_the_platform_that_a_phone_shows(phone: Page) -> None:
    phone.locator("#show-discord").check()

    phone.locator('mark .no[data-n="1"]').click()

    assert phone.url.endswith("#discord-1")
    assert is_in_view(phone, "#discord-1")


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


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, INTERRUPTED)]
)
def test_a_signal_ends_the_preview(number: signal.Signals, status: int) -> None:
    with previewing(SAMPLE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.send_signal(number)

        assert running.wait(END_SECONDS) == status
