from __future__ import annotations

import base64

import pytest

from summarizers.briefing import MOST_CHARACTERS, validate_text
from summarizers.errors import EmptyTextError, NotTextError, TooLongError


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b", "... !!! ---", "____"])
def test_a_text_without_a_word_is_empty(text: str) -> None:
    with pytest.raises(EmptyTextError):
        validate_text(text)


def test_a_text_of_more_than_five_million_characters_is_too_long() -> None:
    with pytest.raises(TooLongError, match="5,000,000"):
        validate_text("dam " * (MOST_CHARACTERS // 4 + 1))


@pytest.mark.parametrize(
    "text",
    [
        "The dam\x00held.",
        "\x01\x02dam\x03\x04",
        "PNG\ufffd\ufffd\ufffd\ufffd",
        "a" * 2_000_000,
        "dam " + base64.b64encode(bytes(range(256)) * 100).decode(),
    ],
)
def test_what_is_no_text_is_refused(text: str) -> None:
    with pytest.raises(NotTextError):
        validate_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rain",
        "صمد السد طوال الليل",
        "The\u200b dam \u202eheld\u202c.",
        "The dam held." + " It rained." * 3_000,
        "The dam held. One \ufffd was lost in the whole long text, and nobody cared.",
        "".join(chr(0x4E00 + i % 900) for i in range(30_000)),
        "dam " * (MOST_CHARACTERS // 4),
    ],
)
def test_odd_but_real_text_is_taken(text: str) -> None:
    validate_text(text)
