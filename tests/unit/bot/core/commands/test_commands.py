from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.commands.button_payload import Run, read_state
from bot.core.commands.dispatcher import LATE
from bot.core.commands.requests import AutocompleteQuery, Person, Verb
from bot.core.commands.responses import Visibility
from bot.core.digests.editions import make_edition
from bot.core.domain.configuration import Access, Configuration, Destination
from bot.core.domain.errors import ConfigError, FetchTimeoutError, StatusError
from bot.core.messages.markdown import to_markdown
from tests.fakes.reception import (
    LONG,
    PAGE,
    Counter,
    button,
    labels,
    open_counter,
    text_of,
)
from tests.fakes.town import COURIER, GAZETTE, Paper, Report

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


async def test_a_topic_tells_its_stories(counter: Counter) -> None:
    answer = await counter.ask(Verb.TOPIC, name="The Coast")

    text = text_of(answer)
    assert text.startswith("## The coast")
    assert "Ferry to Sandhamn stays in port" in text
    assert "Pilots of Norrvik stop work" in text
    assert "Edition" not in text
    assert answer.visibility is Visibility.PRIVATE


async def test_a_topic_is_told_to_who_got_it_in_a_digest(counter: Counter) -> None:
    town = counter.town
    await town.digest_service.refresh(town.plan, town.configuration)
    digest = await town.digest_service.preview(town.plan, "slack/@U1")
    await town.store.freeze(make_edition(digest))

    answer = await counter.ask(Verb.TOPIC, name="coast")

    assert digest.top
    assert "Ferry to Sandhamn" in text_of(answer)


async def test_what_was_asked_for_does_not_count_as_told(counter: Counter) -> None:
    await counter.ask(Verb.TOPIC, counter.context(direct=True), name="coast")

    assert await counter.town.store.editions("coast", 10) == ()


async def test_a_story_of_a_topic_is_read_in_full_and_left_again(
    counter: Counter,
) -> None:
    front = await counter.ask(Verb.TOPIC, name="coast")
    assert front.menu is not None
    chosen = next(one for one in front.menu.choices if "Ferry" in one.label)

    story = await counter.press(chosen)
    back = await counter.press(button(story, "Back"))

    assert "**▲ WATCH**" in text_of(story)
    assert labels(story)[:2] == ["Show all claims", "Show all risks"]
    assert (back.message, back.menu) == (front.message, front.menu)


async def test_a_topic_is_posted_with_its_stories_below_it(counter: Counter) -> None:
    front = await counter.ask(Verb.TOPIC, name="coast")

    answer = await counter.press(button(front, "Post here"))

    assert answer.visibility is Visibility.CHANNEL
    assert answer.message == front.message
    ferry, other = map(to_markdown, answer.thread)
    assert "Ferry to Sandhamn" in ferry
    assert "Ferry to Sandhamn" not in other


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


@pytest.mark.parametrize("verb", [Verb.TOPIC, Verb.SOURCES, Verb.SUBSCRIBE])
async def test_an_unknown_topic_leads_to_the_near_ones(
    counter: Counter, verb: Verb
) -> None:
    answer = await counter.ask(verb, name="cost")

    assert answer.refused == "unknown"
    assert "There is no topic “cost”. Did you mean “The coast”?" in text_of(answer)
    assert answer.menu is not None
    states = [read_state(one.state) for one in answer.menu.choices]
    assert states == [Run(verb, ("coast",))]


async def test_a_choice_of_the_menu_does_what_was_meant(counter: Counter) -> None:
    wrong = await counter.ask(Verb.SOURCES, name="cost")
    assert wrong.menu is not None

    answer = await counter.press(wrong.menu.choices[0])

    assert answer.refused is None
    assert "**The coast**" in text_of(answer)


@pytest.mark.parametrize("name", ["x" * 400, "⚓🚢" * 20, "הנמל", "\u200b\u202e", "…"])
async def test_strange_topics_end_in_a_plain_sentence(
    counter: Counter, name: str
) -> None:
    answer = await counter.ask(Verb.TOPIC, name=name)

    assert answer.refused in {"unknown", "missing"}
    assert len(text_of(answer)) < 200


async def test_a_digest_is_looked_at_and_stays_to_be_posted(counter: Counter) -> None:
    answer = await counter.ask(Verb.DIGEST)

    assert text_of(answer).startswith("## morning")
    assert "*A preview of what would go out now; it is not posted.*" in text_of(answer)
    assert "Post here" not in labels(answer)
    assert answer.menu is not None
    posted = await counter.town.publish()
    assert "Ferry to Sandhamn" in posted.document


