"""The journal on standard error: the sole owner of structlog.

One JSON object a line, or lines for people on a terminal. Secrets never get into it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from typing_extensions import override

from bot.core.ports import Journal

SECRET_VARIABLES = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "DISCORD_TOKEN",
    "DATABASE_URL",
)
"""The parts of the environment whose values are never shown."""

_HIDDEN = "[hidden]"
_SHORTEST_SECRET = 6
_SECRET_KEY = re.compile(r"token|secret|password|authorization|cookie", re.IGNORECASE)
_SECRET_SHAPES = (
    re.compile(r"xox[a-z]-[\w-]{8,300}|xapp-[\w-]{8,300}"),
    re.compile(r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,40}"),
    re.compile(r"(?<=://)[^\s/@:]{1,200}:[^\s/@]{1,200}(?=@)"),
)

Facts = MutableMapping[str, Any]


class Silence(Journal):
    """A journal that nobody reads."""

    @override
    def info(self, event: str, **facts: str | float) -> None:
        """Say nothing."""

    @override
    def warning(self, event: str, **facts: str | float) -> None:
        """Say nothing."""

    @override
    def error(self, event: str, **facts: str | float) -> None:
        """Say nothing."""


class LogJournal(Journal):
    """Writes what happened, with the time, on one stream."""

    def __init__(self, stream: TextIO, environment: Mapping[str, str]) -> None:
        secrets = [environment.get(name, "") for name in SECRET_VARIABLES]
        steps = _steps(stream, environment, secrets)
        self._log = structlog.wrap_logger(
            structlog.PrintLogger(stream),
            processors=steps,
            cache_logger_on_first_use=True,
        )
        _take_over_logging(self._log)

    @override
    def info(self, event: str, **facts: str | float) -> None:
        """Note that something happened as it should."""
        self._log.info(event, **facts)

    @override
    def warning(self, event: str, **facts: str | float) -> None:
        """Note that something went wrong and the work goes on."""
        self._log.warning(event, **facts)

    @override
    def error(self, event: str, **facts: str | float) -> None:
        """Note that work was lost."""
        self._log.error(event, **facts)


def _steps(
    stream: TextIO, environment: Mapping[str, str], secrets: Collection[str]
) -> list[structlog.typing.Processor]:
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer()
    if stream.isatty():
        renderer = structlog.dev.ConsoleRenderer(colors=not environment.get("NO_COLOR"))
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _Redaction(secrets),
        renderer,
    ]


class _Redaction:
    """Hides secrets by their value, by their shape and by the key they are under."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = [word for word in secrets if len(word) >= _SHORTEST_SECRET]

    def __call__(self, _: object, __: str, facts: Facts) -> Facts:
        for key, value in facts.items():
            if _SECRET_KEY.search(key):
                facts[key] = _HIDDEN
            elif isinstance(value, str):
                facts[key] = self._hidden(value)
        return facts

    def _hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        for shape in _SECRET_SHAPES:
            text = shape.sub(_HIDDEN, text)
        return text


class _Forwarding(logging.Handler):
    """Passes what libraries log on to the journal."""

    def __init__(self, log: structlog.typing.WrappedLogger) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    @override
    def emit(self, record: logging.LogRecord) -> None:
        level = "error" if record.levelno >= logging.ERROR else "warning"
        getattr(self._log, level)(record.getMessage(), library=record.name)


def _take_over_logging(log: structlog.typing.WrappedLogger) -> None:
    root = logging.getLogger()
    for handler in [old for old in root.handlers if isinstance(old, _Forwarding)]:
        root.removeHandler(handler)
    root.addHandler(_Forwarding(log))
