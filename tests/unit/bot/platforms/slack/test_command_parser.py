from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.commands.button_payload import Run, read_state
from bot.core.commands.command_spec import COMMANDS
from bot.core.commands.requests import InteractionContext, Person, Place, Request, Verb
from bot.core.commands.responses import LABEL_LENGTH, STATE_LENGTH, Answer
from bot.platforms.slack.command_parser import read_command
from tests.tables import blocks

ASKING = InteractionContext(
    "event-1", datetime(2026, 3, 2, tzinfo=UTC), Person("U1"), Place("slack", "C1")
)


def read(text: str) -> tuple[Verb, dict[str, str]]:
    """The request in a text that is one."""
    found = read_command(ASKING, text)
    assert isinstance(found, Request)
    return found.verb, dict(found.options)


def misread(text: str) -> tuple[str, list[str], list[object]]:
    """What is told of a text that is none, with the choices' labels and states."""
    found = read_command(ASKING, text)
    assert isinstance(found, Answer)
    assert found.refused == "unknown"
    assert found.menu is not None
    told = found.message.sections[0].rows[0].parts[0].text
    choices = found.menu.choices
    return told, [one.label for one in choices], [read_state(o.state) for o in choices]


def test_each_text_is_read_as_a_person_means_it(subtests: pytest.Subtests) -> None:
    hidden = {
        "text": "\u202etopic\u200b por\u200bts",
        "means": "verb=topic\nname=ports",
    }
    for block in (*blocks("slack/commands"), hidden):
        meant = dict(line.split("=", 1) for line in block["means"].split("\n") if line)
        with subtests.test(block["text"]):
            assert read(block["text"]) == (Verb(meant.pop("verb")), meant)


def test_a_mistyped_command_is_offered_with_what_was_typed_behind_it() -> None:
    told, labels, states = misread("tpoic the coast")

    assert told == "There is no command “tpoic”. Did you mean one of these?"
    assert labels[0] == "/brief topic the coast"
    assert states[0] == Run(Verb.TOPIC, ("the coast",))


def test_what_is_too_long_for_a_choice_is_left_out_of_it() -> None:
    _, labels, states = misread(f"tpoic {'p' * 400}")

    assert labels[0] == "/brief topic"
    assert states[0] == Run(Verb.TOPIC)


@given(st.text(max_size=200))
def test_any_text_is_a_request_or_a_plain_answer(text: str) -> None:
    found = read_command(ASKING, text)

    if isinstance(found, Request):
        names = next(w.options for w in COMMANDS if w.verb is found.verb)
        assert set(found.options) <= {option.name for option in names}
        assert all(found.options.values())
    else:
        assert found.menu is not None
        assert all(0 < len(c.label) <= LABEL_LENGTH for c in found.menu.choices)
        assert all(len(c.state) <= STATE_LENGTH for c in found.menu.choices)


@given(
    st.sampled_from([Verb.TOPIC, Verb.DIGEST, Verb.SOURCES, Verb.UNSUBSCRIBE]),
    st.from_regex(r"[a-z0-9]{1,8}(?: [a-z0-9]{1,8}){0,3}", fullmatch=True),
    st.sampled_from(["{}", "  {}  ", '"{}"', "“{}”", "\u2066{}\u2069", "«{}»"]),
)
def test_marks_around_a_name_are_none_of_it(verb: Verb, name: str, form: str) -> None:
    assert read(f"{verb.upper()} {form.format(name)}") == (verb, {"name": name})


@pytest.mark.parametrize(
    "text",
    ["<" * 50_000, "<@" * 50_000, " " * 100_000, "&amp;" * 20_000, "a-" * 50_000],
)
def test_long_texts_are_read(text: str) -> None:
    assert read_command(ASKING, text) is not None
