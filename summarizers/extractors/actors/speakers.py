"""Who speaks in each attribution."""

from __future__ import annotations

from summarizers.extractors.actors.descriptions import (
    read_description,
    resolve_description,
)
from summarizers.extractors.actors.pronouns import PRONOUNS, resolve_pronoun
from summarizers.extractors.actors.stage import Stage
from summarizers.extractors.actors.vocabulary import ROLES
from summarizers.model import Span
from summarizers.parsers.grammar import Attribution

FIRST_PERSONS = frozenset(("i", "we", "you", "me", "us", "who", "which", "that", "one"))


def resolve_speakers(stage: Stage) -> list[int | None]:
    """The number of the speaking figure of each attribution, or ``None``."""
    resolver = _Resolver(stage)
    return [resolver.resolve(said) for said in stage.parse.attributions]


class _Resolver:
    """Goes through the attributions in text order and remembers who spoke last."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.last: tuple[int, int] | None = None
        self.known: dict[tuple[int, int], int | None] = {}

    def resolve(self, said: Attribution) -> int | None:
        """The speaker of one attribution."""
        number = self._speaker(said)
        if number is not None:
            self.last = (number, said.sentence)
        return number

    def _speaker(self, said: Attribution) -> int | None:
        if said.source is None:
            return self._before(said) if said.follows else None
        key = (said.source.start, said.source.end)
        if key not in self.known:
            self.known[key] = self._resolve_source(said.source, said.source_head)
        return self.known[key]

    def _before(self, said: Attribution) -> int | None:
        if self.last is None:
            return None
        paragraph = self.stage.paragraph
        apart = paragraph(said.sentence) - paragraph(self.last[1])
        return self.last[0] if 0 <= apart <= 1 else None

    def _resolve_source(self, source: Span, head: int) -> int | None:
        found = read_description(self.stage, source, head)
        if found is None:
            return None
        lower = self.stage.tokens[found.head].lower
        named = self.stage.figure_at(found.head)
        if named is not None:
            return named
        if lower in PRONOUNS:
            return self._pronoun(found.head)
        if lower in FIRST_PERSONS:
            return None
        named = self._in_apposition(found.head, found.last, found.noun)
        if named is not None:
            return named
        return resolve_description(self.stage, found, self.last and self.last[0])

    def _pronoun(self, token: int) -> int | None:
        number = resolve_pronoun(self.stage, token, self.last)
        if number is not None:
            start, end = self.stage.tokens[token].start, self.stage.tokens[token].end
            span = Span(start, end, self.stage.tokens[token].text)
            self.stage.pronouns.setdefault(number, []).append(span)
            self.stage.see(start, token, number)
        return number

    def _in_apposition(self, head: int, last: int, noun: str) -> int | None:
        """ "The party's leader, Anna Berg, said": the name behind the description."""
        tokens = self.stage.tokens
        if noun not in ROLES or last + 1 >= len(tokens):
            return None
        for at in (last, last + 1):
            number = self.stage.figure_at(at)
            if number is not None and (at == last or tokens[last].text == ","):
                return number
        return None
