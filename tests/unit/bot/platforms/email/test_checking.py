"""What `sitrep check --online` finds of the mail server and the recipients."""

from __future__ import annotations

from bot.core.operations.check_results import Finding
from bot.platforms.email.client import check_email
from bot.platforms.email.servers import Mailbox, MailServer, Security
from tests.fakes.email.server import HOST, Running, running_server

SENDER, PASSWORD, WRONG = Mailbox("sitrep@example.org"), "hush", "loud"


def server(running: Running, **login: str) -> MailServer:
    return MailServer(HOST, running.port, Security.NONE, **login)


async def test_a_server_that_accepts_all_is_good() -> None:
    async with running_server(password=PASSWORD) as running:
        used = server(running, user="desk", password=PASSWORD)
        findings = await check_email(used, SENDER, ["desk@bücher.example"])

    words = f"{HOST}:{running.port} accepts mail from sitrep@example.org, not encrypted"
    assert findings == [
        Finding(good=True, about="email", words=f"{words}, logged in"),
        Finding(
            good=True,
            about="email/desk@bücher.example",
            words="the server accepts this address",
        ),
    ]
    assert not running.inbox.mails


async def test_a_wrong_login_is_told_with_what_to_change() -> None:
    async with running_server(password=PASSWORD) as running:
        used = server(running, user="desk", password=WRONG)
        (finding,) = await check_email(used, SENDER, ["desk@example.org"])

    assert not finding.good
    assert "535" in finding.words
    assert finding.words.endswith("check SMTP_URL and EMAIL_FROM")
    assert WRONG not in finding.words
