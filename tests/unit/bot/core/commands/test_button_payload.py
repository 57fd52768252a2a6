from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.commands.button_payload import (
    Post,
    Run,
    Shown,
    State,
    View,
    read_state,
    written,
)
from bot.core.commands.command_spec import COMMANDS
from bot.core.commands.requests import Verb
from bot.core.commands.responses import STATE_LENGTH

KEY = "0123456789abcdef"
KEYS = st.text("0123456789abcdef", min_size=16, max_size=16)
SHOWN = st.builds(Shown, st.booleans(), st.booleans())
TOPIC = st.from_regex(r"[a-z0-9][a-z0-9-]{0,63}", fullmatch=True)
VERBS = [word.verb for word in COMMANDS if word.options]
STATES: st.SearchStrategy[State] = st.one_of(
    st.builds(View, KEYS, SHOWN, st.booleans()),
    st.builds(Post, KEYS, SHOWN),
    st.builds(Run, st.sampled_from(VERBS), st.tuples(TOPIC)),
)


@given(STATES)
def test_a_state_is_read_as_it_was_written(state: State) -> None:
    text = written(state)

    assert len(text) <= STATE_LENGTH
    assert read_state(text) == state


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (View(KEY), f"v|{KEY}|s"),
        (View(KEY, Shown(claims=True)), f"v|{KEY}|c"),
        (View(KEY, Shown(risks=True), public=True), f"w|{KEY}|r"),
        (View(KEY, Shown(claims=True, risks=True)), f"v|{KEY}|cr"),
        (Post(KEY), f"p|{KEY}|s"),
        (Run(Verb.HELP), "r|help"),
        (
            Run(Verb.SUBSCRIBE, ("ports", "07:30", "Europe/Berlin")),
            "r|subscribe|ports|07:30|Europe/Berlin",
        ),
        (Run(Verb.MUTE, ("a|b",)), "r|mute|a%7Cb"),
    ],
)
def test_states_stay_what_they_are_over_versions(state: State, text: str) -> None:
    assert written(state) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "|",
        "x|y",
        f"v|{KEY}",
        f"v|{KEY}|",
        f"v|{KEY}|rc",
        f"v|{KEY}|s|s",
        f"v|{KEY.upper()}|s",
        f"v|{KEY}0|s",
        f"p|{KEY}|x",
        "r|",
        "r|delete|ports",
        "r|help|me",
        "r|topic|ports|now",
        "r|topic|%70orts",
        "r|topic|%ff",
        "r|topic|ports\n",
        f"r|topic|{'p' * STATE_LENGTH}",
    ],
)
def test_forged_and_garbled_states_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_state(text)
