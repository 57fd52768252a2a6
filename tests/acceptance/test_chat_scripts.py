"""The scripts of the black-box tests leave out nothing that people can do in a chat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

import pytest

from bot.core.commands.command_spec import COMMANDS, CommandSpec, Suggests
from bot.core.commands.requests import Verb
from bot.core.commands.user_errors import Refusal
from tests.blackbox.chat.script import PLATFORMS, Act, names, read
from tests.blackbox.golden import FOLDER

ACTS = [act for name in names() for row in read(name).rows for act in row.acts]
TYPED = [act for act in ACTS if act.verb == "type"]
FIELD = "Links, up to 5"
"""The text field of a form, which `paste` fills in."""

REFUSED = {
    Refusal.NOT_ALLOWED: "Only those who manage this channel",
    Refusal.NOT_HERE: "Sitrep is not enabled here",
    Refusal.TOO_OFTEN: "Limit: 5 briefings a minute",
    Refusal.TOO_OLD: "Your request reached the bot too late",
    Refusal.TOO_SLOW: "That page takes too long to read",
    Refusal.UNKNOWN: "There is no topic “coats”",
    Refusal.MISSING: "Say which topic",
    Refusal.BAD_VALUE: "is not a time zone",
    Refusal.BAD_LINK: "“ferry” is not a link",
    Refusal.NO_LINK: "There is no link in that message",
    Refusal.BLOCKED: "That address is not on the public internet",
    Refusal.UNREAD: "That page could not be opened",
    Refusal.NO_ARTICLE: "There is no article on that page",
    Refusal.TOO_MANY: "links the first 5 were briefed",
    Refusal.DONE_BEFORE: "is already muted in this channel",
    Refusal.GONE: "That briefing is no longer stored",
    Refusal.BROKEN: "Sitrep cannot reach its database",
}
"""A part of an answer for each reason of a refusal; answers do not show the code."""

on_both = pytest.mark.parametrize("platform", PLATFORMS)


def asked(platform: str, verb: Verb) -> list[set[str]]:
    """The options of each time that a command is given."""
    return [
        set(act.options)
        for act in ACTS
        if act.verb == "ask" and act.asked == verb and platform in act.platforms
    ]


def gaps(platform: str, spec: CommandSpec) -> Iterator[str]:
    given = asked(platform, spec.verb)
    if not given:
        yield f"{spec.verb}"
    for option in spec.options:
        if not any(option.name in one for one in given):
            yield f"{spec.verb} with {option.name}"
        if not option.required and all(option.name in one for one in given):
            yield f"{spec.verb} without {option.name}"


def shown(pattern: str) -> set[str]:
    """Return the matches in all golden files of the chat."""
    texts = (FOLDER / "chat" / f"{name}.txt" for name in names())
    found = (
        re.findall(pattern, path.read_text("utf8"), re.MULTILINE) for path in texts
    )
    return set(chain.from_iterable(found))


def done(verb: str) -> set[str]:
    return {act.rest for act in ACTS if act.verb == verb}


@on_both
def test_each_command_is_given_with_and_without_each_option(platform: str) -> None:
    assert [gap for spec in COMMANDS for gap in gaps(platform, spec)] == []


def test_each_button_that_is_shown_is_pressed() -> None:
    labels = shown(r"^  \(\*?([^()]+)\)$")

    assert "Post here" in labels
    assert labels - done("press") == {FIELD}


def test_something_is_chosen_from_each_menu_that_is_shown() -> None:
    chosen = done("choose") | done("pick")
    typed = {option.name for spec in COMMANDS for option in spec.options}
    menus = [menu.partition(" ▾ ") for menu in shown(r"^  \[(.+ ▾ .+)\]$")]
    used = {
        name for name, _, labels in menus if not chosen.isdisjoint(labels.split(" / "))
    }

    assert "Read a story in full" in used
    assert {name for name, *_ in menus} - used - typed == set()


def suggested(act: Act) -> Iterator[Suggests]:
    for spec in COMMANDS:
        if spec.verb == act.asked:
            (name, *_) = act.options
            yield from (one.suggests for one in spec.options if one.name == name)


@pytest.mark.parametrize("reason", Refusal)
def test_each_reason_of_a_refusal_occurs(reason: Refusal) -> None:
    assert shown(re.escape(REFUSED[reason]))


def test_each_kind_of_suggestion_is_asked_for() -> None:
    kinds = set(chain.from_iterable(map(suggested, TYPED)))

    assert kinds == set(Suggests) - {Suggests.NOTHING}
