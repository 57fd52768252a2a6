"""Asides that somebody else reports in the words of a speaker's sentence."""

from __future__ import annotations

from summarizers.readers.english.dependency.dependency_tree import DependencyTree
from summarizers.readers.english.reporting_lexicon import reporters
from summarizers.readers.parse import CueKind


def is_by_others(tree: DependencyTree, k: int) -> bool:
    """Whether "with" at ``k`` opens what somebody else reports."""
    said = tree.child(k, "pcomp") if tree.tokens.lowers[k] == "with" else None
    if said is None or tree.child(said, "nsubj") is None:
        return False
    reporter = reporters().get(tree.tokens.lowers[said])
    return reporter is not None and reporter.kind is CueKind.SPEECH
