from __future__ import annotations

import pytest

from summarizers.model import Article
from summarizers.readers.english.dependency.spacy_parser import SpacyParser
from summarizers.readers.parse import Attribution, Parse
from summarizers.text.splitting import split_text

LEAD = "The harbour of Port Lenna was closed for two days after a heavy storm.\n\n"


class Reader:
    """Parses short texts behind a neutral first paragraph."""

    def __init__(self, parser: SpacyParser) -> None:
        self._parser = parser

    def parse(self, text: str) -> Parse:
        return self._parser.parse(split_text(Article(text=LEAD + text)))

    def said(self, text: str) -> list[tuple[str | None, str | None, tuple[str, ...]]]:
        return [_plain(found) for found in self.parse(text).attributions]


def _plain(found: Attribution) -> tuple[str | None, str | None, tuple[str, ...]]:
    source = found.source.text if found.source else None
    cue = found.cue.text if found.cue else None
    return source, cue, tuple(part.text for part in found.content)


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(SpacyParser())
