from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.commands.dispatcher import LATE
from bot.core.commands.requests import AutocompleteQuery, Person, Verb
from bot.core.domain.configuration import Access, Destination, Endpoint, ProgramAccess
from bot.core.domain.errors import ConfigError
from tests.fakes.reception import (
    LONG,
    PAGE,
    Counter,
    button,
    open_counter,
    text_of,
)
from tests.fakes.town import GAZETTE, Paper, Report

STRIKE = Report(
    "strike",
    "Pilots of Norrvik stop work",
    "The pilots of Norrvik stopped work on Monday, their union said.\n\n"
    '"We want the pay that was promised," said Greta Holm, who leads the union.',
)


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    """A reception that reads one paper with two reports."""
    async with open_counter(Paper(GAZETTE, [LONG, STRIKE])) as opened:
        yield opened


async def test_sources_that_were_asked_lately_are_not_asked_for_a_topic(
    counter: Counter,
) -> None:
    await counter.ask(Verb.TOPIC, name="coast")
    asked = len(counter.town.web.asked)

    counter.move(minutes=9)
    await counter.ask(Verb.TOPIC, name="coast")
    lately = len(counter.town.web.asked)
    counter.move(minutes=2)
    await counter.ask(Verb.TOPIC, name="coast")

    assert lately == asked
    assert len(counter.town.web.asked) > lately


async def test_what_a_person_has_muted_is_left_out_of_their_topic(
    counter: Counter,
) -> None:
    await counter.ask(Verb.MUTE, counter.context(direct=True), what="pilots")

    own = await counter.ask(Verb.TOPIC, name="coast")
    other = await counter.ask(Verb.TOPIC, counter.context("U2"), name="coast")

    assert "Norrvik" not in text_of(own)
    assert "Norrvik" in text_of(other)


async def test_times_are_those_of_the_person_s_zone(counter: Counter) -> None:
    await counter.ask(Verb.TOPIC, name="coast")
    context = counter.context()
    person = Person("U1", timezone="Asia/Tokyo")

    answer = await counter.ask(
        Verb.SOURCES, replace(context, person=person), name="coast"
    )

    assert "read 2 Mar 2026, 15:00" in text_of(answer)


@pytest.mark.parametrize("direct", [True, False])
async def test_elsewhere_nothing_is_answered(counter: Counter, *, direct: bool) -> None:
    access = Access({"slack": frozenset({"T9"})}, direct=False)
    counter.configuration.value = replace(counter.town.configuration, access=access)

    answer = await counter.ask(Verb.HELP, counter.context(direct=direct))
    pressed = await counter.press("r|help", counter.context(direct=direct))
    home = await counter.commands.home(counter.context(direct=direct))

    told = [answer.refused, pressed.refused, home.refused]
    assert told == ["not_here"] * 3
    assert "COMMANDS" not in text_of(answer)
    assert counter.town.event_log.events("warning") == ["command refused"] * 3


async def test_what_comes_too_late_is_not_worked(counter: Counter) -> None:
    old = replace(counter.context(), at=counter.town.clock.now() - 2 * LATE)

    answer = await counter.ask(Verb.LINK, old, url=PAGE)

    assert answer.refused == "too_old"
    assert counter.site.fetched == []


async def test_a_broken_configuration_ends_in_a_plain_sentence(
    counter: Counter,
) -> None:
    counter.configuration.value = ConfigError("sitrep.yaml:3: no such key")

    answer = await counter.ask(Verb.TOPICS)

    assert answer.refused == "broken"
    assert "sitrep.yaml" not in text_of(answer)


async def test_a_button_of_the_home_ends_a_subscription(counter: Counter) -> None:
    await counter.ask(Verb.SUBSCRIBE, name="coast")
    home = await counter.commands.home(counter.context())

    answer = await counter.press(button(home, "End The coast"))

    assert answer.refused is None
    assert await counter.town.store.subscriptions() == ()


async def test_nothing_is_suggested_elsewhere(counter: Counter) -> None:
    access = Access({"slack": frozenset({"T9"})})
    counter.configuration.value = replace(counter.town.configuration, access=access)
    place, person = counter.context().place, Person("U1")

    found = await counter.commands.suggest(
        AutocompleteQuery(person, place, Verb.TOPIC, "name", "")
    )

    assert found == ()


async def test_no_log_has_the_address_of_a_calendar(counter: Counter) -> None:
    town, manager = counter.town, counter.context(manages=True)
    here = replace(town.plan, to=(Destination("slack", "C1"),))
    site = ProgramAccess(Endpoint("127.0.0.1", 8098), "https://sitrep.example.org")
    counter.configuration.value = replace(
        town.configuration, digests=(here,), programs=site
    )

    answer = await counter.ask(Verb.CALENDAR, manager, show="address")

    assert "/calendar/k3v9" in text_of(answer)
    assert len(town.event_log.entries) == 1
    assert "k3v9" not in str(town.event_log.entries)
