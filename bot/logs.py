"""The event log on standard error; the only module that imports structlog.

Writes one JSON object per line, or readable lines on a terminal. Secrets are redacted.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from typing_extensions import override

from bot.core.ports.services import EventLog
from bot.core.text.redaction import Redaction

Fields = MutableMapping[str, Any]


class NullEventLog(EventLog):
    """Discards events."""

    @override
    def info(self, event: str, **facts: str | float) -> None: ...

    @override
    def warning(self, event: str, **facts: str | float) -> None: ...

    @override
    def error(self, event: str, **facts: str | float) -> None: ...


class StructuredEventLog(EventLog):
    """Writes events with their time to one stream."""

    def __init__(
        self, stream: TextIO, environment: Mapping[str, str], redaction: Redaction
    ) -> None:
        processors = _processors(stream, environment, redaction)
        self._log = structlog.wrap_logger(
            structlog.PrintLogger(stream),
            processors=processors,
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


def _processors(
    stream: TextIO, environment: Mapping[str, str], redaction: Redaction
) -> list[structlog.typing.Processor]:
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer()
    if stream.isatty():
        renderer = structlog.dev.ConsoleRenderer(colors=not environment.get("NO_COLOR"))
    return [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _Redactor(redaction),
        renderer,
    ]


class _Redactor:
    """Redacts secrets in the fields of an event before it is written."""

    def __init__(self, redaction: Redaction) -> None:
        self._redaction = redaction

    def __call__(self, _: object, __: str, facts: Fields) -> Fields:
        for key, value in facts.items():
            facts[key] = self._redaction.fact(value, key=key)
        return facts


class _LibraryHandler(logging.Handler):
    """Writes the warnings and errors that libraries log to the event log."""

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
        # The library logged with wrong arguments; log the plain message.
        return str(record.msg)


def _take_over_logging(log: structlog.typing.WrappedLogger) -> None:
    root = logging.getLogger()
    for handler in [
        candidate
        for candidate in root.handlers
        if isinstance(candidate, _LibraryHandler)
    ]:
        root.removeHandler(handler)
    root.addHandler(_LibraryHandler(log))
