"""The preview in a real browser: highlights, links both ways, and nothing that runs."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.fakes.chromium import running_chromium

pytestmark = [pytest.mark.slow, pytest.mark.timeout(60)]

SAMPLE = Path(__file__).parents[2] / "bot" / "demo" / "hospital-attack.html"
INTERRUPTED, END_SECONDS = 130, 10
SIDES = ("slack", "discord", "email")
HOSTILE = """<html><head><title>Ferry &lt;script&gt;hacked=1&lt;/script&gt;</title></head>
<body><article><h1>Ferry &lt;img src=x onerror=hacked=1&gt; stays</h1>
<p>The ferry to Lenna &lt;script&gt;window.hacked=1&lt;/script&gt; stays in port after the
storm, the town council said in a statement on Monday afternoon.</p>
<p>"We will &lt;img src=x onerror=window.hacked=1&gt; sail again on Friday," said Olof Lind,
the harbour master of Lenna, who has run the port for eleven years.</p>
<p>The council warned that javascript:window.hacked=1 the quay could close for the whole
of next month if the cracks grow, and that repairs would cost two million crowns.</p>
</article></body></html>"""


def previewing(source: Path) -> subprocess.Popen[str]:
    """The real command, which prints the preview's address."""
    command = [sys.executable, "-m", "bot", "preview", str(source), "--engine", "fast"]
    return subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, text=True
    )


@contextmanager
def previewed(source: Path) -> Iterator[str]:
    """The address of a source's preview, shown by the real command."""
    with previewing(source) as running:
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


def numbers(page: Page, side: str) -> list[int]:
    ids = page.locator(f"a.proof[id^={side}-]").evaluate_all(
        "all => all.map(a => a.id)"
    )
    return [int(one.partition("-")[2]) for one in ids]


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


@pytest.mark.parametrize("side", SIDES)
def test_each_line_leads_to_its_highlighted_sentence(sample: Page, side: str) -> None:
    found = numbers(sample, side)

    assert len(found) >= 5
    for number in found:
        link = sample.locator(f"#{side}-{number}")
        line = link.locator("xpath=ancestor::*[self::li or self::div or self::td][1]")
        link.click()
        mark = sample.locator(f"#sentence-{number} ~ mark").first
        assert sample.url.endswith(f"#sentence-{number}")
        assert mark.is_visible()
        longest = max(words(line.inner_text()).split(" "), key=len)
        assert longest in words(sample.locator("section.source").inner_text())


@pytest.mark.parametrize("side", SIDES)
def test_each_sentence_leads_back_to_its_line(sample: Page, side: str) -> None:
    for number in numbers(sample, side):
        sample.locator(f'.back a[href="#{side}-{number}"]').click()

        assert sample.url.endswith(f"#{side}-{number}")
        assert sample.locator(f"#{side}-{number}").is_visible()


def test_all_messages_print_the_same_sentences(sample: Page) -> None:
    first, *others = (numbers(sample, side) for side in SIDES)
    marked = sample.locator("[id^=sentence-]").count()

    assert others == [first] * len(others)
    assert len(first) == marked


def test_every_highlight_is_in_the_article_letter_by_letter(sample: Page) -> None:
    marks = sample.locator("section.source mark").all_inner_texts()
    text = sample.locator("section.source").evaluate(
        "one => { const copy = one.cloneNode(true);"
        " copy.querySelectorAll('.back').forEach(b => b.remove());"
        " return copy.textContent }"
    )

    assert marks
    assert all(mark in text for mark in marks)


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
        text = page.locator("section.source").inner_text()
        page.close()

    assert hacked is None
    assert "<script>window.hacked=1</script>" in text
    assert set(asked) <= {address, f"{address}preview.css", f"{address}favicon.ico"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_theme_of_its_reader(
    browser: Browser, scheme: str
) -> None:
    with previewed(SAMPLE) as address:
        page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(address)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.locator("#dark").check()
        other = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.close()

    dark, light = "rgb(17, 18, 20)", "rgb(243, 243, 245)"
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
