from __future__ import annotations

import asyncio
from typing import cast
from zoneinfo import available_timezones

from bot.core.commands.autocomplete import Autocomplete
from bot.core.commands.requests import AutocompleteQuery, Person, Place, Verb
from bot.core.commands.time_parsing import Zones
from bot.core.domain.record import Speaker
from bot.core.record.who import Who
from summarizers.model import ActorKind
from tests.fakes.chats import MemoryChats
from tests.fakes.plans import make_configuration, make_plan, make_topic
from tests.tables import rows

ZONES = Zones(available_timezones())
PORTS = make_topic("https://lenna.example/feed", "https://coast.example/", name="ports")
GIVEN = make_configuration(make_plan(PORTS, zone="Asia/Tokyo"))


def query(verb: Verb, option: str, typed: str = "") -> AutocompleteQuery:
    """An option that is typed by a person in Oslo."""
    person = Person("U1", timezone="Europe/Oslo")
    return AutocompleteQuery(person, Place("slack", "C1", "T1"), verb, option, typed)


@rows("rules/suggestions", "verb", "option", "typed", "first")
async def test_each_option_has_its_suggestions(
    verb: str, option: str, typed: str, first: str
) -> None:
    asked = query(Verb(verb), option, typed)
    found = await Autocomplete(MemoryChats(), ZONES).suggest(asked, GIVEN)

    expected = first.split()
    assert [one.state for one in found][: len(expected) or 1] == expected


class SlowRecord:
    """Knows one speaker, and takes forever once it is told to."""

    slow = False

    async def names(self, _: str, __: frozenset[str]) -> tuple[Speaker, ...]:
        if self.slow:
            await asyncio.Event().wait()
        return (Speaker(1, "Mara Lind", ActorKind.PERSON, "mara lind", "lind"),)


async def test_while_the_record_is_slow_no_speakers_of_other_topics_are_suggested() -> (
    None
):
    record = SlowRecord()
    prompter = Autocomplete(MemoryChats(), ZONES, who=cast("Who", record))
    asked = query(Verb.WHO, "name", "ma")
    others = make_configuration(make_plan(make_topic(name="taxes")))

    await prompter.suggest(asked, GIVEN)
    record.slow = True

    assert await prompter.suggest(asked, GIVEN) != ()
    assert await prompter.suggest(asked, others) == ()
