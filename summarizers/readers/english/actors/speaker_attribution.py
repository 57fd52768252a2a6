"""Who speaks in each attribution."""

from __future__ import annotations

from summarizers.model import Span
from summarizers.readers.english.actors.coreference.descriptions import (
    Description,
    Source,
    describe,
    find_source,
    read_subject,
)
from summarizers.readers.english.actors.coreference.nominal import resolve_description
from summarizers.readers.english.actors.coreference.pronominal import (
    PRONOUNS,
    resolve_pronoun,
)
from summarizers.readers.english.actors.discourse_model import Stage
from summarizers.readers.english.actors.document_authors import find_author, find_writer
from summarizers.readers.english.actors.word_lists import (
    DOCUMENTS,
    ORG_NOUNS,
    ROLES,
    WORKS,
)
from summarizers.readers.parse import Attribution

BRACKET_TOKENS = 10
# Those who say "I" in a quotation, and relatives whose antecedent the parser missed.
NEVER_RESOLVED = frozenset(
    ("i", "we", "you", "me", "us", "who", "which", "that", "one")
)


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
            introduced = self._introduced(said)
            carried_on = introduced is None and said.follows
            return self._before(said) if carried_on else introduced
        key = (said.source.start, said.source.end)
        if key not in self.known:
            self.known[key] = self._read(said.source, said.source_head)
        return self.known[key]

    def _introduced(self, said: Attribution) -> int | None:
        """Who is the subject before the colon: "Berg thanked them: …"."""
        stage, start = self.stage, said.content[0].start
        if said.cue is not None or not stage.is_behind_colon(start):
            return None
        first, last = stage.parse.bounds[said.sentence]
        for i in range(first, last):
            if stage.tokens.starts[i] >= start:
                return None
            if stage.is_subject(i) and (number := stage.named(i)) is not None:
                return number
        return None

    def _before(self, said: Attribution) -> int | None:
        """The last speaker, in the same paragraph or the one before."""
        if self.last is None:
            return None
        paragraph = self.stage.paragraph
        apart = paragraph(said.sentence) - paragraph(self.last[1])
        return self.last[0] if 0 <= apart <= 1 else None

    def _read(self, source: Span, head: int) -> int | None:
        found = find_source(self.stage, source, head)
        if found is None:
            return None
        lower = self.stage.tokens.lowers[found.head]
        if lower in PRONOUNS:
            return self._pronoun(found.head)
        number = self._first_named(found)
        if number is None and lower in NEVER_RESOLVED:
            return None
        return self._described(found) if number is None else number

    def _first_named(self, found: Source) -> int | None:
        """The figure at the head, or the first of several that "and" joins to it."""
        stage, number = self.stage, self.stage.named(found.head)
        if number is None:
            return None
        before = range(found.first + 1, found.head)
        joint = next((i for i in before if stage.tokens.tags[i] == "CC"), found.first)
        if joint == found.first or stage.figure_at(joint - 1) is None:
            return number
        first = (stage.figure_at(i) for i in range(found.first, joint))
        return next((other for other in first if other is not None), number)

    def _in_apposition(self, found: Description) -> int | None:
        """As in "The party's leader, Anna Berg, said": the name behind the description."""
        stage, last = self.stage, self._behind_brackets(found.last)
        is_role = found.noun in ROLES
        if last + 1 >= len(stage.tokens) or not (is_role or found.noun in ORG_NOUNS):
            return None
        number = stage.named(last)
        if number is None and is_role and stage.tokens.texts[last] == ",":
            number = stage.named(last + 1)
        return number

    def _behind_brackets(self, token: int) -> int:
        """Past what stands in brackets at a token, if anything does."""
        tokens = self.stage.tokens
        if token >= len(tokens) or tokens.texts[token] != "(":
            return token
        ahead = range(token, min(token + BRACKET_TOKENS, len(tokens)))
        return next((i + 1 for i in ahead if tokens.texts[i] == ")"), token)

    def _described(self, source: Source) -> int | None:
        found = describe(self.stage, source)
        number = self._in_apposition(found)
        if number is not None:
            return number
        if found.noun in DOCUMENTS:
            return self._settle(find_author(self.stage, found))
        if found.noun in WORKS:
            number = self._settle(find_writer(self.stage, found))
            if number is not None:
                return number
        speaker = self.last[0] if self.last else None
        return resolve_description(self.stage, found, speaker)

    def _settle(self, number: int | None) -> int | None:
        """Make a figure of ``~token``, the head of a description that is none yet."""
        if number is None or number >= 0:
            return number
        return resolve_description(self.stage, read_subject(self.stage, ~number), None)

    def _pronoun(self, token: int) -> int | None:
        stage = self.stage
        number = self._settle(resolve_pronoun(stage, token, self.last))
        if number is not None:
            word = stage.tokens[token]
            stage.pronouns[number].append(Span(word.start, word.end, word.text))
            stage.see(word.start, token, number)
        return number
