"""Random requests of programs never read what is another workspace's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

import pytest

from bot.core.commands.programs.answers import PARAMETERS
from bot.core.messages.codec import message_document
from bot.core.text.identity import address_key
from bot.stores.sql import SqlStore, open_store
from tests.fakes.calendar import MONDAY, announce
from tests.fakes.programs import (
    PIT,
    PORT,
    TOKENS,
    URL,
    Caller,
    ProgramDesk,
    calling,
    make_desk,
    make_front,
    post,
)
from tests.fakes.records import NOW, make_sighting, show
from tests.fakes.search import record_sentence
from tests.tables import blocks

SECRETS = {"harbours": "zqharbour", "mines": "zqmine"}
"""A word in each text of a topic; no request has it."""

VALUES = blocks("program_values")[0]
"""Values of each parameter."""

SITE = "https://lenna-gazette.example"
WORDS = ("ferry", "storm", "quay", "council", "bridge", "market")
NAMES = ("Ida Brandt", "Olof Brandt", "Ada Moll", "Eve Lind")
OF_TOPIC = {"harbours": ("tide", PORT), "mines": ("shift", PIT)}


async def furnish(store: SqlStore, random: Random) -> None:
    """Record articles of both topics on the same things, some of them copies."""
    for number in range(40):
        topic = random.choice(sorted(SECRETS))
        secret = SECRETS[topic]
        text = f"The {random.choice(WORDS)} and the {random.choice(WORDS)} {secret}{number}."
        name = f"{topic}-{number}"
        await show(store, make_sighting(name, address_key(f"{SITE}/{name}")))
        await record_sentence(
            *(store, name, text),
            topics=[topic],
            at=NOW + timedelta(hours=number),
            paper=f"{secret} Gazette",
            who=random.choice((*NAMES, None)),
            role=f"{secret} mayor",
            story=random.choice(("story 1", "story 2", None)),
            copied=random.choice((None, None, "id-harbours-0", "id-mines-1")),
        )
    for number in range(12):
        topic = random.choice(sorted(SECRETS))
        name = f"event-{number}"
        text = f"The {SECRETS[topic]}{number} opens on that day."
        day = MONDAY + timedelta(days=random.randint(0, 9))
        event = f"event {number % 5}"
        await announce(store, name, text, day=day, topic=topic, event=event)
    for topic, (digest, _) in OF_TOPIC.items():
        for days in range(3):
            title = f"{SECRETS[topic]} {days}"
            front = message_document(make_front(title, title, URL))
            await post(
                store, digest, days, document={"front": front, "stories": [title]}
            )


@dataclass(slots=True)
class Fuzz:
    """Random requests, with the token of either program."""

    random: Random
    caller: Caller

    async def ask(self) -> bytes:
        """Send a request; everything that was answered to the program of the port."""
        act = self.random.choice((self.api, self.api, self.feed))
        return await act()

    async def api(self) -> bytes:
        question = self.random.choice(sorted(PARAMETERS))
        values = {
            name: self.value(name)
            for name in PARAMETERS[question]
            if self.random.random() < 0.5 or name in {"name", "words"}
        }
        response = await self.caller.get(f"/api/{question}", values)
        return response.body + str(response.headers).encode()

    async def feed(self) -> bytes:
        digest = self.random.choice(("tide", "shift", "none"))
        form = self.random.choice(("rss", "atom", "json"))
        response = await self.caller.get(f"/feeds/{self.caller.token}/{digest}.{form}")
        return response.body

    def value(self, name: str) -> str:
        """A value of a parameter: mostly one that has an answer somewhere."""
        return self.random.choice(VALUES[name].split("|"))


@pytest.fixture
async def desk() -> AsyncIterator[ProgramDesk]:
    async with open_store("sqlite://") as store:
        await furnish(store, Random(1))  # noqa: S311 - a repeatable order
        yield make_desk(store, per_minute=1_000_000)


@pytest.mark.parametrize(
    "requests", [400, pytest.param(10_000, marks=pytest.mark.long)]
)
async def test_no_request_reads_across(desk: ProgramDesk, requests: int) -> None:
    random = Random(requests)  # noqa: S311 - a repeatable order
    read = dict.fromkeys(TOKENS, 0)
    async with calling(desk) as caller:
        fuzz = Fuzz(random, caller)
        for _ in range(requests):
            id_ = random.choice(sorted(TOKENS))
            own, other = (
                SECRETS.values() if id_ == "port" else [*SECRETS.values()][::-1]
            )
            fuzz.caller = replace(caller, token=TOKENS[id_])
            answered = await fuzz.ask()
            assert other.encode() not in answered
            read[id_] += own.encode() in answered

    # Most requests have an answer, so that the secrets of each can be seen.
    assert all(number > requests // 10 for number in read.values())
