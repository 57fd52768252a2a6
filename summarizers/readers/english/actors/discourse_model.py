"""The discourse model: the entities of an article and their mentions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from summarizers.model import ActorKind, Span, fast_new
from summarizers.readers.english.actors.name_variants import EntityCandidate
from summarizers.readers.parse import Parse
from summarizers.text.layout import QuotationIndex

VERBS = frozenset(("VB", "MD"))
# The maximum number of blanks and opening marks between a colon and the words after it.
COLON_REACH = 4


class EntityMention(NamedTuple):
    """A mention of the entity with the index ``number``.

    ``start`` is the offset of its first character, and ``at`` its last token.
    """

    start: int
    at: int
    number: int


class DiscourseModel:
    """The entities of one article, with their mentions in text order.

    An entity's number is its index in ``entities``, which only grows. ``pronouns`` maps
    an entity's number to the pronouns that refer to it. ``described`` maps a noun to
    the numbers of the entities that it describes.
    """

    def __init__(self, parse: Parse, entities: list[EntityCandidate]) -> None:
        self.parse, self.tokens = parse, parse.tokens
        self.entities = entities
        self.pronouns: dict[int, list[Span]] = defaultdict(list)
        self.described: dict[str, list[int]] = defaultdict(list)
        self._starts, self.lowers = parse.tokens.starts, parse.tokens.lowers
        self.words = frozenset(self.lowers)
        self._quoted = QuotationIndex(parse.layout.quotations)
        self._by_token: dict[int, int] = {}
        self._by_title: dict[int, int] = {}
        self._roles: list[tuple[int, int, int]] = []
        self._sightings: list[EntityMention] = []
        self._added: set[int] = set()
        for number, entity in enumerate(entities):
            self._enter(number, entity)
        self._sightings.sort()
        self._roles.sort()
        _mark_leader(entities)

    def _enter(self, number: int, entity: EntityCandidate) -> None:
        for name in entity.names:
            seen = fast_new(EntityMention, (name.start, name.last - 1, number))
            self._sightings.append(seen)
            for i in range(name.first, name.last):
                self._by_token.setdefault(i, number)
            for i in range(name.title, name.first):
                self._by_title.setdefault(i, number)
        for start, end in entity.role_spans:
            self._roles.append((start, end, number))

    def entity_covering(self, token: int) -> int | None:
        """Return the number of the entity whose title, role or name has ``token``.

        A title has precedence: in "White House spokesman Berg", "White House" is Berg.
        """
        if token in self._by_title:
            return self._by_title[token]
        holder = self._role_holder(self._starts[token])
        return self._by_token.get(token) if holder is None else holder

    def entity_named_at(self, token: int) -> int | None:
        """Return the number of the entity whose name includes ``token``, if any."""
        return self._by_token.get(token)

    def _role_holder(self, start: int) -> int | None:
        at = bisect_right(self._roles, (start, len(self.parse.layout.text), 0)) - 1
        if at >= 0 and start < self._roles[at][1]:
            return self._roles[at][2]
        return None

    def sentence_bounds(self, token: int) -> tuple[int, int]:
        """Return the half-open token range of the sentence that contains ``token``."""
        return self.parse.bounds[self.tokens.sentences[token]]

    def add_entity(self, entity: EntityCandidate) -> int:
        """Add an entity without a name, and return its number."""
        number = len(self.entities)
        self.entities.append(entity)
        for noun in entity.nouns:
            self.described[noun].append(number)
        for name in entity.names:
            self.record_mention(name.start, name.last - 1, number)
        return number

    def record_mention(self, start: int, at: int, number: int) -> None:
        """Add a mention of entity ``number`` from character ``start`` to token ``at``."""
        self._added.add(at)
        insort(self._sightings, fast_new(EntityMention, (start, at, number)))

    def is_known(self, token: int) -> bool:
        """Return whether ``token`` is in a name, title or role, or ends a mention."""
        return token in self._added or self.entity_covering(token) is not None

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """Return the half-open range of the tokens within ``span``."""
        first = bisect_left(self._starts, span.start)
        return first, bisect_left(self._starts, span.end)

    def token_at(self, offset: int) -> int:
        """Return the first token at the character ``offset`` or after it."""
        return min(bisect_left(self._starts, offset), len(self._starts) - 1)

    def described_at(self, token: int) -> int | None:
        """Return the entity of the description with the noun ``token``, if any."""
        start = self._starts[token] + 1
        seen = self.mentions_before(start, 0) if token in self._added else ()
        return next((s.number for s, _ in seen if s.at == token), None)

    def mentions_before(
        self, offset: int, sentences: int
    ) -> Iterator[tuple[EntityMention, int]]:
        """Yield the mentions before ``offset``, the last first, each with its distance.

        The distance is the number of sentences between ``offset`` and the mention, at
        most ``sentences``.
        """
        at = bisect_left(self._sightings, (offset,))
        here = self.tokens.sentences[max(0, bisect_right(self._starts, offset) - 1)]
        for i in range(at - 1, -1, -1):
            seen = self._sightings[i]
            distance = here - self.tokens.sentences[seen.at]
            if distance > sentences:
                return
            yield seen, distance

    def is_quoted(self, offset: int) -> bool:
        """Return whether the character ``offset`` is inside a quotation."""
        quotation = self._quoted.at(offset)
        return quotation is not None and offset < quotation.inner_end

    def is_behind_colon(self, offset: int) -> bool:
        """Return whether a colon stands right before the character ``offset``."""
        before = self.parse.layout.text[max(0, offset - COLON_REACH) : offset]
        return before.rstrip(" \n\"“‘'«").endswith(":")

    def is_subject(self, token: int) -> bool:
        """Return whether a mention that ends with ``token`` is a verb's subject."""
        return self.tag(token + 1)[:2] in VERBS

    def tag(self, token: int) -> str:
        """Return the tag of a token; "" after the last token."""
        return self.tokens.tags[token] if token < len(self.lowers) else ""

    def lead_end(self, paragraphs: int) -> int:
        """Return the offset at which the first paragraphs of prose end.

        ``paragraphs`` is the number of these paragraphs.
        """
        end = 0
        seen: set[int] = set()
        for sentence, (start, stop) in enumerate(self.parse.bounds):
            if start < stop:
                seen.add(self.paragraph(sentence))
                if len(seen) > paragraphs:
                    break
                end = self.tokens.ends[stop - 1]
        return end

    def paragraph(self, sentence: int) -> int:
        """Return the index of the paragraph that contains ``sentence``."""
        return self.parse.layout.sentences[sentence].paragraph


def _mark_leader(entities: list[EntityCandidate]) -> None:
    """Set ``leads`` for the organisation with the most mentions, unless two tie."""
    bodies = [entity for entity in entities if entity.kind is ActorKind.ORG]
    bodies.sort(key=lambda entity: -len(entity.names))
    if bodies and (len(bodies) == 1 or len(bodies[0].names) > len(bodies[1].names)):
        bodies[0].leads = True
