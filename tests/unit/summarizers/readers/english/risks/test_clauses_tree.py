from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizers.readers.english.risks.clauses import (
    ClausePosition,
    ClauseTense,
    TreeClauses,
)
from summarizers.readers.parse import Tokens

Tree = Callable[[str], tuple[Tokens, TreeClauses]]

# Officials said the old dam may collapse before the workers have left .
SAID = (
    "Officials/NNS/nsubj/1 said/VBD/ROOT/1 the/DT/det/4 old/JJ/amod/4 dam/NN/nsubj/6 "
    "may/MD/aux/6 collapse/VB/ccomp/1 before/IN/mark/11 the/DT/det/9 "
    "workers/NNS/nsubj/11 have/VBP/aux/11 left/VBN/advcl/6 ././punct/1"
)
# The firm that was fined plans to sue .
RELATIVE = (
    "The/DT/det/1 firm/NN/nsubj/5 that/WDT/nsubjpass/4 was/VBD/auxpass/4 "
    "fined/VBN/relcl/1 plans/VBZ/ROOT/5 to/TO/aux/7 sue/VB/xcomp/5 ././punct/5"
)


def test_auxiliaries_are_no_verbs_of_their_own(tree: Tree) -> None:
    _, clauses = tree(SAID)

    assert list(clauses.verbs()) == [1, 6, 11]


@pytest.mark.parametrize(
    ("verb", "tense"),
    [(1, ClauseTense.PAST), (6, ClauseTense.MODAL), (11, ClauseTense.PERFECT)],
)
def test_tense_comes_from_the_auxiliaries(
    tree: Tree, verb: int, tense: ClauseTense
) -> None:
    _, clauses = tree(SAID)

    assert clauses.tense(verb) is tense


def test_noun_is_governed_by_its_verb(tree: Tree) -> None:
    _, clauses = tree(SAID)

    assert clauses.verb_of(4) == 6


def test_root_without_a_verb_governs_nothing(tree: Tree) -> None:
    _, clauses = tree("Floods/NNS/ROOT/0 everywhere/RB/advmod/0")

    assert (clauses.verb_of(1), clauses.main_head()) == (-1, 0)


def test_verb_above_is_that_of_the_outer_clause(tree: Tree) -> None:
    _, clauses = tree(SAID)

    assert (clauses.governing_verb(6), clauses.governing_verb(1)) == (1, -1)


@pytest.mark.parametrize(
    ("drawing", "verb", "place"),
    [
        (SAID, 1, ClausePosition.MAIN),
        (SAID, 6, ClausePosition.SAID),
        (SAID, 11, ClausePosition.ADVERBIAL),
        (RELATIVE, 4, ClausePosition.RELATIVE),
    ],
)
def test_place_of_a_clause(
    tree: Tree, drawing: str, verb: int, place: ClausePosition
) -> None:
    _, clauses = tree(drawing)

    assert clauses.position(verb) is place


def test_clause_under_another_verb_is_a_complement(tree: Tree) -> None:
    _, clauses = tree(
        "It/PRP/nsubj/1 means/VBZ/ROOT/1 ferries/NNS/nsubj/3 stop/VBP/ccomp/1"
    )

    assert clauses.position(3) is ClausePosition.COMPLEMENT


def test_reported_clauses_hang_on_the_reporting_verb(tree: Tree) -> None:
    _, clauses = tree(SAID)

    assert clauses.reported_verbs(clauses.main_head()) == [6]


def test_verb_that_does_not_report_has_no_reported_clause(tree: Tree) -> None:
    _, clauses = tree(RELATIVE)

    assert clauses.reported_verbs(clauses.main_head()) == ()


def test_scope_holds_all_that_a_verb_governs(tree: Tree) -> None:
    tokens, clauses = tree(SAID)

    assert {"dam", "workers", "left"} <= {tokens[i].lower for i in clauses.scope(6)}


def test_scope_of_a_huge_tree_ends(tree: Tree) -> None:
    words = [f"word{i}/NN/dep/{max(0, i - 1)}" for i in range(1_000)]
    _, clauses = tree(" ".join(words))

    assert len(list(clauses.scope(0))) < 200


def test_infinitive_hangs_on_the_verb_of_intention(tree: Tree) -> None:
    _, clauses = tree(RELATIVE)

    assert clauses.governs_infinitive(5)
    assert not clauses.governs_infinitive(7)


def test_infinitive_is_a_clause_and_a_subject_is_none(tree: Tree) -> None:
    _, clauses = tree(RELATIVE)

    assert clauses.governs_clause(5)
    assert not clauses.governs_clause(4)


def test_modal_belongs_to_its_head(tree: Tree) -> None:
    _, clauses = tree(SAID)

    assert clauses.head_of_modal(5) == 6


def test_perfect_and_negation_are_seen_beside_the_verb(tree: Tree) -> None:
    _, clauses = tree(
        "It/PRP/nsubj/4 could/MD/aux/4 not/RB/neg/4 have/VB/aux/4 sunk/VBN/ROOT/4"
    )

    assert clauses.is_perfect(4)
    assert clauses.is_negated(4)


def test_plain_modal_is_neither_perfect_nor_negated(tree: Tree) -> None:
    _, clauses = tree(SAID)

    assert not clauses.is_perfect(6)
    assert not clauses.is_negated(6)
