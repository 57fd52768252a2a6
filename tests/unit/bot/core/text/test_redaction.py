from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from bot.bootstrap.redaction import redaction, secret_formats
from bot.core.text.redaction import HIDDEN, SECRET_VARIABLES

PLAIN = redaction({})
SHAPED = {
    "bot of Slack": "xox" + "b-1234567890-ABCdef123456",
    "app of Slack": "xap" + "p-1-A0123456-abcdef1234",
    "refresh of Slack": "xox" + "e.xox" + "p-1-Mi0yLTEyMzQ1Njc4",
    "bot of Discord": f"{'M' * 26}.{'x' * 6}.{'y' * 38}",
    "person of Discord": f"mfa.{'z' * 84}",
}


@pytest.mark.parametrize("token", SHAPED.values(), ids=SHAPED)
@pytest.mark.parametrize("text", ["{}", "got {}, again", "https://e.org/?a={}&b=1"])
def test_a_token_is_hidden_by_its_shape(token: str, text: str) -> None:
    hidden = PLAIN.text(text.format(token))

    assert token not in hidden
    assert hidden == text.format(HIDDEN)


@pytest.mark.parametrize("name", [*SECRET_VARIABLES, *secret_formats().variables])
def test_the_value_of_a_secret_variable_is_hidden(name: str) -> None:
    value = "8f742231b10e8888abcd99yyyzzz85a5"

    assert redaction({name: value}).text(f"sent <{value}>") == f"sent <{HIDDEN}>"


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "http_proxy"])
def test_only_the_password_of_a_proxy_is_hidden(name: str) -> None:
    hiding = redaction({name: "http://desk:hush%40hush@proxy.example:3128"})

    assert hiding.text("no hush@hush here") == f"no {HIDDEN} here"
    assert hiding.text("via proxy.example:3128") == "via proxy.example:3128"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("desk:hush-hush", "hush-hush"),
        ("desk:hush-hush", "ZGVzazpodXNoLWh1c2g="),
        ("X-Api-Key: hush-hush", "hush-hush"),
        ("Authorization: Bearer hush-hush", "hush-hush"),
    ],
)
def test_login_of_a_source_is_hidden_in_each_form(value: str, shown: str) -> None:
    hiding = redaction({"SITREP_AUTH_TIMES": value})

    assert hiding.text(f"sent <{shown}>") == f"sent <{HIDDEN}>"


@pytest.mark.parametrize("write", [str, repr, json.dumps, quote])
def test_a_secret_is_hidden_however_it_is_written(write: object) -> None:
    assert callable(write)
    value = 'it\'s "so\\odd" ä'
    hiding = redaction({"SLACK_SIGNING_SECRET": value})

    text = hiding.text(f"with {write(value)} in it")

    assert "odd" not in text
    assert HIDDEN in text


@pytest.mark.parametrize(
    "text",
    [
        "morning/2026-11-25/0/slack/C123",
        "https://example.org:8443/news?page=2&tag=a",
        "the secretary spoke of tokens and passwords",
        "password authentication failed",
        "f:3:1: slack_bot_token: unknown key; use one of topics, digests",
        "f:3:1: token: write keys with values here",
        "file:///etc/passwd: only http and https links are supported",
        "news/secret: there is no file",
        "Discord does not accept the bot's token: open the application's page",
        "the page Basic Information",
        "write sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME",
        "commit 3ed263190f7cb1b9f1a6d8d5a3c0f9e8d7c6b5a4",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert PLAIN.text(text) == text


def test_secrets_deep_in_facts_are_hidden() -> None:
    token = SHAPED["bot of Slack"]
    fact = {"a": [{"b": (token, 1)}, {token}], "password": 5, token: ValueError(token)}

    assert PLAIN.fact(fact) == {
        "a": [{"b": [HIDDEN, 1]}, [HIDDEN]],
        "password": HIDDEN,
        HIDDEN: f"ValueError('{HIDDEN}')",
    }


def test_the_value_of_any_variable_that_sounds_secret_is_hidden() -> None:
    hiding = redaction({"MAIL_PASSWORD": "correct-horse", "TOKEN_MODE": "strict"})

    assert hiding.text("a correct-horse is strict") == "a [hidden] is strict"


@pytest.mark.parametrize(
    "unit", ["a", "_", "-", "x.", "://", "://a:", "token", "= ", "@"]
)
def test_long_texts_are_read_in_linear_time(unit: str) -> None:
    text = unit * (50_000 // len(unit))

    assert PLAIN.text(text)
