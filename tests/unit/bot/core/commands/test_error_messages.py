from __future__ import annotations

import pytest

from bot.core.commands.error_messages import explained, is_ours
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.domain import errors
from summarizers.errors import EmptyTextError, UnsupportedLanguageError

EVERY = (
    errors.BlockedAddressError("10.0.0.1 is private"),
    errors.BadUrlError("the link has no host"),
    errors.TooBigError("the response has more than 5 MB"),
    errors.UnsupportedTypeError("this is image/png"),
    errors.FetchTimeoutError("lenna.example takes too long to answer"),
    errors.StatusError("the server answers 404 Not Found", 404),
    errors.ParseTimeoutError("it took more than 5 s"),
    errors.ParseCrashedError("it took too much memory"),
    errors.NoTextError("there is no text"),
    UnsupportedLanguageError("it is in another language"),
    EmptyTextError("there is no text"),
    TimeoutError(),
    errors.StoreError("the database is locked"),
    errors.PostError("Slack is down"),
    errors.ConfigError("wrong"),
    KeyError("x"),
)


@pytest.mark.parametrize("error", EVERY, ids=lambda error: type(error).__name__)
def test_every_failure_is_told_in_sentences_that_say_what_to_do(
    error: Exception,
) -> None:
    told = str(explained(error, "event-1"))

    assert told[0].isupper()
    assert "{}" not in told
    assert any(word in told for word in ("Give", "Try", "Check"))
    assert "Traceback" not in told
    assert "Error" not in told


def test_a_private_address_is_never_named() -> None:
    told = {
        str(explained(errors.BlockedAddressError(host), "event-1"))
        for host in ("10.0.0.1", "db.internal")
    }

    assert len(told) == 1
    assert "10.0.0.1" not in told.pop()


def test_a_refusal_stays_what_it_is() -> None:
    error = RefusedError(Refusal.GONE, "It is no longer kept.")

    assert explained(error, "event-1") is error


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (KeyError("x"), True),
        (errors.StoreError("locked"), True),
        (errors.FetchTimeoutError("slow"), False),
        (errors.NoTextError("none"), False),
    ],
)
def test_only_our_own_faults_are_for_the_operator(
    error: Exception, *, ours: bool
) -> None:
    assert is_ours(explained(error, "event-1")) is ours
