"""Find nouns and predicates that report: "Berg's claim that …", "is confident that"."""

from __future__ import annotations

from collections.abc import Iterator

from summarizers.lexicons import words
from summarizers.readers.english.dependency.content_spans import trim
from summarizers.readers.english.dependency.dependency_tree import DependencyTree
from summarizers.readers.english.dependency.parsed_document import (
    DependencyDocument,
    Range,
)
from summarizers.readers.english.dependency.subjects import (
    Source,
    find_subject,
    is_nobody,
)
from summarizers.readers.english.reporting_lexicon import (
    CLAUSE,
    INFINITIVE,
    ReportingWord,
    reporting_adjectives,
    reporting_nouns,
)
from summarizers.readers.parse import Attribution


def read_noun(
    document: DependencyDocument, tree: DependencyTree, noun: int
) -> Iterator[Attribution]:
    """Yield the attribution that ``noun`` expresses: "Rossi's claim that …".

    Yield none if the noun has no source.
    """
    if not document.tokens.tags[noun].startswith("NN"):
        return
    clause = tree.child(noun, "acl", "ccomp")
    if clause is None:
        clause = _copular_clause(tree, noun)
    if clause is None or not _is_embedded(tree, clause):
        return
    source = _owner(tree, noun)
    if source is None:
        return
    parts = document.with_quotations(
        [trim(tree, tree.left(clause), tree.right(clause))]
    )
    kind = reporting_nouns()[document.tokens.lowers[noun]]
    yield document.attribution(kind, source, (noun, noun), parts)


def _copular_clause(tree: DependencyTree, noun: int) -> int | None:
    """Return the clause's verb in "her message was that …"; its subject is ``noun``."""
    head = tree.head(noun)
    if head is None or tree.tokens.deps[noun] != "nsubj":
        return None
    return (
        tree.child(head, "ccomp")
        if tree.tokens.lowers[head] in {"is", "was", "are", "were"}
        else None
    )


def _is_embedded(tree: DependencyTree, clause: int) -> bool:
    """Return whether a clause starts with "that", or is an infinitive."""
    for c in tree.children(clause):
        dep = tree.tokens.deps[c]
        if (dep == "mark" and tree.tokens.lowers[c] == "that") or (
            dep == "aux" and tree.tokens.tags[c] == "TO"
        ):
            return True
    return False


def _owner(tree: DependencyTree, noun: int) -> Source | None:
    """Return the source of a noun, if any: "Rossi's claim", "Rossi made a claim"."""
    owner = tree.child(noun, "poss")
    if owner is not None:
        first, last = tree.phrase(owner)
        return (first, max(first, last - (tree.tokens.tags[last] == "POS"))), owner
    for c in tree.children_labelled(noun, "prep"):
        person = tree.child(c, "pobj")
        if tree.tokens.lowers[c] in {"by", "from", "of"} and person is not None:
            return tree.phrase(person), person
    head = tree.head(noun)
    if head is None or tree.tokens.deps[noun] != "dobj":
        return None
    light = tree.tokens.lowers[head] in words("light_verbs")
    return find_subject(tree, head) if light else None


NOMINAL = frozenset(("acomp", "oprd"))


def read_predicate(
    document: DependencyDocument, tree: DependencyTree, i: int
) -> Iterator[Attribution]:
    """Yield the attribution of a thought that the predicate ``i`` expresses.

    Example: "is confident that …".
    """
    source = _attitude_holder(tree, i)
    if source is None or is_nobody(tree, source) or document.is_spoken(source[1]):
        return
    reporter = reporting_adjectives()[tree.tokens.lowers[i]]
    parts = document.with_quotations(_thought_ranges(tree, i, reporter))
    if parts:
        yield document.attribution(reporter.kind, source, (i, i), parts)


def _attitude_holder(tree: DependencyTree, predicate: int) -> Source | None:
    """Return the subject of a predicate, if any: "Rossi" in "Rossi is sure that …".

    A participle ("is worried that …") governs its subject itself; any other predicate
    has the subject of its verb.
    """
    patient = tree.child(predicate, "nsubjpass", "nsubj")
    if patient is not None:
        joined = tree.child(predicate, "auxpass", "aux", "cop")
        is_state = joined is not None and tree.tokens.tags[predicate] == "VBN"
        return (tree.phrase(patient), patient) if is_state else None
    verb = tree.head(predicate)
    if verb is None or tree.tokens.deps[predicate] not in NOMINAL:
        return None
    is_being = tree.tokens.lowers[verb] in words("linking_verbs")
    return find_subject(tree, verb) if is_being else None


def _thought_ranges(
    tree: DependencyTree, predicate: int, reporter: ReportingWord
) -> list[Range]:
    """Return, in a list, the inclusive token range of the thought after ``predicate``.

    The list is empty if ``predicate`` governs no such words.
    """
    for c in tree.children(predicate):
        if c > predicate and _is_content(tree, c, reporter):
            return [trim(tree, tree.left(c), tree.right(c))]
    return []


def _is_content(tree: DependencyTree, c: int, reporter: ReportingWord) -> bool:
    dep = tree.tokens.deps[c]
    if dep == "ccomp":
        return CLAUSE in reporter.frames
    if dep == "xcomp":
        return INFINITIVE in reporter.frames
    governed = dep in {"prep", "agent"}
    return governed and tree.tokens.lowers[c] in reporter.prepositions
