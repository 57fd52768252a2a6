"""What each language that has a profile must have: word lists, grammar and a reader."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

from summarizers.briefing import reader_for
from summarizers.languages.profile import Grammar, LanguageProfile, profile_of, profiles
from summarizers.lexicons import words
from summarizers.readers.pattern.alphabet import alphabet_of
from summarizers.text.language import stop_words

OTHERS = (
    *("noise_starts", "noise_phrases", "abbreviations", "sentence_starters"),
    "unclear_subjects",
)


@pytest.mark.parametrize("code", ["", "xx", "FR", "français"])
def test_unknown_code_has_no_profile(code: str) -> None:
    assert profile_of(code) is None


@pytest.mark.parametrize("language", profiles(), ids=lambda profile: profile.code)
def test_language_has_lists_numbers_grammar_and_a_reader(
    language: LanguageProfile,
) -> None:
    code = language.code
    assert profile_of(code) is language
    if isinstance(language, Grammar):
        assert alphabet_of(language).phrases
    assert stop_words(code)
    assert all(words(name, code) for name in OTHERS)
    assert language.reporting_forms()
    assert language.numerals().pattern("number").search("12")
    assert reader_for(language) is not None


def _lists(language: LanguageProfile) -> Iterator[Traversable]:
    return files("summarizers.lexicons").joinpath(language.code).iterdir()


@pytest.mark.parametrize("language", profiles(), ids=lambda profile: profile.code)
def test_every_list_says_what_it_is_for(language: LanguageProfile) -> None:
    for one in _lists(language):
        lines = one.read_text("utf8").splitlines()
        assert lines[0].startswith("# "), one.name
        entries = [line.partition("\t")[0] for line in lines[1:] if line[0] != "#"]
        assert len(entries) == len(set(entries)), one.name


def _strings(source: str) -> set[str]:
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


def test_shared_rules_know_no_word_of_any_language() -> None:
    known = {
        entry
        for language in profiles()
        if isinstance(language, Grammar)
        for one in _lists(language)
        for entry in words(one.name.removesuffix(".txt"), language.code)
        if len(entry) > 1 and entry.isalpha()
    }
    shared = files("summarizers.readers.pattern").iterdir()
    texts = {m.name: m.read_text("utf8") for m in shared if m.name.endswith(".py")}

    found = {name: _strings(text) & known for name, text in texts.items()}

    assert len(texts) > 5
    assert {name: hits for name, hits in found.items() if hits} == {}
