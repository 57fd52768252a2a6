"""The variables of the environment: what may be right, and what cannot be."""

from __future__ import annotations

import pytest

from bot.bootstrap.redaction import redaction
from bot.platforms import PLATFORMS
from bot.settings.environment import OWN, wrong_variables

VARIABLES = tuple(
    variable.name
    for variable in (*(one for spec in PLATFORMS for one in spec.variables), *OWN)
)
BOT, APP = "xox" + "b-1234567890-ABCdef", "xap" + "p-1-A0123456-abcdef"
KEY = f"{'k' * 43}="
RIGHT = [
    ("SLACK_BOT_TOKEN", BOT),
    ("SLACK_BOT_TOKEN", f"xoxe.{BOT}"),
    ("SLACK_APP_TOKEN", APP),
    ("SLACK_SIGNING_SECRET", "8f742231b10e8888abcd99yyyzzz85a5"),
    ("SLACK_API_URL", "http://127.0.0.1:1/api/"),
    ("DISCORD_TOKEN", f"{'M' * 26}.{'x' * 6}.{'y-_' * 12}"),
    ("DISCORD_PUBLIC_KEY", "0aF" + "1" * 61),
    ("DISCORD_API_URL", "https://example.org/api/v10"),
    ("DISCORD_GATEWAY_URL", "ws://127.0.0.1:3"),
    ("DISCORD_GATEWAY_URL", "wss://example.org/?v=10"),
    ("SMTP_URL", "smtps://mail.example.org"),
    ("SMTP_URL", "smtp://desk%40example.org:hush@mail.example.org:587"),
    ("SMTP_URL", "smtp://127.0.0.1:25?starttls=no"),
    ("EMAIL_FROM", "sitrep@example.org"),
    ("EMAIL_FROM", "Sitrep <sitrep@example.org>"),
    ("EMAIL_UNSUBSCRIBE", "mailto:desk@example.org?subject=stop"),
    ("EMAIL_UNSUBSCRIBE", "https://example.org/digests"),
    ("PORT", "1"),
    ("PORT", "65535"),
    ("SITREP_ALLOW_PRIVATE", "0"),
    ("SITREP_ALLOW_PRIVATE", "1"),
    *(("LOG_LEVEL", level) for level in ("debug", "info", "WARNING", "error")),
    *(("LOG_FORMAT", form) for form in ("text", "JSON")),
    ("SLACK_CLIENT_ID", "1234567890.0987654321"),
    *(("DISCORD_GATEWAY", word) for word in ("on", "off", "OFF")),
    ("SLACK_CLIENT_SECRET", "8f742231b10e8888"),
    ("SITREP_ENCRYPTION_KEYS", KEY),
    ("SITREP_ENCRYPTION_KEYS", f"{KEY},{KEY}"),
]
WRONG = [
    ("SLACK_BOT_TOKEN", "hush-hush"),
    ("SLACK_BOT_TOKEN", APP),
    ("SLACK_BOT_TOKEN", f"{BOT}\n"),
    ("SLACK_BOT_TOKEN", f"'{BOT}'"),
    ("SLACK_APP_TOKEN", BOT),
    ("SLACK_APP_TOKEN", f" {APP}"),
    ("SLACK_SIGNING_SECRET", "'8f742231b10e8888'"),
    ("SLACK_SIGNING_SECRET", "8f742231b10e8888 "),
    ("SLACK_SIGNING_SECRET", "\u00e48f742231b10e"),
    ("SLACK_API_URL", "nonsense"),
    ("DISCORD_TOKEN", "Bot MTk4.abc.def"),
    ("DISCORD_TOKEN", "hush-hush\r\nX: y"),
    ("DISCORD_TOKEN", '"hush-hush"'),
    ("DISCORD_PUBLIC_KEY", "1" * 63),
    ("DISCORD_API_URL", "//example.org"),
    ("DISCORD_GATEWAY_URL", "https://example.org"),
    ("DISCORD_GATEWAY_URL", "ws:///gateway"),
    ("SMTP_URL", "mail.example.org"),
    ("SMTP_URL", "smtp://desk:hush@mail.example.org?starttls=no"),
    ("SMTP_URL", "smtps://desk:h@sh@mail.example.org"),
    ("EMAIL_FROM", "newsroom"),
    ("EMAIL_FROM", "a@example.org\r\nBcc: b@example.org"),
    ("EMAIL_UNSUBSCRIBE", "http://example.org/digests"),
    *(("PORT", port) for port in ("0", "65536", "abc", "-1", "80 ", "\uff18\uff10")),
    ("SITREP_ALLOW_PRIVATE", "true"),
    *(("LOG_LEVEL", level) for level in ("loud", "0", "verbose")),
    ("LOG_FORMAT", "logfmt"),
    ("SLACK_CLIENT_ID", "1234 5678"),
    ("DISCORD_GATEWAY", "0"),
    ("SLACK_CLIENT_SECRET", "'8f742231b10e8888'"),
    *(("SITREP_ENCRYPTION_KEYS", keys) for keys in ("hush", KEY[1:], f"{KEY}, {KEY}")),
]


@pytest.mark.parametrize(("name", "value"), RIGHT)
def test_what_may_be_right_is_not_told(name: str, value: str) -> None:
    assert list(wrong_variables({name: value}, PLATFORMS)) == []


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_cannot_be_right_is_told_without_repeating_it(
    name: str, value: str
) -> None:
    (told,) = wrong_variables({name: value}, PLATFORMS)

    assert told.startswith(f"{name} is ")
    assert value not in told.removeprefix(name)
    assert redaction({}).text(told) == told


def test_every_variable_is_looked_at() -> None:
    assert {name for name, _ in WRONG} == {name for name, _ in RIGHT} == set(VARIABLES)


@pytest.mark.parametrize("name", VARIABLES)
def test_an_empty_variable_counts_as_none(name: str) -> None:
    assert list(wrong_variables({name: ""}, PLATFORMS)) == []


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_what_stands_in_for_slack_may_have_tokens_of_its_own(name: str) -> None:
    elsewhere = {"SLACK_API_URL": "http://127.0.0.1:1/api/", name: "test_token"}

    assert list(wrong_variables(elsewhere, PLATFORMS)) == []


@pytest.mark.parametrize(
    ("name", "value"), [("SLACK_BOT_TOKEN", APP), ("SLACK_APP_TOKEN", BOT)]
)
def test_slacks_other_token_is_told_wherever_slack_is(name: str, value: str) -> None:
    elsewhere = {"SLACK_API_URL": "http://127.0.0.1:1/api/", name: value}

    (told,) = wrong_variables(elsewhere, PLATFORMS)

    assert told.startswith(name)
