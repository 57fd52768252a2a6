"""Posting what is in the outbox, by the table of ``tests/data/delivery``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from typing_extensions import override

from bot.core.delivery.reconciliation import CALL_MARGIN, check_time
from bot.core.delivery.sender import LATE_DELAY, RETRY_LIMIT, Sender, retry_delay
from bot.core.domain.configuration import Destination, DigestKind, DigestPlan
from bot.core.domain.errors import (
    AuthenticationError,
    ChannelRefusedError,
    NotSentError,
    PostError,
    RateLimitedError,
    RejectedError,
)
from bot.core.domain.messages import Message
from bot.core.domain.slots import LEASE, SlotKey
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock
from tests.fakes.postroom import AT, Postman, Postroom, key
from tests.tables import blocks

CASES = {block["case"]: block for block in blocks("delivery/posting")}
LOST = PostError("no answer")
ERRORS = {
    "lost": LOST,
    "barred": AuthenticationError("no token"),
    "unsent": NotSentError("no network"),
    "rejected": RejectedError("too long"),
    "closed": ChannelRefusedError("not_in_channel"),
    "unknown": KeyError("ts"),
}
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def time_of(text: str) -> timedelta:
    """A time such as "7m"."""
    return timedelta(**{UNITS[text[-1]]: float(text[:-1])})


def errors_of(text: str) -> Iterator[Exception]:
    """The errors of words such as "lost*3 limit:7s"."""
    for word in text.split():
        name, _, times = word.partition("*")
        _, is_limit, pause = name.partition("limit:")
        limit = RateLimitedError("too often", time_of(pause)) if is_limit else None
        yield from [limit or ERRORS[name]] * int(times or 1)


@dataclass
class Course:
    """A postroom, its processes, and the slots in the order in which they are filled."""

    room: Postroom = field(default_factory=Postroom)
    senders: dict[str, Sender] = field(default_factory=dict)
    keys: list[SlotKey] = field(default_factory=list)

    async def take(self, line: str) -> None:
        """Do what a line says."""
        verb, _, rest = line.partition(" ")
        words, room = rest.split(), self.room
        match verb:
            case "fill":
                self.keys.append(key(int(words[0]), words[1]))
                await room.fill(self.keys[-1], words[2:])
            case "garble":
                self.keys.append(key(int(rest)))
                await room.fill_raw(self.keys[-1], ['{"sections": 7}'])
            case "send" | "step":
                sender = self.senders.setdefault(rest, room.sender(rest))
                while await sender.send_next() and verb == "send":
                    pass
            case "crash":
                for _ in range(int(rest or 1)):
                    await room.crash()
            case "wait":
                room.clock.move(time_of(rest))
            case "until":
                hours = time_of(words[0]) / timedelta(hours=1)
                await room.send_until(hours=hours, step=time_of(words[1]))
            case "requeue":
                assert await room.outbox.requeue(key(int(rest)), room.clock.now())
            case _:
                self.change(verb, rest)

    def change(self, verb: str, rest: str) -> None:
        """Change what the platform does from now on."""
        postman = self.room.postman
        match verb:
            case "fails":
                postman.troubles = [*errors_of(rest)]
            case "swallows":
                postman.swallows = True
            case "blind":
                postman.blind = ERRORS.get(rest)
            case "memory":
                postman.memory = time_of(rest)
            case "links":
                postman.links_digests = True
            case _:
                raise ValueError(verb)

    async def outcome(self) -> dict[str, str]:
        """What came of it."""
        postman, log = self.room.postman, self.room.event_log
        found = [await self.room.slot(each) for each in self.keys]
        hour = timedelta(hours=1)
        return {
            "posted": " ".join(postman.texts),
            "parents": " ".join(str(sent.parent) for sent in postman.posted),
            "looks": str(len(postman.looks)),
            "looked": "\n".join(
                f"{(since - AT) / hour:.0f}h {parent}"
                for since, parent in postman.looks
            ),
            "states": " ".join(slot.state for slot, _ in found),
            "errors": "\n".join(slot.error for slot, _ in found if slot.error),
            "waits": str(found[0][1][0].error),
            "attempts": str(found[0][1][0].attempts),
            "told": "\n".join(log.events("error")),
        }


async def check(case: str) -> None:
    """Run the course of a case and compare what it names."""
    course, named = Course(), CASES[case]
    for line in named["course"].splitlines():
        await course.take(line)
    looks = {} if "looked" in named else {"looks": "0"}
    expected = {"posted": "", **looks, **named}
    found = await course.outcome()
    assert {name: expected[name] for name in found if name in expected} == {
        name: found[name] for name in found if name in expected
    }


async def test_what_a_sender_posts_and_when(subtests: pytest.Subtests) -> None:
    for case in CASES:
        with subtests.test(case):
            await check(case)


async def test_what_goes_to_a_platform_that_is_not_connected_waits() -> None:
    await check("what goes to a platform that is not connected waits")


async def test_without_a_look_at_the_history_nothing_is_posted_again() -> None:
    await check("without a look at the history nothing is posted again")


async def test_a_nonce_is_not_trusted_when_a_late_post_may_outlive_it() -> None:
    await check("a key is not trusted when a late post may outlive it")


async def test_after_six_hours_of_trying_it_is_given_up() -> None:
    await check("a token is tried for almost six hours")
    await check("a token is given up after six hours of trying")


async def test_days_later_it_is_no_news_any_more() -> None:
    await check("days later it is no news any more")


async def test_after_a_start_what_was_refused_is_known_to_have_been() -> None:
    await check("after a start, what was refused is known to have been")


async def test_what_did_not_arrive_is_posted_without_a_look() -> None:
    await check("what a token kept from arriving is posted without a look")
    await check("what did not arrive is posted without a look")


async def test_what_may_have_arrived_is_looked_for() -> None:
    await check("what may have arrived is looked for")


async def test_after_a_refusal_nothing_more_is_tried() -> None:
    await check("after a refusal of the channel nothing more is tried")


async def test_what_an_operator_asks_for_is_tried_and_opens_the_channel() -> None:
    await check("what an operator asks for is tried and opens the channel")


async def test_after_ten_minutes_the_channel_is_tried_again() -> None:
    await check("a channel that refused is not tried for ten minutes")
    await check("after ten minutes the channel is tried again")


def plan(at: str = "07:30", kind: DigestKind = DigestKind.CONFIGURED) -> DigestPlan:
    """A digest of the channel."""
    return replace(make_plan(at=at), to=(Destination("post", "desk"),), kind=kind)


@pytest.mark.parametrize(
    ("plans", "opened"),
    [
        ([plan()], False),
        ([plan("08:00")], True),
        ([plan(), plan(kind=DigestKind.PERSONAL)], True),
    ],
    ids=["unchanged", "changed", "subscribed"],
)
async def test_another_configuration_opens_the_channel(
    plans: list[DigestPlan], *, opened: bool
) -> None:
    room = Postroom()
    room.postman.troubles = [ERRORS["closed"]]
    await room.fill(key(0), ["a"])
    await room.fill(key(1), ["b"])
    room.clock.move(timedelta(minutes=10))
    sender = room.sender()
    sender.stopped.configured([plan()])
    await sender.send_next()

    sender.stopped.configured(plans)
    await sender.send_next()

    assert room.postman.texts == (["b"] if opened else [])


@pytest.mark.parametrize("max_post_time", [30, 50])
async def test_nobody_looks_before_a_late_post_has_come(max_post_time: int) -> None:
    room, longest = Postroom(), timedelta(seconds=max_post_time)
    room.postman.troubles = [ERRORS["lost"]]
    await room.fill(key(), ["a"])
    sender = replace(room.sender(), max_post_time=longest, lease=2 * longest)
    await sender.send_next()

    room.clock.move(longest - timedelta(seconds=1))

    assert not await sender.send_next()


async def test_a_nonce_is_not_trusted_by_a_clock_that_went_back() -> None:
    room = Postroom()
    room.postman.memory = timedelta(minutes=3)
    await room.fill(key(), ["a"])
    part = await room.crash()
    room.clock.move(timedelta(hours=-3))
    await room.outbox.retry_message(part, "dead", error="", again=AT - RETRY_LIMIT)

    await room.send_all()

    assert len(room.postman.looks) == 1


def test_pauses_double_up_to_half_an_hour() -> None:
    pauses = [retry_delay(each, LOST) for each in (1, 2, 5, 7, 5_000)]

    assert [pause.total_seconds() for pause in pauses] == [30, 60, 480, 1800, 1800]


def test_a_rate_limit_is_waited_for_by_at_least_a_second() -> None:
    limits = [RateLimitedError("", timedelta(seconds=each)) for each in (0.2, 1, 90)]

    pauses = [retry_delay(3, limit) for limit in limits]
    assert [pause.total_seconds() for pause in pauses] == [1, 1, 90]


@dataclass(slots=True)
class Dozer(Postman):
    """Stands still in its first post, before the last look at the time."""

    clock: FakeClock = field(default_factory=lambda: FakeClock(AT))
    dozes: timedelta = CALL_MARGIN

    @override
    async def post(
        self, channel: str, message: Message, *, idempotency_key: str, **named: object
    ) -> str:
        self.clock.move(self.dozes)
        self.dozes = timedelta()
        check_time()
        return await Postman.post(
            self, channel, message, idempotency_key=idempotency_key
        )


async def test_who_stood_still_since_the_lease_was_checked_posts_nothing() -> None:
    late = CALL_MARGIN + timedelta(seconds=1)
    for dozes, in_time in ((CALL_MARGIN, True), (late, False), (-LEASE, False)):
        postman = Dozer(dozes=dozes)
        room = Postroom(postman, clock=postman.clock)
        await room.fill(key(), ["a"])

        await room.send_all()

        _, (part,) = await room.slot(key())
        expected = (["a"], 1) if in_time else ([], 0)
        assert (postman.texts, part.attempts) == expected
        room.clock.move(LATE_DELAY)
        await room.send_all()
        assert postman.texts == ["a"]
