"""Who does what a verb says: subjects, inherited subjects, antecedents, agents."""

from __future__ import annotations

from summarizers.parsers.contents import is_reported_again
from summarizers.parsers.reporting import reporters
from summarizers.parsers.syntax import SUBJECTS, Tree

Source = tuple[tuple[int, int], int]

RELATIVES = frozenset(("who", "which", "that"))
INHERITING = frozenset(("conj", "xcomp", "pcomp", "advcl", "ccomp", "dep", "parataxis"))
QUOTING = frozenset(("quoted", "quotes", "quote", "quoting"))
STEPS = 6


def find_subject(tree: Tree, verb: int) -> Source | None:
    """The noun phrase that speaks, thinks or plans at ``verb``, with its head.

    A verb without a subject takes that of the verb it hangs on ("declined to say",
    "said it was sorry, adding that …"); a participle behind a noun takes the noun ("a
    letter saying that …"), a relative clause its antecedent.
    """
    at: int | None = verb
    for _ in range(STEPS):
        if at is None:
            return None
        own = tree.child(at, "nsubj", "csubj")
        if own is not None:
            return _named(tree, at, own)
        if tree.child(at, "nsubjpass") is not None:
            return _passive(tree, at, verb)
        at_dep = tree.tokens[at].dep
        head = tree.head(at)
        if head is None:
            return None
        if at_dep in {"acl", "relcl"}:
            return tree.phrase(head), head
        if at_dep == "prep":
            at = head
            continue
        if at_dep not in INHERITING or not _is_verb(tree, head):
            return None if at_dep != "pcomp" else _through_preposition(tree, head)
        if at_dep in {"ccomp", "parataxis"} and tree.tokens[at].tag != "VBG":
            return None
        if tree.tokens[head].lower in QUOTING:
            return _quoted(tree, head)
        at = _reporting_above(tree, at) or head
    return None


def _quoted(tree: Tree, verb: int) -> Source | None:
    """Who is quoted: "was quoted as saying", "quoted the envoy saying"."""
    person = tree.child(verb, "nsubjpass", "dobj")
    return None if person is None else (tree.phrase(person), person)


def _reporting_above(tree: Tree, again: int) -> int | None:
    """The verb that reported before a co-ordinated verb reports again."""
    if tree.tokens[again].dep != "conj":
        return None
    for verb in tree.ancestors(again):
        if tree.tokens[verb].lower in reporters() and is_reported_again(tree, again, verb):
            return verb
    return None


def find_agent(tree: Tree, verb: int) -> Source | None:
    """The "by" phrase of a passive verb."""
    agent = tree.child(verb, "agent")
    noun = None if agent is None else tree.child(agent, "pobj")
    return None if noun is None else (tree.phrase(noun), noun)


def _passive(tree: Tree, at: int, verb: int) -> Source | None:
    if at == verb:
        return find_agent(tree, verb)
    patient = tree.child(at, "nsubjpass")
    return None if patient is None else _named(tree, at, patient)


def _named(tree: Tree, verb: int, subject: int) -> Source | None:
    token = tree.tokens[subject]
    if token.lower in RELATIVES and token.tag in {"WP", "WDT"}:
        head = tree.head(verb)
        return None if head is None else (tree.phrase(head), head)
    if token.dep not in SUBJECTS or token.tag in {"EX", "WRB"}:
        return None
    return tree.phrase(subject), subject


def _through_preposition(tree: Tree, preposition: int) -> Source | None:
    head = tree.head(preposition)
    if head is not None and tree.tokens[head].lower in QUOTING:
        return _quoted(tree, head)
    return None if head is None else find_subject(tree, head)


def _is_verb(tree: Tree, i: int) -> bool:
    return tree.tokens[i].tag.startswith(("VB", "MD")) or tree.tokens[i].dep == "ROOT"
