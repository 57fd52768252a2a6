from __future__ import annotations

import pytest

from summarizers.text.paragraphs import find_blocks
from summarizers.text.quotations import find_quotations
from summarizers.text.sentences import split_sentences


def _split(text: str, *, low: bool = False) -> list[str]:
    blocks = find_blocks(text)
    quotations = find_quotations(text, blocks)
    cuts = split_sentences(text, blocks[0], quotations, low=low)
    return [text[start:end] for start, end in cuts]


def test_a_full_stop_before_a_capital_ends_a_sentence() -> None:
    parts = _split("The dam held. Nobody was hurt.  Rain fell!")

    assert parts == ["The dam held.", "Nobody was hurt.", "Rain fell!"]


@pytest.mark.parametrize(
    "text",
    [
        "The dam held. but the road was gone.",
        "Mr. Orlov met Gen. Lund and Sen. Paz.",
        "The U.S. Navy sent a ship to St. Helena.",
        "J. K. Marsh wrote to George W. Field.",
        "He was born on Sept. 3 and left on Jan. 5.",
        "Prices rose 3.5 percent to $1.2 million.",
        "The shop opens at 9 p.m. Sunday and 8 a.m. EST.",
        "The S.&P. 500 fell at 9 p.m. E.T. on Monday.",
        "The ship left at 9 p.m. (2000 GMT) and landed at 8 a.m. East Norland time.",
        "●Jan. 8 — The harbour opens.",
        "See No. 5 and Fig. 2 of the report.",
        "Harbour Inc. Chairman Ola Berg resigned.",
        "GEN. LUND met MR. ORLOV.",
        "They waited ... and waited.",
        "They waited . . . and waited.",
        "1. The dam must hold.",
        "A. The dam must hold.",
        "Fans of iPods etc. were there.",
    ],
)
def test_no_sentence_ends_here(text: str) -> None:
    assert _split(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("He moved to the U.S.", "The ship sailed."),
        ("He works for Harbour Inc.", "She does not."),
        ("The shop opens at 9 p.m.", "Lund was late."),
        ("He said no.", "Lund said yes."),
        ("He chose plan B.", "The rest did not."),
        ("They waited...", "Nobody came."),
        ("They waited…", "Nobody came."),
        ("Was it safe?", "Nobody knew."),
        ("It was safe [2].", "Nobody knew."),
        ("It was safe.[2]", "Nobody knew."),
        ("He left (at last).", "Nobody knew."),
        ("The phone was old.", "iPhone sales fell."),
        ("The town fell.", "al-Sharif fled."),
        ("It cost too much.", "“No,” he said."),
        ("It cost too much.", "$5 was all he had."),
        ("It was called “The Wall.”", "Nobody knew."),
        ("It was called “The Wall”.", "Nobody knew."),
    ],
)
def test_a_sentence_ends_here(first: str, second: str) -> None:
    assert _split(f"{first} {second}") == [first, second]


def test_long_quotations_are_split_into_their_sentences() -> None:
    parts = _split("“We will wait for rain. Then we will go home,” he said.")

    assert parts == ["“We will wait for rain.", "Then we will go home,” he said."]


def test_short_exclamations_inside_a_quotation_are_not_torn_off() -> None:
    text = "“We will. Then we will go home,” he said."

    assert _split(text) == [text]


@pytest.mark.parametrize(
    "text",
    ['"Is it safe?" Lund asked.', "“Run!” Ola Berg shouted.", '"Run!" he shouted.'],
)
def test_a_quoted_question_goes_on_to_its_speaker(text: str) -> None:
    assert _split(text) == [text]


def test_a_quoted_question_may_end_a_sentence() -> None:
    parts = _split('He asked: "Is it safe?" The mayor left.')

    assert parts == ['He asked: "Is it safe?"', "The mayor left."]


def test_a_torn_off_word_stays_with_its_sentence() -> None:
    parts = _split("They flew over East and West Marsh. Lakes. The trip was long.")

    assert parts[0] == "They flew over East and West Marsh. Lakes."


def test_a_torn_quotation_stays_in_one_sentence() -> None:
    parts = _split("He called it “a plan”. Harbour edition”. Nobody knew.")

    assert parts == ["He called it “a plan”. Harbour edition”.", "Nobody knew."]


def test_a_lost_blank_between_sentences_is_noticed() -> None:
    parts = _split("The plane took off.Rain fell on Booking.Com offices.")

    assert parts == ["The plane took off.", "Rain fell on Booking.Com offices."]


def test_chinese_full_stops_need_no_blank() -> None:
    parts = _split("大坝没有垮。没有人受伤。")

    assert parts == ["大坝没有垮。", "没有人受伤。"]


def test_marks_that_stand_alone_end_the_sentences_of_tokenised_text() -> None:
    parts = _split("the dam held . nobody was hurt , mr. lund said .", low=True)

    assert parts == ["the dam held .", "nobody was hurt , mr. lund said ."]


def test_a_closing_mark_stays_with_its_tokenised_sentence() -> None:
    parts = _split('he said " we will wait . " nobody was hurt .', low=True)

    assert parts == ['he said " we will wait . "', "nobody was hurt ."]


def test_lower_case_text_is_split_but_not_after_titles() -> None:
    parts = _split("the dam held. mr. lund and the u.s. envoy left.", low=True)

    assert parts == ["the dam held.", "mr. lund and the u.s. envoy left."]


def test_the_sentences_leave_out_nothing_but_blanks() -> None:
    text = "The dam held.  It rained. “No! Never again in my life,” said Dr. Lund. Yes."

    parts = _split(text)

    assert "".join("".join(parts).split()) == "".join(text.split())
