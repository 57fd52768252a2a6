"""What a predicate tells of its subject's mind: "is confident that", "are wary of"."""

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
)
from summarizers.readers.parse import Attribution

NOMINAL = frozenset(("acomp", "oprd"))


def read_predicate(
    document: DependencyDocument, tree: DependencyTree, i: int
) -> Iterator[Attribution]:
    """What the predicate at a token tells of somebody's mind."""
    source = _holder(tree, i)
    if source is None or is_nobody(tree, source) or document.is_spoken(source[1]):
        return
    reporter = reporting_adjectives()[tree.tokens.lowers[i]]
    parts = document.with_quotations(_thought(tree, i, reporter))
    if parts:
        yield document.attribution(reporter.kind, source, (i, i), parts)


def _holder(tree: DependencyTree, predicate: int) -> Source | None:
    """Whose mind it is: the subject of the verb that the predicate hangs on.

    A participle ("is worried that …") heads its clause itself.
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


def _thought(
    tree: DependencyTree, predicate: int, reporter: ReportingWord
) -> list[Range]:
    """The token range (inclusive) of what is thought, felt or wanted; may be none."""
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
