"""Resolve the source of each attribution to an entity: the speaker or the author.

An attribution is a passage of reported words; its source is the phrase for the speaker.
Functions identify an entity by its number in ``DiscourseModel``. A description that is
not an entity yet is identified by ``~token`` (negative) of its head.
"""

from __future__ import annotations

from summarizers.lexicons import words
from summarizers.model import ActorKind, Span
from summarizers.readers.english.actors.clause_subjects import (
    FINITE,
    PREPOSITIONS,
    main_subjects,
)
from summarizers.readers.english.actors.descriptions import (
    INDEFINITE,
    NOUN_LINKS,
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

    A person whom the document is about, or who received or saw it, is not its author.
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
    """Return the entity that wrote a study or report, if the text names the writer.

    The writer is in the phrase ("a study by Berg") or, for a new document, in its
    clause: "The council passed a resolution calling for …".
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
    """Return the first entity that is named before the noun of a description, if any.

    A person counts only with "'s": "Berg's letter".
    """
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
    """Return the first person or organisation after one of ``links`` ("by"), if any.

    The search ends at a participle that does not issue documents: "seen by Berg".
    """
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
    """Return the speaker at token ``i``, but not "city" or a role before a name."""
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
            earlier = read_subject(discourse, i, NOUN_LINKS | {"by"})
            number = _author_in_phrase(discourse, earlier)
            return _author_by_verb(discourse, earlier) if number is None else number
    return None


def _author_by_verb(discourse: DiscourseModel, description: Description) -> int | None:
    """Return the person or body that issued a document, if any.

    Example: Berg in "Berg sent a letter", or in "Berg said in a letter".
    """
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


def _is_acronym(discourse: DiscourseModel, token: int) -> bool:
    """Return whether a word is all capitals: "WHO", not "I"."""
    text = discourse.tokens.texts[token]
    return text.isupper() and len(text) > 1


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
ARTICLES = frozenset(("a", "an"))
COPULAS = frozenset(("is", "was"))
TITLE_TAGS = frozenset(("NN", ""))
BRACKET_TOKENS = 10
# Sources that stay unresolved: "I", and relative pronouns without an antecedent.
NEVER_RESOLVED = words("never_resolved")
CONTINUING = words("continuing_words")
# The speaker of "he added" has spoken at most this number of sentences before.
GOING_ON_REACH = 2


def resolve_speakers(discourse: DiscourseModel) -> list[int | None]:
    """Return, for each attribution, the number of its speaker, or ``None``."""
    resolver = _Resolver(discourse)
    return [resolver.resolve(said) for said in discourse.parse.attributions]


class _Resolver:
    """Resolves attributions in text order, and remembers the last speaker."""

    def __init__(self, discourse: DiscourseModel) -> None:
        self.discourse = discourse
        self.last: tuple[int, int] | None = None
        self.is_unclear = False
        self.wrote = False
        self.known: dict[tuple[int, int], int | None] = {}

    def resolve(self, said: Attribution) -> int | None:
        """Return the number of the speaker of one attribution, or ``None``."""
        number = self._speaker(said)
        if number is not None:
            self.last = (number, said.sentence)
            self.wrote = said.cue is not None and said.cue.text.lower() in ISSUING
        if number is not None or self._is_source_unclear(said):
            self.is_unclear = number is None
        return number

    def _is_source_unclear(self, said: Attribution) -> bool:
        """Return whether an unresolved attribution has a source outside quotations."""
        source = said.source
        return source is not None and not self.discourse.is_quoted(source.start)

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
        """Return the last speaker, in the same paragraph or the one before.

        Return ``None`` if an unclear speaker may have spoken since.
        """
        if self.last is None or self.is_unclear:
            return None
        paragraph = self.discourse.paragraph
        apart = paragraph(said.sentence) - paragraph(self.last[1])
        return self.last[0] if 0 <= apart <= 1 else None

    def _resolve_source(self, said: Attribution, source: Span) -> int | None:
        phrase = find_source(self.discourse, source, said.source_head)
        if phrase is None:
            return None
        lower = self.discourse.tokens.lowers[phrase.head]
        goes_on = self._goes_on(said, source)
        if lower in PRONOUNS:
            return self._pronoun(phrase.head, said, goes_on=goes_on)
        number = _person_of_initials(self.discourse, source)
        if number is None:
            number = self._first_named(phrase)
        if (
            number is None
            and lower in NEVER_RESOLVED
            and not _is_acronym(self.discourse, phrase.head)
        ):
            return None
        return self._described(phrase, goes_on=goes_on) if number is None else number

    def _goes_on(self, said: Attribution, source: Span) -> bool:
        """Return whether the cue says that somebody goes on: "also said", "added"."""
        if said.cue is None or self.last is None:
            return False
        discourse, start = self.discourse, min(source.end, said.cue.start)
        opening = min(start, said.content[0].start)
        here = discourse.tokens.sentences[discourse.token_at(opening)]
        if here - self.last[1] > GOING_ON_REACH:
            return False
        spoken = discourse.parse.within(start, said.cue.end)
        return not CONTINUING.isdisjoint(discourse.tokens.lowers[spoken])

    def _first_named(self, phrase: SourcePhrase) -> int | None:
        """Return the entity at the head, or the first of several joined by "and"."""
        discourse, number = self.discourse, self.discourse.entity_covering(phrase.head)
        if number is None:
            return None
        named = self._person_beside(number, phrase)
        if named is not None:
            return named
        before = range(phrase.first + 1, phrase.head)
        joint = next(
            (i for i in before if discourse.tokens.tags[i] == "CC"), phrase.first
        )
        if joint == phrase.first or discourse.entity_named_at(joint - 1) is None:
            return number
        if self._is_title(joint + 1, phrase.head):
            return number
        first = (discourse.entity_named_at(i) for i in range(phrase.first, joint))
        return next((other for other in first if other is not None), number)

    def _person_beside(self, number: int, phrase: SourcePhrase) -> int | None:
        """Return the person whose name ends a source, if its head is in another's role.

        Example: "Berg" in "After the fair, spokeswoman for the town Anna Berg said".
        """
        discourse, last = self.discourse, phrase.last - 1
        inside = [discourse.entity_named_at(i) for i in range(*phrase[:2])]
        named = inside[-1]
        if named is None or number in inside:
            return None
        before = discourse.tag(last - inside.count(named))
        is_person = discourse.entities[named].kind in {ActorKind.PERSON, None}
        return named if is_person and before not in PREPOSITIONS else None

    def _is_title(self, first: int, head: int) -> bool:
        """Return whether a title starts at ``first``, after "and".

        Example: "mining" in "Bitcoin and mining expert Berg".
        """
        titled = self.discourse.tokens.texts[first].islower()
        return titled and self.discourse.tag(first) in TITLE_TAGS and first < head

    def _author(self, description: Description) -> int | None:
        """Return the author of a document, or else the last speaker, if that one wrote.

        Example: "Berg tweeted that it leaks. The tweet said".
        """
        number = find_author(self.discourse, description)
        if number is None and description.is_definite and self.wrote and self.last:
            here = self.discourse.tokens.sentences[description.head]
            return self.last[0] if here - self.last[1] <= 1 else None
        return number

    def _before_copula(self, description: Description) -> int | None:
        """Return the person before "is" and a description: "Anna Berg is an expert"."""
        discourse, verb = self.discourse, description.first - 1
        if description.determiner not in ARTICLES or verb < 1:
            return None
        if discourse.lowers[verb] not in COPULAS:
            return None
        number = discourse.entity_covering(
            verb - 1 - (discourse.lowers[verb - 1] == ",")
        )
        is_person = number is not None and (
            discourse.entities[number].kind is ActorKind.PERSON
        )
        return number if is_person else None

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

    def _described(self, source: SourcePhrase, *, goes_on: bool) -> int | None:
        description = describe(self.discourse, source)
        number = self._in_apposition(description)
        if number is None:
            number = self._before_copula(description)
        if number is not None:
            return number
        if description.noun in DOCUMENTS:
            return self._add_if_new(self._author(description))
        if description.noun in WORKS:
            number = self._add_if_new(find_writer(self.discourse, description))
            if number is not None:
                return number
        speaker = self.last[0] if self.last else None
        return resolve_description(
            self.discourse, description, speaker, goes_on=goes_on
        )

    def _add_if_new(self, number: int | None) -> int | None:
        """Return ``number``; for ``~token``, that of the description at the token."""
        if number is None or number >= 0:
            return number
        return resolve_description(
            self.discourse, read_subject(self.discourse, ~number), None
        )

    def _pronoun(self, token: int, said: Attribution, *, goes_on: bool) -> int | None:
        discourse = self.discourse
        meant = resolve_pronoun(
            discourse, token, self.last, said.content, goes_on=goes_on
        )
        number = self._add_if_new(meant)
        if number is not None and self._is_named_in(said, number):
            return None
        if number is not None:
            word = discourse.tokens[token]
            discourse.pronouns[number].append(Span(word.start, word.end, word.text))
            discourse.record_mention(word.start, token, number)
        return number

    def _is_named_in(self, said: Attribution, number: int) -> bool:
        """Return whether a quotation contains the given name of entity ``number``.

        Speakers rarely name themselves by it: "I can beat Anna, she said".
        """
        discourse, bounds = self.discourse, self.discourse.parse.bounds
        for sentence in range(said.sentence, len(bounds)):
            tokens = range(*bounds[sentence])
            quoted = [
                i for i in tokens if discourse.is_quoted(discourse.tokens.starts[i])
            ]
            if sentence > said.sentence and quoted[:1] != list(tokens[:1]):
                return False
            if any(self._is_given_name(i, number) for i in quoted):
                return True
        return False

    def _is_given_name(self, token: int, number: int) -> bool:
        """Return whether a token names an entity by the first word of a full name."""
        at = self.discourse.entity_named_at
        if at(token) != number or number in {at(token - 1), at(token + 1)}:
            return False
        text = self.discourse.tokens.texts[token]
        full = (name.text.split() for name in self.discourse.entities[number].names)
        return any(len(words_) > 1 and words_[0] == text for words_ in full)
