from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from bot.core.digests.selection import Selection
from bot.core.domain.alerts import EVALUATION_LEASE
from bot.core.domain.configuration import (
    AlertCondition,
    AlertPlan,
    Destination,
    QuietHours,
    Topic,
    WatchedActor,
)
from bot.core.domain.messages import Message
from bot.core.domain.records import (
    Mute,
    StoredArticle,
)
from bot.core.messages.markdown import to_markdown
from summarizers.stories.clustering import NO_LINKS, StoryLinks
from tests.fakes.ports import FakeClock
from tests.fakes.reports import BRIDGE, FERRY, FERRY_LATER, FERRY_TOO, SCHOOL
from tests.fakes.town import (
    COURIER,
    GAZETTE,
    START,
    Hands,
    Paper,
    Report,
    Town,
    open_town,
)

POST = "https://inland-post.example"
FERRY_AGAIN = Report(
    "island",
    "Island of Sandhamn cut off after fire on ferry Aurora",
    "A fire in the engine room of the ferry Aurora in the port of Lenna has cut off the "
    "island of Sandhamn, and the ship will not sail before Friday.\n\n"
    "Teacher Elin Berg said 40 pupils could not reach their school. The harbour master "
    "Ingrid Solberg told the Inland Post that the 212 passengers were safe.\n\n"
    "Nordlinje will send a smaller ship on Thursday, its director Marte Vik said.",
)
DEATH = Report(
    "death",
    "Two die after fire on ferry Aurora in port of Lenna",
    "Two people died on Monday of injuries from the fire in the engine room of the ferry "
    "Aurora in the port of Lenna, the hospital of Karlsund said.\n\n"
    "The harbour master of Lenna, Ingrid Solberg, said both were engineers of the "
    "shipping company Nordlinje. The island of Sandhamn is still without its ferry.",
)
OVER = Report(
    "over",
    "Teachers of Brevik end strike after deal on new posts",
    "The strike of the teachers at the three schools of Brevik is over: their union and "
    "the town reached a deal on Monday.\n\n"
    "The town will pay for eight new posts by August, union leader Siri Aune said. Head "
    "of schools Olav Thune said all children would be back in their classes on Tuesday.",
)
PLAN = AlertPlan(
    "outages", (), AlertCondition(papers=2), (Destination("fake", "desk"),)
)


def quiet(start: int, end: int) -> tuple[Destination, ...]:
    """The desk, with quiet hours."""
    return (Destination("fake", "desk", QuietHours(time(start), time(end))),)


def papers() -> tuple[Paper, Paper, Paper]:
    """Three papers without reports."""
    return Paper(GAZETTE), Paper(COURIER), Paper(POST)


def burning() -> tuple[Paper, Paper, Paper]:
    """Three papers; two of them report a fire."""
    return Paper(GAZETTE, [FERRY]), Paper(COURIER, [FERRY_TOO]), Paper(POST)


@asynccontextmanager
async def newsroom(
    *alerts: AlertPlan, news: Sequence[Paper], database: str = "sqlite://"
) -> AsyncIterator[Town]:
    """A town an hour after its papers printed their first reports."""
    sources = tuple(paper.source() for paper in news)
    actors = (WatchedActor("Nordlinje"),)
    topic = Topic("coast", "The coast", sources, actors=actors)
    clock = FakeClock(START + timedelta(hours=1))
    async with open_town(
        *news, topic=topic, alerts=alerts, clock=clock, database=database
    ) as town:
        yield town


def posts(town: Town) -> list[Message]:
    """The posted messages, in order."""
    return [message for _, message in town.messenger.posts.values()]


def text(message: Message) -> str:
    """A message as Markdown."""
    return to_markdown(message)


async def articles(town: Town) -> tuple[StoredArticle, ...]:
    """All stored articles."""
    urls = [source.url for source in town.plan.sources]
    return await town.store.articles(
        urls, after=START - timedelta(days=9), until=START + timedelta(days=9)
    )


async def test_copies_do_not_corroborate() -> None:
    gazette, courier, post = papers()
    gazette.publish(FERRY)
    courier.publish(replace(FERRY, name="copy"))
    async with newsroom(PLAN, news=(gazette, courier, post)) as town:
        assert await town.alert() == 0


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        (AlertCondition(any_actor=True), "it names Nordlinje"),
        (AlertCondition(actors=("Siri Aune",)), "it names Siri Aune"),
        (AlertCondition(match=("/lorri?es?/",)), "“/lorri?es?/” in the title"),
    ],
    ids=["any watched actor", "a named actor", "an expression"],
)
async def test_one_report_may_meet_a_condition(
    condition: AlertCondition, reason: str
) -> None:
    gazette, courier, post = papers()
    gazette.publish(FERRY, SCHOOL, BRIDGE)
    plan = replace(PLAN, condition=condition)
    async with newsroom(plan, news=(gazette, courier, post)) as town:
        assert await town.alert() == 1
        assert f"Why: {reason}" in text(posts(town)[0])


