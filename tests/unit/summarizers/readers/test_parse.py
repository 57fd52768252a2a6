from __future__ import annotations

from summarizers.readers.parse import Token, Tokens

OPENED = Token(0, 6, "Locked", "locked", "VBN", "amod", 1, 0)
GATE = Token(7, 11, "gate", "gate", "NN", "ROOT", 1, 0)


def test_columns_hold_what_the_tokens_hold() -> None:
    tokens = Tokens.of((OPENED, GATE))

    assert tokens.starts == [0, 7]
    assert tokens.lowers == ["locked", "gate"]
    assert tokens.heads == [1, 1]


def test_tokens_come_back_as_they_were_given() -> None:
    tokens = Tokens.of((OPENED, GATE))

    assert list(tokens) == [OPENED, GATE]
    assert tokens[-1] == GATE
    assert tokens[:1] == [OPENED]


def test_token_shows_a_tag_that_was_changed() -> None:
    tokens = Tokens.of((OPENED, GATE))

    tokens.tags[0] = "VBD"

    assert tokens[0].tag == "VBD"


def test_equal_tokens_are_equal() -> None:
    assert Tokens.of((OPENED, GATE)) == Tokens.of([OPENED, GATE])
    assert Tokens.of((OPENED,)) != Tokens.of((GATE,))


def test_no_tokens_are_empty() -> None:
    assert not Tokens.of(())
    assert len(Tokens()) == 0


def test_tokens_are_shown_one_by_one() -> None:
    assert repr(Tokens.of((GATE,))) == repr((GATE,))
