"""The word lists of one language, for the pattern rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from summarizers.languages.profile import Grammar, ReportingForm


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word lists of one language in lower case; most map a word to its properties.

    ``reporters`` holds every form of every reporting verb. ``infinitives`` are those
    that may precede a colon. ``infinitive_reporters`` are those that may follow a verb
    of ``supports`` ("tenir à"). ``informants`` ("according to") and ``forward`` (words
    about the future) are indexed by their first word, longest first. ``hosts`` stand
    between "one says" and an organisation ("chez"). ``examples`` stand between a group
    and one person of the group ("comme"). ``nouns`` can name a speaker; ``stand_ins``
    can refer to an actor just named ("l'élu").
    """

    grammar: Grammar
    reporters: Mapping[str, ReportingForm]
    infinitives: frozenset[str]
    auxiliaries: Mapping[str, str]
    between: frozenset[str]
    pronouns: Mapping[str, str]
    nobody: frozenset[str]
    determiners: Mapping[str, str]
    links: frozenset[str]
    particles: frozenset[str]
    openers: frozenset[str]
    honorifics: Mapping[str, str]
    roles: Mapping[str, str]
    first_names: Mapping[str, str]
    org_words: Mapping[str, str]
    groups: frozenset[str]
    countries: frozenset[str]
    places: frozenset[str]
    calendar: frozenset[str]
    place_words: frozenset[str]
    nouns: frozenset[str]
    breaks: frozenset[str]
    offices: frozenset[str]
    addressed: frozenset[str]
    borders: frozenset[str]
    indefinite: frozenset[str]
    demonym_ends: tuple[str, ...]
    adverb_ends: tuple[str, ...]
    participle_ends: tuple[str, ...]
    finite_ends: tuple[str, ...]
    imperative_ends: tuple[str, ...]
    informants: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    ends: tuple[tuple[str, ...], ...]
    forward: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    hazards: Mapping[str, str]
    past: frozenset[str]
    infinitive_reporters: Mapping[str, ReportingForm]
    stand_ins: frozenset[str]
    demonstratives: frozenset[str]
    supports: frozenset[str]
    hosts: tuple[tuple[str, ...], ...]
    relatives: frozenset[str]
    prepositions: frozenset[str]
    examples: tuple[tuple[str, ...], ...]
    firm_words: frozenset[str]

    def is_inverted(self, word: str) -> bool:
        """Return whether a word is a pronoun joined to the verb before it: "dit-il"."""
        return is_tied(word) and word in self.pronouns


def is_tied(word: str) -> bool:
    """Return whether ``word`` has a hyphen to the word before it, as "-il" does."""
    return word[:1] == "-"


@cache
def vocabulary_of(grammar: Grammar) -> Vocabulary:
    """Return the word lists of the grammar's language, cached after the first call.

    Raises:
        FileNotFoundError: the language lacks one of the lists.
    """
    return Vocabulary(
        grammar=grammar,
        reporters=grammar.reporters(),
        infinitives=frozenset(_infinitive(e) for e in grammar.table("reporting_verbs")),
        auxiliaries=grammar.table("auxiliaries"),
        between=grammar.words("between_words"),
        pronouns=grammar.table("pronouns"),
        nobody=grammar.words("nobody"),
        determiners=grammar.table("determiners"),
        links=grammar.words("links"),
        particles=grammar.words("particles"),
        openers=grammar.words("openers"),
        honorifics=grammar.table("honorifics"),
        roles=grammar.table("roles"),
        first_names=grammar.table("first_names"),
        org_words=grammar.table("org_words"),
        groups=grammar.words("group_nouns"),
        countries=grammar.words("countries"),
        places=grammar.words("places"),
        calendar=frozenset((*grammar.table("weekdays"), *grammar.table("months"))),
        place_words=grammar.words("place_words"),
        nouns=frozenset().union(
            *(grammar.table(name) for name in ("org_words", "documents", "roles"))
        ),
        breaks=grammar.words("clause_breaks"),
        offices=grammar.words("offices"),
        addressed=grammar.words("addressed"),
        borders=grammar.words("borders"),
        indefinite=grammar.words("indefinite"),
        demonym_ends=grammar.endings("demonym_ends"),
        adverb_ends=grammar.endings("adverb_ends"),
        participle_ends=grammar.endings("participle_ends"),
        finite_ends=grammar.endings("finite_ends"),
        imperative_ends=grammar.endings("imperative_ends"),
        informants=_by_first(_phrases(grammar.table("informants"))),
        ends=tuple(phrase for phrase, _ in _phrases(grammar.table("content_ends"))),
        forward=_by_first(_phrases(grammar.table("forward_words"))),
        hazards=grammar.table("hazards"),
        past=grammar.words("past_words"),
        infinitive_reporters=dict(_infinitives(grammar)),
        stand_ins=grammar.words("stand_ins"),
        demonstratives=grammar.words("demonstratives"),
        supports=grammar.words("supports"),
        hosts=tuple(phrase for phrase, _ in _phrases(grammar.table("hosts"))),
        relatives=grammar.words("relatives"),
        prepositions=grammar.words("prepositions"),
        firm_words=grammar.words("firm_words"),
        examples=tuple(phrase for phrase, _ in _phrases(grammar.table("examples"))),
    )


def split_phrase(text: str) -> tuple[str, ...]:
    """Return the words of an entry; an elided word is one of them: "d'", "après"."""
    return tuple(text.replace("'", "' ").split())


def _phrases(entries: Mapping[str, str]) -> tuple[tuple[tuple[str, ...], str], ...]:
    split = [(split_phrase(text), value) for text, value in entries.items()]
    return tuple(sorted(split, key=lambda phrase: -len(phrase[0])))


def _by_first(
    phrases: tuple[tuple[tuple[str, ...], str], ...],
) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return the phrases grouped by their first word."""
    return {
        first: tuple(phrase for phrase in phrases if phrase[0][0] == first)
        for first in {phrase[0][0] for phrase in phrases}
    }


def _infinitive(entry: str) -> str:
    """Return the infinitive of an entry, without the pronoun of a reflexive verb."""
    return entry.rpartition("'")[2].removeprefix("se-")


def _infinitives(grammar: Grammar) -> Iterator[tuple[str, ReportingForm]]:
    """Yield each infinitive that reports after a verb of ``supports``, and its kind."""
    for entry, value in grammar.table("reporting_verbs").items():
        kind, frames, *_ = value.split("\t")
        row = kind, frozenset(frames.split(",")), True, False
        yield _infinitive(entry), ReportingForm(*row)
