"""What became of a message that Slack did not say that it took."""

from __future__ import annotations

import pytest

from bot.core.delivery.reconciliation import before_posting
from bot.core.domain.errors import (
    AuthenticationError,
    NotSentError,
    PostError,
    RateLimitedError,
    RejectedError,
)
from bot.platforms.slack.error_codes import REMEDIES, UNAUTHORIZED, error_message
from bot.platforms.slack.messenger import map_errors


def kind_of(error: PostError) -> type[BaseException]:
    """What an error is when it has been told apart."""
    with pytest.raises(PostError) as caught, map_errors():
        raise error
    assert str(caught.value) == str(error)
    return caught.type


@pytest.mark.parametrize("word", sorted(UNAUTHORIZED))
def test_a_refused_token_bars_the_bot(word: str) -> None:
    assert kind_of(RejectedError(error_message(word), code=word)) is AuthenticationError


@pytest.mark.parametrize("word", sorted(UNAUTHORIZED))
def test_while_slack_is_left_alone_after_that_the_bot_is_barred(word: str) -> None:
    assert (
        kind_of(RateLimitedError(error_message(word), code=word)) is AuthenticationError
    )


@pytest.mark.parametrize("word", sorted({*REMEDIES} - UNAUTHORIZED))
def test_what_is_about_the_channel_or_the_message_is_rejected(word: str) -> None:
    assert kind_of(RejectedError(error_message(word), code=word)) is RejectedError


@pytest.mark.parametrize("cause", [None, TimeoutError(), ConnectionResetError()])
def test_of_what_was_cut_off_nothing_is_sure(cause: OSError | None) -> None:
    error = PostError("Slack did not answer in time")
    error.__cause__ = cause

    assert kind_of(error) is PostError


def test_what_fails_before_the_post_was_surely_not_posted() -> None:
    with pytest.raises(NotSentError) as caught, map_errors(), before_posting():
        raise PostError("the answer was lost")

    assert (caught.type, str(caught.value)) == (NotSentError, "the answer was lost")
