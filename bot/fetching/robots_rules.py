"""Parses the robots.txt rules for this bot; the only module that imports protego."""

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
"""The product token by which a robots.txt names this bot."""

MAX_DELAY = 10.0
"""The maximum crawl delay in seconds; a longer one in a robots.txt is shortened to it."""

_AGENT = re.compile(
    r"[^\S\n]{0,99}user(?:-|[^\S\n]{0,9})agent(?:[^\S\n]{0,9}:|[^\S\n])(?P<name>.*)",
    re.IGNORECASE,
)
_OTHER_AGENT = "user-agent: -"
# From this size on, in characters, hostile rules can take a quarter of a second.
_LONG = 20_000


class RobotsRules:
    """The rules of one robots.txt that apply to this bot."""

    def __init__(self, rules: Protego, size: int) -> None:
        self._rules = rules
        self.size = size

    @classmethod
    async def parse(cls, body: bytes) -> Self:
        """Parse a robots.txt; lines that cannot be parsed are ignored."""
        text = body.decode("utf-8-sig", errors="replace")
        rules = await _run(lambda: Protego.parse(_merge_agents(text)), len(text))
        return cls(rules, len(text))

    async def allows(self, url: URL) -> bool:
        """Return whether this bot may fetch the page."""
        return await _run(lambda: self._rules.can_fetch(str(url), TOKEN), self.size)

    @property
    def delay(self) -> float:
        """Return the crawl delay in seconds, from 0 to ``MAX_DELAY``."""
        delay = self._rules.crawl_delay(TOKEN) or 0.0
        return min(max(delay, 0.0), MAX_DELAY) if isfinite(delay) else 0.0


def _merge_agents(text: str) -> str:
    """Rename all programs but this bot to one name in the text of a robots.txt.

    Protego stores every rule once for each program of its group. A file with thousands
    of rules and programs would take minutes.
    """
    return "\n".join(map(_rename_agent, text.splitlines()))


def _rename_agent(line: str) -> str:
    agent = _AGENT.match(line)
    if agent is None:
        return line
    name = agent["name"].partition("#")[0].replace("*", "").strip().lower()
    return line if name in TOKEN.lower() else _OTHER_AGENT


async def _run(work: Callable[[], T], size: int) -> T:
    """Run ``work``; in a thread if the rules have ``_LONG`` characters or more.

    The thread keeps long rules from blocking the event loop. ``size`` is the length of
    the rules.
    """
    return work() if size < _LONG else await asyncio.to_thread(work)
