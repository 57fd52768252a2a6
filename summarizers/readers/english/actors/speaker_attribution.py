"""Resolve the source of each attribution to an entity: the speaker or the author."""

from __future__ import annotations

from summarizers.lexicons import words
from summarizers.model import Span
from summarizers.readers.english.actors.coreference import (
    INDEFINITE,
    PRONOUNS,
    Description,
    SourcePhrase,
    describe,
    find_source,
    read_subject,
    resolve_description,
    resolve_pronoun,
)
from summarizers.readers.english.actors.discourse_model import SUBJECTS, DiscourseModel
from summarizers.readers.english.actors.word_lists import (
    DOCUMENTS,
    GROUPS,
    ORG_NOUNS,
    ROLES,
    WORKS,
)
from summarizers.readers.parse import Attribution

SENDERS = frozenset(("from", "by", "of"))
STEPS = 6
# Sentences back in which "the statement" may have been mentioned with its author.
REACH_SENTENCES = 4
# The most tokens back; keeps the time linear in endless sentences.
REACH_TOKENS = 200


def find_author(discourse: DiscourseModel, description: Description) -> int | None:
    """Return the entity that issued a document, if that is clear: "Berg's statement".

    The result may be ``~token`` (negative), for the head of a description that is not
    an entity yet.
    """
    number = _author_in_phrase(discourse, description)
    if number is None and discourse.parse.has_grammar:
        number = _author_by_verb(discourse, description.head)
    if number is None and description.determiner not in INDEFINITE:
        number = _author_before(discourse, description)
    return number


def find_writer(discourse: DiscourseModel, description: Description) -> int | None:
    """Return the entity that wrote a study or report, by the phrase or its clause.

    The clause names the author of a new one: "The council passed a resolution calling
    for …".
    """
    if "POS" in discourse.tokens.tags[description.first : description.head]:
        return _first_entity(
            discourse, description.first, description.head, entities=True
        )
    for i in range(description.head + 1, description.last):
        if discourse.tokens.lowers[i] == "by":
            return _first_entity(discourse, i + 1, description.last)
    is_new = (
        description.determiner in INDEFINITE
        and discourse.tag(description.last) == "VBG"
    )
    return (
        _author_by_verb(discourse, description.head)
        if is_new and discourse.parse.has_grammar
        else None
    )


def _author_in_phrase(
    discourse: DiscourseModel, description: Description
) -> int | None:
    """Return the author inside a phrase: "Berg's statement", "a letter from Berg"."""
    number = _first_entity(
        discourse, description.first, description.head, entities=True
    )
    if number is not None:
        return number
    for i in range(description.head + 1, description.last):
        if discourse.tokens.lowers[i] in SENDERS:
            return _first_entity(discourse, i + 1, description.last)
    return None


def _first_entity(
    discourse: DiscourseModel, first: int, last: int, *, entities: bool = False
) -> int | None:
    """Return the first entity in tokens ``first`` to before ``last``.

    With ``entities`` only names count, without it titles and roles too.
    """
    look = discourse.entity_named_at if entities else discourse.entity_covering
    return next((n for i in range(first, last) if (n := look(i)) is not None), None)


def _author_before(discourse: DiscourseModel, description: Description) -> int | None:
    """Return the author of the last document with this noun before it.

    Example: "Berg issued a statement. … The statement said".
    """
    tokens = discourse.tokens
    here = tokens.sentences[description.first]
    for i in range(
        description.first - 1, max(-1, description.first - REACH_TOKENS), -1
    ):
        if here - tokens.sentences[i] > REACH_SENTENCES:
            return None
        if tokens.lowers[i] == description.noun:
            number = _author_in_phrase(discourse, read_subject(discourse, i))
            if number is None and discourse.parse.has_grammar:
                number = _author_by_verb(discourse, i)
            return number
    return None


def _author_by_verb(discourse: DiscourseModel, head: int) -> int | None:
    """Return the subject of a document's verb: "Berg" in "Berg issued a statement"."""
    tokens, at = discourse.tokens, head
    for _ in range(STEPS):
        if tokens.tags[at][:2] == "VB" and (subject := _subject(discourse, at, head)):
            return _speaker_at(discourse, subject[0])
        at = tokens.heads[at]
    return None


def _subject(discourse: DiscourseModel, verb: int, head: int) -> tuple[int, ...]:
    """Return the subject of a verb (its antecedent for "who"), or an empty tuple."""
    tokens = discourse.tokens
    start, stop = discourse.sentence_bounds(verb)
    for i in range(start, stop):
        if tokens.heads[i] == verb and tokens.deps[i] in SUBJECTS and i != head:
            relative = tokens.tags[i] in {"WP", "WDT"}
            return (tokens.heads[verb] if relative else i,)
    return ()


def _speaker_at(discourse: DiscourseModel, i: int) -> int | None:
    """Return the entity at token ``i``, or ``~i`` for a role or group without entity."""
    number, lower = discourse.entity_covering(i), discourse.tokens.lowers[i]
    speaks = lower in ROLES or lower in GROUPS or lower in ORG_NOUNS
    return ~i if number is None and speaks else number


