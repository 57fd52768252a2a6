"""``sitrep run``: at its minute a digest is built and posted, and others may watch."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from typing_extensions import override

from tests.blackbox.driver import Running, sitrep, while_running
from tests.blackbox.golden import assert_golden
from tests.blackbox.press import ENVIRONMENT, Press, Story, served
from tests.blackbox.requests import ask
from tests.blackbox.transcripts import make_desk, settled
from tests.fakes.loopback import reserve_port
from tests.fakes.slack.process import running_slack

pytestmark = [pytest.mark.process, pytest.mark.timeout(240)]

CONFIGURATION = """
health: 127.0.0.1:{port}
operator: console
digests:
  now:
    topics: ports
    at: "{at:%H:%M}"
    to: console
topics:
  ports:
    title: Ports
    sources: [folder: coast, feed: "http://{host}/feed", page: "http://{host}/page"]
"""


class Collector(ThreadingHTTPServer):
    """Takes traces on loopback."""

    spans: list[Span]


class _Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            for scope in resource.scope_spans:
                self.server.spans += scope.spans
        self.send_response(200)
        self.end_headers()

    @override
    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def collecting() -> Iterator[Collector]:
    collector = Collector(("127.0.0.1", 0), _Handler)
    collector.spans = []
    thread = Thread(target=collector.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield collector
    finally:
        collector.shutdown()
        thread.join()
        collector.server_close()


def test_a_digest_is_posted_at_its_minute_and_traced(tmp_path: Path) -> None:
    place, port, press = make_desk(tmp_path), reserve_port(), Press(12)
    now = datetime.now(UTC)  # noqa: TID251 - the command has the machine's clock
    at = now + timedelta(minutes=1 if now.second < 55 else 2)
    host = press.host(1)
    press.publish(
        f"http://{host}/feed", Story(f"http://{host}/a", "Tug sinks", "A tug.")
    )
    configuration = CONFIGURATION.format(port=port, at=at, host=host)
    (place / "sitrep.yaml").write_text(configuration)

    def watch(running: Running) -> str:
        running.until(lambda: '"message posted"' in running.messages, 130)
        return "".join(ask(port, f"/{name}").body for name in ("readyz", "metrics"))

    with served(press, 1), collecting() as collector:
        variables = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}"
        }
        done, watched = while_running(
            watch, "run", place=place, environment={**ENVIRONMENT, **variables}
        )

    named: dict[str, set[bytes]] = {}
    for span in collector.spans:
        named.setdefault(span.name, set()).add(span.span_id)
    above = {span.parent_span_id for span in collector.spans if span.name == "send"}
    assert done.status == 0
    assert "Harbour town weighs a ban on night ferries" in done.output
    assert "Not read: 127.83.12.1" in " ".join(done.output.split())
    assert '"status": "ok"' in watched
    assert 'sitrep_posts_total{platform="console",result="posted"}' in watched
    assert "worst_lag_seconds" in done.messages
    assert {"poll", "build", "digest", "send"} <= set(named)
    assert above <= named["digest"]
    assert "now/" in sitrep("deliveries", place=place).output


def test_a_source_that_hangs_keeps_no_other_waiting(tmp_path: Path) -> None:
    press, place = Press(13), make_desk(tmp_path)
    hosts = [press.host(number) for number in (1, 2)]
    sources = ", ".join(f'feed: "http://{host}/feed"' for host in hosts)
    text = CONFIGURATION.partition("digests")[0].format(port=reserve_port())
    (place / "sitrep.yaml").write_text(
        f"{text}digests: {{now: {{topics: a, at: '00:00', to: console}}}}\n"
        f"topics: {{a: {{title: A, sources: [{sources}]}}}}\n"
    )
    press.hanging.add(f"http://{hosts[0]}/feed")
    press.feeds[f"http://{hosts[1]}/feed"] = {}

    def wait(running: Running) -> float:
        running.until(lambda: len(press.asked) > 1)
        return time.monotonic()

    with served(press, 2):
        done, since = while_running(wait, "run", place=place, environment=ENVIRONMENT)
        press.hanging.clear()

    assert done.status == 0
    assert time.monotonic() - since < 10


def test_sources_are_tried_when_asked_for(tmp_path: Path) -> None:
    press, place = Press(14), make_desk(tmp_path)
    host = press.host(1)
    press.publish(
        f"http://{host}/feed", Story(f"http://{host}/a", "Tug sinks", "A tug.")
    )
    press.pages[f"http://{host}/robots.txt"] = "User-agent: *\nDisallow: /private"
    pages = ("a", "none", "private/a")
    sources = ", ".join(f'page: "http://{host}/{name}"' for name in pages)
    (place / "sitrep.yaml").write_text(
        "topics: {a: {title: A, sources: [folder: coast, file: note.md, "
        f'feed: "http://{host}/feed", {sources}]}}}}\n'
    )

    with served(press, 1):
        done = sitrep("check", "--online", place=place, environment=ENVIRONMENT)

    assert done.status == 1
    told = settled(done.output + done.messages).replace(str(place), "/desk")
    assert_golden("commands/online.txt", told)


def test_a_first_configuration_ends_with_its_digest_and_posts_it(
    tmp_path: Path,
) -> None:
    press = Press(15)
    host = press.host(1)
    feed = f"http://{host}/feed"
    press.publish(
        feed,
        Story(f"http://{host}/a", "Tug sinks off Halden", "A tug sank on Monday."),
        Story(f"http://{host}/b", "Fair opens", "The fair opened on Monday."),
    )
    answers = f"Ports\nferry, tug\n\n{feed}\n\n7\nweekdays\nMunich\n#desk\n\ny\n"

    with served(press, 1), running_slack() as slack:
        environment = {**ENVIRONMENT, **slack.environment}
        done = sitrep(
            "init", given=answers.encode(), place=tmp_path, environment=environment
        )
        posted = slack.posted()

    assert done.status == 0
    assert posted
    assert f"{feed}: 2 items, 1 matches" in done.messages
    assert "Tug sinks off Halden" in done.output
    assert "Fair opens" not in done.output
    assert "Post it to #desk now (sitrep digest daily --post)?" in done.messages
    assert 'include: ["ferry", "tug"]' in (tmp_path / "sitrep.yaml").read_text()
