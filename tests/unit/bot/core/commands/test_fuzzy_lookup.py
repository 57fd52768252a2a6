from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.commands.button_payload import Run, read_state
from bot.core.commands.fuzzy_lookup import (
    FEW,
    Named,
    choices_of,
    find_topic,
)
from bot.core.commands.requests import Verb
from bot.core.commands.responses import MOST_CHOICES
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.domain.configuration import Configuration
from tests.fakes.plans import make_configuration, make_plan, make_topic

PORTS = replace(make_topic(name="ports"), title="Ports and piers")
FERRIES = replace(make_topic(name="ferries"), title="Ferries")
GIVEN = make_configuration(make_plan(PORTS, FERRIES))
MANY = Configuration(
    tuple(make_topic(name=f"town-{number:02}") for number in range(40)), ()
)


def refusal(name: str, given: Configuration = GIVEN) -> RefusedError:
    """The refusal of a topic's name."""
    with pytest.raises(RefusedError) as caught:
        find_topic(name, given, Verb.TOPIC)
    return caught.value


def offered(error: RefusedError) -> list[object]:
    """What the refusal offers, as states."""
    assert error.menu is not None
    return [read_state(choice.state) for choice in error.menu.choices]


def test_a_mistyped_name_leads_to_the_near_one_first() -> None:
    error = refusal("ferrys")

    assert error.reason is Refusal.UNKNOWN
    assert str(error) == "There is no topic “ferrys”. Did you mean “Ferries”?"
    assert offered(error) == [
        Run(Verb.TOPIC, ("ferries",)),
        Run(Verb.TOPIC, ("ports",)),
    ]


def test_of_few_topics_all_are_offered_to_who_is_far_off() -> None:
    error = refusal("zzz")

    assert str(error) == "There is no topic “zzz”. “/brief topics” lists all topics."
    assert len(offered(error)) == 2


def test_of_many_topics_only_the_near_ones_are_offered() -> None:
    assert refusal("zzz", MANY).menu is None
    assert FEW < len(offered(refusal("town", MANY))) == MOST_CHOICES


def test_a_choice_keeps_what_stood_behind_the_name() -> None:
    others = ("07:30", "Europe/Oslo")
    long = Named("p" * 64, "Ports")

    short, cut = choices_of([Named("ports", "Ports"), long], Verb.SUBSCRIBE, others)

    assert read_state(short.state) == Run(Verb.SUBSCRIBE, ("ports", *others))
    assert read_state(cut.state) == Run(Verb.SUBSCRIBE, ("p" * 64,))
