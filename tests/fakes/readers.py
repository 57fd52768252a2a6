"""A reader of actors in short texts, with one engine."""

from __future__ import annotations

from summarizers.model import Article, Entities
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.entity_pipeline import build_discourse, extract
from summarizers.readers.english.actors.name_recognition import find_names
from summarizers.readers.parse import Parse, Parser
from summarizers.text.splitting import split_text

LEAD = "a storm kept the harbour closed for two days.\n\n"


class Reader:
    """Reads short texts with one engine, behind a first paragraph without names."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser

    def parse(self, text: str) -> Parse:
        return self._parser.parse(split_text(Article(text=LEAD + text)))

    def names(self, text: str) -> list[str]:
        return [name.text for name in find_names(self.parse(text))]

    def discourse(self, text: str) -> DiscourseModel:
        return build_discourse(self.parse(text))[0]

    def entities(self, text: str, title: str | None = None) -> Entities:
        return extract(self.parse(text), Article(text=LEAD + text, title=title))

    def speakers(self, text: str) -> list[str | None]:
        return list(self.entities(text).speakers)
