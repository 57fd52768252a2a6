"""The text of a robots.txt as rules for this bot: the sole owner of protego."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from math import isfinite
from typing import Self, TypeVar

from protego import Protego
from yarl import URL

T = TypeVar("T")

TOKEN = "Sitrep"  # noqa: S105 - a name
"""The word by which a robots.txt means this bot."""

LONGEST_DELAY = 10.0
"""Seconds: nobody waits longer between two pages of a site, whatever it asks for."""

_AGENT = re.compile(
    r"[^\S\n]{0,99}user(?:-|[^\S\n]{0,9})agent(?:[^\S\n]{0,9}:|[^\S\n])(?P<name>.*)",
    re.IGNORECASE,
)
_OTHERS = "user-agent: -"
# From this size on, in characters, hostile rules take a quarter of a second.
_LONG = 20_000


class Exclusions:
    """What a site's robots.txt says to this bot."""

    def __init__(self, rules: Protego, size: int) -> None:
        self._rules = rules
        self.size = size

    @classmethod
    async def parse(cls, body: bytes) -> Self:
        """Read a robots.txt; what cannot be understood says nothing."""
        text = body.decode("utf-8-sig", errors="replace")
        rules = await _aside(lambda: Protego.parse(_of_interest(text)), len(text))
        return cls(rules, len(text))

    async def allows(self, url: URL) -> bool:
        """Whether this bot may read the page."""
        return await _aside(lambda: self._rules.can_fetch(str(url), TOKEN), self.size)

    @property
    def delay(self) -> float:
        """Seconds to leave between two pages."""
        delay = self._rules.crawl_delay(TOKEN) or 0.0
        return min(max(delay, 0.0), LONGEST_DELAY) if isfinite(delay) else 0.0


def _of_interest(text: str) -> str:
    """The text with one name for all the programs that are not this one.

    Every rule is kept once for each program in its group: thousands of both took
    minutes.
    """
    return "\n".join(map(_renamed, text.splitlines()))


def _renamed(line: str) -> str:
    agent = _AGENT.match(line)
    if agent is None:
        return line
    name = agent["name"].partition("#")[0].replace("*", "").strip().lower()
    return line if name in TOKEN.lower() else _OTHERS


async def _aside(work: Callable[[], T], size: int) -> T:
    """Do what may take long in a thread, so that the loop goes on."""
    return work() if size < _LONG else await asyncio.to_thread(work)
