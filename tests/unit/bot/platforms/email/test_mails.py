"""An e-mail as a whole: its headers and its two forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from bot.core.domain.messages import Message, Section
from bot.platforms.email.messenger import Envelope, to_mail
from bot.platforms.email.servers import Mailbox
from tests.fakes.email.samples import digest, summary

ENVELOPE = Envelope(
    Mailbox("sitrep@example.org", "Sitrep"),
    "desk@example.org",
    "0123456789abcdef01234567",
    datetime(2026, 11, 5, 7, 30, tzinfo=UTC),
)


def sent(message: Message, envelope: Envelope = ENVELOPE) -> EmailMessage:
    """The e-mail as a mailbox reads it."""
    content = to_mail(message, envelope)
    return message_from_bytes(content, _class=EmailMessage, policy=policy.default)


def body(mail: EmailMessage, kind: str) -> str:
    """One of the two forms."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_an_email_is_one_message_of_two_forms() -> None:
    mail = sent(digest())

    assert mail.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html"]


def test_its_headers_say_what_it_is() -> None:
    headers = dict(sent(digest()).items())

    assert headers == {
        "From": "Sitrep <sitrep@example.org>",
        "To": "desk@example.org",
        "Subject": "Ports and shipping, Thu 5 Nov 2026, 07:30",
        "Date": "Thu, 05 Nov 2026 07:30:00 +0000",
        "Message-ID": "<0123456789abcdef01234567@example.org>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": "<mailto:sitrep@example.org?subject="
        "unsubscribe%20desk%40example.org>",
        "MIME-Version": "1.0",
        "Content-Type": headers["Content-Type"],
    }


def test_ids_stay_whole_however_long() -> None:
    domain = f"{'long.' * 30}example"
    envelope = replace(
        ENVELOPE, sender=Mailbox(f"a@{domain}"), previous=f"<abc@{domain}>"
    )
    mail = sent(digest(), envelope)

    assert mail["Message-ID"] == f"<0123456789abcdef01234567@{domain}>"
    assert mail["References"] == f"<abc@{domain}>"


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("Häfen und Schifffahrt", "Häfen und Schifffahrt, Thu 5 Nov 2026, 07:30"),
        ("港口" * 60, f"{'港口' * 60}, Thu 5 Nov 2026, 07:30"),
        ("Ports\r\nBcc: x@y.org", "Ports Bcc: x@y.org, Thu 5 Nov 2026, 07:30"),
        ("Po\u202erts\x00", "Ports, Thu 5 Nov 2026, 07:30"),
        (
            "Ports … " * 12,
            f"{'Ports … ' * 12}, Thu 5 Nov 2026, 07:30".replace(" ,", ","),
        ),
        ("=?utf-8?q?Ports?=", "=?utf-8?q?Ports?=, Thu 5 Nov 2026, 07:30"),
    ],
)
def test_a_subject_arrives_as_it_was(name: str, subject: str) -> None:
    mail = sent(digest(name=name))

    assert mail["Subject"] == subject
    assert mail["Bcc"] is None


def test_no_line_is_longer_than_servers_take() -> None:
    long = summary("https://example.org/" + "a" * 5_000 + " Ω" * 500)
    message = Message((*digest().sections, Section("IN SHORT", (long,))))

    content = to_mail(message, ENVELOPE)

    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 100
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_both_forms_arrive_letter_by_letter() -> None:
    words = "Ωmega said: “No ferry = no mail”, . and\u2009so on."
    mail = sent(Message((*digest().sections, Section("IN SHORT", (summary(words),)))))

    plain, html = (body(mail, kind) for kind in ("plain", "html"))

    assert "“No ferry = no mail”" in plain
    assert "“No ferry = no mail”" in html
