"""The peer on loopback, from the emulator to the tests' controls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from tests.fakes.clocks import Clock, SystemClock
from tests.fakes.slack.control import Control
from tests.fakes.slack.deliveries import SocketDelivery
from tests.fakes.slack.desk import Desk
from tests.fakes.slack.emulator import Emulator
from tests.fakes.slack.gateway import Gateway
from tests.fakes.slack.hub import Hub
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.responses import Responses
from tests.fakes.slack.rules import Rules
from tests.fakes.slack.screen import Screen
from tests.fakes.slack.server import SlackServer, listening
from tests.fakes.slack.upstream import Upstream


@asynccontextmanager
async def slack_peer(
    emulator: Emulator, clock: Clock | None = None, *, port: int = 0
) -> AsyncIterator[SlackPeer]:
    """A workspace as it was seeded, in this event loop."""
    emulator.reset()
    async with AsyncExitStack() as stack:
        upstream = Upstream(emulator.url, emulator.workspace)
        await stack.enter_async_context(upstream)
        server = make_server(upstream, clock or SystemClock())
        peer = make_peer(server)
        application = server.application()
        Control(peer).add_to(application)
        opened = listening(application, port=port, closing=server.closing)
        peer.url = await stack.enter_async_context(opened)
        stack.push_async_callback(peer.hub.close)
        server.responses.url = peer.url
        peer.hub.url = peer.url.replace("http", "ws", 1)
        yield peer


def make_server(upstream: Upstream, clock: Clock) -> SlackServer:
    """All that answers the app."""
    screen = Screen()
    gateway = Gateway(Rules(upstream), Hub(), screen, clock)
    return SlackServer(gateway, Responses(upstream, screen, clock))


def make_peer(server: SlackServer) -> SlackPeer:
    """All that tests see of it."""
    gateway, responses = server.gateway, server.responses
    hub, screen, upstream = gateway.hub, gateway.screen, gateway.rules.upstream
    way = SocketDelivery(hub)
    desk = Desk(upstream, screen, responses, way, gateway.requests)
    return SlackPeer("", upstream, gateway, hub, screen, desk)
