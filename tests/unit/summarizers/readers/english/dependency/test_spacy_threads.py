"""The threads in which the default engine multiplies, and whose they are."""

from __future__ import annotations

import pytest
from threadpoolctl import ThreadpoolController

from summarizers.model import Article
from summarizers.readers.english.dependency.spacy_parser import SpacyParser
from summarizers.text.splitting import split_text


@pytest.fixture(scope="module")
def parser() -> SpacyParser:
    return SpacyParser()


def _threads() -> list[int]:
    libraries = ThreadpoolController().select(user_api="blas")
    return [library.num_threads for library in libraries.lib_controllers]


@pytest.mark.parametrize("number", [1, 2])
def test_a_caller_keeps_the_threads_it_chose(parser: SpacyParser, number: int) -> None:
    layout = split_text(Article("The dam held, Anna Lund said on Monday."))

    with ThreadpoolController().limit(limits=number, user_api="blas"):
        parser.parse(layout)

        assert set(_threads()) == {number}
