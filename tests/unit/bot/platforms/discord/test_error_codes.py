"""What is refused is told with what a person can do about it."""

from __future__ import annotations

import pytest

from bot.platforms.discord.error_codes import REFUSED_BOT, error_message


def test_a_token_that_is_not_taken_is_told_with_where_to_get_another() -> None:
    assert error_message(401, 0, "401: Unauthorized") == REFUSED_BOT
    assert REFUSED_BOT.endswith("put the new one into DISCORD_TOKEN")


def test_a_token_of_an_interaction_is_not_the_bots() -> None:
    words = error_message(401, 50027, "Invalid Webhook Token")

    assert words == "Discord says: Invalid Webhook Token (50027)"


@pytest.mark.parametrize("code", [10003, 10004, 50001, 50007, 50013, 50083, 160005])
def test_a_reason_that_is_known_comes_with_a_remedy(code: int) -> None:
    said, remedy = error_message(403, code, "No").split(": ", 1)[1].split(": ", 1)

    assert said == f"No ({code})"
    assert len(remedy.split()) > 4


def test_a_reason_that_is_not_known_is_told_as_it_is() -> None:
    assert error_message(418, 0, "A teapot") == "Discord says: A teapot (418)"
