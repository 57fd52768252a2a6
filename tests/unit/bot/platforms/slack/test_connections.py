"""Connections to Slack: kept as long as that is of use, and never a danger to a post."""

from __future__ import annotations

import socket
import sys

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.core.delivery.reconciliation import MAX_POST_TIME
from bot.platforms.slack.connections import open_session
from bot.platforms.slack.http_api import TIMEOUT_SECONDS, SlackApi
from tests.fakes.slack.switchboard import Switchboard, switchboard


def api_of(board: Switchboard, patience: float = 5.0) -> SlackApi:
    """Who asks there."""
    return SlackApi("xoxb", f"{board.url}api/", patience)


async def test_no_message_is_sent_by_a_connection_that_slack_has_closed() -> None:
    async with switchboard(closes=True) as board, api_of(board) as api:
        for _ in range(20):
            await api.write("chat.postMessage", text="Ports may close.")

        assert [len(heads) for heads in board.connections] == [1] * 20


@pytest.mark.skipif(sys.platform != "linux", reason="an option of Linux")
async def test_a_broken_network_delivers_no_post_after_its_time() -> None:
    """The kernel repeats what is not confirmed, even after the request has ended."""

    async def greet(request: web.Request) -> web.WebSocketResponse:
        greeting = web.WebSocketResponse()
        await greeting.prepare(request)
        return greeting

    app = web.Application()
    app.router.add_get("/", greet)
    async with (
        TestServer(app) as server,
        open_session() as session,
        session.ws_connect(server.make_url("/")) as connection,
    ):
        opened = connection.get_extra_info("socket")
        repeats = opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)

    assert 0 < repeats / 1_000 <= MAX_POST_TIME.total_seconds() - TIMEOUT_SECONDS
