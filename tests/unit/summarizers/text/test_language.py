"""The language of a text, and the terms that it is made of."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from summarizers.text.language import (
    UNLISTED,
    detect_language,
    language_of_lists,
    language_of_words,
    sentence_terms,
    stop_words,
    terms,
)

SENTENCES = {
    "en": "The dam held, and it was said that nobody was hurt by the flood.",
    "de": "Der Damm hat in der Nacht gehalten, und niemand wurde verletzt.",
    "fr": "Le barrage a tenu pendant la nuit et personne n'a été blessé.",
    "es": "La presa aguantó durante la noche y nadie resultó herido.",
    "nl": "De dam heeft het vannacht gehouden en er is niemand gewond geraakt.",
    "ru": "Плотина выдержала ночь, и никто не пострадал.",
    "ja": "堤防は一晩持ちこたえ、けが人はいなかった。",
    "ar": "صمد السد طوال الليل ولم يصب أحد بأذى",
}
# The lists of words for the languages that have none are shared.
POLISH = (
    "Nauczyciele trzech szkół w Brevik strajkują od wtorku, ponieważ domagają się "
    "nowych etatów. Rzecznik związku powiedział, że klasy są za duże i że nie ma już "
    "personelu. Jak długo potrwa strajk, nie jest jeszcze znane."
)


@pytest.mark.parametrize("code", SENTENCES)
def test_language_of_a_sentence_is_told(code: str) -> None:
    assert detect_language(SENTENCES[code]) == code


@pytest.mark.parametrize("text", ["", "12 34", "Lund", "hello", "Dam breaks, 3 hurt"])
def test_too_little_text_counts_as_english(text: str) -> None:
    assert detect_language(text) == "en"


def test_beginning_of_a_long_text_decides() -> None:
    assert detect_language(SENTENCES["en"] * 60 + SENTENCES["de"] * 900) == "en"


@pytest.mark.process
def test_english_is_told_without_loading_the_language_model() -> None:
    code = (
        "import sys\n"
        "from summarizers.text.language import detect_language\n"
        f"detect_language({SENTENCES['en']!r})\n"
        "sys.exit('py3langid' in sys.modules)\n"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603

    assert done.returncode == 0


@pytest.mark.parametrize(
    ("given", "text", "lists", "words"),
    [
        (None, SENTENCES["fr"], "fr", "fr"),
        (None, SENTENCES["en"], "en", "en"),
        (None, "", "en", "en"),
        (None, "Eine Schlagzeile", "en", "en"),
        ("fr", SENTENCES["en"], "fr", "fr"),
        ("en", SENTENCES["fr"], "en", "en"),
        ("de", SENTENCES["de"], "en", None),
        (None, POLISH, "en", UNLISTED),
        ("de", SENTENCES["en"], "en", "en"),
        ("../fr", SENTENCES["fr"], "en", None),
        ("", SENTENCES["fr"], "en", None),
        ("fr", SENTENCES["de"], "fr", "fr"),
    ],
)
def test_lists_are_those_of_the_language_or_english(
    given: str | None, text: str, lists: str, words: str | None
) -> None:
    assert language_of_lists(given, text) == lists
    assert words is None or language_of_words(given, text) == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Dam broke; the DAM broke!", "the dam broke the dam broke"),
        (" “—” … (!) \u00a0", ""),
        ("Lind’s “old dam” — 2\xa0km…", "lind s old dam 2 km"),
        ("Straße nach Köln", "strasse nach köln"),
        ("Совет закрыл рынок", "совет закрыл рынок"),
        ("أغلق المجلس", "أغلق المجلس"),
        ("鱼市场", "鱼 市 场"),
        ("市场Rotter2关闭", "市 场 rotter2 关 闭"),
        ("ปลา", "ป ล า"),
    ],
)
def test_terms_are_words_or_characters_where_words_have_no_blanks(
    text: str, expected: str
) -> None:
    assert " ".join(terms(text)) == expected
    assert list(sentence_terms(text)) == terms(text)


def test_ascii_text_has_the_terms_that_it_has_beside_other_scripts() -> None:
    text = "a".join(map(chr, range(128)))

    assert terms(text) == re.findall(r"\w+", text.casefold(), re.ASCII)
    assert terms(f"{text} ю") == [*terms(text), "ю"]


def test_stop_words_are_terms_without_a_topic() -> None:
    assert {"the", "of", "said", "s", "would"} <= stop_words()
    assert stop_words().isdisjoint({"minister", "dam", "killed", "million"})
    assert [word for word in stop_words() if terms(word) != [word]] == []
