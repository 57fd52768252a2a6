"""How servers and mailboxes may be written."""

from __future__ import annotations

import pytest

from bot.core.domain.errors import ConfigError
from bot.platforms.email.servers import (
    Mailbox,
    MailServer,
    Security,
    read_mailbox,
    read_server,
    to_ascii,
)

TLS, STARTTLS, NONE = Security.TLS, Security.STARTTLS, Security.NONE


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, TLS)),
        ("smtps://mail.example.org:4650/", MailServer("mail.example.org", 4650, TLS)),
        ("smtp://mail.example.org", MailServer("mail.example.org", 587, STARTTLS)),
        (
            "smtp://mail.example.org:25?starttls=required",
            MailServer("mail.example.org", 25, STARTTLS),
        ),
        (
            "smtp://mail.example.org:25?starttls=no",
            MailServer("mail.example.org", 25, NONE),
        ),
        (
            "smtps://desk:hush@mail.example.org",
            MailServer("mail.example.org", 465, TLS, "desk", "hush"),
        ),
        (
            "smtp://desk%40example.org:a%3Ab%2Fc%25%C3%A9@mail.example.org",
            MailServer(
                "mail.example.org", 587, STARTTLS, "desk@example.org", "a:b/c%é"
            ),
        ),
        (
            "smtp://desk:hush@127.0.0.1:1025?starttls=no",
            MailServer("127.0.0.1", 1025, NONE, "desk", "hush"),
        ),
        (
            "smtp://desk:hush@[::1]:1025?starttls=no",
            MailServer("::1", 1025, NONE, "desk", "hush"),
        ),
    ],
)
def test_a_server_is_read(url: str, server: MailServer) -> None:
    assert read_server(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org:25",
        "http://mail.example.org",
        "smtp://",
        "smtp://mail.example.org:0",
        "smtp://mail.example.org:65536",
        "smtp://mail.example.org/inbox",
        "smtp://mail.example.org?tls=no",
        "smtp://mail.example.org?starttls=maybe",
        "smtps://mail.example.org?starttls=no",
        "smtp://desk@mail.example.org",
        "smtp://desk:@mail.example.org",
        "smtp://desk:pass word@mail.example.org",
        "smtp://desk:p@ss@mail.example.org",
        "smtp://desk:50%@mail.example.org",
        "smtp://desk:a%00b@mail.example.org",
        "smtp://desk:a%0D%0Ab@mail.example.org",
        "smtp://mail.example.org\r\nRSET",
        " smtp://mail.example.org",
    ],
)
def test_what_is_no_server_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="SMTP_URL"):
        read_server(url)


@pytest.mark.parametrize(
    "host", ["mail.example.org", "10.0.0.1", "localhost.example.org", "1270.0.0.1"]
)
def test_a_password_never_leaves_the_machine_unencrypted(host: str) -> None:
    with pytest.raises(ConfigError):
        read_server(f"smtp://desk:hush@{host}?starttls=no")


def test_a_server_is_shown_without_its_password() -> None:
    assert "hush" not in repr(read_server("smtps://desk:hush@mail.example.org"))


@pytest.mark.parametrize(
    ("text", "mailbox"),
    [
        ("sitrep@example.org", Mailbox("sitrep@example.org")),
        ("Sitrep <sitrep@example.org>", Mailbox("sitrep@example.org", "Sitrep")),
        (
            "Desk, Ports; (A) <sitrep@example.org>",
            Mailbox("sitrep@example.org", "Desk, Ports; (A)"),
        ),
        (
            "Café Sitrep <sitrep+a@bücher.example>",
            Mailbox("sitrep+a@xn--bcher-kva.example", "Café Sitrep"),
        ),
    ],
)
def test_a_mailbox_is_read(text: str, mailbox: Mailbox) -> None:
    assert read_mailbox(text) == mailbox


def test_a_domain_that_would_become_another_is_refused() -> None:
    with pytest.raises(ConfigError, match="ASCII"):
        to_ascii("desk@straße.example")
