"""The HTTP servers for health, webhooks and the preview.

The server for health and metrics is read-only and has no authentication: bind it to this
machine or a private network.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from types import MappingProxyType

from aiohttp import http, web

from bot.core.domain.configuration import Endpoint
from bot.core.domain.errors import ConfigError
from bot.core.operations.health import Health, Report
from bot.core.platforms.spec import Webhook, WebhookReply, WebPage
from bot.web.prometheus import CONTENT_TYPE, PrometheusMetrics

_END_SECONDS = 1.0
"""The number of seconds that running answers have to end when a server stops."""

_MAX_REQUEST_BYTES = 4096

# Mail programs need inline styles, so the preview of an e-mail has them, too. With all
# other sources closed, a style can load and send nothing.
_OWN_FILES = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@asynccontextmanager
async def open_web(
    endpoint: Endpoint, health: Health, metrics: PrometheusMetrics
) -> AsyncIterator[Endpoint]:
    """Serve /livez, /readyz and /metrics; yield the endpoint with the real port.

    Raises:
        ConfigError: the endpoint is in use or invalid.
    """
    async with running(_application(_Pages(health, metrics))) as runner:
        yield await listen(runner, endpoint, "health")


@asynccontextmanager
async def open_pages(
    endpoint: Endpoint, pages: Callable[[Endpoint], Mapping[str, tuple[str, bytes]]]
) -> AsyncIterator[Endpoint]:
    """Serve static pages; yield the endpoint with the real port.

    ``pages`` receives this endpoint, and returns a content type and bytes for each
    path. Pages cannot run inline scripts or load anything from other servers.

    Raises:
        ConfigError: the endpoint is in use or invalid.
    """
    made: dict[str, tuple[str, bytes]] = {}

    async def answer(request: web.Request) -> web.Response:
        if request.path not in made:
            raise web.HTTPNotFound
        kind, body = made[request.path]
        headers = {**_HEADERS, "Content-Security-Policy": _OWN_FILES}
        return web.Response(
            body=body, content_type=kind, charset="utf-8", headers=headers
        )

    application = web.Application(client_max_size=_MAX_REQUEST_BYTES)
    application.router.add_get("/{path:.*}", answer)
    async with running(application) as runner:
        at = await listen(runner, endpoint, "preview")
        made.update(pages(at))
        yield at


@asynccontextmanager
async def open_webhooks(
    endpoint: Endpoint,
    webhooks: Mapping[str, Webhook],
    pages: Mapping[str, WebPage] = MappingProxyType({}),
    *,
    most_bytes: int,
) -> AsyncIterator[Endpoint]:
    """Pass each POST request to the webhook of its path; yield the endpoint in use.

    GET requests go to ``pages`` in the same way. Bodies longer than ``most_bytes`` are
    refused unread. /livez says that the process listens.

    Raises:
        ConfigError: the endpoint is in use or invalid.
    """

    async def receive(request: web.Request) -> web.Response:
        body, webhook = await request.read(), webhooks[request.path]
        return _response(await webhook(request.method, request.headers, body))

    async def show(request: web.Request) -> web.Response:
        page = pages[request.path]
        return _response(await page(request.rel_url.raw_query_string, request.headers))

    async def livez(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"}, headers=_HEADERS)

    application = web.Application(client_max_size=most_bytes)
    for path in webhooks:
        application.router.add_post(path, receive)
    for path in pages:
        application.router.add_get(path, show, allow_head=False)
    application.router.add_get("/livez", livez)
    async with running(application) as runner:
        yield await listen(runner, endpoint, "PORT")


@asynccontextmanager
async def running(
    application: web.Application, *, cancelling: bool = False
) -> AsyncIterator[web.AppRunner]:
    """Run an application inside the block; it listens on no endpoint yet.

    With ``cancelling``, a response is cancelled when its client disconnects.
    """
    runner = web.AppRunner(
        application,
        access_log=None,
        logger=_quiet_logger(),
        shutdown_timeout=_END_SECONDS,
        handler_cancellation=cancelling,
    )
    await runner.setup()
    try:
        yield runner
    finally:
        await runner.cleanup()


def _quiet_logger() -> logging.Logger:
    """Make a logger for failures of the server only.

    The library also logs each malformed request as an error, with a traceback: on the
    public internet anybody could fill the log.
    """
    logger = logging.getLogger("sitrep.web")
    logger.addFilter(_is_failure)
    return logger


def _is_failure(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, http.HttpProcessingError)


async def listen(runner: web.AppRunner, endpoint: Endpoint, name: str) -> Endpoint:
    """Let a running application listen; return the endpoint with the real port.

    Raises:
        ConfigError: the endpoint is in use or invalid; the message begins with ``name``.
    """
    try:
        await web.TCPSite(runner, endpoint.host, endpoint.port).start()
    except OSError as error:
        reason = error.strerror or "the address does not exist"
        problem = f"{name}: Sitrep cannot listen on {endpoint}: {reason}"
        raise ConfigError(problem) from error
    return Endpoint(endpoint.host, runner.addresses[0][1])


def _response(reply: WebhookReply) -> web.Response:
    status, headers, body = reply
    return web.Response(status=status, headers=headers, body=body)


def _application(pages: _Pages) -> web.Application:
    application = web.Application(client_max_size=_MAX_REQUEST_BYTES)
    application.router.add_get("/livez", pages.livez)
    application.router.add_get("/readyz", pages.readyz)
    application.router.add_get("/metrics", pages.metrics)
    return application


class _Pages:
    """Makes the responses of /livez, /readyz and /metrics."""

    def __init__(self, health: Health, metrics: PrometheusMetrics) -> None:
        self._health = health
        self._metrics = metrics

    async def livez(self, _: web.Request) -> web.Response:
        """Respond with whether the process should keep running."""
        return _told(self._health.alive())

    async def readyz(self, _: web.Request) -> web.Response:
        """Respond with whether the process does its work."""
        return _told(await self._health.ready())

    async def metrics(self, _: web.Request) -> web.Response:
        """Respond with the metrics."""
        headers = {**_HEADERS, "Content-Type": CONTENT_TYPE}
        return web.Response(body=self._metrics.exposition(), headers=headers)


def _told(report: Report) -> web.Response:
    good = report.is_good
    return web.json_response(
        {"status": "ok" if good else "failing", "missing": dict(report.missing)},
        status=HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE,
        headers=_HEADERS,
    )
