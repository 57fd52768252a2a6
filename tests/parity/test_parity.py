"""Everything that people can do is done on both platforms, and looks the same."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.core.commands.command_spec import COMMANDS, CommandSpec, Option, Suggests
from bot.core.commands.user_errors import Refusal
from bot.core.text.labels import labels_for
from tests.fakes.slack.emulator import Emulator
from tests.parity.acts import Row
from tests.parity.differences import DIFFERENCES, UNPROVOKED
from tests.parity.document import FILE, document
from tests.blackbox.chat.looks import Control, Line, Where
from tests.parity.playing import Looks, Played, play
from tests.parity.rows import ROWS
from tests.parity.steps import Ask, ButtonClick, Choose, Type

pytestmark = pytest.mark.slow

PLATFORMS = ("slack", "discord")
BOTH = [row for row in ROWS if row.slack and row.discord]
REFUSED = [row for row in ROWS if row.refusal is not None]
WINDOWS = frozenset({Where.WINDOW, Where.TYPING})

OWN_LINK = re.compile(
    r"https://(?:[\w-]+\.slack\.com/archives|discord\.com/channels)/.*"
)

names = pytest.mark.parametrize("platform", PLATFORMS)


@pytest.fixture(scope="module")
def played(slack_emulator: Emulator) -> Mapping[str, Played]:
    """All rows, acted once."""
    return asyncio.run(play(slack_emulator, ROWS))


def drawn(looks: Looks) -> list[str]:
    return [line for seen in looks for look in seen for line in look.drawn()]


def texts(looks: Looks) -> list[tuple[Line, ...]]:
    """What the messages of the last act say, wherever they are."""
    shown = (look for look in looks[-1] if look.where not in WINDOWS)
    return sorted((tuple(map(unlinked, look.lines)) for look in shown), key=str)


def unlinked(line: Line) -> Line:
    """The line without links to messages, which are those of the platform."""
    pieces = tuple(
        replace(piece, link=OWN_LINK.sub("", piece.link)) if piece.link else piece
        for piece in line.pieces
    )
    return replace(line, pieces=pieces)


def controls(played: Mapping[str, Played], platform: str) -> list[Control]:
    """All that can be pressed or chosen in any message or page."""
    return [
        control
        for one in played.values()
        for seen in one.seen[platform]
        for look in seen
        for control in look.controls
        if look.where not in WINDOWS
    ]


def done(platform: str, kind: type[ButtonClick | Choose]) -> set[str]:
    """The labels that are pressed, or chosen, in any row."""
    steps = (act.step for row in ROWS for act in row.acts_on(platform))
    return {step.label for step in steps if isinstance(step, kind)}


def asked(platform: str, word: CommandSpec) -> list[set[str]]:
    """The options of each time that a command is given."""
    steps = (act.step for row in ROWS for act in row.acts_on(platform))
    return [
        set(step.options)
        for step in steps
        if isinstance(step, Ask) and step.verb is word.verb
    ]


def missing(platform: str, word: CommandSpec, option: Option) -> list[str]:
    """What no row does with an option."""
    known = asked(platform, word)
    gaps = [] if any(option.name in one for one in known) else ["with"]
    if not option.required and all(option.name in one for one in known):
        gaps.append("without")
    return [f"/brief {word.verb} {gap} {option.name}" for gap in gaps]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_an_act_is_answered(row: Row, played: Mapping[str, Played]) -> None:
    assert played[row.name].failed == {}


@pytest.mark.parametrize(
    "row", [row for row in BOTH if not row.unlike], ids=lambda row: row.name
)
def test_the_reader_sees_the_same_on_both(
    row: Row, played: Mapping[str, Played]
) -> None:
    seen = played[row.name].seen

    assert seen["slack"]
    assert drawn(seen["slack"]) == drawn(seen["discord"])


@pytest.mark.parametrize(
    "row", [row for row in BOTH if row.unlike], ids=lambda row: row.name
)
def test_what_is_done_in_another_way_says_the_same(
    row: Row, played: Mapping[str, Played]
) -> None:
    seen = played[row.name].seen

    assert texts(seen["slack"])
    assert texts(seen["slack"]) == texts(seen["discord"])


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.name)
def test_what_is_not_done_is_refused(row: Row, played: Mapping[str, Played]) -> None:
    assert row.refusal in played[row.name].refused


@names
def test_each_command_is_given_with_and_without_each_option(platform: str) -> None:
    options = [(word, option) for word in COMMANDS for option in word.options]
    gaps = [gap for word, option in options for gap in missing(platform, word, option)]
    silent = [word.verb for word in COMMANDS if not asked(platform, word)]

    assert (gaps, silent) == ([], [])


@names
def test_each_button_of_the_code_is_seen(
    platform: str, played: Mapping[str, Played]
) -> None:
    words = labels_for("en")
    labels = {words.all_claims, words.all_risks, words.less, words.post, words.back}

    assert {*labels, words.read_story} - {
        one.label for one in controls(played, platform)
    } == set()


@names
def test_each_button_that_is_seen_is_pressed(
    platform: str, played: Mapping[str, Played]
) -> None:
    seen = {one.label for one in controls(played, platform) if not one.choices}

    assert seen - done(platform, ButtonClick) == set()


@names
def test_something_is_chosen_from_each_menu_that_is_seen(
    platform: str, played: Mapping[str, Played]
) -> None:
    chosen = done(platform, Choose)
    menus = [one for one in controls(played, platform) if one.choices]

    assert [one for one in menus if chosen.isdisjoint(one.choices)] == []


def test_each_refusal_has_a_row() -> None:
    assert {row.refusal for row in REFUSED} | set(UNPROVOKED) == set(Refusal)


def test_each_kind_of_suggestion_has_a_row() -> None:
    typed = {
        option.suggests
        for row in ROWS
        for act in row.discord
        if isinstance(act.step, Type)
        for word in COMMANDS
        for option in word.options
        if (word.verb, option.name) == (act.step.verb, act.step.option)
    }

    assert typed == set(Suggests) - {Suggests.NOTHING}


def test_only_what_is_on_one_platform_or_differs_names_a_difference() -> None:
    assert all(row.unlike for row in ROWS if not (row.slack and row.discord))
    assert {row.unlike for row in ROWS} - {""} == set(DIFFERENCES)


def test_the_documentation_is_up_to_date(played: Mapping[str, Played]) -> None:
    assert FILE.read_text("utf-8") == document(played)
