"""Posting by e-mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.core.domain.errors import AuthenticationError, PostError
from bot.platforms.email.client import MailClient
from bot.platforms.email.messenger import EmailMessenger
from bot.platforms.email.servers import Mailbox, MailServer, Security
from tests.fakes.email.samples import digest
from tests.fakes.email.server import HOST, Inbox, Running, Step, running_server
from tests.fakes.platforms.faults import Fault, Strike, scripted
from tests.fakes.ports import FakeClock

DESK = "desk@example.org"


def messenger(
    running: Running, connected: Callable[[bool], None] = lambda _: None
) -> EmailMessenger:
    client = MailClient(MailServer(HOST, running.port, Security.NONE), timeout=5)
    sender = Mailbox("sitrep@example.org")
    return EmailMessenger(client, sender, FakeClock(), connected=connected)


async def test_after_a_lost_answer_it_is_sent_again_and_folded() -> None:
    inbox = Inbox(plan=scripted({0: Strike(Fault.CUT_AFTER)}))
    async with running_server(inbox) as running:
        mailer = messenger(running)
        with pytest.raises(PostError):
            await mailer.post(DESK, digest(), idempotency_key="abc")
        since = datetime(2026, 1, 1, tzinfo=UTC)
        assert await mailer.find(DESK, "abc", since=since) is None
        await mailer.post(DESK, digest(), idempotency_key="abc")

    assert len(inbox.mails) == 2
    assert list(inbox.folded) == ["<abc@example.org>"]


async def test_a_server_that_refuses_the_bot_is_not_connected_until_it_accepts() -> (
    None
):
    states: list[bool] = []
    inbox = Inbox(replies={Step.MAIL: "553 5.7.1 not your address"}, failures=1)
    async with running_server(inbox) as running:
        mailer = messenger(running, states.append)
        with pytest.raises(AuthenticationError):
            await mailer.post(DESK, digest(), idempotency_key="abc")
        await mailer.post(DESK, digest(), idempotency_key="abc")

    assert states == [False, True]


async def test_an_international_domain_is_sent_in_ascii() -> None:
    async with running_server() as running:
        await messenger(running).post(
            "desk@bücher.example", digest(), idempotency_key="a"
        )

    (mail,) = running.inbox.mails
    assert mail.recipient == mail.mail["To"] == "desk@xn--bcher-kva.example"
