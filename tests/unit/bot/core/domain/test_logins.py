"""Logins of sources: the headers that values give, and what is wrong with others."""

from __future__ import annotations

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.domain.logins import LoginKind, SourceLogin

BASIC = SourceLogin(LoginKind.BASIC, "TIMES")
HEADER = SourceLogin(LoginKind.HEADER, "TIMES")


@pytest.mark.parametrize("value", ["desk:hush", "desk:h:u:s:h", "desk: hush ", "ü:ß"])
def test_user_and_password_are_sent_in_base64(value: str) -> None:
    name, sent = BASIC.header(value)

    assert name == "Authorization"
    assert b64decode(sent.removeprefix("Basic ")).decode() == value


@pytest.mark.parametrize(
    ("login", "value", "problem"),
    [
        (BASIC, "", "is not set: write USER:PASSWORD"),
        (BASIC, "hush", "is not a login: write USER:PASSWORD"),
        (BASIC, ":hush", "is not a login: write USER:PASSWORD"),
        (BASIC, "desk:", "is not a login: write USER:PASSWORD"),
        (BASIC, "desk:hush\r\nX: y", "is not a login: write USER:PASSWORD"),
        (HEADER, "", "is not set: write NAME: VALUE"),
        *(
            (HEADER, value, "is not a header: write NAME: VALUE")
            for value in (
                *("hush", "X-Api-Key:", "X Api: hush", "X-Api-Key: hush\r\nHost: x"),
                *("Host: evil.example", "Content-Length: 0", "Proxy-Connection: x"),
                *("Transfer-Encoding: chunked", "X-Api-Key: höre"),
            )
        ),
    ],
)
def test_wrong_value_is_reported_without_repeating_it(
    login: SourceLogin, value: str, problem: str
) -> None:
    with pytest.raises(ValueError, match="SITREP_AUTH_TIMES") as refusal:
        login.header(value)

    assert str(refusal.value) == f"SITREP_AUTH_TIMES {problem}"


@given(st.text(max_size=300), st.sampled_from([BASIC, HEADER]))
def test_no_value_puts_a_second_header_into_the_request(
    value: str, login: SourceLogin
) -> None:
    try:
        header = login.header(value)
    except ValueError:
        return
    assert not {"\r", "\n", "\0"} & set("".join(header))
