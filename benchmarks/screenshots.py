"""The pictures of the docs: a sample page's briefing as the platforms show it.

``python -m benchmarks.screenshots`` runs ``sitrep preview`` and takes pictures of its
page in a real browser, in light and in dark: ``docs/preview-light.png``, ``-dark.png``.
The pointer is on a line, so that the page marks the line and its sentence.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import Page

from benchmarks.picture import PAGE, ROOT, SAMPLES
from tests.fakes.chromium import running_chromium

WIDTH, HEIGHT = 1280, 720
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


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


def _point(page: Page) -> None:
    """Point at the first claim; unlike ``hover`` this does not scroll the page."""
    box = page.locator(".slack .go.c").first.bounding_box()
    if box is None:
        raise RuntimeError("the briefing has no claim")
    page.mouse.move(box["x"] + 3, box["y"] + 9)


def main() -> None:
    """Take both pictures."""
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
            target = ROOT / "docs" / f"preview-{theme}.png"
            page.screenshot(path=target)
            page.close()
            print(f"drew {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
