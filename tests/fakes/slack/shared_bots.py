"""The bot's own app for several workspaces, with browsers that install it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import aiohttp

from bot.core.domain.configuration import Configuration, Endpoint
from bot.core.domain.workspaces import Workspace
from bot.core.platforms.spec import MAX_BODY_BYTES, PlatformContext
from bot.core.platforms.workspaces import WorkspaceDirectory
from bot.core.ports.services import Clock, Messenger
from bot.platforms.slack.installing import INSTALL, REDIRECT
from bot.platforms.slack.shared_service import open_shared
from bot.platforms.slack.webhook import PATH
from bot.stores.sql import SqlInstallations, open_installations
from bot.web import open_webhooks
from tests.fakes.clocks import SystemClock
from tests.fakes.ports import FakeConfiguration, FakeJournal
from tests.fakes.slack.clerk import Clerk
from tests.fakes.slack.distribution import CLIENT_ID, CLIENT_SECRET
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import SIGNING_SECRET, TEAM

ACME, GLOBEX = TEAM, "T000000002"
"""The workspaces that the configuration names ``acme`` and ``globex``."""

KEY = "Y2hvc2VuLWJ5LWZhaXItZGljZS1yb2xsLW9mLXRlc3Q="
NAMED = Configuration(
    (),
    (),
    workspaces=(
        Workspace("acme", {"slack": ACME}),
        Workspace("globex", {"slack": GLOBEX}),
    ),
)


@dataclass(slots=True)
class SharedBot:
    """The app while it runs; ``url`` is where browsers and Slack reach it."""

    slack: SlackPeer
    url: str
    clerk: Clerk
    messenger: Messenger
    store: SqlInstallations
    directory: WorkspaceDirectory
    event_log: FakeJournal
    configuration: FakeConfiguration = field(repr=False)

    async def get(
        self, path: str, cookie: str = ""
    ) -> tuple[int, Mapping[str, str], str]:
        """Ask for a page, as a browser with this cookie; redirects are not followed."""
        headers = {"Cookie": cookie} if cookie else {}
        async with (
            aiohttp.ClientSession() as session,
            session.get(
                self.url + path, headers=headers, allow_redirects=False
            ) as response,
        ):
            return response.status, dict(response.headers), await response.text()

    async def begun(self) -> tuple[str, str]:
        """Begin to install it; the state, and the browser's cookie."""
        _, headers, _ = await self.get(INSTALL)
        state = parse_qs(urlsplit(headers["Location"]).query)["state"][0]
        return state, headers["Set-Cookie"].partition(";")[0]

    async def install(self, team: str, title: str = "Acme") -> tuple[int, str]:
        """Install it in a workspace; the status and the text of the last page."""
        state, cookie = await self.begun()
        code = self.slack.gateway.distribution.allow(team, title)
        status, _, text = await self.get(
            f"{REDIRECT}?code={code}&state={state}", cookie
        )
        return status, text


@asynccontextmanager
async def shared_bot(
    slack: SlackPeer, database: str, *, clock: Clock | None = None, keys: str = KEY
) -> AsyncIterator[SharedBot]:
    """Run the app until the block ends."""
    clerk, event_log, time = Clerk(), FakeJournal(), clock or SystemClock()
    configuration = FakeConfiguration(NAMED)
    values = {
        "SLACK_CLIENT_ID": CLIENT_ID,
        "SLACK_CLIENT_SECRET": CLIENT_SECRET,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.api,
    }
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_installations(database, keys))
        directory = WorkspaceDirectory(configuration, store)
        context = PlatformContext(time, event_log, StringIO())
        context = replace(context, workspaces=directory)
        opening = open_shared(values, clerk, context, directory)
        opened = await stack.enter_async_context(opening)
        here = Endpoint("127.0.0.1", 0)
        at = await stack.enter_async_context(
            open_webhooks(
                here, opened.webhooks, opened.pages, most_bytes=MAX_BODY_BYTES
            )
        )
        slack.over_http(f"http://{at}{PATH}")
        yield SharedBot(
            *(slack, f"http://{at}", clerk, opened.messenger, store, directory),
            *(event_log, configuration),
        )
