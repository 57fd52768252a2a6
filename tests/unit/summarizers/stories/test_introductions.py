"""Sentences that only lead up to the news, and the day that a sentence names."""

from __future__ import annotations

from datetime import date

import pytest

from summarizers.model import Article, Span
from summarizers.stories.report_lines import Introductions, last_named_day
from summarizers.text.language import listed_language
from summarizers.text.splitting import split_text
from tests.fakes.readers import TABLES
from tests.tables import lines

FRIDAY = date(2026, 3, 6)
BACKGROUND = "The mill at Lenna has stood by the river for a century."


def _leads_up(text: str, lang: str, at: int = 0, *, reported: bool = False) -> bool:
    article = Article(text.replace(" ¶ ", "\n\n"), lang=lang)
    layout = split_text(article, listed_language(lang))
    introductions = Introductions(article, layout, FRIDAY, lang)
    return introductions.has(layout.sentences[at].span, is_reported=reported)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_sentence_that_leads_up_to_the_subject_is_an_introduction(
    subtests: pytest.Subtests, lang: str
) -> None:
    for line in lines(f"{TABLES[lang]}/introductions"):
        expected, _, text = line.partition(" | ")
        with subtests.test(text=text):
            assert _leads_up(text, lang) is (expected == "introduction")


def test_language_without_lists_has_no_introductions() -> None:
    assert not _leads_up(f"{BACKGROUND} But its owner plans to leave.", "no")


@pytest.mark.parametrize(
    ("before", "reported", "expected"),
    [(3, False, False), (4, False, True), (4, True, False), (8, True, True)],
)
def test_detail_behind_the_opening_is_one_unless_a_speaker_is_near(
    before: int, *, reported: bool, expected: bool
) -> None:
    text = f"{f'{BACKGROUND} ' * before}The mill has nine old wheels. She left."

    assert _leads_up(text, "en", before, reported=reported) is expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The port closed on Friday.", "2026-03-06"),
        ("It closed on Thursday, a day after the fire of Wednesday.", "2026-03-05"),
        ("The port closed today.", "2026-03-06"),
        ("The port closed yesterday.", "2026-03-05"),
        ("The port closed on 3 March.", "2026-03-03"),
        ("The port will open on Saturday 28 February.", "2026-02-28"),
        ("Le port a fermé jeudi.", "2026-03-05"),
        ("The port is closed.", "None"),
        ("The port closed last year.", "None"),
        ("The port last closed on 4 July 2025.", "None"),
        ("The New Year's Eve party is in the port.", "None"),
    ],
)
def test_latest_recent_day_is_named(text: str, day: str) -> None:
    lang = "fr" if text.startswith("Le ") else "en"

    found = last_named_day(text, Span(0, len(text), text), FRIDAY, lang)

    assert str(found) == day
