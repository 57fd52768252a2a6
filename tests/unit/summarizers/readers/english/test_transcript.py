"""Transcripts: how they are recognised, and which of their lines are printed."""

from __future__ import annotations

from datetime import date

import pytest

from summarizers.briefing import Briefer
from summarizers.model import Article, Briefing, ClaimKind
from summarizers.page import select_page
from summarizers.readers.english.transcript import read_transcript

TITLE = "Lenna Post interviews engineer Anna Berg about dams"
INTRO = (
    "On Monday, the Lenna Post interviewed engineer Anna Berg about the dams of Lenna. "
    "Berg was born in Tarn, and she served as the mayor of the town until 2009."
)
ASKED = "Do you think that the government says that the dams are unsafe?"
ANSWER = (
    "They will have to decide. Most dams of Lenna were built without a plan for floods. "
    "Norway claims that floods never happen. It will be built again by 2031, I am sure "
    "of that, and we all want it to hold."
)
SECOND = "Why did you leave the office of the mayor?"
LAST = (
    "I was tired of it. My family had a mill, and somebody had to take care of it all."
)
TURNS = f"{ASKED}\n\n{ANSWER}\n\n{SECOND}\n\n{LAST}"
TEXT = f"{INTRO}\n\n{TURNS}"
ARTICLE = Article(text=TEXT, title=TITLE, published=date(2026, 3, 2), lang="en")


@pytest.fixture(scope="module", params=["spacy", "fast"])
def page(request: pytest.FixtureRequest) -> Briefing:
    return select_page(Briefer(request.param).brief(ARTICLE)).briefing


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (TITLE, TEXT),
        ("Engineer Anna Berg talks to the Lenna Post about dams", TEXT),
        ("Interview with Anna Berg", f"{INTRO}\n\n{TURNS}"),
        (
            "The dams of Lenna",
            f"{TURNS}\n\nIs your mill running?\n\nI hope so.",
        ),
        (
            "Interview with Anna Berg",
            "LP: Why dams?\nAB: They hold.\nLP: All of them?\nAB: Most of them.",
        ),
    ],
)
def test_turns_are_a_transcript(title: str, text: str) -> None:
    assert read_transcript(Article(text=text, title=title)) is not None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Anna Berg sells her mill", TEXT),
        ("Lenna Post interviews Anna Berg", INTRO),
        (
            "Lenna Post interviews Anna Berg",
            f"{INTRO}\n\n“Why?”\n\n“How?”\n\nShe left.",
        ),
        (
            "Dams: what to know",
            "What is a dam?\n\nA wall.\n\nWho owns it?\n\nLenna.\n\nIs it safe?\n\nYes.",
        ),
        (None, ""),
    ],
)
def test_other_articles_are_no_transcript(title: str | None, text: str) -> None:
    assert read_transcript(Article(text=text, title=title)) is None


@pytest.mark.parametrize(
    ("intro", "start"),
    [(INTRO, len(INTRO) + 2), (f"{INTRO}\n\nI like dams.", len(INTRO) + 2), ("", 0)],
)
def test_introduction_ends_before_the_first_turn(intro: str, start: int) -> None:
    text = f"{intro}\n\n{TURNS}".strip()
    transcript = read_transcript(Article(text=text, title=TITLE))

    assert transcript is not None
    assert transcript.start == start


def test_short_paragraph_after_a_question_is_a_remark() -> None:
    transcript = read_transcript(ARTICLE)

    assert transcript is not None
    long = transcript.at(TEXT.index(ANSWER))
    assert transcript.answers(long, TEXT)
    assert not transcript.answers(transcript.at(TEXT.index(LAST)), TEXT)
    assert not transcript.answers(transcript.at(TEXT.index(SECOND)), TEXT)


def test_person_who_answers_is_the_only_actor(page: Briefing) -> None:
    assert [actor.name for actor in page.actors][:1] == ["Anna Berg"]
    assert "Norway" not in [actor.name for actor in page.actors]


def test_summary_tells_the_occasion_without_the_biography(page: Briefing) -> None:
    assert [line.span.text for line in page.summary] == [INTRO.partition(". ")[0] + "."]


def test_claim_is_an_answer_that_stands_alone(page: Briefing) -> None:
    claims = [(claim.speaker, claim.shown[0].text) for claim in page.claims]

    assert claims == [
        ("Anna Berg", "Most dams of Lenna were built without a plan for floods.")
    ]
    assert page.claims[0].kind is ClaimKind.DIRECT
    assert page.claims[0].cue is None


def test_answer_with_a_pronoun_is_no_risk(page: Briefing) -> None:
    assert page.risks == ()
