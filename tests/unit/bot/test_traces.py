"""The trace of one digest, as the exporter in memory keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from bot.bootstrap.redaction import redaction
from bot.core.delivery.digest_builder import SlotComposer
from bot.core.delivery.service import Delivery
from bot.core.domain.errors import RejectedError
from bot.core.domain.slots import SlotKey
from bot.core.ports.traces import Step, Tracer
from bot.traces import OpenTelemetryTracer
from tests.fakes.ports import FakeMessenger
from tests.fakes.town import GAZETTE, Paper, Town, open_town

SECRET = "hush-hush-hush"  # noqa: S105 - of the tests
KEY = SlotKey("morning", "fake/desk", date(2026, 3, 3), 0)


class Collector:
    """A tracer of one process, and the spans that it finished."""

    def __init__(self, **environment: str) -> None:
        self.exporter = InMemorySpanExporter()
        self.tracer = OpenTelemetryTracer(
            SimpleSpanProcessor(self.exporter),
            redaction({"SLACK_SIGNING_SECRET": SECRET}).text,
            environment,
        )

    @property
    def spans(self) -> dict[str, ReadableSpan]:
        """The finished spans by their names, without repeated ones."""
        return {span.name: span for span in self.exporter.get_finished_spans()}


def traced(town: Town, tracer: Tracer) -> Delivery:
    """The delivery of a town, with its steps recorded."""
    delivery = town.delivery
    composer = delivery.builder.composer
    assert isinstance(composer, SlotComposer)
    builder = replace(
        delivery.builder, composer=replace(composer, tracer=tracer), tracer=tracer
    )
    sender = replace(delivery.sender, tracer=tracer)
    return replace(delivery, builder=builder, sender=sender)


def ids(span: ReadableSpan) -> tuple[int, int, int | None]:
    """The ids of a span's trace, itself and its parent."""
    context = span.get_span_context()
    assert context is not None
    parent = None if span.parent is None else span.parent.span_id
    return context.trace_id, context.span_id, parent


async def test_digest_is_one_trace_of_poll_build_and_send() -> None:
    collector = Collector()
    async with open_town(Paper(GAZETTE, [])) as town:
        (key,) = await traced(town, collector.tracer).post_now(town.plan)

    spans = collector.spans
    trace, root, above = ids(spans["digest"])
    assert list(spans) == ["poll", "build", "digest", "send"]
    assert above is None
    assert {ids(span)[0] for span in spans.values()} == {trace}
    assert ids(spans["poll"])[2] == ids(spans["build"])[1]
    assert ids(spans["build"])[2] == ids(spans["send"])[2] == root
    for span in spans.values():
        assert span.attributes is not None
        assert span.attributes["sitrep.slot"] == str(key)
        assert span.resource.attributes["service.name"] == "sitrep"
    assert spans["poll"].attributes is not None
    assert spans["poll"].attributes["sitrep.sources"] == 1


async def test_failed_step_is_recorded_without_secrets() -> None:
    collector = Collector()
    messenger = FakeMessenger(RejectedError(f"no channel {SECRET}"))
    async with open_town(Paper(GAZETTE, []), messenger=messenger) as town:
        with (
            pytest.raises(RejectedError),
            collector.tracer.step(Step.SEND, KEY, url=f"https://x/?a={SECRET}"),
        ):
            raise RejectedError(f"no channel {SECRET}")
        delivery = traced(town, collector.tracer)
        with pytest.raises(Exception, match="no channel"):
            await delivery.post_now(town.plan)

    spans = [
        span
        for span in collector.exporter.get_finished_spans()
        if span.name == Step.SEND
    ]
    assert len(spans) == 2
    for span in spans:
        assert span.status.status_code is StatusCode.ERROR
        assert span.status.description == "RejectedError: no channel [hidden]"
        assert SECRET not in span.to_json()
