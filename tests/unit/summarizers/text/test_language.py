from __future__ import annotations

import subprocess
import sys

import pytest

from summarizers.text.language import detect_language, language_of_lists


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The dam held, and it was said that nobody was hurt by the flood.", "en"),
        ("Der Damm hat in der Nacht gehalten, und niemand wurde verletzt.", "de"),
        ("Le barrage a tenu pendant la nuit et personne n'a été blessé.", "fr"),
        ("La presa aguantó durante la noche y nadie resultó herido.", "es"),
        ("De dam heeft het vannacht gehouden en er is niemand gewond geraakt.", "nl"),
        ("Плотина выдержала ночь, и никто не пострадал.", "ru"),
        ("堤防は一晩持ちこたえ、けが人はいなかった。", "ja"),
        ("صمد السد طوال الليل ولم يصب أحد بأذى", "ar"),
    ],
)
def test_the_language_of_a_sentence_is_told(text: str, code: str) -> None:
    assert detect_language(text) == code


@pytest.mark.parametrize("text", ["", "12 34", "Lund", "hello", "Dam breaks, 3 hurt"])
def test_too_little_text_counts_as_english(text: str) -> None:
    assert detect_language(text) == "en"


def test_the_beginning_of_a_long_text_decides() -> None:
    english = "The dam held and it was said that nobody was hurt by the flood. " * 60

    assert detect_language(english + "Der Damm hat gehalten. " * 900) == "en"


def test_english_is_told_without_loading_the_language_model() -> None:
    code = (
        "import sys\n"
        "from summarizers.text.language import detect_language\n"
        "detect_language('The dam held and it was said that they were not hurt.')\n"
        "sys.exit('py3langid' in sys.modules)\n"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603

    assert done.returncode == 0


FRENCH = "La digue a cédé dans la nuit et les voisins ont été évacués par les pompiers."


@pytest.mark.parametrize(
    ("given", "text", "lang"),
    [
        (None, FRENCH, "fr"),
        (None, "The dyke broke at night.", "en"),
        (None, "", "en"),
        ("fr", "The dyke broke at night.", "fr"),
        ("en", FRENCH, "en"),
        ("de", "Der Deich war in der Nacht dicht.", "en"),
        (None, "Der Deich war in der Nacht dicht, und viele Menschen flohen.", "en"),
        ("../fr", FRENCH, "en"),
        ("", FRENCH, "en"),
    ],
)
def test_lists_are_those_of_the_language_or_english(
    given: str | None, text: str, lang: str
) -> None:
    assert language_of_lists(given, text) == lang