async def test_who_talks_to_the_bot_alone_looks_at_their_own_digest(
    counter: Counter,
) -> None:
    context = counter.context(direct=True)
    before = await counter.ask(Verb.DIGEST, context)
    await counter.ask(Verb.SUBSCRIBE, name="coast", time="09:00")

    answer = await counter.ask(Verb.DIGEST, counter.context(direct=True))

    assert text_of(before).startswith("## morning")
    assert text_of(answer).startswith("## The coast")
    assert "every day at 09:00" in text_of(answer)


async def test_a_digest_without_news_says_so(counter: Counter) -> None:
    await counter.town.publish()
    counter.move(hours=1)

    answer = await counter.ask(Verb.DIGEST, name="MORNING")

    assert "Nothing new on The coast since" in text_of(answer)


async def test_an_unknown_digest_leads_to_the_near_ones(counter: Counter) -> None:
    answer = await counter.ask(Verb.DIGEST, name="mornig")

    assert "no digest “mornig”. Did you mean “morning”?" in text_of(answer)


async def test_topics_are_listed_with_a_menu(counter: Counter) -> None:
    answer = await counter.ask(Verb.TOPICS)

    assert "**coast** The coast *(1 source, in morning)*" in text_of(answer)
    assert answer.menu is not None
    (choice,) = answer.menu.choices
    assert read_state(choice.state) == Run(Verb.TOPIC, ("coast",))


async def test_without_topics_one_sentence_says_so(counter: Counter) -> None:
    counter.configuration.value = Configuration((), ())

    listed = await counter.ask(Verb.TOPICS)
    previewed = await counter.ask(Verb.DIGEST)

    add = "The operator of this bot can add one.\n"
    assert text_of(listed) == f"No topic is configured yet. {add}"
    assert text_of(previewed) == f"No digest is configured yet. {add}"


async def test_sources_tell_how_they_fare(counter: Counter) -> None:
    before = await counter.ask(Verb.SOURCES, name="coast")
    await counter.ask(Verb.TOPIC, name="coast")
    counter.town.web.break_down(f"{GAZETTE}/feed.xml", StatusError("it answers 500"))
    counter.move(hours=1)
    await counter.ask(Verb.TOPIC, name="coast")

    after = await counter.ask(Verb.SOURCES, name="coast")

    assert "not read yet" in text_of(before)
    assert "lenna-gazette.example/feed.xml" in text_of(after)
    assert "read 2 Mar 2026, 06:00, 2 items in all" in text_of(after)
    assert "failing since 2 Mar 2026, 07:00: it answers 500" in text_of(after)


async def test_times_are_those_of_the_person_s_zone(counter: Counter) -> None:
    await counter.ask(Verb.TOPIC, name="coast")
    context = counter.context()
    person = Person("U1", timezone="Asia/Tokyo")

    answer = await counter.ask(
        Verb.SOURCES, replace(context, person=person), name="coast"
    )

    assert "read 2 Mar 2026, 15:00" in text_of(answer)


async def test_why_tells_what_became_of_an_article(counter: Counter) -> None:
    await counter.ask(Verb.TOPIC, name="coast")

    answer = await counter.ask(Verb.WHY, url=f"<{PAGE}>")

    assert "**The coast** in: no " in text_of(answer)
    assert "every article matches" in text_of(answer)
    assert "by lenna-gazette.example/feed.xml." in text_of(answer)


async def test_why_names_what_is_muted_where_one_asks(counter: Counter) -> None:
    await counter.ask(Verb.TOPIC, name="coast")
    await counter.ask(Verb.MUTE, counter.context(manages=True), what="Sandhamn")

    here = await counter.ask(Verb.WHY, url=PAGE)
    own = await counter.ask(Verb.WHY, counter.context(direct=True), url=PAGE)

    assert "muted here: Sandhamn" in text_of(here)
    assert "muted" not in text_of(own)


async def test_an_article_that_no_source_had_is_told(counter: Counter) -> None:
    answer = await counter.ask(Verb.WHY, url=f"{COURIER}/other")

    assert answer.refused == "unknown"
    assert "No source has listed" in text_of(answer)


async def test_help_fits_on_one_screen(counter: Counter) -> None:
    text = text_of(await counter.ask(Verb.HELP))

    assert "**/brief subscribe NAME \\[time\\] \\[timezone\\]**" in text
    assert len(text) < 2_000
    assert len(text.splitlines()) < 30


async def test_a_subscription_is_kept(counter: Counter) -> None:
    answer = await counter.ask(
        Verb.SUBSCRIBE, name="coast", time="7am", timezone="Oslo"
    )

    assert answer.refused is None
    (wanted,) = await counter.town.store.subscriptions()
    assert (wanted.person, wanted.topic, wanted.timezone) == (
        "U1",
        "coast",
        "Europe/Oslo",
    )


