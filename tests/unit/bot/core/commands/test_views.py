from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.commands.button_payload import SHORT, Post, Shown, View, read_state
from bot.core.commands.responses import LABEL_LENGTH, Answer, Visibility
from bot.core.commands.snapshots import BriefingSnapshot, Entry, PreviewSnapshot, key_of
from bot.core.commands.user_errors import sentence
from bot.core.commands.views import (
    cut_label,
    posted_answer,
    private_answer,
    public_answer,
)
from bot.core.domain.messages import Message, Row, Section, Text

ALL = Section("WHO SAID WHAT", (Row((Text("one"),)), Row((Text("two"),))))
RISKS = Section("WATCH", (Row((Text("may sink"),)), Row((Text("may burn"),))))
FEW = Message(
    (
        Section(None, (Row((Text("title"),)),)),
        replace(ALL, rows=ALL.rows[:1]),
        replace(RISKS, rows=RISKS.rows[:1]),
    )
)
KEPT = BriefingSnapshot(FEW, ALL, RISKS)
BULLETIN = PreviewSnapshot(
    sentence("Front"), (FEW,), (Entry("Story", "a" * 16),), postable=True
)


def labels(answer: Answer) -> list[str]:
    """The buttons below an answer."""
    return [button.label for button in answer.buttons]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (SHORT, ["Show all claims", "Show all risks", "Post here"]),
        (Shown(claims=True), ["Show all risks", "Less", "Post here"]),
        (Shown(risks=True), ["Show all claims", "Less", "Post here"]),
        (Shown(claims=True, risks=True), ["Less", "Post here"]),
    ],
)
def test_only_buttons_that_change_something_are_shown(
    shown: Shown, expected: list[str]
) -> None:
    assert labels(private_answer(KEPT, shown, direct=False)) == expected


def test_buttons_are_in_the_language_of_the_message() -> None:
    kept = replace(KEPT, short=replace(FEW, language="fr"), back="b" * 16)

    assert labels(private_answer(kept, direct=False)) == [
        *("Toutes les déclarations", "Tous les risques", "Publier ici", "Retour")
    ]


def test_a_whole_briefing_can_only_be_posted() -> None:
    kept = BriefingSnapshot(FEW)

    assert labels(private_answer(kept, direct=False)) == ["Post here"]
    assert labels(private_answer(kept, direct=True)) == []


def test_a_button_adds_to_what_is_shown() -> None:
    answer = private_answer(KEPT, Shown(claims=True), direct=False)

    states = [read_state(button.state) for button in answer.buttons]

    assert states == [
        View(key_of(KEPT), Shown(claims=True, risks=True)),
        View(key_of(KEPT)),
        Post(key_of(KEPT), Shown(claims=True)),
    ]


def test_an_answer_is_private_at_first() -> None:
    answer = private_answer(KEPT, direct=False)

    assert answer.visibility is Visibility.PRIVATE
    assert answer.message == FEW


def test_what_is_posted_is_for_the_channel_and_can_be_unfolded_there() -> None:
    answer = posted_answer(KEPT, Shown(risks=True))

    assert answer.visibility is Visibility.CHANNEL
    assert answer.message.sections[2] == RISKS
    assert answer.told == sentence("Posted.")
    assert labels(answer) == ["Show all claims", "Less"]
    states = [read_state(button.state) for button in answer.buttons]
    assert all(isinstance(one, View) and one.public for one in states)


def test_what_is_unfolded_in_the_channel_takes_its_own_place() -> None:
    answer = public_answer(KEPT, Shown(claims=True))

    assert answer.visibility is Visibility.PRIVATE
    assert answer.told is None
    assert "Post here" not in labels(answer)


def test_a_bulletin_has_a_menu_of_its_stories() -> None:
    answer = private_answer(BULLETIN, direct=False)

    assert answer.menu is not None
    (choice,) = answer.menu.choices
    assert (choice.label, read_state(choice.state)) == ("Story", View("a" * 16))
    assert labels(answer) == ["Post here"]


def test_a_preview_cannot_be_posted() -> None:
    assert labels(private_answer(replace(BULLETIN, postable=False), direct=False)) == []
    assert labels(private_answer(BULLETIN, direct=True)) == []


def test_a_bulletin_without_stories_has_no_menu() -> None:
    assert private_answer(PreviewSnapshot(FEW), direct=False).menu is None


def test_a_posted_bulletin_has_its_stories_in_the_thread() -> None:
    answer = posted_answer(BULLETIN, SHORT)

    assert answer.thread == (FEW,)
    assert (answer.buttons, answer.menu) == ((), None)


def test_a_story_leads_back() -> None:
    answer = private_answer(replace(KEPT, back="b" * 16), direct=True)

    assert labels(answer)[-1] == "Back"
    assert read_state(answer.buttons[-1].state) == View("b" * 16)


@pytest.mark.parametrize(
    ("text", "label"),
    [("Piers\nshut", "Piers shut"), ("\u202e", "?"), ("x" * 75, "x" * 75)],
)
def test_a_label_is_one_line(text: str, label: str) -> None:
    assert cut_label(text) == label


def test_a_long_label_is_cut() -> None:
    assert len(cut_label("word " * 40)) <= LABEL_LENGTH
    assert cut_label("word " * 40).endswith("…")