BRACKET_TOKENS = 10
# Speakers who say "I" in a quotation, and relatives whose antecedent the parser missed.
NEVER_RESOLVED = words("never_resolved")


def resolve_speakers(discourse: DiscourseModel) -> list[int | None]:
    """Return the number of the speaking entity of each attribution, or ``None``."""
    resolver = _Resolver(discourse)
    return [resolver.resolve(said) for said in discourse.parse.attributions]


class _Resolver:
    """Resolves attributions in text order, and remembers the last speaker."""

    def __init__(self, discourse: DiscourseModel) -> None:
        self.discourse = discourse
        self.last: tuple[int, int] | None = None
        self.known: dict[tuple[int, int], int | None] = {}

    def resolve(self, said: Attribution) -> int | None:
        """Return the number of the speaker of one attribution, or ``None``."""
        number = self._speaker(said)
        if number is not None:
            self.last = (number, said.sentence)
        return number

    def _speaker(self, said: Attribution) -> int | None:
        if said.source is None:
            introduced = self._subject_before_colon(said)
            carried_on = introduced is None and said.follows
            return self._last_speaker(said) if carried_on else introduced
        key = (said.source.start, said.source.end)
        if key not in self.known:
            self.known[key] = self._resolve_source(said, said.source)
        return self.known[key]

    def _subject_before_colon(self, said: Attribution) -> int | None:
        """Return the subject before a colon and content: "Berg thanked them: …"."""
        discourse, start = self.discourse, said.content[0].start
        if said.cue is not None or not discourse.is_behind_colon(start):
            return None
        first, last = discourse.parse.bounds[said.sentence]
        for i in range(first, last):
            if discourse.tokens.starts[i] >= start:
                return None
            if (
                discourse.is_subject(i)
                and (number := discourse.entity_covering(i)) is not None
            ):
                return number
        return None

    def _last_speaker(self, said: Attribution) -> int | None:
        """Return the last speaker, in the same paragraph or the one before."""
        if self.last is None:
            return None
        paragraph = self.discourse.paragraph
        apart = paragraph(said.sentence) - paragraph(self.last[1])
        return self.last[0] if 0 <= apart <= 1 else None

    def _resolve_source(self, said: Attribution, source: Span) -> int | None:
        phrase = find_source(self.discourse, source, said.source_head)
        if phrase is None:
            return None
        lower = self.discourse.tokens.lowers[phrase.head]
        if lower in PRONOUNS:
            return self._pronoun(phrase.head, said.content)
        number = self._first_named(phrase)
        if number is None and lower in NEVER_RESOLVED:
            return None
        return self._described(phrase) if number is None else number

    def _first_named(self, phrase: SourcePhrase) -> int | None:
        """Return the entity at the head, or the first of several joined by "and"."""
        discourse, number = self.discourse, self.discourse.entity_covering(phrase.head)
        if number is None:
            return None
        before = range(phrase.first + 1, phrase.head)
        joint = next(
            (i for i in before if discourse.tokens.tags[i] == "CC"), phrase.first
        )
        if joint == phrase.first or discourse.entity_named_at(joint - 1) is None:
            return number
        first = (discourse.entity_named_at(i) for i in range(phrase.first, joint))
        return next((other for other in first if other is not None), number)

    def _in_apposition(self, description: Description) -> int | None:
        """Return the name after a description: "The party's leader, Anna Berg, said"."""
        discourse, last = self.discourse, self._skip_brackets(description.last)
        is_role = description.noun in ROLES
        if last + 1 >= len(discourse.tokens) or not (
            is_role or description.noun in ORG_NOUNS
        ):
            return None
        number = discourse.entity_covering(last)
        if number is None and is_role and discourse.tokens.texts[last] == ",":
            number = discourse.entity_covering(last + 1)
        return number

    def _skip_brackets(self, token: int) -> int:
        """Return the token after a bracket that opens at ``token``, or ``token``."""
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
            return self._add_if_new(find_author(self.discourse, description))
        if description.noun in WORKS:
            number = self._add_if_new(find_writer(self.discourse, description))
            if number is not None:
                return number
        speaker = self.last[0] if self.last else None
        return resolve_description(self.discourse, description, speaker)

    def _add_if_new(self, number: int | None) -> int | None:
        """Return the entity, or a new one for ``~token``, the head of a description."""
        if number is None or number >= 0:
            return number
        return resolve_description(
            self.discourse, read_subject(self.discourse, ~number), None
        )

    def _pronoun(self, token: int, content: tuple[Span, ...]) -> int | None:
        discourse = self.discourse
        number = self._add_if_new(resolve_pronoun(discourse, token, self.last, content))
        if number is not None:
            word = discourse.tokens[token]
            discourse.pronouns[number].append(Span(word.start, word.end, word.text))
            discourse.record_mention(word.start, token, number)
        return number
