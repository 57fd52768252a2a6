"""What becomes of an e-mail, whatever the server does."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.core.domain.errors import (
    AuthenticationError,
    NotSentError,
    PostError,
    RateLimitedError,
    RejectedError,
)
from bot.platforms.email.client import RETRY_LATER, MailClient
from bot.platforms.email.servers import MailServer, Security
from tests.fakes.certificates import Certificates, make_certificates
from tests.fakes.email.server import HOST, Inbox, Running, Step, running_server
from tests.fakes.platforms.faults import Fault, Strike, always

SENDER, DESK = "sitrep@example.org", "desk@example.org"
PASSWORD, WRONG = "hush", "loud"
CONTENT = b"Message-ID: <abc@example.org>\r\n\r\nPorts may close.\r\n.\r\nEnd.\r\n"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"), "localhost")


def server_side(certificates: Certificates) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.chain, certificates.key)
    return context


def client_side(authority: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=authority)


def plain(running: Running, *, timeout: float = 5, **login: str) -> MailClient:
    server = MailServer(HOST, running.port, Security.NONE, **login)
    return MailClient(server, timeout=timeout)


@asynccontextmanager
async def refusing(reply: str, step: Step) -> AsyncIterator[MailClient]:
    async with running_server(Inbox(replies={step: reply})) as running:
        yield plain(running)


@pytest.mark.process
async def test_it_is_encrypted_by_starttls(certificates: Certificates) -> None:
    async with running_server(
        starttls=server_side(certificates), password=PASSWORD
    ) as running:
        server = MailServer(
            *("localhost", running.port, Security.STARTTLS), "desk", PASSWORD
        )
        client = MailClient(server, tls=client_side(certificates.authority))
        await client.send(SENDER, DESK, CONTENT)

    assert [mail.encrypted for mail in running.inbox.mails] == [True]
    assert running.inbox.logins == ["PLAIN desk"]


@pytest.mark.process
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_a_certificate_that_nobody_vouches_for_waits_for_another(
    security: Security, certificates: Certificates
) -> None:
    side = server_side(certificates)
    is_tls = security is Security.TLS
    async with running_server(
        tls=side if is_tls else None, starttls=None if is_tls else side
    ) as running:
        client = MailClient(MailServer("localhost", running.port, security))
        with pytest.raises(AuthenticationError, match="certificate"):
            await client.send(SENDER, DESK, CONTENT)

    assert not running.inbox.mails


async def test_without_starttls_no_password_is_sent() -> None:
    async with running_server(password=PASSWORD) as running:
        server = MailServer(HOST, running.port, Security.STARTTLS, "desk", PASSWORD)
        with pytest.raises(AuthenticationError, match="STARTTLS"):
            await MailClient(server).send(SENDER, DESK, CONTENT)

    assert not running.inbox.logins
    assert not running.inbox.mails


async def test_a_wrong_password_is_tried_once_and_waits_for_the_right_one() -> None:
    async with running_server(password=PASSWORD) as running:
        with pytest.raises(AuthenticationError, match="535"):
            await plain(running, user="desk", password=WRONG).send(
                SENDER, DESK, CONTENT
            )

        assert running.inbox.logins == ["PLAIN desk"]
        await plain(running, user="desk", password=PASSWORD).send(SENDER, DESK, CONTENT)

    assert len(running.inbox.mails) == 1


@pytest.mark.parametrize(
    ("step", "reply", "error"),
    [
        (Step.GREETING, "554 5.3.2 no mail here", AuthenticationError),
        (Step.EHLO, "550 who are you", AuthenticationError),
        (Step.MAIL, "553 5.7.1 not your address", AuthenticationError),
        (Step.MAIL, "552 5.3.4 too big", RejectedError),
        (Step.RCPT, "550 5.1.1 no such mailbox", RejectedError),
        (Step.RCPT, "554 5.7.1 relay access denied", AuthenticationError),
        (Step.RCPT, "530 5.7.0 log in first", AuthenticationError),
        (Step.DATA, "554 5.6.0 no", RejectedError),
        (Step.DOT, "554 5.7.1 looks like spam", RejectedError),
        (Step.DOT, "552 5.3.4 too big", RejectedError),
    ],
)
async def test_a_refusal_is_of_the_bot_or_of_the_email(
    step: Step, reply: str, error: type[PostError]
) -> None:
    async with refusing(reply, step) as client:
        with pytest.raises(NotSentError) as caught:
            await client.send(SENDER, DESK, CONTENT)

    assert type(caught.value) is error
    assert reply in str(caught.value)


async def test_a_connection_lost_after_the_final_dot_tells_nothing() -> None:
    async with running_server(Inbox(plan=always(Strike(Fault.CUT_AFTER)))) as running:
        with pytest.raises(PostError) as caught:
            await plain(running).send(SENDER, DESK, CONTENT)

    assert not isinstance(caught.value, NotSentError)
    assert len(running.inbox.mails) == 1


async def test_a_server_that_says_nothing_was_not_reached() -> None:
    ended = asyncio.Event()

    async def wait(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await ended.wait()
        writer.transport.abort()

    silent = await asyncio.start_server(wait, HOST, 0)
    port = silent.sockets[0].getsockname()[1]
    client = MailClient(MailServer(HOST, port, Security.NONE), timeout=0.2)
    with pytest.raises(NotSentError, match="does not answer in time"):
        await client.send(SENDER, DESK, CONTENT)
    silent.close()
    ended.set()
    await asyncio.sleep(0.01)


async def test_a_greylist_opens_at_the_second_try() -> None:
    inbox = Inbox(replies={Step.RCPT: "450 4.2.0 greylisted"}, failures=1)
    async with running_server(inbox) as running:
        with pytest.raises(RateLimitedError):
            await plain(running).send(SENDER, DESK, CONTENT)
        await plain(running).send(SENDER, DESK, CONTENT)

    assert len(inbox.mails) == 1


BUSY = [step for step in Step if step is not Step.LOGIN]


@pytest.mark.parametrize("step", BUSY)
async def test_a_server_that_says_later_is_asked_later(step: Step) -> None:
    async with refusing("451 4.7.1 try again later", step) as client:
        with pytest.raises(RateLimitedError) as caught:
            await client.send(SENDER, DESK, CONTENT)

    assert caught.value.wait == RETRY_LATER
    assert "451" in str(caught.value)
