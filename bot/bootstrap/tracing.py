"""Builds the tracer, if the environment names a collector of traces."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from bot.core.domain.extras import is_installed
from bot.core.ports.services import EventLog
from bot.core.ports.traces import NO_TRACES, Tracer

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_MISSING = (
    'traces need the extra "telemetry", which is not installed: run pip install '
    "'sitrep-bot[telemetry]'"
)


def wants_traces(environment: Mapping[str, str]) -> bool:
    """Return whether the environment names a collector and does not turn it off."""
    is_off = environment.get("OTEL_SDK_DISABLED", "").lower() == "true"
    is_none = environment.get("OTEL_TRACES_EXPORTER", "").lower() == "none"
    named = any(environment.get(name) for name in _ENDPOINTS)
    return named and not is_off and not is_none


@asynccontextmanager
async def open_traces(
    environment: Mapping[str, str], event_log: EventLog, hide: Callable[[str], str]
) -> AsyncIterator[Tracer]:
    """Record traces until the block ends, if the environment wants them.

    ``hide`` removes secrets from the texts of the traces. If the extra is not
    installed, a warning is logged.
    """
    if not wants_traces(environment):
        yield NO_TRACES
        return
    if not is_installed("opentelemetry.sdk"):
        event_log.warning("no traces are recorded", reason=_MISSING)
        yield NO_TRACES
        return
    from bot.traces import open_tracer

    tracer = open_tracer(environment, hide)
    try:
        yield tracer
    finally:
        await asyncio.to_thread(tracer.close)
