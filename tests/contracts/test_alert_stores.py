"""The contract of AlertStore."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.domain.alerts import AlertPost, AlertStart
from bot.core.domain.records import EditionKind, ExtractedArticle, Validators
from bot.core.domain.slots import OutboxMessage, SlotKey, SlotKind
from bot.stores.sql import SqlStore, open_store
from summarizers.model import Article
from tests.fakes.alerts import DESK, make_alerted, make_post
from tests.fakes.records import DAY, NOW, add, make_edition

KEY = ("outages", DESK)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BOTH = frozenset(EditionKind)


async def claim(store: SqlStore, hours: int = 0) -> OutboxMessage | None:
    """The next message to send."""
    return await store.claim_message("bot", NOW + hours * HOUR, MINUTE)


async def send(store: SqlStore, message_id: str, hours: int = 0) -> OutboxMessage:
    """Send the next message."""
    message = await claim(store, hours)
    assert message is not None
    assert await store.mark_sent(message, "bot", message_id)
    return message


async def test_an_alert_is_a_built_slot_with_an_edition(store: SqlStore) -> None:
    post = make_post(make_alerted("a", "b"))

    assert await store.post_alert(post)

    assert await store.claim_slot("bot", NOW, MINUTE) is None
    message = await send(store, "1.0")
    assert message.slot == post.slot
    assert message.slot.kind is SlotKind.ALERT
    assert SlotKey.parse(str(post.slot)) == post.slot
    assert await store.editions("outages", 5) == (post.edition,)


async def test_two_alerts_of_a_channel_post_one_story_once(database: str) -> None:
    stories = make_alerted("a", "b"), make_alerted("b", "c")
    async with open_store(database) as one, open_store(database) as two:
        history = await one.history(DESK, after=NOW - DAY, kinds=BOTH)
        posts = [
            replace(make_post(story, alert=alert, shown=("b",)), until=history.until)
            for story, alert in zip(stories, ("outages", "strikes"), strict=True)
        ]

        posted = await asyncio.gather(
            one.post_alert(posts[0]), two.post_alert(posts[1])
        )

        assert sorted(posted) == [False, True]
        assert len(await one.deliveries(failed=False, limit=5)) == 1


@pytest.mark.parametrize(
    ("articles", "passed"), [(("b",), ()), ((), ("b",))], ids=["shown", "passed over"]
)
async def test_what_the_channel_was_shown_since_is_not_posted(
    store: SqlStore, articles: tuple[str, ...], passed: tuple[str, ...]
) -> None:
    before = await store.history(DESK, after=NOW - DAY, kinds=BOTH)
    digest = replace(make_edition(), channel=DESK, articles=articles, passed=passed)
    await store.freeze(digest)
    after = await store.history(DESK, after=NOW - DAY, kinds=BOTH)

    def post(*articles: str, until: int) -> AlertPost:
        return replace(make_post(make_alerted(*articles)), until=until)

    assert not await store.post_alert(post("a", "b", until=before.until))
    assert await store.post_alert(post("c", until=before.until))
    assert await store.post_alert(post("a", "b", until=after.until))


async def test_a_later_message_goes_into_the_thread_of_the_first(
    store: SqlStore,
) -> None:
    first = make_alerted("a")
    assert await store.post_alert(make_post(first))
    await send(store, "1.0")
    moved = make_alerted("a", "b", posts=2, at=NOW + HOUR)
    again = make_alerted("a", "b", "c", posts=3, at=NOW + 2 * HOUR)

    assert await store.post_alert(make_post(moved, first))
    second = await send(store, "2.0", hours=1)
    assert await store.post_alert(make_post(again, moved))
    third = await send(store, "3.0", hours=2)

    assert (second.parent, third.parent) == ("1.0", "1.0")
    log = await store.alert_log("outages", DESK, after=NOW - DAY, day=NOW.date())
    assert log.stories == (again,)


async def fail(store: SqlStore, hours: int = 0) -> None:
    """Let the next message become a dead letter."""
    message = await claim(store, hours)
    assert message is not None
    assert await store.dead_letter(message, "bot", error="no such channel")


async def test_after_a_failed_first_message_the_next_is_the_first(
    store: SqlStore,
) -> None:
    first = make_alerted("a")
    assert await store.post_alert(make_post(first))
    await fail(store)
    moved = make_alerted("a", "b", posts=2, at=NOW + HOUR)
    again = make_alerted("a", "b", "c", posts=3, at=NOW + 2 * HOUR)

    log = await store.alert_log("outages", DESK, after=NOW - DAY, day=NOW.date())
    assert log.stories == (replace(first, failed=True),)
    assert await store.post_alert(make_post(moved, first))
    second = await send(store, "2.0", hours=1)
    assert await store.post_alert(make_post(again, moved))
    third = await send(store, "3.0", hours=2)

    assert (second.parent, third.parent) == (None, "2.0")
    log = await store.alert_log("outages", DESK, after=NOW - DAY, day=NOW.date())
    assert log.stories == (again,)
    assert (await store.alerted(DESK, after=NOW - DAY))["a"] == NOW + HOUR


async def test_a_day_has_no_more_messages_than_its_limit(store: SqlStore) -> None:
    posted = [
        await store.post_alert(make_post(make_alerted(name), limit=2))
        for name in ("a", "b", "c")
    ]
    tomorrow = make_alerted("c", at=NOW + DAY)

    assert posted == [True, True, False]
    assert await store.post_alert(make_post(tomorrow, limit=2))


async def test_an_alert_is_not_in_the_history_of_digests(store: SqlStore) -> None:
    await store.post_alert(make_post(make_alerted("a")))

    after = NOW - DAY
    assert not (await store.history(DESK, after=after)).articles
    assert not await store.told_lines(DESK, after=after)
    history = await store.history(DESK, after=after, kinds=BOTH)
    assert history.articles == {"id-ferry", "id-bridge"}
    assert len(await store.told_lines(DESK, after=after, kinds=BOTH)) == 1


async def test_an_alert_with_a_line_of_a_replaced_text_is_not_stored(
    store: SqlStore,
) -> None:
    await add(store, "ferry")
    reading = await store.reading_of("id-ferry")
    assert reading is not None
    version = ExtractedArticle(Article("Another text."), "another digest", (7, 9))
    post = make_post(make_alerted("id-ferry"))
    texts = (("id-ferry", reading.article.digest),)
    post = replace(post, edition=replace(post.edition, texts=texts))
    await store.finish_reading(reading, Validators(), version=version)

    assert not await store.post_alert(post)
    assert await claim(store) is None
    read_now = replace(post.edition, texts=(("id-ferry", version.digest),))
    assert await store.post_alert(replace(post, edition=read_now))


async def test_the_next_digest_knows_when_a_story_was_told(store: SqlStore) -> None:
    first = make_alerted("a")
    await store.post_alert(make_post(first))
    moved = make_alerted("a", "b", posts=2, at=NOW + HOUR)
    await store.post_alert(make_post(moved, first))

    assert await store.alerted(DESK, after=NOW - DAY) == {"a": NOW, "b": NOW}
    assert await store.alerted(DESK, after=NOW) == {}
    assert await store.alerted("console/night", after=NOW - DAY) == {}


async def test_an_alert_that_is_used_no_more_is_deleted(store: SqlStore) -> None:
    other = ("strikes", DESK)
    await store.begin_alerts([KEY, other], NOW)
    await store.begin_alerts([KEY], NOW + DAY)

    await store.purge(NOW + HOUR)

    starts = await store.begin_alerts([KEY, other], NOW + 2 * DAY)
    assert starts == {KEY: AlertStart(NOW), other: AlertStart(NOW + 2 * DAY)}


async def test_articles_that_an_alert_left_are_remembered_for_a_while(
    store: SqlStore,
) -> None:
    for id_, at in (("a", NOW), ("b", NOW + DAY)):
        await store.leave_articles(KEY, [id_], at)
        await store.leave_articles(KEY, [id_], at + HOUR)
    night = ("outages", "console/night")

    starts = await store.begin_alerts([KEY, night], NOW)
    await store.purge(NOW + HOUR)
    later = await store.begin_alerts([KEY], NOW)

    assert starts[KEY].left == {"a", "b"}
    assert starts[night].left == frozenset()
    assert later[KEY].left == {"b"}


async def test_one_process_evaluates_alerts(store: SqlStore) -> None:
    first = await store.lease_alerts("one", NOW, MINUTE)
    refused = await store.lease_alerts("two", NOW + MINUTE / 2, MINUTE)
    renewed = await store.lease_alerts("one", NOW + MINUTE / 2, MINUTE)
    still = await store.lease_alerts("two", NOW + MINUTE, MINUTE)
    taken = await store.lease_alerts("two", NOW + 3 * MINUTE, MINUTE)

    assert (first, refused, renewed, still, taken) == (1, None, 1, None, 2)
    assert await store.lease_alerts("one", NOW + 3 * MINUTE, MINUTE) is None


async def test_a_returned_lease_is_free_at_once(store: SqlStore) -> None:
    await store.lease_alerts("one", NOW, MINUTE)

    await store.return_alerts("two", NOW)
    kept = await store.lease_alerts("two", NOW, MINUTE)
    await store.return_alerts("one", NOW)
    taken = await store.lease_alerts("two", NOW, MINUTE)

    assert (kept, taken) == (None, 2)
