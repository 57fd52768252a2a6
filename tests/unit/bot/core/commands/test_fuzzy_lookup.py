from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.commands.button_payload import Run, read_state
from bot.core.commands.fuzzy_lookup import (
    FEW,
    Named,
    choices_of,
    find_digest,
    find_topic,
    near,
    quoted,
)
from bot.core.commands.requests import Verb
from bot.core.commands.responses import LABEL_LENGTH, MOST_CHOICES
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


@pytest.mark.parametrize(
    "name",
    [
        "ports",
        "PORTS",
        "Ports and piers",
        " ports   AND piers",
        "“ports”",
        "\u200bports\u202e",
        "ｐｏｒｔｓ",
    ],
)
def test_a_topic_is_found_by_its_id_or_title(name: str) -> None:
    assert find_topic(name, GIVEN, Verb.TOPIC) is PORTS


def test_a_mistyped_name_leads_to_the_near_one_first() -> None:
    error = refusal("ferrys")

    assert error.reason is Refusal.UNKNOWN
    assert str(error) == "There is no topic “ferrys”. Did you mean “Ferries”?"
    assert offered(error) == [
        Run(Verb.TOPIC, ("ferries",)),
        Run(Verb.TOPIC, ("ports",)),
    ]


def test_a_part_of_a_name_is_near() -> None:
    assert str(refusal("pier")).endswith("Did you mean “Ports and piers”?")


def test_of_few_topics_all_are_offered_to_who_is_far_off() -> None:
    error = refusal("zzz")

    assert str(error) == "There is no topic “zzz”. “/brief topics” lists all topics."
    assert len(offered(error)) == 2


def digest_refusal(*names: str) -> RefusedError:
    """The refusal of a digest's name that is like none of these."""
    plans = (replace(make_plan(PORTS), id=name) for name in names)
    with pytest.raises(RefusedError) as caught:
        find_digest("zzz", make_configuration(*plans))
    return caught.value


def test_of_few_digests_all_are_offered_to_who_is_far_off() -> None:
    error = digest_refusal("morning", "evening")

    assert str(error) == "There is no digest “zzz”. Choose one of these."
    assert len(offered(error)) == 2


def test_of_many_digests_that_of_the_channel_is_pointed_at() -> None:
    error = digest_refusal(*(f"town-{number:02}" for number in range(40)))

    told = "There is no digest “zzz”. “/brief digest” without a name shows this channel's digest."
    assert (str(error), error.menu) == (told, None)


def test_of_many_topics_only_the_near_ones_are_offered() -> None:
    assert refusal("zzz", MANY).menu is None
    assert FEW < len(offered(refusal("town", MANY))) == MOST_CHOICES


def test_who_names_none_is_shown_how() -> None:
    error = refusal(" ")

    assert error.reason is Refusal.MISSING
    assert str(error) == "Say which topic, such as “/brief topic ports”."
    assert len(offered(error)) == 2


def test_where_nothing_is_configured_nothing_is_offered() -> None:
    error = refusal("ports", Configuration((), ()))

    told = "No topic is configured yet. The operator of this bot can add one."
    assert str(error) == told
    assert error.menu is None


@pytest.mark.parametrize(
    "name", ["p" * 400, "ports" + " " * 300 + "x", "⚓" * 400, "הנמל", "\u202e" * 50]
)
def test_strange_names_are_refused_in_a_short_sentence(name: str) -> None:
    assert len(str(refusal(name))) < 150


def test_a_digest_is_found_by_its_name() -> None:
    assert find_digest("Morning", GIVEN) is GIVEN.digests[0]
    with pytest.raises(RefusedError, match=r"“morn”\. Did you mean “morning”\?"):
        find_digest("morn", GIVEN)


def test_choices_do_what_the_command_does() -> None:
    named = Named("ports", "p" * 200)

    (choice,) = choices_of([named], Verb.SOURCES)

    assert read_state(choice.state) == Run(Verb.SOURCES, ("ports",))
    assert len(choice.label) == LABEL_LENGTH
    assert choice.label.endswith("…")


def test_a_choice_keeps_what_stood_behind_the_name() -> None:
    others = ("07:30", "Europe/Oslo")
    long = Named("p" * 64, "Ports")

    short, cut = choices_of([Named("ports", "Ports"), long], Verb.SUBSCRIBE, others)

    assert read_state(short.state) == Run(Verb.SUBSCRIBE, ("ports", *others))
    assert read_state(cut.state) == Run(Verb.SUBSCRIBE, ("p" * 64,))


def test_the_likest_comes_first() -> None:
    known = [Named("harbours", "Harbours"), Named("harbour", "Harbour")]

    assert [one.id for one in near("harbor", known)] == ["harbour", "harbours"]


def test_what_was_typed_is_quoted_on_one_short_line() -> None:
    assert quoted("a\nb\u202e") == "“a b”"
    assert len(quoted("x" * 400)) == 62
