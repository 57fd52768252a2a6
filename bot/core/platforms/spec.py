"""The value that describes a platform; the rest of the program uses only this.

To add a platform, write a package in ``bot/platforms`` with a ``SPEC`` in its
``spec.py``, and add ``SPEC`` to the list ``PLATFORMS`` in
``bot/platforms/__init__.py``. ``spec.py`` is imported by every command, so it imports
the adapter and its libraries only inside the functions ``open``, ``check`` and
``preview``.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TextIO

from bot.core.commands.ports import CommandService
from bot.core.commands.responses import Answer
from bot.core.domain.platforms import PlatformProfile
from bot.core.domain.proxies import NO_PROXIES, Proxies
from bot.core.operations.check_results import Finding
from bot.core.platforms.pacing import Reservations
from bot.core.platforms.workspaces import WorkspaceDirectory
from bot.core.ports.metrics import NO_METRICS, Metrics
from bot.core.ports.services import Clock, EventLog, Messenger

Values = Mapping[str, str]
"""The platform's own environment variables by name, without empty ones."""

WebhookReply = tuple[int, Mapping[str, str], bytes]
"""The status, headers and body of an HTTP response."""

Webhook = Callable[[str, Mapping[str, str], bytes], Awaitable[WebhookReply]]
"""Takes an HTTP request's method, headers and body; returns the response."""

WebPage = Callable[[str, Mapping[str, str]], Awaitable[WebhookReply]]
"""Takes the query string and the headers of a GET request; returns the response."""

MAX_BODY_BYTES = 2_000_000
"""The maximum length of a request body that a webhook accepts, in bytes."""

LinkHtml = Callable[[str, str], str]
"""Takes a URL and a label in HTML; returns a link in HTML."""


class ValueKind(Enum):
    """The kind of value that an environment variable has."""

    TEXT = auto()
    HTTP_URL = auto()
    WEBSOCKET_URL = auto()
    PORT = auto()


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable.

    A value of the kind ``TEXT`` must match the whole ``pattern``. ``remedy`` continues
    an error message that begins with the name, such as "is not a token: copy it from
    ...". A platform is on if every ``required`` variable is set. ``secret`` values are
    hidden in all output. ``redirects`` marks a variable that replaces the platform's
    own address in tests. If such a variable has a valid value, the platform's other
    variables may match their ``test_pattern`` instead.
    """

    name: str
    remedy: str
    pattern: str = ""
    kind: ValueKind = ValueKind.TEXT
    required: bool = False
    secret: bool = False
    redirects: bool = False
    test_pattern: str = ""


@dataclass(frozen=True, slots=True)
class IdFormat:
    """The form of an id in the configuration file.

    A valid id matches the whole ``pattern``. ``example`` is an id as written in YAML,
    and ``message`` tells what to write. A ``numeric`` id may be a number in YAML.
    ``description`` is printed in the JSON Schema.
    """

    pattern: str
    example: str
    message: str
    description: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class ChannelFormat(IdFormat):
    """The form of a destination in the file: ``- NAME: ID``, or a mapping.

    ``destination`` and ``mapping`` describe both forms in the JSON Schema;
    ``description`` describes the key ``channel`` of the mapping.
    """

    destination: str = ""
    mapping: str = ""


@dataclass(frozen=True, slots=True)
class PlatformContext:
    """The dependencies of an open platform.

    Call ``connected`` with false when the platform refuses the bot or cannot be
    reached, and with true when it works again. ``timeout`` is the number of seconds to
    wait for an answer; ``None`` means the adapter's own. ``output`` is where the console
    prints. Requests to the platform go through ``proxies``, at a pace that processes share
    by ``reservations``. ``workspaces`` are those in which the app is installed, if the
    configuration names any.
    """

    clock: Clock
    event_log: EventLog
    output: TextIO
    connected: Callable[[bool], None] = lambda _: None
    metrics: Metrics = NO_METRICS
    timeout: float | None = None
    proxies: Proxies = NO_PROXIES
    workspaces: WorkspaceDirectory | None = None
    reservations: Reservations = field(default_factory=Reservations)


@dataclass(frozen=True, slots=True)
class OpenPlatform:
    """A connected platform.

    ``webhooks`` map paths to handlers of HTTP requests, and ``pages`` map paths to
    handlers of GET requests of browsers.
    """

    messenger: Messenger
    webhooks: Mapping[str, Webhook] = field(default_factory=dict)
    pages: Mapping[str, WebPage] = field(default_factory=dict)


Open = Callable[
    [Values, CommandService | None, PlatformContext],
    AbstractAsyncContextManager[OpenPlatform],
]
Check = Callable[[Values, Sequence[str], Proxies], Awaitable[Sequence[Finding]]]
Preview = Callable[[Answer, LinkHtml], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformSpec(PlatformProfile):
    """All that the program needs to know of a platform.

    ``open`` connects until its block ends; if its command service is ``None``, the bot
    only posts. If the platform refuses the bot, ``open`` does not fail: it calls the
    context's ``connected`` with ``False`` and logs an event. ``check`` tests the
    variables and the configured channels without posting, through the proxies.
    ``preview`` draws an answer as the platform shows it, as one piece of HTML for each
    message; without it the platform is left out of ``sitrep preview``.

    Without a ``channel`` format the platform has one unnamed channel. ``server`` is the
    format of the ids below the key ``access``; without it the platform has no such key.
    People can give commands if one of ``command_variables`` is set, or if the tuple is
    empty. If the configuration names workspaces, ``installing`` are the required
    variables instead of the usual ones, and the token of each installation replaces the
    variable ``token``. If ``installing`` is empty, the app cannot be installed in
    several workspaces. ``secret_patterns`` are regular expressions of tokens to hide
    wherever they occur.
    """

    open: Open
    check: Check | None = None
    preview: Preview | None = None
    variables: tuple[Variable, ...] = ()
    command_variables: tuple[str, ...] = ()
    channel: ChannelFormat | None = None
    server: IdFormat | None = None
    secret_patterns: tuple[str, ...] = ()
    installing: tuple[str, ...] = ()
    token: str = ""

    def values(self, environment: Mapping[str, str]) -> Values:
        """Return the platform's own variables that are set and not empty."""
        names = (variable.name for variable in self.variables)
        return {name: environment[name] for name in names if environment.get(name)}

    def missing(
        self, environment: Mapping[str, str], *, workspaces: bool = False
    ) -> tuple[str, ...]:
        """Return the names of the required variables that are not set.

        ``workspaces`` says whether the configuration names workspaces.
        """
        required = tuple(each.name for each in self.variables if each.required)
        if workspaces and self.installing:
            required = self.installing
        return tuple(name for name in required if not environment.get(name))


def platform_of(channel: str, specs: Iterable[PlatformSpec]) -> str | None:
    """Return the name of the platform whose channels have this form.

    Return ``None`` if no platform or several have such channels.
    """
    names = [
        spec.name
        for spec in specs
        if spec.channel is not None and re.fullmatch(spec.channel.pattern, channel)
    ]
    return names[0] if len(names) == 1 else None
