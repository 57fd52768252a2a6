"""Paragraphs of an extracted text; all texts are our own writing."""

from __future__ import annotations

import pytest

from bot.sources.pages.article_text import letters, one_line, paragraphs

TITLE = "Harbour closes for two years"
LEAD = "The harbour of Norrvik will close in March, the port authority said."
END = "The fish market will stay where it is."


def kept(*lines: str) -> tuple[str, ...]:
    return paragraphs("\n".join(lines), [TITLE])


def test_each_line_is_a_paragraph_with_single_blanks() -> None:
    assert kept(f"  {LEAD}\t", "", END.replace(" ", "\u00a0 ")) == (LEAD, END)


def test_headline_is_left_out() -> None:
    assert kept(TITLE, LEAD, END) == (LEAD, END)


def test_headline_is_known_by_its_letters() -> None:
    assert kept("HARBOUR CLOSES – for two years!", LEAD) == (LEAD,)


def test_labels_above_the_headline_are_left_out() -> None:
    assert kept("You are here", "Home", TITLE, LEAD) == (LEAD,)


def test_sentences_above_the_headline_stay() -> None:
    assert kept(END, TITLE, LEAD) == (END, LEAD)


def test_headline_further_down_stays() -> None:
    lines = [LEAD] * 4

    assert kept(*lines, TITLE) == (*lines, TITLE)


def test_text_without_a_known_headline_stays_whole() -> None:
    assert paragraphs(f"{TITLE}\n{LEAD}") == (TITLE, LEAD)


@pytest.mark.parametrize(
    "line", ["2 March 2026", "5:45 PM 03/02/2026 by Bo Ek", "02.03.2026 – 14:49"]
)
def test_line_that_dates_the_article_is_left_out(line: str) -> None:
    assert kept(TITLE, line, LEAD) == (LEAD,)


def test_line_that_dates_the_article_is_left_out_below_its_standfirst() -> None:
    assert kept(TITLE, END, "Updated: 2 March 2026, 14:00", LEAD) == (END, LEAD)


def test_line_that_dates_what_follows_stays_further_down() -> None:
    lines = [LEAD] * 4

    assert kept(*lines, "2 March 2026") == (*lines, "2 March 2026")


def test_path_to_the_article_is_left_out() -> None:
    assert kept("Home", "World", "Harbour news", LEAD) == (LEAD,)


@pytest.mark.parametrize(
    "first", ["Summary", "Harbour news today", "It sank.", "港" * 21]
)
def test_line_that_is_no_path_stays(first: str) -> None:
    assert kept(first, LEAD) == (first, LEAD)


def test_text_of_nothing_but_short_lines_stays() -> None:
    assert kept("Home", "World") == ("Home", "World")


@pytest.mark.parametrize(
    "line",
    [
        "Harbour plan 2026",
        "On 2 March 2026 the pier sank.",
        "Part 2 of 3",
        "Boats on 2 March 2026:",
    ],
)
def test_first_line_that_only_holds_numbers_stays(line: str) -> None:
    assert kept(line, LEAD) == (line, LEAD)


def test_only_line_stays_whatever_it_is() -> None:
    assert kept("2 March 2026, 14:00") == ("2 March 2026, 14:00",)


@pytest.mark.parametrize(
    "line",
    [
        "Follow the Post on Facebook, Twitter and Instagram.",
        "Email Bo Ek at bo@post.example or follow him @boek.",
        "Contact the reporter at https://post.example/bo.",
        "Get the morning newsletter delivered to your inbox.",
        "Subscribe to our podcast.",
        "(Have a tip? Write to tips@post.example.)",
        "Comments",
        "comment",
        "Sign up for our emails",
        "___",
    ],
)
def test_invitation_at_the_end_is_left_out(line: str) -> None:
    assert kept(LEAD, END, line) == (LEAD, END)


@pytest.mark.parametrize(
    "line",
    [
        "Follow the coast road to see the pier.",
        "The mayor wrote on Twitter that the pier was safe.",
        "Comments were not allowed in the hall.",
        "Have " + "many " * 40 + "read it on Facebook?",
    ],
)
def test_last_line_of_the_article_stays(line: str) -> None:
    assert kept(LEAD, line) == (LEAD, line.strip())


def test_several_invitations_at_the_end_are_left_out() -> None:
    assert kept(LEAD, "Follow us on Twitter.", "___", "Comments") == (LEAD,)


def test_invitation_inside_the_article_stays() -> None:
    line = "Follow us on Twitter."

    assert kept(LEAD, line, END) == (LEAD, line, END)


def test_marks_of_advertisements_are_left_out() -> None:
    assert kept(LEAD, "Advertisement", END) == (LEAD, END)


def test_marks_of_lists_are_left_out() -> None:
    assert kept(LEAD, "- the pier", "- the market") == (LEAD, "the pier", "the market")


def test_letters_are_what_two_writings_share() -> None:
    assert letters("Ström & Co., 2.") == letters("STRÖM—co 2")


def test_one_line_has_no_breaks() -> None:
    assert one_line(" a\n\tb  c ") == "a b c"
