"""``sitrep run`` sends the trace of a digest to a collector, if one is named."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.fakes import command
from tests.fakes.loopback import reserve_port
from tests.fakes.platforms.crashes import begin_now

pytestmark = pytest.mark.slow

SECONDS, END_SECONDS = 90, 10
ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
NOTHING = """
import sys
import bot.cli, bot.bootstrap.run, bot.bootstrap.app_context
loaded = [name for name in sys.modules if name.startswith("opentelemetry")]
sys.exit(", ".join(loaded) or 0)
"""


@dataclass(slots=True)
class Collector:
    """A collector on loopback, with the spans that it got."""

    url: str = ""
    spans: list[Span] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        """Take the spans of a request."""
        self.paths.append(request.path)
        taken = ExportTraceServiceRequest.FromString(await request.read())
        for resource in taken.resource_spans:
            for scope in resource.scope_spans:
                self.spans += scope.spans
        return web.Response()


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    collector = Collector()
    application = web.Application()
    application.router.add_post("/{path:.*}", collector.handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    collector.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield collector
    finally:
        await runner.cleanup()


def write(folder: Path) -> Path:
    """A configuration whose digest is due now."""
    article = folder / "texts"
    article.mkdir()
    (article / "a.txt").write_text(
        "Port closes\n\nThe harbour office said that the port of Lenna will close.\n"
    )
    path = folder / "sitrep.yaml"
    at = begin_now(folder)
    path.write_text(
        f"topics: {{ports: {{title: Ports, sources: [{{folder: {article}}}]}}}}\n"
        f'digests: {{now: {{topics: [ports], at: "{at:%H:%M}", to: [console]}}}}\n'
    )
    return path


async def until(process: Process, event: str) -> None:
    async for entry in command.event_log(process):
        if entry["event"] == event:
            return
    raise AssertionError(f"never heard: {event}")


async def end(process: Process) -> int:
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(END_SECONDS):
        await until(process, "Sitrep stopped")
        await process.communicate()
    return process.returncode or 0


async def test_digest_is_sent_to_the_collector_as_one_trace(tmp_path: Path) -> None:
    path = await asyncio.to_thread(write, tmp_path)
    async with (
        collecting() as collector,
        asyncio.timeout(SECONDS),
        command.running(path, {ENDPOINT: collector.url}) as process,
    ):
        await until(process, "message posted")
        status = await end(process)

    named = {span.name: span for span in collector.spans}
    assert status == 0
    assert set(collector.paths) == {"/v1/traces"}
    assert set(named) == {"poll", "build", "digest", "send"}
    assert len({span.trace_id for span in collector.spans}) == 1
    assert named["send"].parent_span_id == named["digest"].span_id
    assert named["poll"].parent_span_id == named["build"].span_id


async def test_collector_that_does_not_answer_holds_up_nothing(tmp_path: Path) -> None:
    path = await asyncio.to_thread(write, tmp_path)
    gone = f"http://127.0.0.1:{reserve_port()}"
    async with (
        asyncio.timeout(SECONDS),
        command.running(path, {ENDPOINT: gone}) as process,
    ):
        await until(process, "message posted")
        status = await end(process)

    assert status == 0


def test_without_a_collector_nothing_of_it_is_imported() -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", NOTHING],
        cwd=command.ROOT,
        env=command.surroundings({}),
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
