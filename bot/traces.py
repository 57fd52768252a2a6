"""Traces of digests by OpenTelemetry; the only module that imports it.

It needs the extra ``telemetry``, and is imported only if the environment names a
collector.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from hashlib import blake2b
from importlib.metadata import version
from threading import Thread

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision
from typing_extensions import override

from bot.core.domain.slots import SlotKey, SlotKind
from bot.core.ports.traces import Step, Tracer

CLOSING_SECONDS = 2.0
"""The seconds that sending the last spans may take when the process ends."""

_SERVICE, _NAME = "service.name", "sitrep"
_BUILT = frozenset({SlotKind.SCHEDULED, SlotKind.REQUESTED, SlotKind.CORRECTION})
_next_ids: ContextVar[tuple[int, int] | None] = ContextVar("next_ids", default=None)


class _SlotIds(RandomIdGenerator):
    """Gives the span that ``_next_ids`` announces its ids; other spans get random ones."""

    @override
    def generate_trace_id(self) -> int:
        ids = _next_ids.get()
        return super().generate_trace_id() if ids is None else ids[0]

    @override
    def generate_span_id(self) -> int:
        ids = _next_ids.get()
        return super().generate_span_id() if ids is None else ids[1]


class OpenTelemetryTracer(Tracer):
    """Sends spans to a processor; ``hide`` removes secrets from their texts.

    The ids of a slot's trace and first span follow from the slot's key. So the spans of
    several processes form one trace, and nothing is stored for it.
    """

    def __init__(
        self,
        processor: SpanProcessor,
        hide: Callable[[str], str],
        environment: Mapping[str, str],
    ) -> None:
        self._hide = hide
        self._provider = TracerProvider(
            resource=Resource.create(_service(environment)),
            id_generator=_SlotIds(),
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("sitrep", version("sitrep-bot"))

    @contextmanager
    @override
    def step(self, step: Step, slot: SlotKey, **facts: str | int) -> Iterator[None]:
        with self._tracer.start_as_current_span(
            step,
            self._context(slot),
            attributes=self._attributes(slot, facts),
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield
            except BaseException as error:
                words = self._hide(f"{type(error).__name__}: {error}")
                span.set_status(trace.StatusCode.ERROR, words)
                raise

    @override
    def built(
        self, slot: SlotKey, *, due: datetime, at: datetime, **facts: str | int
    ) -> None:
        forced = _next_ids.set(_ids(slot))
        try:
            span = self._tracer.start_span(
                "digest",
                Context(),
                attributes=self._attributes(slot, facts),
                start_time=_nanoseconds(due),
            )
        finally:
            _next_ids.reset(forced)
        span.end(_nanoseconds(max(due, at)))

    def close(self) -> None:
        """Send the last spans; drop them if that takes too long."""
        # The library takes no limit for its last export, which repeats for 10 s.
        ending = Thread(target=self._provider.shutdown, daemon=True)
        ending.start()
        ending.join(CLOSING_SECONDS)

    def _context(self, slot: SlotKey) -> Context | None:
        """Return the context of the slot's first span; ``None`` keeps the present one.

        Alerts and reminders are stored with their messages, and have no first span.
        """
        if slot.kind not in _BUILT:
            return Context()
        number, span = _ids(slot)
        if trace.get_current_span().get_span_context().trace_id == number:
            return None
        parent = trace.SpanContext(
            number, span, is_remote=True, trace_flags=self._flags(number)
        )
        return trace.set_span_in_context(trace.NonRecordingSpan(parent), Context())

    def _flags(self, number: int) -> trace.TraceFlags:
        """Return whether the trace is sampled; each process decides the same."""
        result = self._provider.sampler.should_sample(Context(), number, "digest")
        is_sampled = result.decision is Decision.RECORD_AND_SAMPLE
        flag = trace.TraceFlags.SAMPLED if is_sampled else trace.TraceFlags.DEFAULT
        return trace.TraceFlags(flag)

    def _attributes(
        self, slot: SlotKey, facts: Mapping[str, str | int]
    ) -> dict[str, str | int]:
        named: dict[str, str | int] = {
            "slot": str(slot),
            "digest": slot.digest,
            **facts,
        }
        return {
            f"sitrep.{name}": self._hide(value) if isinstance(value, str) else value
            for name, value in named.items()
        }


def open_tracer(
    environment: Mapping[str, str], hide: Callable[[str], str]
) -> OpenTelemetryTracer:
    """Make a tracer that sends spans to the collector of the environment."""
    return OpenTelemetryTracer(
        BatchSpanProcessor(OTLPSpanExporter()), hide, environment
    )


def _service(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the name of the service, unless the environment has another one."""
    named = environment.get("OTEL_SERVICE_NAME", "")
    attributes = environment.get("OTEL_RESOURCE_ATTRIBUTES", "")
    return {} if named or f"{_SERVICE}=" in attributes else {_SERVICE: _NAME}


def _ids(slot: SlotKey) -> tuple[int, int]:
    """Return the ids of the slot's trace and of its first span."""
    digest = blake2b(str(slot).encode(), digest_size=24).digest()
    return int.from_bytes(digest[:16]), int.from_bytes(digest[16:])


def _nanoseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000) * 1_000
