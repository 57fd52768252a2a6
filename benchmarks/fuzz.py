"""Foreign bytes at every entrance: ``python -m benchmarks.fuzz --inputs N``.

Mutates the inputs of a corpus and sends them to the parsers of feeds, lists of feeds,
pages, texts and configurations, to the handlers of Slack and Discord, and to the servers
for programs. An input that reaches new lines of code, or has a new kind of outcome,
joins the corpus of the run; with ``--keep`` also that of the next runs.

A crash is an exception or a logged error that the entrance does not document. A hang is
an input that takes over 5 s of CPU time. Each new find is minimized and, with ``--keep``,
added to the file of finds, which a test replays. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import CodeType, FrameType
from typing import Any

from tests.fakes.fuzz.corpus import (
    FOLDER,
    Find,
    add_find,
    read_corpus,
    read_finds,
    write_corpus,
)
from tests.fakes.fuzz.entrance import Entrance, Send
from tests.fakes.fuzz.entrances import ENTRANCES
from tests.fakes.fuzz.mutations import Mutator

INPUTS, SEED = 10_000, 1
MOST_SECONDS = 5.0
"""CPU time after which an input counts as a hang."""

_ANSWER_SECONDS = 60.0
"""Time after which an entrance that only waits counts as a hang."""

_KEPT_BYTES, _KEPT_ROWS = 2_500, 250
_TRIALS = 400
_TOOL = 4
_WATCHED = ("/bot/", "/summarizers/", "/site-packages/")

# Python 3.11 has no such module, and its type checker does not know it either.
_MONITORING: Any = getattr(sys, "monitoring", None)


class HangError(BaseException):
    """An input took too long; no handler of ``Exception`` may catch it."""


class Coverage:
    """Counts lines of code that run for the first time; each costs one call in all.

    Python before 3.12 cannot do so: there only outcomes tell what is new.
    """

    def __init__(self) -> None:
        self.lines = 0

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count new lines in the block."""
        monitoring = _MONITORING
        if monitoring is None:
            yield
            return
        monitoring.use_tool_id(_TOOL, "fuzz")
        monitoring.register_callback(_TOOL, monitoring.events.LINE, self._line)
        monitoring.set_events(_TOOL, monitoring.events.LINE)
        try:
            yield
        finally:
            monitoring.set_events(_TOOL, 0)
            monitoring.free_tool_id(_TOOL)

    def _line(self, code: CodeType, _: int) -> object:
        self.lines += any(part in code.co_filename for part in _WATCHED)
        return _MONITORING.DISABLE


@dataclass(slots=True)
class Campaign:
    """Sends inputs to one entrance."""

    entrance: Entrance
    random: Random
    coverage: Coverage
    corpus: list[bytes]
    inputs: int = 0
    crashes: int = 0
    hangs: int = 0
    slowest: float = 0.0
    outcomes: set[str] = field(default_factory=set)
    finds: dict[str, Find] = field(default_factory=dict)
    grown: list[bytes] = field(default_factory=list)

    async def run(self, number: int) -> None:
        """Send the corpus, then mutated inputs, ``number`` in all."""
        mutator = Mutator(self.random, self.entrance.tokens)
        waiting = list(self.corpus)
        while self.inputs < number:
            try:
                async with self.entrance.open() as send:
                    await self._batch(send, mutator, waiting, number)
            except HangError:
                self.hangs += 1

    async def _batch(
        self,
        send: Send,
        mutator: Mutator,
        waiting: list[bytes],
        number: int,
    ) -> None:
        """Send inputs; after some thousand the entrance is opened anew."""
        for _ in range(self.entrance.reopened):
            if self.inputs >= number:
                return
            if waiting:
                await self._try(send, waiting.pop())
                continue
            first, other = self._drawn(), self._drawn()
            await self._try(send, self.entrance.change(mutator, first, other))

    def _drawn(self) -> bytes:
        """Draw an input; half of the time a new one."""
        if self.grown and self.random.random() < 0.5:
            return self.random.choice(self.grown)
        return self.random.choice(self.corpus)

    async def _try(self, send: Send, data: bytes) -> None:
        before, begun = self.coverage.lines, time.thread_time()
        self.inputs += 1
        outcome, error = await attempt(send, data)
        taken = time.thread_time() - begun
        self.slowest = max(self.slowest, taken)
        if error is not None or taken > MOST_SECONDS:
            await self._find(send, data, error)
        elif self.coverage.lines > before or outcome not in self.outcomes:
            self.outcomes.add(outcome)
            self.grown.append(data)

    async def _find(self, send: Send, data: bytes, error: BaseException | None) -> None:
        is_hang = error is None or isinstance(error, HangError)
        self.hangs += is_hang
        self.crashes += not is_hang
        name = "hang" if error is None else signature(error)
        if name in self.finds:
            return
        self.finds[name] = Find(self.entrance.name, data, name)
        if not is_hang:
            small = await minimized(send, data, name)
            self.finds[name] = Find(self.entrance.name, small, name)
        print(f"{self.entrance.name}: {name}: {self.finds[name].input[:300]!r}")
        if error is not None:
            print("".join(traceback.format_exception(error))[-2_000:])


