from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from summarizers.model import Article
from summarizers.readers.english import risks
from summarizers.readers.parse import Parse

Read = Callable[[str], Parse]
PUBLISHED = date(2022, 9, 16)


def _find(parse: Read, text: str) -> int:
    article = Article(text=text, published=PUBLISHED)
    return len(risks.extract(parse(text), article, ()))


def test_every_sentence_of_a_long_article_is_read(parse: Read) -> None:
    sentences = [f"The council will close dock {i} on Monday." for i in range(1_000)]

    assert _find(parse, "\n\n".join(sentences)) == 1_000


@pytest.mark.parametrize(
    "word", ["will ", "to ", "flood ", "if ", "was ", "Monday ", "said ", "may, "]
)
def test_endless_sentence_ends(parse: Read, word: str) -> None:
    assert _find(parse, word * 3_000 + "end.") <= 1


@pytest.mark.parametrize(
    "text",
    [
        "?",
        "\u200b\u200b",
        "x" * 5_000,
        '"' * 500,
        "“The dam will",
        "Will.",
        "مرحبا بالعالم، سيهطل المطر غدا.",
    ],
)
def test_odd_text_is_read_to_its_end(parse: Read, text: str) -> None:
    assert _find(parse, text) <= 1
