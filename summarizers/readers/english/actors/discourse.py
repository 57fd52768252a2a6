"""The discourse model: the entities of an article, their mentions, and their functions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from summarizers.model import ActorKind, Span
from summarizers.readers.english.actors.entity_typing import AT_PLACES, IN_PLACES
from summarizers.readers.english.actors.linking import Entity
from summarizers.readers.english.actors.names import NameMention
from summarizers.readers.english.actors.word_lists import (
    CALENDAR,
    GROUPS,
    ORG_NOUNS,
    PRESS,
    ROLES,
    role_noun,
)
from summarizers.readers.english.syntax.tokens import reporters
from summarizers.readers.parse import Parse, Tokens
from summarizers.text.layout import QuotationIndex

_SHAPES = {
    "": "u",
    "NN": "n",
    "NNS": "s",
    "NNP": "N",
    "JJ": "j",
    "DT": "d",
    "PRP$": "p",
    "POS": "'",
    "CD": "c",
    "IN": "i",
    "TO": "t",
    "CC": "&",
    "RB": "r",
    "PRP": "P",
    **dict.fromkeys(("VBD", "VBZ", "VBP", "MD"), "v"),
    "VB": "b",
    "VBG": "g",
    "VBN": "e",
    "WP": "w",
    "WP$": "w",
    "WDT": "w",
    "WRB": "w",
    ",": ",",
    ":": ":",
    ".": ".",
    **dict.fromkeys(("JJR", "JJS", "RP", "EX", "$", "SYM"), "m"),
}
_LINKS = frozenset(("of", "from", "for"))
# From a name to the verb of which it is the subject: more names, an apposition, and an
# adverb or day may stand between.
_TO_VERB = re.compile(
    r"(?:(?:,d?[uj]{0,3}N+)*,?&[dpcujnsN']{1,6})?(?:,(?:[^,.]{1,18},)?)?(?:r|[io]k|k)?v"
)
# A sentence up to its first finite verb or relative word, behind its introduction. A
# finite form behind a determiner is a noun: "the accused".
_SUBJECT_PHRASE = re.compile(
    r"[&r,]*(?:[iotgew](?:[^,]*,|.*))?((?:[dp]v|[^vw])*)", re.DOTALL
)
# Words before a name that cannot be a subject.
_GOVERNORS = IN_PLACES | AT_PLACES | {"with", "against", "between", "for", "of"}
_SUBJECT_PRONOUNS = frozenset(("he", "she", "it", "they"))

Subject = tuple[int, Entity | None]
"""The first token of a subject, and its entity, if it is one."""


def shape_of(tokens: Tokens) -> str:
    """Return one character per token, and a full stop at the end.

    ``n`` and ``s`` are nouns, ``N`` names, ``k`` months and days, ``u`` unknown words,
    ``j`` adjectives, ``d`` and ``p`` determiners, ``'`` possessives, ``c`` numbers, ``o``
    "of", "from" and "for", ``i`` other prepositions, ``t`` "to", ``&`` conjunctions, ``r``
    adverbs, ``v`` finite verbs, ``b``, ``g`` and ``e`` other verb variants, ``w`` relative
    words, ``P`` pronouns, ``m`` other words, ``,`` ``:`` and ``.`` marks, and ``-`` brackets
    and quotation marks.
    """
    shape = [_SHAPES.get(tag, "-") for tag in tokens.tags]
    for i, lower in enumerate(tokens.lowers):
        if lower in _LINKS:
            shape[i] = "o"
        elif lower in CALENDAR:
            shape[i] = "k"
    return "".join([*shape, "."])


def is_agent_noun(noun: str) -> bool:
    """Return whether a noun is for a person, a group or an organisation."""
    return noun in ROLES or noun in GROUPS or noun in ORG_NOUNS


class Discourse:
    """The entities of one article, with their mentions in text order.

    ``described`` maps a noun to the entities without a name that it describes.
    """

    def __init__(self, parse: Parse, shape: str, entities: list[Entity]) -> None:
        self.parse, self.tokens = parse, parse.tokens
        self.entities = entities
        self.described: dict[str, list[Entity]] = defaultdict(list)
        self.starts, self.lowers = parse.tokens.starts, parse.tokens.lowers
        self.tags = [*parse.tokens.tags, ""]
        self.shape = shape
        self.words = frozenset(self.lowers)
        self._quoted = QuotationIndex(parse.layout.quotations)
        self._named: dict[int, Entity] = {}
        self._mentions: list[tuple[int, int, Entity]] = []
        titles: dict[int, Entity] = {}
        roles: dict[int, Entity] = {}
        for entity in entities:
            for name in entity.names:
                self._mentions.append((name.start, name.last - 1, entity))
                self._named.update(dict.fromkeys(range(name.first, name.last), entity))
                titles.update(dict.fromkeys(range(name.title, name.first), entity))
            for start, end in entity.role_spans:
                at = parse.within(start, end)
                roles.update(dict.fromkeys(range(at.start, at.stop), entity))
        self._mentions.sort(key=itemgetter(0))
        self._covering = {**self._named, **roles, **titles}
        bodies = {e: len(e.names) for e in entities if e.kind is ActorKind.ORG}
        most = max(bodies.values(), default=0)
        leaders = [body for body, count in bodies.items() if count == most]
        if len(leaders) == 1:
            name = leaders[0].names[0]
            is_press = " ".join(name.words) in PRESS
            leaders[0].leads = not (is_press or name.text.isupper())

    def covering(self, token: int) -> Entity | None:
        """Return the entity whose title, role, name or description has ``token``.

        A title has precedence: in "White House spokesman Berg", "White House" is Berg.
        """
        return self._covering.get(token)

    def named_at(self, token: int) -> Entity | None:
        """Return the entity whose name includes ``token``, if any."""
        return self._named.get(token)

    def bounds(self, token: int) -> tuple[int, int]:
        """Return the half-open token range of the sentence that contains ``token``."""
        return self.parse.bounds[self.tokens.sentences[token]]

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """Return the half-open range of the tokens within ``span``."""
        tokens = self.parse.within(span.start, span.end)
        return tokens.start, tokens.stop

    def token_at(self, offset: int) -> int:
        """Return the first token at the character ``offset`` or after it."""
        return min(bisect_left(self.starts, offset), len(self.starts) - 1)

    def add_entity(self, entity: Entity, noun: str) -> None:
        """Add an entity without a name, which ``noun`` describes."""
        self.entities.append(entity)
        self.described[noun].append(entity)

    def add_mention(self, token: int, start: int, entity: Entity) -> None:
        """Add a mention of an entity with the head ``token``, from character ``start``."""
        self._covering[token] = entity
        insort(self._mentions, (start, token, entity), key=itemgetter(0))

    def mentions_before(
        self, offset: int, sentences: int
    ) -> Iterator[tuple[Entity, int, int]]:
        """Yield the mentions before ``offset``, the last first.

        Each is an entity, the last token of the mention, and its distance: the number
        of sentences between ``offset`` and the mention, at most ``sentences``.
        """
        at = bisect_left(self._mentions, offset, key=itemgetter(0))
        here = self.tokens.sentences[max(0, bisect_right(self.starts, offset) - 1)]
        for i in range(at - 1, -1, -1):
            _, token, entity = self._mentions[i]
            distance = here - self.tokens.sentences[token]
            if distance > sentences:
                return
            yield entity, token, distance

    def is_quoted(self, offset: int) -> bool:
        """Return whether the character ``offset`` is inside a quotation."""
        quotation = self._quoted.at(offset)
        return quotation is not None and offset < quotation.inner_end

    def is_subject(self, token: int) -> bool:
        """Return whether a mention that ends with ``token`` is a verb's subject."""
        return self.shape[token + 1] in "vbge"

    def verb_after(self, token: int) -> int:
        """Return the verb whose subject ends before ``token``, or -1."""
        before_verb = _TO_VERB.match(self.shape, token)
        return before_verb.end() - 1 if before_verb else -1

    def lead_end(self, paragraphs: int) -> int:
        """Return the offset at which the first ``paragraphs`` paragraphs of prose end."""
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

    def main_subjects(self, sentence: int) -> list[Subject]:
        """Return the subjects of the main clause of a sentence, in text order.

        A subject is a name, a pronoun, or a noun for a person or group. A name in
        apposition counts: "Her rival, Greta Voss, left". Owners and names after a
        preposition do not: only Voss is a subject in "Berg's lawyer at Norlinie, Greta
        Voss, left".
        """
        phrase = _SUBJECT_PHRASE.match(self.shape, *self.parse.bounds[sentence])
        tokens = range(*phrase.span(1)) if phrase else range(0)
        names: list[Subject] = []
        for entity, same in groupby(tokens, self.covering):
            first, *rest = same
            is_inner = self.shape[first - 1] in "iot"
            if (
                entity
                and not is_inner
                and self.shape[first + len(rest) + 1] not in "'ns"
            ):
                names.append((first, entity))
        if names:
            return names[:1] + [n for n in names[1:] if self.shape[n[0] - 1] == "&"]
        for i in tokens:
            if self.shape[i] in "iot":
                break
            lower, is_last = self.lowers[i], self.shape[i + 1] not in "'nsN"
            if lower in _SUBJECT_PRONOUNS or (
                is_last and is_agent_noun(role_noun(lower))
            ):
                return [(i, None)]
        return []

    def acts(self, name: NameMention) -> bool:
        """Return whether a mention of a name is a subject, or the agent after "by".

        A reporting verb may start a clause: "they said Norland Air had a permit".
        """
        lowers, following = self.lowers, self.shape[name.last]
        first = min(name.title, name.first)
        start, before = self.bounds(first)[0], first - 1
        before -= before > start and lowers[before] == "the"
        word, tag = "", ""
        if before >= start:
            word, tag = lowers[before], self.tags[before]
        if following == "'" or word == "by":
            return word == "by" and following not in "'ns"
        is_object = tag[:2] == "VB" and not (following == "v" and word in reporters())
        return (
            not is_object and word not in _GOVERNORS and self.verb_after(name.last) >= 0
        )
