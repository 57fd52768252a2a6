"""What people put into elements is told as Slack tells it."""

from __future__ import annotations

import pytest

from bot.core.messages.briefing_json import Json, JsonObject
from tests.fakes.slack.apps import plain
from tests.fakes.slack.forms import Value, acted, element, filled, state
from tests.fakes.slack.screen import Sight

pytestmark = pytest.mark.equipment


def option(value: str) -> JsonObject:
    return {"text": plain(value.title()), "value": value}


ONE: list[Json] = [option("ports"), option("rail")]


def some(kind: str, **more: Json) -> JsonObject:
    return {"type": kind, "action_id": "a", "block_id": "b", **more}


def form(*elements: JsonObject) -> Sight:
    blocks: list[Json] = [
        {"type": "input", "label": plain("-"), "element": one} for one in elements
    ]
    return Sight("modal", "V1", body={"type": "modal", "blocks": blocks})


@pytest.mark.parametrize(
    ("one", "value", "told"),
    [
        (some("plain_text_input"), "Ports", {"value": "Ports"}),
        (some("plain_text_input", initial_value="Rail"), None, {"value": "Rail"}),
        (some("url_text_input"), None, {"value": None}),
        (some("timepicker"), "07:30", {"selected_time": "07:30"}),
        (some("timepicker", initial_time="08:00"), None, {"selected_time": "08:00"}),
        (
            some("conversations_select"),
            "C1",
            {"selected_conversation": "C1"},
        ),
        (
            some("multi_users_select"),
            ("U1", "U2"),
            {"selected_users": ["U1", "U2"]},
        ),
        (
            some("static_select", options=ONE),
            "ports",
            {"selected_option": option("ports")},
        ),
        (
            some("static_select", options=ONE),
            "Rail",
            {"selected_option": option("rail")},
        ),
        (some("static_select", options=ONE), None, {"selected_option": None}),
        (
            some("static_select", options=ONE, initial_option=option("rail")),
            None,
            {"selected_option": option("rail")},
        ),
        (
            some("static_select", option_groups=[{"options": ONE}]),
            "rail",
            {"selected_option": option("rail")},
        ),
        (
            some("external_select"),
            "tram",
            {"selected_option": {"text": plain("tram"), "value": "tram"}},
        ),
        (
            some("checkboxes", options=ONE),
            ("ports", "rail"),
            {"selected_options": ONE},
        ),
        (
            some("checkboxes", options=ONE, initial_options=[option("rail")]),
            None,
            {"selected_options": [option("rail")]},
        ),
    ],
)
def test_a_value_is_told_in_its_element_s_way(
    one: JsonObject, value: Value | None, told: JsonObject
) -> None:
    assert filled(one, value) == {"type": one["type"], **told}


def test_what_is_not_offered_cannot_be_chosen() -> None:
    with pytest.raises(AssertionError, match="no option 'tram'"):
        filled(some("static_select", options=ONE), "tram")


def test_a_button_is_told_with_its_value() -> None:
    button = some("button", text=plain("More"), value="ports", style="primary")

    assert acted(button, None) == some("button", text=plain("More"), value="ports")


def test_a_choice_is_told_with_its_place() -> None:
    select = some("static_select", options=ONE)

    told = acted(select, "ports")

    assert told == some("static_select", selected_option=option("ports"))


def test_a_form_is_told_by_blocks_and_actions() -> None:
    filled_in = state(form(some("plain_text_input")), {"a": "Ports"})

    told: JsonObject = {"type": "plain_text_input", "value": "Ports"}
    assert filled_in == {"block-0": {"a": told}}


def test_what_a_form_does_not_ask_for_cannot_be_filled_in() -> None:
    with pytest.raises(AssertionError, match="'b'"):
        state(form(some("plain_text_input")), {"b": "Ports"})


def test_what_is_not_there_cannot_be_clicked() -> None:
    with pytest.raises(AssertionError, match="named 'More', only"):
        element(form(some("plain_text_input")), "More")
