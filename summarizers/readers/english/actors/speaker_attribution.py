"""Resolve the source of each attribution to an entity: the speaker or the author."""

from __future__ import annotations

from summarizers.lexicons import words
from summarizers.model import ActorKind, Span
from summarizers.readers.english.actors.clause_subjects import FINITE, main_subjects
from summarizers.readers.english.actors.descriptions import (
    INDEFINITE,
    SITE_NOUNS,
    Description,
    SourcePhrase,
    describe,
    find_source,
    read_subject,
    resolve_description,
)
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.name_variants import EntityCandidate
from summarizers.readers.english.actors.pronouns import PRONOUNS, resolve_pronoun
from summarizers.readers.english.actors.word_lists import (
    DOCUMENTS,
    GROUPS,
    ORG_NOUNS,
    ROLES,
    WORKS,
)
from summarizers.readers.english.reporting_lexicon import reporters
from summarizers.readers.parse import Attribution

PARTICIPLES = frozenset(("VBN", "VBD"))
SENDERS = frozenset(("from", "by", "of"))
ISSUING = words("issuing_verbs")
CARRIERS = frozenset(("in", "through", "with"))
STEPS = 6
SENDER_TOKENS = 6
# Sentences back in which "the statement" may have been mentioned with its author.
REACH_SENTENCES = 4
# The maximum number of tokens back; keeps the time linear in endless sentences.
REACH_TOKENS = 200


def find_author(discourse: DiscourseModel, description: Description) -> int | None:
    """Return the entity that issued a document, if that is clear: "Berg's statement".

    Someone whom the document is about, who received it or saw it is not its author.
    The result may be ``~token`` (negative), for the head of a description that is not
    an entity yet.
    """
    number = _author_in_phrase(discourse, description)
    if number is None:
        number = _author_by_verb(discourse, description)
    if number is None and description.determiner not in INDEFINITE:
        number = _author_before(discourse, description)
    return number


def find_writer(discourse: DiscourseModel, description: Description) -> int | None:
    """Return the entity that wrote a study or report, by the phrase or its clause.

    The clause names the author of a new one: "The council passed a resolution calling
    for …".
    """
    if "POS" in discourse.tokens.tags[description.first : description.head]:
        return _owner(discourse, description)
    is_new = (
        description.determiner in INDEFINITE
        and discourse.tag(description.last) == "VBG"
    )
    number = _sender(discourse, description, frozenset(("by",)))
    if number is None and is_new:
        number = _author_by_verb(discourse, description)
    return number


def _author_in_phrase(
    discourse: DiscourseModel, description: Description
) -> int | None:
    """Return the author inside a phrase, if any: "Berg's letter", "a letter by Berg"."""
    number = _owner(discourse, description)
    return _sender(discourse, description, SENDERS) if number is None else number


def _owner(discourse: DiscourseModel, description: Description) -> int | None:
    """Return the first name before the noun; a person's only with "'s"."""
    for i in range(description.first, description.head):
        number = discourse.entity_named_at(i)
        if number is None:
            continue
        person = discourse.entities[number].kind is ActorKind.PERSON
        owns = "POS" in discourse.tokens.tags[i : description.head]
        return number if owns or not person else None
    return None


def _sender(
    discourse: DiscourseModel, description: Description, links: frozenset[str]
) -> int | None:
    """Return the first person or body behind "from" or "by", not behind "seen by"."""
    tokens, last = discourse.tokens, description.last
    if last < len(tokens) and tokens.lowers[last] in ISSUING:
        last = min(last + SENDER_TOKENS, discourse.sentence_bounds(last)[1])
    for i in range(description.head + 1, last):
        lower = tokens.lowers[i]
        if tokens.tags[i] in PARTICIPLES and lower not in ISSUING:
            return None
        if lower in links and (lower != "of" or i == description.head + 1):
            sent = (_sender_at(discourse, j) for j in range(i + 1, last))
            return next((number for number in sent if number is not None), None)
    return None


def _sender_at(discourse: DiscourseModel, i: int) -> int | None:
    """Return the speaker at a token, ``None`` for a site or a noun before a name."""
    number = _speaker_at(discourse, i)
    if number is None or number >= 0:
        return number
    titled = discourse.tag(i + 1)[:3] == "NNP"
    return None if titled or discourse.lowers[i] in SITE_NOUNS else number


