"""The HTTP server for those who watch: the sole owner of aiohttp's server side.

It answers three addresses and changes nothing. Whoever may connect may read them: it is
meant for the machine itself or a private network.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from aiohttp import web

from bot.core.errors import ConfigError
from bot.core.health import Health, Report
from bot.core.model import Endpoint
from bot.web.meter import CONTENT_TYPE, PrometheusMeter

_END_SECONDS = 1.0
"""How long answers that were begun may take at the end."""

_MOST_ASKED = 4096
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@asynccontextmanager
async def open_web(
    endpoint: Endpoint, health: Health, meter: PrometheusMeter
) -> AsyncIterator[Endpoint]:
    """Answer /livez, /readyz and /metrics; yields where, with the port if it was 0.

    Raises:
        ConfigError: nothing can listen there.
    """
    runner = web.AppRunner(
        _application(_Pages(health, meter)),
        access_log=None,
        shutdown_timeout=_END_SECONDS,
    )
    await runner.setup()
    try:
        yield await _listen(runner, endpoint)
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, endpoint: Endpoint) -> Endpoint:
    try:
        await web.TCPSite(runner, endpoint.host, endpoint.port).start()
    except OSError as error:
        reason = error.strerror or "there is no such address"
        told = f"health: nothing can listen on {endpoint}: {reason}"
        raise ConfigError(told) from error
    return Endpoint(endpoint.host, runner.addresses[0][1])


def _application(pages: _Pages) -> web.Application:
    application = web.Application(client_max_size=_MOST_ASKED)
    application.router.add_get("/livez", pages.livez)
    application.router.add_get("/readyz", pages.readyz)
    application.router.add_get("/metrics", pages.metrics)
    return application


class _Pages:
    """The answers."""

    def __init__(self, health: Health, meter: PrometheusMeter) -> None:
        self._health = health
        self._meter = meter

    async def livez(self, _: web.Request) -> web.Response:
        """Whether the process should go on."""
        return _told(self._health.alive())

    async def readyz(self, _: web.Request) -> web.Response:
        """Whether the process does its work."""
        return _told(await self._health.ready())

    async def metrics(self, _: web.Request) -> web.Response:
        """The figures."""
        headers = {**_HEADERS, "Content-Type": CONTENT_TYPE}
        return web.Response(body=self._meter.exposition(), headers=headers)


def _told(report: Report) -> web.Response:
    good = report.is_good
    return web.json_response(
        {"status": "ok" if good else "failing", "missing": dict(report.missing)},
        status=HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE,
        headers=_HEADERS,
    )
