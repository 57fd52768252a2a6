from __future__ import annotations

import pytest

from summarizers.languages.french.inflections import (
    is_infinitive,
    regular_forms,
    tense_of,
)
from summarizers.languages.profile import Tense


@pytest.mark.parametrize(
    "form",
    ["fermera", "fermeront", "finira", "prendront", "sera", "aura", "ira", "pourra",
     "viendra", "mettra", "devrons", "vivra", "conclura"],
)  # fmt: skip
def test_future_is_told_by_its_ending(form: str) -> None:
    assert tense_of(form) is Tense.FUTURE


@pytest.mark.parametrize(
    "form", ["fermerait", "pourraient", "devrait", "serait", "coûteraient", "irait"]
)
def test_conditional_is_told_by_its_ending(form: str) -> None:
    assert tense_of(form) is Tense.CONDITIONAL


@pytest.mark.parametrize(
    "form",
    ["montra", "entra", "assura", "tira", "durait", "montrait", "considérait", "opéra",
     "caméra", "livra", "fait", "digue", "serra", "admirait", "a", "ra", "", "r" * 999],
)  # fmt: skip
def test_other_forms_tell_no_time(form: str) -> None:
    assert tense_of(form) is Tense.OTHER


@pytest.mark.parametrize(
    ("infinitive", "forms"),
    [
        ("annoncer", {"annonce", "annoncent", "annonçait", "annonça", "annoncera"}),
        ("rappeler", {"rappelle", "rappelait", "rappellera"}),
        ("répéter", {"répète", "répètent", "répétait"}),
        ("juger", {"juge", "jugeait", "jugea", "jugera"}),
        ("s'indigner", {"indigne", "indignait"}),
    ],
)
def test_regular_verb_has_its_forms(infinitive: str, forms: set[str]) -> None:
    assert forms <= set(regular_forms(infinitive)[0])


def test_participles_and_gerund_follow_the_stem() -> None:
    _, participles, gerunds = regular_forms("annoncer")

    assert participles == ("annoncé", "annoncée", "annoncés", "annoncées")
    assert gerunds == ("annonçant",)


@pytest.mark.parametrize(
    ("form", "is_one"), [("partir", True), ("dire", True), ("fermer", True),
                         ("fermé", False), ("pont", False), ("er", False)]
)  # fmt: skip
def test_infinitive_is_told_by_its_ending(form: str, is_one: bool) -> None:  # noqa: FBT001  # a case
    assert is_infinitive(form) is is_one
