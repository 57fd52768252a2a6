from __future__ import annotations

import pytest

from bot.core.domain.programs import Interface, Program
from bot.settings.environment import wrong_tokens

READER = Program("news-reader", frozenset({Interface.FEEDS}))
TOKEN = "a-Z_0" * 7


def test_every_program_has_a_token_of_its_own() -> None:
    other = Program("b", frozenset({Interface.API}))
    name = "SITREP_TOKEN_NEWS_READER"

    assert list(wrong_tokens([READER], {name: TOKEN})) == []
    assert list(
        wrong_tokens([READER, other], {name: TOKEN, "SITREP_TOKEN_B": TOKEN})
    ) == [f"SITREP_TOKEN_B has the token of {name}: use one token each"]


@pytest.mark.parametrize(
    "token", ["short", "b" * 31, "b" * 201, "b" * 31 + " ", "é" * 40]
)
def test_a_weak_token_is_refused_without_showing_it(token: str) -> None:
    (wrong,) = wrong_tokens([READER], {"SITREP_TOKEN_NEWS_READER": token})

    assert wrong.startswith("SITREP_TOKEN_NEWS_READER is not a token: set it to 32 to")
    assert token not in wrong
