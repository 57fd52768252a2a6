"""Emulators of the platforms, each in a process that outlives the bot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.fakes.discord.process import TownProcess, running_town
from tests.fakes.email.process import MailProcess, running_mail
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.slack.process import SlackProcess, running_slack

Ground = SlackProcess | TownProcess | MailProcess

_FIRST = 100


@contextmanager
def running(
    kind: str, clock: HastyClock, channels: int, *, rate: float = 0.0
) -> Iterator[Ground]:
    """Run ``slack``, ``discord`` or ``email`` with so many channels.

    ``rate`` is how many requests a second the chats serve; 0 is no limit.
    """
    if kind == "email":
        with running_mail(clock) as mail:
            yield mail
        return
    if kind == "slack":
        named = [name.removeprefix("#") for name in names(kind, channels)]
        with running_slack(named, clock, rate=rate) as slack:
            yield slack
        return
    numbers = [int(name) for name in names(kind, channels)]
    with running_town(clock, rate=rate, channels=numbers) as town:
        yield town


def names(kind: str, channels: int) -> tuple[str, ...]:
    """What so many channels are called in a configuration."""
    form = {"slack": "#c{}", "discord": "{}", "email": "desk{}@example.org"}[kind]
    return tuple(form.format(_FIRST + number) for number in range(channels))


def places(kind: str, platform: Ground, channels: int) -> tuple[str, ...]:
    """The ids of so many channels."""
    found = names(kind, channels)
    if isinstance(platform, SlackProcess):
        return tuple(str(platform.do("channel", name=name)["value"]) for name in found)
    return found


def seen(kind: str, platform: Ground) -> dict[str, list[str]]:
    """The idempotency keys that stand in each channel, in order; such as ``slack/#c100``."""
    found: dict[str, list[str]] = {}
    for one in platform.posted():
        name = f"#{one['name']}" if kind == "slack" else one["channel"]
        found.setdefault(f"{kind}/{name}", []).append(str(one["key"]))
    return found
