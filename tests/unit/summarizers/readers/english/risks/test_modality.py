from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizers.readers.english.risks.article_context import lexical_cues
from summarizers.readers.english.risks.clauses import Clauses, TreeClauses
from summarizers.readers.english.risks.clauses_window import WindowClauses
from summarizers.readers.english.risks.evidence import Operator, find_operators
from summarizers.readers.parse import Tokens

Flat = Callable[[str], tuple[Tokens, WindowClauses]]
Tree = Callable[[str], tuple[Tokens, TreeClauses]]


def _operators(tokens: Tokens, clauses: Clauses) -> list[Operator]:
    table = lexical_cues()
    listed = [(i, table[t.lower]) for i, t in enumerate(tokens) if t.lower in table]
    return find_operators(tokens, listed, clauses)


def _kinds(flat: Flat, text: str) -> list[str]:
    tokens, clauses = flat(text)
    return [operator.kind for operator in _operators(tokens, clauses)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The dam will break.", "will"),
        ("The dam may break.", "might"),
        ("The dam would break.", "would"),
        ("They plan to leave.", "plan"),
        ("They hope to leave.", "hope"),
        ("They tried to leave.", "seek"),
        ("They need to leave.", "need"),
        ("They are likely to leave.", "expect"),
        ("A ruling is expected in May.", "expect"),
        ("They are set to leave.", "poised"),
        ("The rent is due on Monday.", "poised"),
        ("They threaten to leave.", "threat"),
        ("They warned of floods.", "warn"),
        ("They called for help.", "urge"),
        ("They are going to leave.", "going"),
        ("They are to leave.", "is_to"),
        ("They are not to leave.", "is_to"),
        ("They have yet to leave.", "yet_to"),
        ("The shortage continues.", "continue"),
    ],
)
def test_operator_is_found(flat: Flat, text: str, kind: str) -> None:
    assert kind in _kinds(flat, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They have a boat.", "need"),
        ("She called him a friend.", "urge"),
        ("The pier is threatened by waves.", "threat"),
        ("It is hard to leave.", "is_to"),
        ("They are going home.", "going"),
        ("It is not over yet.", "yet_to"),
        ("In May the ferry ran.", "might"),
    ],
)
def test_other_reading_of_the_word_is_no_operator(
    flat: Flat, text: str, kind: str
) -> None:
    assert kind not in _kinds(flat, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("They plan a fair.", "plan_bare"),
        ("The table is set for six.", "poised_bare"),
        ("The delay is due to the snow.", "poised_bare"),
    ],
)
def test_word_without_its_clause_is_a_bare_one(
    flat: Flat, text: str, kind: str
) -> None:
    assert kind in _kinds(flat, text)


def test_could_have_is_refused(flat: Flat) -> None:
    (operator,) = _operators(*flat("The dam could have broken."))

    assert operator.refused


def test_what_can_be_expected_is_refused(flat: Flat) -> None:
    operators = _operators(*flat("He asks how they can be expected to sail."))

    assert [o.refused for o in operators if o.kind == "expect"] == [True]


def test_will_have_looks_ahead(flat: Flat) -> None:
    operator = _operators(*flat("The dam will have broken."))[0]

    assert not operator.refused


@pytest.mark.parametrize(
    ("text", "past"),
    [("They planned to leave.", True), ("They plan to leave.", False)],
)
def test_intention_of_the_past_is_marked(flat: Flat, text: str, *, past: bool) -> None:
    (operator,) = _operators(*flat(text))

    assert operator.past is past


def test_operators_are_read_from_a_tree(tree: Tree) -> None:
    tokens, clauses = tree(
        "The/DT/det/1 firm/NN/nsubj/2 plans/VBZ/ROOT/2 to/TO/aux/4 cut/VB/xcomp/2 "
        "jobs/NNS/dobj/4"
    )

    assert _operators(tokens, clauses) == [Operator("plan", 2, 2)]
