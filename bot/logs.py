"""The event log on standard error; the only module that imports structlog.

Writes one JSON object per line, or readable lines on a terminal; ``LOG_FORMAT`` chooses
one of them, and ``LOG_LEVEL`` the least level. Secrets are redacted. A warning or error
that repeats is written once a minute.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, TextIO

import structlog
from typing_extensions import override

from bot.core.ports.services import EventLog
from bot.core.text.redaction import Redaction
from bot.core.text.sanitize import sanitized

Fields = MutableMapping[str, Any]

LOG_LEVEL, LOG_FORMAT = "LOG_LEVEL", "LOG_FORMAT"
"""The variables; unknown values count as none."""

REPEAT_SECONDS = 60
"""The seconds within which an equal warning or error is counted but not written."""

_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


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
        level = _LEVELS.get(environment.get(LOG_LEVEL, "").lower(), logging.INFO)
        self._log = structlog.wrap_logger(
            structlog.PrintLogger(stream),
            processors=_processors(stream, environment, redaction),
            wrapper_class=structlog.make_filtering_bound_logger(level),
            cache_logger_on_first_use=True,
        )
        # Libraries log each request at their lower levels.
        is_debug = level == logging.DEBUG
        _take_over_logging(self._log, logging.INFO if is_debug else logging.WARNING)

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
    is_terminal, chosen = stream.isatty(), environment.get(LOG_FORMAT, "").lower()
    if chosen == "text" or (is_terminal and chosen != "json"):
        colors = is_terminal and not environment.get("NO_COLOR")
        renderer = structlog.dev.ConsoleRenderer(colors=colors)
    return [
        structlog.processors.add_log_level,
        _Repeats(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _Redactor(redaction),
        renderer,
    ]


@dataclass(slots=True)
class _Repeats:
    """Drops warnings and errors that were written less than a minute ago.

    While the database is away, each job fails several times a second. The next equal
    event that is written has the number of dropped ones.
    """

    _written: dict[str, tuple[float, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    """Libraries also log from threads."""

    def __call__(self, _: object, __: str, facts: Fields) -> Fields:
        if facts["level"] not in {"warning", "error"}:
            return facts
        with self._lock:
            return self._counted(facts)

    def _counted(self, facts: Fields) -> Fields:
        now, event = time.monotonic(), repr(facts)
        since, dropped = self._written.get(event, (-float("inf"), 0))
        if now - since < REPEAT_SECONDS:
            self._written[event] = (since, dropped + 1)
            raise structlog.DropEvent
        self._forget(now)
        self._written.pop(event, None)  # the oldest comes first
        self._written[event] = (now, 0)
        return {**facts, "repeated": dropped} if dropped else facts

    def _forget(self, now: float) -> None:
        """Forget events that were not written in the last two minutes."""
        while self._written:
            event, (since, _) = next(iter(self._written.items()))
            if now - since < 2 * REPEAT_SECONDS:
                return
            del self._written[event]


class _Redactor:
    """Redacts secrets in the fields of an event before it is written."""

    def __init__(self, redaction: Redaction) -> None:
        self._redaction = redaction

    def __call__(self, _: object, __: str, facts: Fields) -> Fields:
        for key, value in facts.items():
            facts[key] = self._redaction.fact(value, key=key)
        return facts


class _LibraryHandler(logging.Handler):
    """Forwards libraries' log records to the event log, from ``level`` on."""

    def __init__(self, log: structlog.typing.WrappedLogger, level: int) -> None:
        super().__init__(level)
        self._log = log

    @override
    def emit(self, record: logging.LogRecord) -> None:
        level = "info"
        if record.levelno >= logging.WARNING:
            level = "error" if record.levelno >= logging.ERROR else "warning"
        facts = {"library": record.name}
        if record.exc_info and record.exc_info[1] is not None:
            facts["reason"] = repr(record.exc_info[1])
        getattr(self._log, level)(_message(record), **facts)


def _message(record: logging.LogRecord) -> str:
    """Return the message of a library's log record on one line.

    It may quote a text that a server sent.
    """
    try:
        return sanitized(record.getMessage())
    except (TypeError, ValueError):
        # The library logged with wrong arguments; log the plain message.
        return sanitized(str(record.msg))


def _take_over_logging(log: structlog.typing.WrappedLogger, level: int) -> None:
    root = logging.getLogger()
    root.setLevel(level)
    for handler in [
        candidate
        for candidate in root.handlers
        if isinstance(candidate, _LibraryHandler)
    ]:
        root.removeHandler(handler)
    root.addHandler(_LibraryHandler(log, level))
