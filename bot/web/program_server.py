"""The HTTP server for programs: JSON documents, feeds and MCP, each behind a token.

Programs can only read.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.core.commands.programs.answers import ProgramAnswers
from bot.core.commands.programs.feeds import MOST_ITEMS, digest_feed
from bot.core.commands.programs.gate import ProgramGate
from bot.core.commands.programs.program_errors import (
    ErrorCode,
    ProgramError,
    program_error,
)
from bot.core.domain.configuration import Endpoint
from bot.core.domain.programs import Interface, Program
from bot.core.messages.briefing_json import JsonObject, to_line
from bot.core.ports.services import EventLog
from bot.core.record.addresses import PATH, TOKEN_LENGTH
from bot.web.asgi import Application, answer_by
from bot.web.calendar_page import CalendarPage
from bot.web.feed_documents import CONTENT_TYPES, write_feed
from bot.web.server import listen, running

_MAX_REQUEST_BYTES: Final = 65_536
_STATUS: Final = {
    ErrorCode.UNAUTHORIZED: HTTPStatus.UNAUTHORIZED,
    ErrorCode.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorCode.TOO_MANY_REQUESTS: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorCode.BAD_PARAMETER: HTTPStatus.BAD_REQUEST,
    ErrorCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorCode.UNKNOWN: HTTPStatus.NOT_FOUND,
    ErrorCode.AMBIGUOUS: HTTPStatus.CONFLICT,
    ErrorCode.UNREADABLE: HTTPStatus.UNPROCESSABLE_ENTITY,
    ErrorCode.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}
_HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_BEARER: Final = "bearer "


@dataclass(frozen=True, slots=True)
class ProgramServices:
    """All that the server needs to answer programs.

    ``exchanges`` maps a program's id to the application that speaks MCP with it.
    Without ``calendars`` the server offers no calendars.
    """

    gate: ProgramGate
    answers: ProgramAnswers
    event_log: EventLog
    exchanges: Mapping[str, Application] = field(default_factory=dict)
    calendars: CalendarPage | None = None


@asynccontextmanager
async def open_programs(
    endpoint: Endpoint, services: ProgramServices
) -> AsyncIterator[Endpoint]:
    """Serve programs until the block ends; yield the endpoint with the real port.

    Raises:
        ConfigError: the endpoint is in use or invalid.
    """
    site = _Site(services)
    application = web.Application(
        client_max_size=_MAX_REQUEST_BYTES, middlewares=[site.guarded]
    )
    application.router.add_get("/api/{question}", site.api)
    forms = "|".join(CONTENT_TYPES)
    feed = f"/feeds/{{token}}/{{digest:[a-z0-9-]+}}.{{form:{forms}}}"
    application.router.add_get(feed, site.feed)
    application.router.add_post("/mcp", site.mcp)
    if services.calendars is not None:
        add_calendars(application, services.calendars)
    async with running(application, cancelling=True) as runner:
        yield await listen(runner, endpoint, "programs.at")


def add_calendars(application: web.Application, calendars: CalendarPage) -> None:
    """Add a route to an application, on which calendar programs read events."""

    async def answer(request: web.Request) -> web.Response:
        token = request.match_info["address"]
        status, headers, body = await calendars.reply(token, request.headers)
        return web.Response(status=status, headers=headers, body=body)

    name = f"{{address:[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}}}"
    application.router.add_get(PATH.format(name), answer)


class _Site:
    """Makes the HTTP responses to programs."""

    def __init__(self, services: ProgramServices) -> None:
        self._services = services

    @web.middleware
    async def guarded(
        self,
        request: web.Request,
        handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Call ``handler``; turn errors into JSON documents that hide internals."""
        try:
            return await handler(request)
        except web.HTTPMethodNotAllowed as error:
            allowed = {"Allow": ", ".join(sorted(error.allowed_methods))}
            return _failed(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", allowed)
        except web.HTTPException as error:
            status = HTTPStatus(error.status)
            return _failed(status, status.name.lower())
        except Exception as error:  # noqa: BLE001 - all ends in a document
            return self._explained(error)

    async def api(self, request: web.Request) -> web.Response:
        """Respond to a question of a program with a JSON document."""
        program = await self._admitted(request, Interface.API)
        ask = self._services.answers.questions.get(request.match_info["question"])
        if ask is None:
            raise web.HTTPNotFound
        return _json(HTTPStatus.OK, await ask(program, _values(request)))

    async def feed(self, request: web.Request) -> web.Response:
        """Respond with a digest's feed, or with status 304 if it did not change.

        Feed readers send no headers of their own, so the address has the token.
        """
        token, digest = request.match_info["token"], request.match_info["digest"]
        services, form = self._services, request.match_info["form"]
        program = await services.gate.admit(token, Interface.FEEDS)
        plan, editions = await services.answers.posted(program, digest, MOST_ITEMS)
        home = await services.gate.home()
        address = f"{home}/feeds/{token}/{digest}.{form}"
        body = await asyncio.to_thread(
            lambda: write_feed(digest_feed(plan, editions, home, address), form)
        )
        headers = {**_HEADERS, "Cache-Control": "private, max-age=300"}
        response = web.Response(
            body=body,
            content_type=CONTENT_TYPES[form],
            charset="utf-8",
            headers=headers,
        )
        response.etag = blake2b(body, digest_size=16).hexdigest()
        return _unless_known(request, response)

    async def mcp(self, request: web.Request) -> web.Response:
        """Respond to an MCP message of an assistant."""
        if "Origin" in request.headers:
            # A web page must not use a server that only its reader's browser can reach.
            problem = "this address answers programs, not web pages in a browser: call it from a program"
            raise ProgramError(ErrorCode.FORBIDDEN, problem)
        program = await self._admitted(request, Interface.MCP)
        exchange = self._services.exchanges.get(program.id)
        if exchange is None:
            raise web.HTTPNotFound
        response = await answer_by(exchange, request)
        response.headers.update(_HEADERS)
        return response

    async def _admitted(self, request: web.Request, interface: Interface) -> Program:
        """Return the program whose token the request has in a header."""
        header = request.headers.get("Authorization", "")
        is_bearer = header[: len(_BEARER)].lower() == _BEARER
        token = header[len(_BEARER) :].strip() if is_bearer else ""
        return await self._services.gate.admit(token, interface)

    def _explained(self, error: Exception) -> web.Response:
        explained = program_error(error)
        if explained.code is ErrorCode.UNAVAILABLE:
            log = self._services.event_log
            log.error(
                "request of a program failed; the program was asked to try again",
                reason=repr(error),
            )
        response = _json(_STATUS[explained.code], explained.body())
        if explained.code is ErrorCode.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = 'Bearer realm="sitrep"'
        if explained.wait is not None:
            # Round up, so that a retry after this many seconds is not refused again.
            seconds = -int(-explained.wait.total_seconds() // 1)
            response.headers["Retry-After"] = str(seconds)
        return response


def _unless_known(request: web.Request, response: web.Response) -> web.Response:
    """Return ``response``, or status 304 if the program has this version already."""
    tags = {tag.value for tag in request.if_none_match or ()}
    etag = response.etag
    if etag is None or tags.isdisjoint({etag.value, "*"}):
        return response
    unchanged = web.Response(status=HTTPStatus.NOT_MODIFIED, headers=_HEADERS)
    unchanged.headers["Cache-Control"] = response.headers["Cache-Control"]
    unchanged.etag = etag
    return unchanged


def _values(request: web.Request) -> Mapping[str, str]:
    """Return the parameters of the query.

    Raises:
        ProgramError: a parameter occurs twice.
    """
    if len(request.query) != len(set(request.query)):
        problem = "a parameter occurs twice: send it once"
        raise ProgramError(ErrorCode.BAD_PARAMETER, problem)
    return dict(request.query)


def _failed(
    status: HTTPStatus, kind: str, headers: Mapping[str, str] | None = None
) -> web.Response:
    error: JsonObject = {"kind": kind, "message": status.phrase.lower()}
    response = _json(status, {"error": error})
    response.headers.update(headers or {})
    return response


def _json(status: HTTPStatus, document: JsonObject) -> web.Response:
    return web.Response(
        status=status,
        body=to_line(document).encode(),
        content_type="application/json",
        charset="utf-8",
        headers=_HEADERS,
    )
