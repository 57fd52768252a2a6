"""The pictures of the docs: a briefing as the platforms show it, and a speaker's page.

``python -m tools.screenshots`` takes pictures of pages in a real browser, in light
and in dark: ``docs/preview-light.png`` is what ``sitrep preview`` shows of a sample page,
with the pointer on a line, so that the page marks the line and its sentence.
``docs/who-light.png`` is what ``sitrep preview --who`` shows of an invented record.
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Literal

from playwright.sync_api import Page, Route

from bot.core.record.who import SpeakerAnswer, Who, WhoQuery
from bot.web.preview import WhoPreview, who_pages
from tests.fakes.chromium import running_chromium
from tests.fakes.ports import FakeClock
from tests.fakes.town import COURIER, GAZETTE, START, Paper, Report, open_town
from tools.picture import PAGE, ROOT, SAMPLES

WIDTH, HEIGHT = 1280, 720
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

SPEAKER = "Ida Brandt"
_ADDRESS = "http://127.0.0.1"
_FERRY = "Ferry Aurora stays in port after cracks are found"
_QUAY = "Port of Lenna to rebuild the north quay"
_NEWS = (
    (
        0,
        GAZETTE,
        _FERRY,
        """\
The ferry Aurora stays in the port of Lenna after divers found cracks in its bow ramp.

"The Aurora will stay in port for three days," harbour master Ida Brandt said on Monday. \
Brandt denied that the cracks had been known before the last crossing.""",
    ),
    (
        0,
        COURIER,
        "Aurora out of service after cracks are found in bow ramp",
        """\
The ferry Aurora is out of service after divers found cracks in its bow ramp.

"The Aurora will stay in port for three days," harbour master Ida Brandt said on Monday. \
The shipping office said 300 passengers had to wait in the port of Lenna.""",
    ),
    (
        2,
        GAZETTE,
        "Ferry Aurora needs a new bow ramp",
        """\
The ferry Aurora needs a new bow ramp after divers found cracks in the old one.

"The Aurora will stay in port for nine days," harbour master Ida Brandt said on \
Wednesday. Brandt warned that the other ferries could not carry all lorries.""",
    ),
    (
        9,
        COURIER,
        _QUAY,
        """\
The port of Lenna will rebuild its north quay for 40 million crowns, the port said.

Harbour master Ida Brandt said the old quay could carry no cranes any more. Brandt said \
the work would begin in April and end before the winter.""",
    ),
    (
        16,
        GAZETTE,
        "Fishers protest against closure of north quay",
        """\
Fishers protested on Wednesday against the closure of the north quay of Lenna.

"No boat will lose its berth," harbour master Ida Brandt told the fishers. Brandt said \
the south quay had room for 60 boats.""",
    ),
)


@contextmanager
def _preview() -> Iterator[str]:
    command = [sys.executable, "-m", "bot", "preview", str(SAMPLES / PAGE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        if running.stdout is None:
            raise RuntimeError("the preview has no output")
        try:
            yield running.stdout.readline().strip()
        finally:
            running.send_signal(signal.SIGINT)


async def _answer() -> tuple[SpeakerAnswer, FakeClock]:
    """Let invented papers print their news, and return what the speaker said."""
    clock = FakeClock(START)
    papers = {GAZETTE: Paper(GAZETTE), COURIER: Paper(COURIER)}
    async with open_town(*papers.values(), clock=clock) as town:
        for number, (day, paper, title, text) in enumerate(_NEWS):
            at = START + timedelta(days=day)
            clock.move(at - clock.now())
            papers[paper].publish(Report(f"news-{number}", title, text, at))
            await town.record()
        answer = await Who(town.store).ask(WhoQuery(SPEAKER, frozenset({"coast"})))
    if not isinstance(answer, SpeakerAnswer):
        raise TypeError("the record does not know the speaker")
    return answer, clock


def _record() -> Mapping[str, tuple[str, bytes]]:
    """Return the files of the speaker's page, by path."""
    answer, clock = asyncio.run(_answer())
    return who_pages(WhoPreview(answer, clock.now().date(), "en"))


def _point(page: Page) -> None:
    """Point at the first claim; unlike ``hover`` this does not scroll the page."""
    box = page.locator(".slack .go.c").first.bounding_box()
    if box is None:
        raise RuntimeError("the briefing has no claim")
    page.mouse.move(box["x"] + 3, box["y"] + 9)


def main() -> None:
    """Take all pictures."""
    files = _record()

    def serve(route: Route) -> None:
        kind, body = files[route.request.url.removeprefix(_ADDRESS)]
        route.fulfill(content_type=kind, body=body)

    with _preview() as address, running_chromium() as browser:
        for theme in THEMES:
            page = browser.new_page(
                color_scheme=theme,
                reduced_motion="reduce",
                viewport={"width": WIDTH, "height": HEIGHT},
            )
            page.goto(address)
            page.evaluate("document.querySelector('main').scrollIntoView()")
            _point(page)
            _take(page, f"preview-{theme}.png")
            page.route(f"{_ADDRESS}/**", serve)
            page.goto(f"{_ADDRESS}/")
            _take(page, f"who-{theme}.png")
            page.close()


def _take(page: Page, name: str) -> None:
    target = ROOT / "docs" / name
    page.screenshot(path=target)
    print(f"drew {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
