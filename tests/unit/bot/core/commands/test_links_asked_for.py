from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.commands.requests import ButtonClick, ModalSubmit, Request, Verb
from bot.core.commands.responses import Visibility
from tests.fakes.reception import (
    LONG,
    PAGE,
    Counter,
    button,
    labels,
    open_counter,
    text_of,
)
from tests.fakes.town import page_of


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    """A reception without papers."""
    async with open_counter() as opened:
        yield opened


async def test_simultaneous_requests_of_one_link_fetch_it_once(
    counter: Counter,
) -> None:
    counter.site.hold.clear()
    waiting = [
        asyncio.create_task(
            counter.ask(Verb.LINK, counter.context(f"U{number}"), url=PAGE)
        )
        for number in range(10)
    ]
    await counter.site.asked.wait()

    counter.site.hold.set()
    answers = await asyncio.gather(*waiting)

    assert counter.site.fetched == [PAGE]
    assert len({text_of(answer) for answer in answers}) == 1


async def test_a_page_is_read_again_after_a_minute(counter: Counter) -> None:
    await counter.ask(Verb.LINK, url=PAGE)
    counter.move(seconds=59)
    await counter.ask(Verb.LINK, url=f"{PAGE}#part")
    counter.move(seconds=1)
    await counter.ask(Verb.LINK, url=PAGE)

    assert counter.site.fetched == [PAGE, PAGE]


async def test_what_is_unfolded_is_what_was_shown_though_the_page_has_changed(
    counter: Counter,
) -> None:
    first = await counter.ask(Verb.LINK, url=PAGE)
    counter.site.pages[PAGE] = page_of(replace(LONG, text="All is well again."))
    counter.move(days=5)

    answer = await counter.press(button(first, "Show all claims"))

    lines = [text_of(shown).count("\n- **") for shown in (first, answer)]
    assert lines[0] < lines[1]
    assert labels(answer) == ["Show all risks", "Less", "Post here"]
    assert counter.site.fetched == [PAGE]


async def test_two_quick_presses_post_once(counter: Counter) -> None:
    first = await counter.ask(Verb.LINK, url=PAGE)
    post = button(first, "Post here")

    one, two = await asyncio.gather(counter.press(post), counter.press(post))

    assert sorted([one.refused or "", two.refused or ""]) == ["", "done_before"]
    refused = one if one.refused else two
    assert refused.visibility is Visibility.PRIVATE


async def test_what_was_not_posted_after_all_is_posted_at_the_next_press(
    counter: Counter,
) -> None:
    first = await counter.ask(Verb.LINK, url=PAGE)
    post = button(first, "Post here")
    await counter.press(post)

    await counter.commands.withdraw(ButtonClick(counter.context(), post.state))
    again = await counter.press(post)

    assert again.visibility is Visibility.CHANNEL


async def test_the_same_is_posted_again_elsewhere_or_later(counter: Counter) -> None:
    first = await counter.ask(Verb.LINK, url=PAGE)
    post = button(first, "Post here")
    await counter.press(post)

    elsewhere = await counter.press(post, counter.context(channel="C2"))
    counter.move(minutes=10)
    later = await counter.press(post)

    assert [elsewhere.refused, later.refused] == [None, None]


@pytest.mark.parametrize(
    "state",
    ["", "v|0123456789abcdef|s", "p|0123456789abcdef|c", "r|destroy", "x" * 300],
)
async def test_forged_and_forgotten_buttons_end_in_a_plain_sentence(
    counter: Counter, state: str
) -> None:
    answer = await counter.press(state)

    assert answer.refused == "gone"
    assert "sk again" in text_of(answer) or "Ask for it again" in text_of(answer)
    assert answer.visibility is Visibility.PRIVATE


async def test_an_event_that_comes_twice_is_worked_once(counter: Counter) -> None:
    request = Request(counter.context(id_="same"), Verb.LINK, {"url": PAGE})
    press = ButtonClick(counter.context(id_="same"), "r|help")
    sent = ModalSubmit(counter.context(id_="same"), "paste", {"text": (PAGE,)})

    first = await counter.commands.answer(request)
    others = (
        await counter.commands.answer(request),
        await counter.commands.press(press),
        await counter.commands.submit(sent),
        await counter.commands.brief_message(counter.context(id_="same"), PAGE),
    )

    assert first is not None
    assert others == (None, None, None, None)


async def test_buttons_outlive_a_restart(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/sitrep.db"
    async with open_counter(database=database) as counter:
        first = await counter.ask(Verb.LINK, url=PAGE)

    async with open_counter(database=database) as counter:
        unfolded = await counter.press(
            button(first, "Show all claims"), counter.context(id_="later")
        )

    assert labels(unfolded) == ["Show all risks", "Less", "Post here"]


async def test_a_failure_is_not_kept(counter: Counter) -> None:
    page = counter.site.pages[PAGE]
    counter.site.pages[PAGE] = ZeroDivisionError()

    failed = await counter.ask(Verb.LINK, url=PAGE)
    counter.site.pages[PAGE] = page
    answer = await counter.ask(Verb.LINK, url=PAGE)

    assert (failed.refused, answer.refused) == ("broken", None)
