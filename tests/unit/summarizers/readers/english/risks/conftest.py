from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import accumulate

import pytest

from summarizers.model import Article
from summarizers.readers.english.risks.article_context import ArticleContext
from summarizers.readers.english.risks.clauses import TreeClauses
from summarizers.readers.english.risks.clauses_window import WindowClauses
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.readers.parse import Parse, Token, Tokens
from summarizers.text.splitting import split_text

SPEECH = frozenset(("said", "says", "warned", "believes"))
PUBLISHED = date(2022, 9, 16)

Drawn = tuple[Tokens, TreeClauses]
Flat = tuple[Tokens, WindowClauses]


def draw(drawing: str) -> Tokens:
    """Tokens of a tree drawn as "word/tag/label/head", heads counted from 0."""
    parts = [word.rsplit("/", 3) for word in drawing.split()]
    ends = list(accumulate((len(text) + 1 for text, *_ in parts), initial=0))
    return Tokens.of(
        Token(start, start + len(text), text, text.lower(), tag, dep, int(head), 0)
        for start, (text, tag, dep, head) in zip(ends, parts, strict=False)
    )


@pytest.fixture(scope="session")
def tree() -> Callable[[str], Drawn]:
    """Draw one sentence with its dependencies."""

    def build(drawing: str) -> Drawn:
        tokens = draw(drawing)
        return tokens, TreeClauses(tokens, 0, len(tokens), SPEECH)

    return build


@pytest.fixture(scope="session")
def parse() -> Callable[[str], Parse]:
    """Read a text without grammar."""
    parser = FastParser()
    return lambda text: parser.parse(split_text(Article(text=text)))


@pytest.fixture(scope="session")
def flat(parse: Callable[[str], Parse]) -> Callable[[str], Flat]:
    """Read one sentence without grammar."""

    def build(text: str) -> Flat:
        tokens = parse(text).tokens
        clauses = WindowClauses(tokens, 0, len(tokens), SPEECH)
        return tokens, clauses

    return build


@pytest.fixture(scope="session")
def context(parse: Callable[[str], Parse]) -> Callable[..., ArticleContext]:
    """Make the context of an article of September 16, 2022 without grammar."""

    def build(
        text: str,
        title: str = "",
        published: date | None = PUBLISHED,
        read_on: date | None = None,
    ) -> ArticleContext:
        article = Article(text, title, published=published, read_on=read_on)
        return ArticleContext(parse(text), article)

    return build
