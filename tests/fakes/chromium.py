"""A real browser without a window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


class BrowserMissingError(Exception):
    """There is no browser."""


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Chromium, as the machine has it.

    Raises:
        BrowserMissingError: the machine has none.
    """
    found = shutil.which("chromium")
    if found is None:
        raise BrowserMissingError("there is no chromium: make browser installs it")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()
