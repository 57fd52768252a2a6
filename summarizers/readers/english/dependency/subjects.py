"""Find the subject of a verb: its own, another verb's, an antecedent or an agent."""

from __future__ import annotations

from summarizers.readers.english.dependency.content_spans import is_reported_again
from summarizers.readers.english.dependency.dependency_tree import (
    SUBJECTS,
    DependencyTree,
)
from summarizers.readers.english.reporting_lexicon import is_told_too, reporters

Source = tuple[tuple[int, int], int]
"""The noun phrase of a source: its first and last token, and its head."""

RELATIVES = frozenset(("who", "which", "that"))
INHERITING = frozenset(("conj", "xcomp", "pcomp", "advcl", "ccomp", "dep", "parataxis"))
QUOTING = frozenset(("quoted", "quotes", "quote", "quoting"))
STEPS = 6
WRITER = frozenset(("i", "you", "we"))
NONE = frozenset(("no", "nobody", "neither"))


def find_subject(tree: DependencyTree, verb: int) -> Source | None:
    """Return the noun phrase that speaks, thinks or plans at ``verb``, with its head.

    A verb without a subject takes the subject of its governing verb ("declined to say",
    "said it was sorry, adding that …"). A participle after a noun takes the noun ("a
    letter saying that …"). The verb of a relative clause takes the noun before the
    clause.
    """
    at = verb
    for _ in range(STEPS):
        if tree.child(at, *SUBJECTS) is not None:
            return _own_subject(tree, at, verb)
        head = tree.head(at)
        if head is None:
            return None
        if tree.tokens.deps[at] in {"acl", "relcl"}:
            return tree.phrase(head), head
        if not _inherits(tree, at, head):
            return _quoted_person(tree, head)
        at = _reporting_above(tree, at) or head
    return None


def _own_subject(tree: DependencyTree, at: int, verb: int) -> Source | None:
    subject = tree.child(at, "nsubj", "csubj")
    return (
        _passive_source(tree, at, verb)
        if subject is None
        else _source_of_subject(tree, at, subject)
    )


def _inherits(tree: DependencyTree, at: int, head: int) -> bool:
    """Return whether ``at``, a verb without a subject, has the subject of ``head``."""
    if tree.tokens.lowers[head] in QUOTING:
        return False
    dep = tree.tokens.deps[at]
    if dep in {"prep", "pcomp"}:
        return True
    if dep not in INHERITING or not _is_verb(tree, head):
        return False
    return dep not in {"ccomp", "parataxis"} or tree.tokens.tags[at] == "VBG"


def _quoted_person(tree: DependencyTree, verb: int) -> Source | None:
    """Return the person in "Rossi was quoted as saying", "quoted Rossi saying", if any."""
    if tree.tokens.lowers[verb] not in QUOTING:
        return None
    person = tree.child(verb, "nsubjpass", "dobj")
    return None if person is None else (tree.phrase(person), person)


def _reporting_above(tree: DependencyTree, again: int) -> int | None:
    """Return the first reporting verb of a series that contains the verb ``again``.

    For "warned" in "said it was opposed and warned" the result is "said".
    """
    if tree.tokens.deps[again] != "conj":
        return None
    for verb in tree.ancestors(again):
        if tree.tokens.lowers[verb] in reporters() and is_reported_again(
            tree, again, verb
        ):
            return verb
    return None


def is_nobody(tree: DependencyTree, source: Source) -> bool:
    """Return whether a source is the writer ("I", "we") or empty ("no report")."""
    tokens, head = tree.tokens, source[1]
    return tokens.lowers[head] in WRITER or tokens.lowers[source[0][0]] in NONE


def find_agent(tree: DependencyTree, verb: int) -> Source | None:
    """Return the noun phrase after the "by" of a passive verb, if any.

    Example: "the union" in "was rejected by the union".
    """
    agent = tree.child(verb, "agent")
    noun = None if agent is None else tree.child(agent, "pobj")
    return None if noun is None else (tree.phrase(noun), noun)


def _passive_source(tree: DependencyTree, at: int, verb: int) -> Source | None:
    if at == verb or is_told_too(tree.tokens, verb):
        return find_agent(tree, at)
    patient = tree.child(at, "nsubjpass")
    return None if patient is None else _source_of_subject(tree, at, patient)


def _source_of_subject(tree: DependencyTree, verb: int, subject: int) -> Source | None:
    tag = tree.tokens.tags[subject]
    if tree.tokens.lowers[subject] in RELATIVES and tag in {"WP", "WDT"}:
        head = tree.head(verb)
        if head is None and tree.tokens.texts[subject].isupper():
            return (subject, subject), subject
        return None if head is None else (tree.phrase(head), head)
    if tree.tokens.deps[subject] not in SUBJECTS or tag in {"EX", "WRB"}:
        return None
    first, last = tree.phrase(subject)
    return (first, last), _name_behind(tree, subject, last)


def _name_behind(tree: DependencyTree, head: int, last: int) -> int:
    """Return the name's token in "the mayor of Lenna, Ivo Kersten".

    The parser attaches the name to "Lenna". The result is ``head`` if that is a name or
    pronoun, or if no name follows it.
    """
    if tree.tokens.tags[head] in {"NNP", "NNPS", "PRP"}:
        return head
    for k in range(head + 1, last + 1):
        if tree.tokens.deps[k] == "appos" and tree.tokens.tags[k] == "NNP":
            return k
    return head


def _is_verb(tree: DependencyTree, i: int) -> bool:
    return tree.tokens.tags[i].startswith(("VB", "MD")) or tree.tokens.deps[i] == "ROOT"
