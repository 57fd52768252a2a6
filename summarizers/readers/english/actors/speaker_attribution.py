"""Speaker attribution: resolve the source of each attribution to an entity."""

from __future__ import annotations

from summarizers.model import Span
from summarizers.readers.english.actors.coreference.descriptions import (
    Description,
    SourcePhrase,
    describe,
    find_source,
    read_subject,
)
from summarizers.readers.english.actors.coreference.nominal import resolve_description
from summarizers.readers.english.actors.coreference.pronominal import (
    PRONOUNS,
    resolve_pronoun,
)
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.document_authors import find_author, find_writer
from summarizers.readers.english.actors.word_lists import (
    DOCUMENTS,
    ORG_NOUNS,
    ROLES,
    WORKS,
)
from summarizers.readers.parse import Attribution

BRACKET_TOKENS = 10
# Speakers who say "I" in a quotation, and relatives whose antecedent the parser missed.
NEVER_RESOLVED = frozenset(
    ("i", "we", "you", "me", "us", "who", "which", "that", "one")
)


def resolve_speakers(discourse: DiscourseModel) -> list[int | None]:
    """The number of the speaking entity of each attribution, or ``None``."""
    resolver = _Resolver(discourse)
    return [resolver.resolve(said) for said in discourse.parse.attributions]


class _Resolver:
    """Goes through the attributions in text order and remembers who spoke last."""

    def __init__(self, discourse: DiscourseModel) -> None:
        self.discourse = discourse
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
        """The subject before the colon: "Berg thanked them: …"."""
        discourse, start = self.discourse, said.content[0].start
        if said.cue is not None or not discourse.is_behind_colon(start):
            return None
        first, last = discourse.parse.bounds[said.sentence]
        for i in range(first, last):
            if discourse.tokens.starts[i] >= start:
                return None
            if discourse.is_subject(i) and (number := discourse.named(i)) is not None:
                return number
        return None

    def _before(self, said: Attribution) -> int | None:
        """The last speaker, in the same paragraph or the one before."""
        if self.last is None:
            return None
        paragraph = self.discourse.paragraph
        apart = paragraph(said.sentence) - paragraph(self.last[1])
        return self.last[0] if 0 <= apart <= 1 else None

    def _read(self, source: Span, head: int) -> int | None:
        phrase = find_source(self.discourse, source, head)
        if phrase is None:
            return None
        lower = self.discourse.tokens.lowers[phrase.head]
        if lower in PRONOUNS:
            return self._pronoun(phrase.head)
        number = self._first_named(phrase)
        if number is None and lower in NEVER_RESOLVED:
            return None
        return self._described(phrase) if number is None else number

    def _first_named(self, phrase: SourcePhrase) -> int | None:
        """The entity at the head, or the first of several that "and" joins to it."""
        discourse, number = self.discourse, self.discourse.named(phrase.head)
        if number is None:
            return None
        before = range(phrase.first + 1, phrase.head)
        joint = next(
            (i for i in before if discourse.tokens.tags[i] == "CC"), phrase.first
        )
        if joint == phrase.first or discourse.entity_at(joint - 1) is None:
            return number
        first = (discourse.entity_at(i) for i in range(phrase.first, joint))
        return next((other for other in first if other is not None), number)

    def _in_apposition(self, description: Description) -> int | None:
        """The name behind the description: "The party's leader, Anna Berg, said"."""
        discourse, last = self.discourse, self._behind_brackets(description.last)
        is_role = description.noun in ROLES
        if last + 1 >= len(discourse.tokens) or not (
            is_role or description.noun in ORG_NOUNS
        ):
            return None
        number = discourse.named(last)
        if number is None and is_role and discourse.tokens.texts[last] == ",":
            number = discourse.named(last + 1)
        return number

    def _behind_brackets(self, token: int) -> int:
        """The token behind brackets that open at a token, or the token itself."""
        tokens = self.discourse.tokens
        if token >= len(tokens) or tokens.texts[token] != "(":
            return token
        ahead = range(token, min(token + BRACKET_TOKENS, len(tokens)))
        return next((i + 1 for i in ahead if tokens.texts[i] == ")"), token)

    def _described(self, source: SourcePhrase) -> int | None:
        description = describe(self.discourse, source)
        number = self._in_apposition(description)
        if number is not None:
            return number
        if description.noun in DOCUMENTS:
            return self._settle(find_author(self.discourse, description))
        if description.noun in WORKS:
            number = self._settle(find_writer(self.discourse, description))
            if number is not None:
                return number
        speaker = self.last[0] if self.last else None
        return resolve_description(self.discourse, description, speaker)

    def _settle(self, number: int | None) -> int | None:
        """Make an entity of ``~token``, the head of a description that is not one yet."""
        if number is None or number >= 0:
            return number
        return resolve_description(
            self.discourse, read_subject(self.discourse, ~number), None
        )

    def _pronoun(self, token: int) -> int | None:
        discourse = self.discourse
        number = self._settle(resolve_pronoun(discourse, token, self.last))
        if number is not None:
            word = discourse.tokens[token]
            discourse.pronouns[number].append(Span(word.start, word.end, word.text))
            discourse.see(word.start, token, number)
        return number
