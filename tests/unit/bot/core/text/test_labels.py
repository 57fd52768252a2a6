from __future__ import annotations

from dataclasses import fields

import pytest

from bot.core.text.labels import LANGUAGES, labels_for
from bot.core.text.labels.table import Labels, Plural
from summarizers.briefing import Briefer
from summarizers.model import Article

WORDS = [field.name for field in fields(Labels)]


def places(phrase: object) -> int | None:
    """The number of places for values in a phrase, or in both forms of a plural."""
    if isinstance(phrase, Plural):
        (number,) = {form.count("{}") for form in phrase}
        return number
    return phrase.count("{}") if isinstance(phrase, str) else None


@pytest.mark.parametrize("name", WORDS)
def test_every_language_has_each_phrase_with_the_same_places(name: str) -> None:
    phrases = [getattr(labels_for(language), name) for language in LANGUAGES]

    assert all(phrases) or name == "notes"
    assert len({places(phrase) for phrase in phrases}) == 1


def test_an_unknown_language_has_english_labels() -> None:
    assert labels_for("xx") is labels_for("en")


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 0, "0 word"),
        ("en", 1, "1 word"),
        ("en", 1_336, "1,336 words"),
        ("fr", 1, "1 mot"),
        ("fr", 1_336, "1\N{NARROW NO-BREAK SPACE}336 mots"),
    ],
)
def test_numbers_are_counted_as_the_language_counts(
    language: str, number: int, expected: str
) -> None:
    labels = labels_for(language)

    assert labels.counted(number, labels.words) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ports closed.",
        "Photo: AFP",
        "Die Fähre liegt im Hafen. " * 10,
        "The ferry stays in the port of the island today. " * 500,
    ],
)
def test_every_note_of_the_summarizers_is_translated(text: str) -> None:
    notes = Briefer("fast").brief(Article(text)).notes

    assert notes
    for note in notes:
        assert labels_for("fr").note(note) != note
        assert labels_for("en").note(note) == note


def test_the_missing_extra_is_named_in_french() -> None:
    article = Article("Der Damm wird im Herbst geleert, teilte er mit. " * 9, lang="de")
    hint = ' Install the extra "french" to read who said what.'

    note = labels_for("fr").note(Briefer("fast").brief(article).notes[0] + hint)

    assert note.startswith("Seules les phrases principales de ce texte (de)")
    assert "Installez l’extra «\N{NO-BREAK SPACE}french" in note


def test_other_notes_stay_as_they_are() -> None:
    assert labels_for("fr").note("A note of the desk.") == "A note of the desk."
