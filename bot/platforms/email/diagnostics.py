"""Checks the mail server, the sender and each recipient; sends nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.domain.errors import ConfigError, PostError
from bot.core.operations.check_results import Finding
from bot.platforms.email.client import MailClient
from bot.platforms.email.servers import Mailbox, MailServer, Security, to_ascii

_ENCRYPTION = {
    Security.TLS: "encrypted with TLS",
    Security.STARTTLS: "encrypted with STARTTLS",
    Security.NONE: "not encrypted",
}


async def check_email(
    server: MailServer,
    sender: Mailbox,
    recipients: Sequence[str],
    *,
    client: MailClient | None = None,
) -> list[Finding]:
    """Log in, and name the sender and the recipients without sending a message."""
    addresses: dict[str, str] = {}
    findings = []
    for recipient in recipients:
        try:
            addresses[to_ascii(recipient)] = recipient
        except ConfigError as error:
            findings.append(_finding(f"email/{recipient}", str(error)))
    try:
        used = MailClient(server) if client is None else client
        refusals = await used.probe(sender.address, tuple(addresses))
    except PostError as error:
        return [_finding("email", f"{error}: check SMTP_URL and EMAIL_FROM")]
    login = "" if server.user is None else ", logged in"
    words = (
        f"{server.host}:{server.port} accepts mail from {sender.address}, "
        f"{_ENCRYPTION[server.security]}{login}"
    )
    findings.insert(0, Finding(good=True, about="email", words=words))
    for address, recipient in addresses.items():
        refusal = refusals.get(address)
        words = "the server accepts this address" if refusal is None else str(refusal)
        findings.append(Finding(refusal is None, f"email/{recipient}", words))
    return findings


def _finding(about: str, words: str) -> Finding:
    return Finding(good=False, about=about, words=words)