async def test_all_parts_of_a_condition_must_hold() -> None:
    gazette, courier, post = papers()
    gazette.publish(FERRY, BRIDGE)
    both = replace(PLAN, condition=AlertCondition(papers=2, match=("ferry",)))
    async with newsroom(both, news=(gazette, courier, post)) as town:
        assert await town.alert() == 0
        courier.publish(FERRY_TOO)
        await town.wait(0.5)
        assert await town.alert() == 1


async def test_later_developments_wait_for_the_cool_down_in_the_thread() -> None:
    news = gazette, _, _ = burning()
    slow = replace(PLAN, cool_down=timedelta(hours=50))
    async with newsroom(slow, news=news) as town:
        assert await town.alert() == 1
        await town.wait(48)
        gazette.publish(FERRY_LATER)
        assert await town.alert() == 0
        await town.wait(1.9)
        assert await town.evaluate() == 0
        await town.wait(0.2)
        assert await town.evaluate() == 1

        first, second = posts(town)
        assert "More on the story of the alert at Mon" in text(second)
        assert "crack" in text(second)
        assert "**was Mon" in text(second)
        assert "crack" not in text(first)
        keys = list(town.messenger.posts)
        assert town.messenger.parents == {keys[0]: None, keys[1]: keys[0]}


async def test_a_death_does_not_wait() -> None:
    news = gazette, courier, _ = burning()
    async with newsroom(PLAN, news=news) as town:
        await town.alert()
        await town.wait(1)
        courier.publish(replace(DEATH, day=START + timedelta(hours=1.5)))
        gazette.publish(replace(FERRY_AGAIN, day=START + timedelta(hours=1.9)))

        assert await town.alert() == 1
        assert "Two people died" in text(posts(town)[1])
        assert await town.evaluate() == 0


class Broken(Hands):
    """Counts selections, and fails to select the articles of some topics."""

    def __init__(self, *topics: str) -> None:
        super().__init__()
        self.topics = {*topics}
        self.selections = 0

    @override
    async def select(
        self,
        topics: Sequence[Topic],
        articles: Sequence[StoredArticle],
        links: StoryLinks = NO_LINKS,
    ) -> Selection:
        if self.topics.intersection(topic.id for topic in topics):
            raise ZeroDivisionError
        self.selections += 1
        return await super().select(topics, articles, links)


async def test_an_alert_that_fails_stops_no_other_and_is_tried_again() -> None:
    async with newsroom(PLAN, news=burning()) as town:
        await town.digest_service.refresh(town.plan, town.configuration)
        (topic,), hands = town.plan.topics, Broken("bad")
        bad = (replace(topic, id="bad"),)
        to = (Destination("fake", "night"),)
        plans = (
            replace(PLAN, id="bad", topics=bad, to=to),
            replace(PLAN, topics=(topic,)),
        )
        composer = replace(town.alerts.composer, selector=hands)
        service = replace(town.alerts, composer=composer)
        configuration = replace(town.configuration, alerts=plans)

        assert await service.evaluate(configuration) == 1
        hands.topics.clear()
        await town.wait(0.01)
        assert await service.evaluate(configuration) == 1


async def test_two_more_papers_do_not_wait() -> None:
    gazette, courier, post = papers()
    extra = Paper("https://port-mirror.example")
    gazette.publish(FERRY)
    matching = replace(PLAN, condition=AlertCondition(match=("Aurora",)))
    async with newsroom(matching, news=(gazette, courier, post, extra)) as town:
        assert await town.alert() == 1
        await town.wait(1)
        courier.publish(FERRY_TOO)
        assert await town.alert() == 0
        await town.wait(0.1)
        post.publish(FERRY_AGAIN)

        assert await town.alert() == 1


async def test_alerts_of_quiet_hours_come_at_their_end() -> None:
    night = replace(PLAN, to=quiet(22, 9))
    async with newsroom(night, news=burning()) as town:
        assert await town.alert() == 0
        await town.wait(1.9)
        assert await town.evaluate() == 0
        await town.wait(0.1)

        assert await town.evaluate() == 1


