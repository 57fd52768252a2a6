from __future__ import annotations

import pytest

from bot.settings.schema.field_types import forms, mapping_or_name, names, several


@pytest.mark.parametrize(("value", "found"), [("a", ["a"]), (["a"], ["a"]), (7, [7])])
def test_one_is_as_good_as_a_list_of_one(value: object, found: object) -> None:
    assert several(value) == found


def test_an_actor_needs_no_forms() -> None:
    assert forms(None) == []
    assert forms("IMO") == ["IMO"]


@pytest.mark.parametrize(
    ("value", "tag"), [(["a"], "[list]"), ("a", "[list]"), ({}, "[mapping]")]
)
def test_actors_are_a_list_or_have_forms(value: object, tag: str) -> None:
    assert names(value) == tag


@pytest.mark.parametrize(
    ("value", "tag"), [({"console": {}}, "[mapping]"), ("console", "[name]")]
)
def test_a_destination_is_a_name_or_has_keys(value: object, tag: str) -> None:
    assert mapping_or_name(value) == tag


@pytest.mark.parametrize("value", [None, 3, ["console"]])
def test_what_is_no_mapping_is_read_as_a_name(value: object) -> None:
    assert mapping_or_name(value) == "[name]"
