from __future__ import annotations

import ast
from importlib.resources import files

import pytest

from summarizers.languages.profile import LanguageProfile, profile_of, profiles
from summarizers.lexicons import words
from summarizers.readers.pattern.vocabulary import vocabulary_of
from summarizers.readers.registry import reader_for
from summarizers.text.terms import stop_words

OTHERS = (
    "noise_starts",
    "noise_phrases",
    "abbreviations",
    "sentence_starters",
    "personal_words",
    "unclear_subjects",
)

each_language = pytest.mark.parametrize("language", profiles(), ids=lambda p: p.code)


@pytest.mark.parametrize("code", ["", "xx", "FR", "français"])
def test_unknown_code_has_no_profile(code: str) -> None:
    assert profile_of(code) is None


@each_language
def test_every_language_is_found_by_its_code(language: LanguageProfile) -> None:
    assert profile_of(language.code) is language
    assert language.grammar is None or language.grammar.code == language.code


@each_language
def test_every_language_has_a_reader(language: LanguageProfile) -> None:
    assert reader_for(language, fast=True) is not None


@each_language
def test_every_language_has_all_its_lists(language: LanguageProfile) -> None:
    assert language.grammar is None or vocabulary_of(language.grammar).reporters
    assert stop_words(language.code)
    assert all(words(name, language.code) for name in OTHERS)
    assert language.reporting_forms()


@each_language
def test_every_language_compares_numbers(language: LanguageProfile) -> None:
    assert language.numerals().lang == language.code
    assert language.phrasing().plural_ends


@each_language
def test_every_list_says_what_it_is_for(language: LanguageProfile) -> None:
    lists = files("summarizers.lexicons").joinpath(language.code)

    for one in lists.iterdir():
        lines = one.read_text("utf8").splitlines()
        assert lines[0].startswith("# "), one.name
        entries = [line.partition("\t")[0] for line in lines[1:] if line[0] != "#"]
        assert len(entries) == len(set(entries)), one.name


def strings_of(source: str) -> set[str]:
    """The string constants of a module, without docstrings."""
    tree = ast.parse(source)
    bare = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in bare
    }


@pytest.mark.parametrize(
    "language", [p for p in profiles() if p.grammar], ids=lambda p: p.code
)
def test_shared_rules_know_no_word_of_any_language(language: LanguageProfile) -> None:
    lists = files("summarizers.lexicons").joinpath(language.code)
    known = {
        entry
        for one in lists.iterdir()
        for entry in words(one.name.removesuffix(".txt"), language.code)
        if len(entry) > 1 and entry.isalpha()
    }
    shared = [
        one
        for one in files("summarizers.readers.pattern").iterdir()
        if one.name.endswith(".py")
    ]

    found = {one.name: strings_of(one.read_text("utf8")) & known for one in shared}

    assert len(shared) > 10
    assert {name: hits for name, hits in found.items() if hits} == {}
