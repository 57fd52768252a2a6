"""The bot is killed in its posts to forums, threads, direct talks and named channels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.domain.slots import SlotState
from bot.core.messages.briefing_json import JsonObject
from bot.stores.sql import open_maintenance
from tests.fakes.discord.process import TownProcess
from tests.fakes.platforms.grounds import Ground
from tests.fakes.platforms.service import Service, in_service
from tests.fakes.slack.process import SlackProcess

pytestmark = [pytest.mark.slow, pytest.mark.process]

Row = dict[str, str | None]

PLACES = {
    "slack": ("a named channel", "somebody"),
    "discord": ("a forum", "a thread", "somebody"),
}


@dataclass(frozen=True, slots=True)
class Aftermath:
    """By place: what was to be posted; all that was, in order; where threads are."""

    wanted: dict[str, tuple[str, ...]]
    rows: list[Row]
    channels: dict[str, str]

    def stories(self, place: str) -> list[Row]:
        """The messages behind the first of a place's digest, as they appeared."""
        return [row for row in self.rows if row["key"] in self.wanted[place][1:]]

    def fronts(self, place: str) -> list[Row]:
        """The first messages of its digest; a forum's post bears no idempotency key."""
        if place == "a forum":
            forum = self.channels[place]
            found = (row for row in self.rows if row["channel"] == forum)
            return [row for row in found if row["key"] == ""]
        return [row for row in self.rows if row["key"] == self.wanted[place][0]]


def channels(platform: Ground) -> tuple[str, ...]:
    """How the places are configured."""
    if isinstance(platform, TownProcess):
        forum, ben = platform.do("id", name="stories"), platform.do("id", name="ben")
        return str(forum), str(platform.do("thread", where="desk", name="A")), f"@{ben}"
    assert isinstance(platform, SlackProcess)
    return "#c100", f"@{platform.do('user', name='amara')['value']}"


def kill_in_fronts(service: Service) -> None:
    """Post to all places, with a kill once every front stands there unanswered."""
    number = len(service.channels)
    faults: JsonObject = {str(one): ["silent_after"] for one in range(number)}
    service.platform.set_plan({"scripted": faults})
    with service.bots() as bots:
        service.wait(lambda: len(service.platform.posted()) == number, "the fronts")
        bots.kill(0)
        bots.restart(0)
        service.finish(number)


def killed(kind: str, folder: Path) -> Aftermath:
    """What is left on a platform."""
    database = f"sqlite:///{folder / 'sitrep.db'}"
    with open_maintenance(database) as maintenance:
        maintenance.upgrade()
    with in_service(database, folder, to=(kind, 1)) as service:
        service.channels = channels(service.platform)
        kill_in_fronts(service)
        assert set(service.states()) == {SlotState.POSTED}
        return Aftermath(
            dict(zip(PLACES[kind], service.wanted(), strict=True)),
            service.platform.posted(),
            dict(zip(PLACES[kind], service.channels, strict=True)),
        )


@pytest.fixture(scope="module")
def discord(tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """What is left on Discord."""
    return killed("discord", tmp_path_factory.mktemp("discord"))


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """What is left on Slack."""
    return killed("slack", tmp_path_factory.mktemp("slack"))


@pytest.fixture
def aftermath(kind: str, request: pytest.FixtureRequest) -> Aftermath:
    """What is left on a platform."""
    found: Aftermath = request.getfixturevalue(kind)
    return found


everywhere = pytest.mark.parametrize(
    ("kind", "place"),
    [(kind, place) for kind, places in PLACES.items() for place in places],
)


@everywhere
def test_killed_in_its_first_post_a_digest_stands_once_and_in_order(
    aftermath: Aftermath, place: str
) -> None:
    (front,) = aftermath.fronts(place)
    stories = aftermath.stories(place)

    assert tuple(one["key"] for one in stories) == aftermath.wanted[place][1:] != ()
    assert aftermath.rows.index(front) < aftermath.rows.index(stories[0])


@everywhere
def test_what_follows_the_first_post_stands_below_it(
    kind: str, aftermath: Aftermath, place: str
) -> None:
    (front,) = aftermath.fronts(place)

    parents = {one["parent"] for one in aftermath.stories(place)}

    # A thread of Discord has no threads, nor has a direct talk there.
    is_flat = kind == "discord" and place != "a forum"
    assert parents == {front["parent"] if is_flat else front["id"]}
    assert len(aftermath.rows) == sum(map(len, aftermath.wanted.values()))
