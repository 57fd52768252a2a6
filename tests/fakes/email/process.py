"""A mail server in a process of its own, which outlives whatever is done to the bot.

``python -m tests.fakes.email.process`` serves it and prints the addresses of its control
and of its SMTP; a fast clock may follow.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from tests.fakes.command import Forked, surroundings
from tests.fakes.email.server import HOST, Inbox, Received, running_server
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.plans import read_plan
from tests.fakes.platforms.process import PlatformProcess

SENDER = "Sitrep <sitrep@example.org>"
_MODULE = "tests.fakes.email.process"


@dataclass(frozen=True, slots=True)
class MailProcess(PlatformProcess):
    """``api`` is what the bot is pointed at. A mailbox folds e-mails of one id."""

    @property
    def environment(self) -> dict[str, str]:
        """What points the bot at it."""
        return {"SMTP_URL": self.api, "EMAIL_FROM": SENDER}

    def mails(self) -> tuple[Received, ...]:
        """All e-mails that the server took, also those that a mailbox folds."""
        rows: list[list[str]] = json.loads(self._ask("GET", "/control/mails", {}))
        return tuple(
            Received(sender, recipient, content.encode("ascii"))
            for sender, recipient, content in rows
        )


@contextmanager
def running_mail(clock: HastyClock | None = None) -> Iterator[MailProcess]:
    """Run it until the end of the block."""
    told = () if clock is None else (str(clock),)
    process = Forked[str](
        [sys.executable, "-m", _MODULE, *told],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
        env=surroundings({}),
        text=True,
    )
    with process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            control, smtp = line.split()
            yield MailProcess(control, smtp, process.pid)
        finally:
            process.kill()


async def _serve(clock: HastyClock | None) -> None:
    inbox = Inbox(speed=1.0 if clock is None else clock.speed)

    async def plan(request: web.Request) -> web.Response:
        inbox.plan, inbox.sent = read_plan(await request.json()), 0
        return web.Response()

    async def posted(_: web.Request) -> web.Response:
        folded = inbox.folded.items()
        rows = [
            {"id": id_, "channel": mail.recipient, "key": id_[1:].partition("@")[0]}
            for id_, mail in folded
        ]
        return web.Response(text=json.dumps(rows))

    async def mails(_: web.Request) -> web.Response:
        rows = [(m.sender, m.recipient, m.content.decode("ascii")) for m in inbox.mails]
        return web.Response(text=json.dumps(rows))

    app = web.Application()
    app.add_routes(
        [
            web.post("/control/plan", plan),
            web.get("/control/posted", posted),
            web.get("/control/mails", mails),
        ]
    )
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    port = runner.addresses[0][1]
    async with running_server(inbox) as running:
        smtp = f"smtp://{HOST}:{running.port}?starttls=no"
        print(f"http://{HOST}:{port} {smtp}", flush=True)  # noqa: T201 - the addresses
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(HastyClock.parse(sys.argv[1]) if sys.argv[1:] else None))
