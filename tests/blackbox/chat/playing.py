"""Plays a script against a running bot, and writes down what is seen on each platform."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.blackbox.chat.looks import Look
from tests.blackbox.chat.paper import NAME
from tests.blackbox.chat.script import PLATFORMS, Act, Row, Script
from tests.blackbox.chat.world import World, open_world
from tests.fakes.email.server import Received
from tests.fakes.slack.emulator import Emulator

PAUSE = timedelta(minutes=5)
"""The time between two rows, in which quotas are refilled."""

TIMES = frozenset({"publish", "until", "later"})
"""What may make the bot post something of its own accord."""

Seen = dict[str, tuple[str, ...]]
"""The lines that are seen on each platform."""

_OWN_LINK = re.compile(
    r"https://(?:[\w-]+\.slack\.com/archives|discord\.com/channels)/[^>)\s]*"
)
_SECRET = re.compile(r"(?<=sitrep\.example\.org/calendar/)[\w-]{20,}")
_READ = re.compile(r"(?<=^\| read )\d{1,2} \w{3} \d{4}, \d\d:\d\d")
"""When a feed was read last: a poll may come before or after the question."""

_EDITION = re.compile(r"\b([a-z]+-\d{8}-\d{4})-[0-9a-f]{6}\b")
_CHANNEL = re.compile(r"(?<=• \*\*)(?:slack|discord|email)/[^*]+(?=\*\*)")
"""What tells editions, and channels in a list, apart: those of a minute are in no order."""


class DifferentError(AssertionError):
    """The platforms show different things in a row that names no difference."""


async def play(script: Script, emulator: Emulator, folder: Path, *, number: int) -> str:
    """Play all rows with one bot; the text of the golden file."""
    async with open_world(emulator, script, folder, number=number) as world:
        shown = [await _play(row, world) for row in script.rows]
    return _EDITION.sub(r"\1", world.paper.named("\n".join(shown)))


async def _play(row: Row, world: World) -> str:
    world.time.move(PAUSE)
    for stage in world.stages.values():
        stage.begin()
    lines = [f"## {row.title}"]
    alike = True
    for act in row.acts:
        try:
            seen = await _do(act, world)
        except (AssertionError, TimeoutError) as error:
            error.add_note(f"{row.title}: {act.line}")
            raise
        alike = alike and len(set(seen.values())) < 2 and len(act.platforms) == 2
        lines += [f"> {act.line}", *_shown(seen)]
        if act.verb == "mail":
            kinds = ("plain", "html") if act.rest == "html" else ("plain",)
            for mail in world.mails():
                lines += _mail(mail, kinds)
    if alike == bool(row.unlike):
        lines.append(f"!! expected to be {'different' if row.unlike else 'alike'}")
    return "\n".join((*lines, ""))


async def _do(act: Act, world: World) -> Seen:
    """Do an act on its platforms in turn; what happens to the bot happens once."""
    stages = {name: world.stages[name] for name in act.platforms}
    for stage in stages.values():
        stage.watch()
    act = _with_addresses(act, world)
    happens = await world.undergo(act)
    seen: Seen = {}
    for name, stage in stages.items():
        if not happens:
            await stage.do(act)
        if not happens or act.verb in TIMES:
            looks = await stage.seen(act.count)
            seen[name] = tuple(line for look in looks for line in _drawn(look))
    return seen


def _with_addresses(act: Act, world: World) -> Act:
    host = world.paper.press.host(1)
    if act.verb == "pick":  # its labels have no port
        host = host.partition(":")[0]
    return replace(act, rest=act.rest.replace(NAME, host))


def _drawn(look: Look) -> Iterator[str]:
    for line in look.drawn():
        common = _SECRET.sub("SECRET", _OWN_LINK.sub("MESSAGE", line))
        yield _READ.sub("TIME", _CHANNEL.sub("CHANNEL", common))


def _shown(seen: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Show what both platforms show once, else each with its name."""
    if len(seen) == len(PLATFORMS) and len(set(seen.values())) == 1:
        seen = {"both": next(iter(seen.values()))}
    for name, lines in seen.items():
        if lines:
            yield f"{name}:"
            yield from (f"  {line}".rstrip() for line in lines)


def _mail(mail: Received, kinds: tuple[str, ...]) -> Iterator[str]:
    yield "email:"
    for name in ("From", "To", "Subject", "Date"):
        yield f"  {name}: {mail.mail[name]}"
    for kind in kinds:
        yield from (f"  {line}".rstrip() for line in mail.body(kind).splitlines())
