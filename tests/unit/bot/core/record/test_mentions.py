"""Mentions of a name, an address or a user in any stored text."""

from __future__ import annotations

import json

import pytest

from bot.core.record.mentions import (
    AddressMentions,
    NameMentions,
    UserMentions,
    runs_of_words,
)

PAGE = "https://lenna-gazette.example/ferry?page=2"
NAMED = (
    "Ida Brandt's ferry",
    "IDA\n BRANDT",
    "Brandt, Ida",
    "https://lenna-gazette.example/ida-brandt-resigns",
    "https://lenna-gazette.example/?q=Ida%20Brandt",
    "<b>Ida</b> <i>Brandt</i>",
    "Ida&nbsp;Brandt",
    json.dumps({"text": "Ida\nBrandt"}),
    json.dumps(json.dumps("Ida\u00a0Brandt")),
)


@pytest.mark.parametrize("text", NAMED)
def test_a_name_is_found_in_all_forms(text: str) -> None:
    assert NameMentions(frozenset({"ida brandt"})).occur_in(text)
    assert {"ida brandt", "brandt ida"} & set(runs_of_words(text, [2]))


@pytest.mark.parametrize("text", ["Idas Brandt", "Ida M. Brandt", "Ida Brandts", ""])
def test_other_names_are_not_found(text: str) -> None:
    assert not NameMentions(frozenset({"ida brandt"})).occur_in(text)
    assert "ida brandt" not in set(runs_of_words(text, [2]))


@pytest.mark.parametrize(
    "text",
    [
        "see http://www.lenna-gazette.example/ferry/?utm_source=a&page=2.",
        f'{{"url": "{PAGE}#:~:text=port"}}',
    ],
)
def test_an_address_is_found_in_every_form(text: str) -> None:
    assert AddressMentions(PAGE).occur_in(text)


@pytest.mark.parametrize(
    "text", [PAGE.replace("2", "21"), "https://lenna-gazette.example/ferry", "ferry"]
)
def test_other_addresses_are_not_found(text: str) -> None:
    assert not AddressMentions(PAGE).occur_in(text)


@pytest.mark.parametrize(("text", "occurs"), [("slack/@U7", True), ("U71", False)])
def test_a_user_is_found_by_the_whole_id(text: str, *, occurs: bool) -> None:
    assert UserMentions("U7").occur_in(text) is occurs
