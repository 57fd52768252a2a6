from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from summarizers.languages.profile import listed_profile
from summarizers.model import Article
from summarizers.readers.reader import Findings, LanguageReader
from summarizers.readers.registry import reader_for
from summarizers.text.splitting import split_text

# A Wednesday.
PUBLISHED = date(2026, 3, 4)

Read = Callable[..., Findings]


def reader_of(*, tagged: bool) -> LanguageReader:
    return reader_for(listed_profile("fr"), fast=not tagged)


@pytest.fixture(scope="session")
def tagged_reader() -> LanguageReader:
    return reader_of(tagged=True)


@pytest.fixture(scope="session")
def plain_reader() -> LanguageReader:
    return reader_of(tagged=False)


@pytest.fixture(params=["tagged", "plain"])
def read(
    request: pytest.FixtureRequest,
    tagged_reader: LanguageReader,
    plain_reader: LanguageReader,
) -> Read:
    """Reads a French text as both engines do."""
    reader = tagged_reader if request.param == "tagged" else plain_reader

    def read_text(
        text: str, published: date | None = PUBLISHED, read_on: date | None = None
    ) -> Findings:
        article = Article(text, published=published, lang="fr", read_on=read_on)
        return reader.read(split_text(article, "fr"), article)

    return read_text


@pytest.fixture(name="said")
def _said(read: Read) -> Callable[[str], list[tuple[str | None, list[str]]]]:
    """Who says what in a French text, in text order."""

    def said(text: str) -> list[tuple[str | None, list[str]]]:
        claims = sorted(read(text).claims, key=lambda c: c.content[0].start)
        return [(c.speaker, [part.text for part in c.content]) for c in claims]

    return said