async def test_who_may_not_change_a_channel_is_noted(counter: Counter) -> None:
    context = counter.context(id_="event-9")

    answer = await counter.ask(Verb.MUTE, context, what="pilots")

    assert answer.refused == "not_allowed"
    noted = {name: facts for _, name, facts in counter.town.event_log.entries}
    assert noted["command refused"]["id"] == "event-9"
    assert noted["command refused"]["person"] == "U1"


async def test_who_manages_a_channel_mutes_there(counter: Counter) -> None:
    answer = await counter.ask(Verb.MUTE, counter.context(manages=True), what="pilots")
    undone = await counter.ask(
        Verb.UNMUTE, counter.context(manages=True), what="pilots"
    )

    assert (answer.refused, undone.refused) == (None, None)


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


async def test_a_clock_that_is_ahead_refuses_nobody(counter: Counter) -> None:
    now = counter.town.clock.now()
    ahead = replace(counter.context(), at=now + timedelta(hours=1))

    answer = await counter.ask(Verb.HELP, ahead)

    assert answer.refused is None


async def test_a_broken_configuration_ends_in_a_plain_sentence(
    counter: Counter,
) -> None:
    counter.configuration.value = ConfigError("sitrep.yaml:3: no such key")

    answer = await counter.ask(Verb.TOPICS)

    assert answer.refused == "broken"
    assert "sitrep.yaml" not in text_of(answer)


async def test_the_home_tells_topics_digests_and_what_fails(counter: Counter) -> None:
    counter.town.web.break_down(f"{GAZETTE}/feed.xml", FetchTimeoutError("too slow"))
    await counter.ask(Verb.SUBSCRIBE, name="coast", time="08:15")
    await counter.town.publish()

    answer = await counter.commands.home(counter.context())

    text = text_of(answer)
    assert "The coast *(coast)*" in text
    assert "every day at 08:15" in text
    assert "morning, 2 Mar 2026, 06:00" in text
    assert "failing since 2 Mar 2026, 06:00: too slow" in text
    assert labels(answer) == ["End The coast", "Help"]


async def test_a_button_of_the_home_ends_a_subscription(counter: Counter) -> None:
    await counter.ask(Verb.SUBSCRIBE, name="coast")
    home = await counter.commands.home(counter.context())

    answer = await counter.press(button(home, "End The coast"))

    assert answer.refused is None
    assert await counter.town.store.subscriptions() == ()


async def test_the_home_of_a_bot_without_topics_says_so(counter: Counter) -> None:
    counter.configuration.value = Configuration((), ())

    text = text_of(await counter.commands.home(counter.context()))

    assert "No topic is configured yet." in text
    assert "None was posted yet." in text


async def test_a_failing_home_ends_in_a_plain_sentence(counter: Counter) -> None:
    counter.configuration.value = ConfigError("wrong")

    answer = await counter.commands.home(counter.context())

    assert answer.refused == "broken"


async def test_the_digest_of_a_channel_is_the_one_that_goes_there(
    counter: Counter,
) -> None:
    (plan,) = counter.town.configuration.digests
    here = replace(plan, id="evening", to=(Destination("slack", "C1"),))
    counter.configuration.value = replace(
        counter.town.configuration, digests=(plan, here)
    )

    answer = await counter.ask(Verb.DIGEST)

    assert text_of(answer).startswith("## evening")


async def test_topics_are_suggested_while_one_types(counter: Counter) -> None:
    place, person = counter.context().place, Person("U1")

    found = await counter.commands.suggest(
        AutocompleteQuery(person, place, Verb.TOPIC, "name", "coa")
    )

    assert [one.state for one in found] == ["coast"]


async def test_nothing_is_suggested_elsewhere(counter: Counter) -> None:
    access = Access({"slack": frozenset({"T9"})})
    counter.configuration.value = replace(counter.town.configuration, access=access)
    place, person = counter.context().place, Person("U1")

    found = await counter.commands.suggest(
        AutocompleteQuery(person, place, Verb.TOPIC, "name", "")
    )

    assert found == ()


async def test_failing_suggestions_are_none(counter: Counter) -> None:
    counter.configuration.value = ConfigError("wrong")
    place, person = counter.context().place, Person("U1")

    found = await counter.commands.suggest(
        AutocompleteQuery(person, place, Verb.TOPIC, "name", "")
    )

    assert found == ()
    assert counter.town.event_log.events("error") == [
        "suggestions for a command failed; the person sees none while typing"
    ]
