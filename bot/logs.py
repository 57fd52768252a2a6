"""The journal on standard error: the sole owner of structlog.

One JSON object a line, or lines for people on a terminal. Secrets never get into it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from typing_extensions import override

from bot.core.ports.services import EventLog
from bot.core.text.redaction import Redaction

Facts = MutableMapping[str, Any]


class Silence(EventLog):
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


class LogJournal(EventLog):
    """Writes what happened, with the time, on one stream."""

    def __init__(
        self, stream: TextIO, environment: Mapping[str, str], redaction: Redaction
    ) -> None:
        steps = _steps(stream, environment, redaction)
        self._log = structlog.wrap_logger(
            structlog.PrintLogger(stream),
            processors=steps,
            cache_logger_on_first_use=True,
        )
        _take_over_logging(self._log)

    @override
    def info(self, event: str, **facts: str | float) -> None:
        self._log.info(event, **facts)

    @override
    def warning(self, event: str, **facts: str | float) -> None:
        self._log.warning(event, **facts)

    @override
    def error(self, event: str, **facts: str | float) -> None:
        self._log.error(event, **facts)


def _steps(
    stream: TextIO, environment: Mapping[str, str], redaction: Redaction
) -> list[structlog.typing.Processor]:
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer()
    if stream.isatty():
        renderer = structlog.dev.ConsoleRenderer(colors=not environment.get("NO_COLOR"))
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _Hiding(redaction),
        renderer,
    ]


class _Hiding:
    """Hides the secrets in an entry."""

    def __init__(self, redaction: Redaction) -> None:
        self._redaction = redaction

    def __call__(self, _: object, __: str, facts: Facts) -> Facts:
        for key, value in facts.items():
            facts[key] = self._redaction.fact(value, key=key)
        return facts


class _Forwarding(logging.Handler):
    """Passes what libraries log on to the journal."""

    def __init__(self, log: structlog.typing.WrappedLogger) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    @override
    def emit(self, record: logging.LogRecord) -> None:
        level = "error" if record.levelno >= logging.ERROR else "warning"
        facts = {"library": record.name}
        if record.exc_info and record.exc_info[1] is not None:
            facts["reason"] = repr(record.exc_info[1])
        getattr(self._log, level)(_message(record), **facts)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        # Its arguments do not fit: the library's mistake, and no reason to end.
        return str(record.msg)


def _take_over_logging(log: structlog.typing.WrappedLogger) -> None:
    root = logging.getLogger()
    for handler in [old for old in root.handlers if isinstance(old, _Forwarding)]:
        root.removeHandler(handler)
    root.addHandler(_Forwarding(log))