async def test_what_a_full_day_left_to_the_digest_stays_there(tmp_path: Path) -> None:
    gazette, courier, post = papers()
    gazette.publish(FERRY, SCHOOL, BRIDGE)
    one = replace(PLAN, condition=AlertCondition(papers=1), max_per_day=1)
    database = f"sqlite:///{tmp_path / 'town.db'}"
    news = (gazette, courier, post)
    async with newsroom(one, news=news, database=database) as town:
        assert await town.alert() == 1
    async with newsroom(one, news=news, database=database) as town:
        await town.wait(17.5)

        assert await town.evaluate() == 0
        courier.publish(replace(OVER, day=START + timedelta(hours=18)))
        await town.wait(0.5)
        assert await town.alert() == 1
        assert "Ended" in text(posts(town)[0])


async def test_a_new_process_posts_the_same_alert_once(
    tmp_path: Path,
) -> None:
    database = f"sqlite:///{tmp_path / 'town.db'}"
    news = burning()
    async with newsroom(PLAN, news=news, database=database) as town:
        assert await town.alert() == 1
    async with newsroom(PLAN, news=news, database=database) as town:
        assert await town.alert() == 0
        assert not posts(town)


async def test_what_was_stored_before_a_restart_is_still_evaluated(
    tmp_path: Path,
) -> None:
    database = f"sqlite:///{tmp_path / 'town.db'}"
    news = burning()
    async with newsroom(PLAN, news=news, database=database) as town:
        await town.digest_service.refresh(town.plan, town.configuration)
    async with newsroom(PLAN, news=news, database=database) as town:
        assert await town.evaluate() == 1


async def test_old_news_is_no_reason() -> None:
    gazette, courier, post = papers()
    gazette.publish(replace(FERRY, day=START - timedelta(days=2)))
    courier.publish(replace(FERRY_TOO, day=START - timedelta(days=2)))
    async with newsroom(PLAN, news=(gazette, courier, post)) as town:
        assert await town.alert() == 0


async def test_a_digest_that_printed_a_story_precedes_its_alert() -> None:
    async with newsroom(PLAN, news=burning()) as town:
        await town.publish()

        assert await town.evaluate() == 0


async def test_a_muted_word_holds_for_alerts() -> None:
    async with newsroom(PLAN, news=burning()) as town:
        await town.store.mute(Mute("fake/desk", "Aurora", "ada", START))

        assert await town.alert() == 0


async def test_two_replicas_post_a_story_once(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'town.db'}"
    news = burning()
    async with (
        newsroom(PLAN, news=news, database=database) as one,
        newsroom(PLAN, news=news, database=database) as two,
    ):
        await one.digest_service.refresh(one.plan, one.configuration)

        posted = await asyncio.gather(one.evaluate(), two.evaluate())

        assert sum(posted) == 1
        two.clock.move(timedelta(minutes=1))
        one.clock.move(timedelta(minutes=1))
        assert (await one.evaluate(), await two.evaluate()) == (0, 0)
        assert len(posts(one)) + len(posts(two)) == 1


async def test_one_process_evaluates_and_another_takes_over_when_it_dies(
    tmp_path: Path,
) -> None:
    gazette, courier, post = papers()
    gazette.publish(FERRY)
    database = f"sqlite:///{tmp_path / 'town.db'}"
    news = (gazette, courier, post)
    async with (
        newsroom(PLAN, news=news, database=database) as one,
        newsroom(PLAN, news=news, database=database) as two,
    ):
        hands = Broken()
        composer = replace(two.alerts.composer, selector=hands)
        second = replace(two.alerts, composer=composer)
        assert await one.alert() == 0
        assert await second.evaluate(two.configuration) == 0
        assert hands.selections == 0

        # The first stores the articles of a poll, and dies before it evaluates them.
        courier.publish(FERRY_TOO)
        one.clock.move(timedelta(minutes=30))
        two.clock.move(timedelta(minutes=30))
        assert await one.evaluate() == 0
        await one.digest_service.refresh(one.plan, one.configuration)
        two.clock.move(EVALUATION_LEASE - timedelta(seconds=1))
        assert await second.evaluate(two.configuration) == 0
        two.clock.move(timedelta(seconds=1))
        assert await second.evaluate(two.configuration) == 1

        # It was only suspended: when it is back, it leaves the alerts to the second.
        assert await one.evaluate() == 0
        await second.stop()
        one.clock.move(timedelta(minutes=1))
        assert await one.evaluate() == 0
        assert len(await one.store.deliveries(failed=False, limit=9)) == 1
