"""Tasks for workers: valid ones, and each way to fail."""

from __future__ import annotations

import os
import re
import sys
from collections import deque
from threading import Event
from time import process_time

from bot.core.batch.jsonl import OutputLine
from bot.core.domain.records import Feed
from bot.core.ports.services import Page
from bot.workers.calls import Call
from summarizers.model import Article

PARSE: Call[[Page], Article] = Call(__name__, "parse")


def parse(page: Page) -> Article:
    """Act on the body: "hang", "spin", "die", "eat", or the text of an article."""
    text = page.body.decode()
    act(text)
    return Article(text=text, title=str(os.getpid()), url=page.url)


def parse_feed(page: Page) -> Feed:
    """A feed whose title is the number of this process."""
    return Feed(str(os.getpid()), page.url, ())


def answer(raws: tuple[bytes, ...]) -> tuple[OutputLine, ...]:
    """Each line in capitals, unless the line is a deed."""
    return tuple(OutputLine(act(raw.decode()).upper()) for raw in raws)


def act(deed: str) -> str:
    """Do what is said, if it can be done; give the words back."""
    if deed == "hang":
        Event().wait()
    if deed == "spin":
        while True:
            pass
    if deed == "die":
        os._exit(3)
    if deed == "eat":
        bytearray(10**11)
    return deed


def modules(names: tuple[str, ...]) -> tuple[str, ...]:
    """Which of these modules this process has imported."""
    return tuple(name for name in names if name in sys.modules)


def surroundings() -> tuple[str | None, str | None]:
    """How many threads BLAS may have here, and the main module's file."""
    main = getattr(sys.modules["__main__"], "__file__", None)
    return os.environ.get("OPENBLAS_NUM_THREADS"), main


def read(
    pattern: re.Pattern[str] | re.Pattern[bytes],
    text: str,
    everywhere: bool,  # noqa: FBT001 - a positional argument of a remote call
) -> float:
    """Look for the pattern, everywhere or at the start; give the CPU seconds."""
    source = pattern.pattern
    letters = source.decode("latin-1") if isinstance(source, bytes) else source
    expression = re.compile(letters, pattern.flags)
    start = process_time()
    if everywhere:
        deque(expression.finditer(text), 0)
    else:
        expression.match(text)
        expression.fullmatch(text)
    return process_time() - start
