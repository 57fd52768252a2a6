from __future__ import annotations

import pytest

from bot.core.record.word_forms import english_forms, french_forms


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("ferry", "ferries"),
        ("ferries", "ferry"),
        ("vote", "voted"),
        ("votes", "voting"),
        ("rates", "rate"),
        ("planned", "planning"),
        ("stopped", "stop"),
        ("dying", "die"),
        ("visited", "visits"),
        ("meeting", "meetings"),
        ("need", "needs"),
        ("churches", "church"),
    ],
)
def test_regular_english_forms_belong_together(word: str, other: str) -> None:
    assert english_forms(word)[0] == word
    assert other in english_forms(word)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("rating", "rat"),
        ("planed", "plan"),
        ("was", "wa"),
        ("us", "u"),
        ("speed", "sped"),
        ("212", "212s"),
        ("ferry", "ferr"),
    ],
)
def test_other_english_words_do_not(word: str, other: str) -> None:
    assert other not in english_forms(word)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("greve", "greves"),
        ("journal", "journaux"),
        ("journaux", "journal"),
        ("bateaux", "bateau"),
        ("bateau", "bateaux"),
        ("grande", "grands"),
        ("elus", "elu"),
        ("manifester", "manifestaient"),
        ("manifestent", "manifeste"),
        ("manifestee", "manifester"),
    ],
)
def test_french_forms_belong_together(word: str, other: str) -> None:
    assert french_forms(word)[0] == word
    assert other in french_forms(word)


@pytest.mark.parametrize(
    ("word", "other"), [("car", "care"), ("2026", "2026s"), ("mer", "mers2")]
)
def test_other_french_words_do_not(word: str, other: str) -> None:
    assert other not in french_forms(word)
