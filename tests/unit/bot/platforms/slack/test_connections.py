"""Connections to Slack: kept as long as that is of use, and never a danger to a post."""

from __future__ import annotations

import socket
import sys

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.core.delivery.reconciliation import MAX_POST_TIME
from bot.core.domain.errors import PostError
from bot.core.domain.proxies import proxies_of
from bot.platforms.slack.connections import open_session
from bot.platforms.slack.http_api import TIMEOUT_SECONDS, SlackApi
from tests.fakes.slack.switchboard import Switchboard, switchboard

NEWS = {"text": "Ports may close."}


def api_of(board: Switchboard, patience: float = 5.0) -> SlackApi:
    """Who asks there."""
    return SlackApi("xoxb", f"{board.url}api/", patience)


async def test_no_message_is_sent_by_a_connection_that_slack_has_closed() -> None:
    async with switchboard(closes=True) as board, api_of(board) as api:
        for _ in range(20):
            await api.write("chat.postMessage", text="Ports may close.")

        assert [len(heads) for heads in board.connections] == [1] * 20


async def test_a_late_answer_is_not_taken_for_the_next_one() -> None:
    async with switchboard() as board, api_of(board, 0.05) as api:
        board.speaks.clear()
        with pytest.raises(PostError, match="in time"):
            await api.write("chat.postMessage", text="Ports may close.")
        board.speaks.set()

        await api.write("chat.postMessage", text="Bridges may close.")

        assert [len(heads) for heads in board.connections] == [1, 1]


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


async def test_a_proxy_of_the_environment_is_asked() -> None:
    async with switchboard() as board:
        proxies = proxies_of({"HTTP_PROXY": board.url})
        async with SlackApi(
            "xoxb", "http://slack.invalid/api/", proxies=proxies
        ) as api:
            await api.read("auth.test")
            await api.respond("http://hooks.slack.invalid/a", {**NEWS})

        lines = [head.split(" HTTP/")[0] for one in board.connections for head in one]
        assert lines == [
            "POST http://slack.invalid/api/auth.test",
            "POST http://hooks.slack.invalid/a",
        ]