async def attempt(send: Send, data: bytes) -> tuple[str, BaseException | None]:
    """Send an input; return its outcome, or what the entrance must not raise."""
    signal.setitimer(signal.ITIMER_PROF, 2 * MOST_SECONDS)
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            return await send(data), None
    except (Exception, HangError) as error:  # noqa: BLE001 - each is a find
        return "", error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def signature(error: BaseException) -> str:
    """Return the type of an error, with the last place of our own code."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        at for at in frames if "/bot/" in at.filename or "/summarizers/" in at.filename
    ]
    if not ours:
        return f"{type(error).__name__}: {str(error)[:160]}"
    last = ours[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, {last.name}"


async def minimized(send: Send, data: bytes, name: str) -> bytes:
    """Leave out parts of an input for as long as it breaks in the same way."""
    trials, size = 0, max(1, len(data) // 2)
    while size and trials < _TRIALS:
        at = 0
        while at < len(data) and trials < _TRIALS:
            shorter = data[:at] + data[at + size :]
            trials += 1
            _, error = await attempt(send, shorter)
            if error is not None and signature(error) == name:
                data = shorter
            else:
                at += size
        size //= 2
    return data


def _hang(_: int, __: FrameType | None) -> None:
    raise HangError


def keep(campaign: Campaign) -> None:
    """Add what the campaign found to the corpus and to the finds."""
    for find in campaign.finds.values():
        add_find(find, FOLDER)
    # The inputs that came last needed the most luck.
    small = [data for data in campaign.grown if len(data) <= _KEPT_BYTES]
    new = [*dict.fromkeys(small)]
    room = max(0, _KEPT_ROWS - len(campaign.corpus))
    rows = [*campaign.corpus, *new[len(new) - room if room < len(new) else 0 :]]
    write_corpus(campaign.entrance.name, rows[:_KEPT_ROWS], FOLDER)


def fuzz(options: argparse.Namespace) -> Iterator[Campaign]:
    """Yield the campaign of each entrance when it has ended."""
    coverage = Coverage()
    signal.signal(signal.SIGPROF, _hang)
    with coverage.watching():
        for entrance in ENTRANCES:
            if options.only and entrance.name not in options.only:
                continue
            random = Random(f"{SEED}-{entrance.name}")  # noqa: S311 - repeatable
            known = [
                find.input
                for find in read_finds(FOLDER)
                if find.entrance == entrance.name
            ]
            corpus = [*read_corpus(entrance.name, FOLDER), *known]
            campaign = Campaign(entrance, random, coverage, corpus)
            asyncio.run(campaign.run(options.inputs))
            if options.keep:
                keep(campaign)
            yield campaign


def figures(campaigns: list[Campaign]) -> Mapping[str, object]:
    """Return the figures of all entrances, and those of each."""
    return {
        "inputs": sum(each.inputs for each in campaigns),
        "crashes": sum(each.crashes for each in campaigns),
        "hangs": sum(each.hangs for each in campaigns),
        "by_entrance": {
            each.entrance.name: {
                "inputs": each.inputs,
                "crashes": each.crashes,
                "hangs": each.hangs,
                "outcomes": len(each.outcomes),
                "corpus": len(each.corpus) + len(each.grown),
                "slowest_s": round(each.slowest, 2),
            }
            for each in campaigns
        },
        "corpus": sum(len(each.corpus) + len(each.grown) for each in campaigns),
    }


def main() -> None:
    """Fuzz, and print the figures."""
    parser = argparse.ArgumentParser(description="Foreign bytes at every entrance.")
    parser.add_argument("--inputs", type=int, default=INPUTS, help="inputs an entrance")
    parser.add_argument("--only", nargs="*", help="names of entrances")
    parser.add_argument("--keep", action="store_true", help="store what is found")
    options = parser.parse_args()
    print(json.dumps(figures([*fuzz(options)])))


if __name__ == "__main__":
    main()