def _author_before(discourse: DiscourseModel, description: Description) -> int | None:
    """Return the author of the last document with this noun before it, if any.

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
            earlier = read_subject(discourse, i)
            number = _author_in_phrase(discourse, earlier)
            return _author_by_verb(discourse, earlier) if number is None else number
    return None


def _author_by_verb(discourse: DiscourseModel, description: Description) -> int | None:
    """Return who issued a document, if any.

    Example: "Berg" in "Berg sent a letter" or "said in one".
    """
    if discourse.parse.has_grammar:
        return _author_by_tree(discourse, description.head)
    tokens, before = discourse.tokens, description.first - 1
    sentence = tokens.sentences[description.head]
    first, stop = discourse.parse.bounds[sentence]
    verb = next((i for i in range(first, stop) if tokens.tags[i] in FINITE), stop - 1)
    issued = (
        before >= first and tokens.lowers[before] in ISSUING and before - verb in {0, 1}
    )
    carried = before >= first and tokens.lowers[before] in CARRIERS
    if not issued and not (carried and tokens.lowers[verb] in reporters()):
        return None
    subjects = main_subjects(discourse, sentence)
    if len(subjects) != 1:
        return None
    token, number = subjects[0]
    return _speaker_at(discourse, token) if number is None else number


def _author_by_tree(discourse: DiscourseModel, head: int) -> int | None:
    tokens, at = discourse.tokens, head
    issues = False
    for _ in range(STEPS):
        lower = tokens.lowers[at]
        if lower == "according":
            return None
        carried = lower in CARRIERS and tokens.lowers[tokens.heads[at]] in reporters()
        issues = issues or lower in ISSUING or carried
        if tokens.tags[at][:2] == "VB" and (subject := _subject(discourse, at, head)):
            return _speaker_at(discourse, subject[0]) if issues else None
        at = tokens.heads[at]
    return None


def _is_acronym(discourse: DiscourseModel, token: int) -> bool:
    """Return whether a word is all capitals: "WHO", not "I"."""
    text = discourse.tokens.texts[token]
    return text.isupper() and len(text) > 1


def _subject(discourse: DiscourseModel, verb: int, head: int) -> tuple[int, ...]:
    """Return the subject of a verb (its antecedent for "who"), or an empty tuple."""
    tokens = discourse.tokens
    start, stop = discourse.sentence_bounds(verb)
    for i in range(start, stop):
        if tokens.heads[i] == verb and tokens.deps[i] == "nsubj" and i != head:
            relative = tokens.tags[i] in {"WP", "WDT"}
            return (tokens.heads[verb] if relative else i,)
    return ()


def _speaker_at(discourse: DiscourseModel, i: int) -> int | None:
    """Return the entity at token ``i``, or ``~i`` for a role or group without entity."""
    number, lower = discourse.entity_covering(i), discourse.tokens.lowers[i]
    speaks = lower in ROLES or lower in GROUPS or lower in ORG_NOUNS
    return ~i if number is None and speaks else number


def _person_of_initials(discourse: DiscourseModel, label: Span) -> int | None:
    """Return the only person with the initials of a label, if any: "AB: I was tired."."""
    initials = label.text.replace(".", "")
    behind = discourse.parse.layout.text[label.end : label.end + 2].lstrip()
    if len(initials) not in INITIALS or not initials.isupper() or behind[:1] != ":":
        return None
    meant = [
        number
        for number, entity in enumerate(discourse.entities)
        if entity.kind is ActorKind.PERSON and _has_initials(entity, initials)
    ]
    return meant[0] if len(meant) == 1 else None


def _has_initials(entity: EntityCandidate, initials: str) -> bool:
    return any(
        "".join([word[0] for word in name.text.split()]) == initials
        for name in entity.names
    )


INITIALS = range(2, 4)
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
        """Return the subject before a colon and content, if any: "Berg thanked us: …"."""
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
        """Return the last speaker, in the same paragraph or the one before, if any."""
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
        number = _person_of_initials(self.discourse, source)
        if number is None:
            number = self._first_named(phrase)
        if (
            number is None
            and lower in NEVER_RESOLVED
            and not _is_acronym(self.discourse, phrase.head)
        ):
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
        """Return the name after a description, if any: "The leader, Anna Berg, said"."""
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
        """Return the entity, or a new entity for ``~token``, the head of a description."""
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
