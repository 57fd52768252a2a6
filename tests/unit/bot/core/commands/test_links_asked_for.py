from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.commands.requests import ButtonClick, ModalSubmit, Request, Verb
from bot.core.commands.responses import ChoiceField, Visibility
from bot.core.domain.errors import (
    BadUrlError,
    BlockedAddressError,
    StoreError,
    TooBigError,
    UnreachableError,
    UnsupportedTypeError,
)
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


async def test_a_link_is_briefed_for_who_asks_alone(counter: Counter) -> None:
    answer = await counter.ask(Verb.LINK, url=PAGE)

    assert answer.visibility is Visibility.PRIVATE
    assert answer.refused is None
    assert "**▲ WATCH**\n\n- **" in text_of(answer)
    assert labels(answer) == ["Show all claims", "Show all risks", "Post here"]


async def test_a_link_is_read_in_any_notation(counter: Counter) -> None:
    forms = [f"<{PAGE}|the paper>", PAGE.removeprefix("https://"), f"({PAGE})."]

    answers = [await counter.ask(Verb.LINK, url=form) for form in forms]

    assert [answer.refused for answer in answers] == [None] * 3
    assert counter.site.fetched == [PAGE]


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


async def test_the_sixth_briefing_within_a_minute_is_refused(
    counter: Counter,
) -> None:
    answers = [await counter.ask(Verb.LINK, url=PAGE) for _ in range(30)]
    other = await counter.ask(Verb.LINK, counter.context("U2"), url=PAGE)

    told = [answer.refused for answer in answers]
    assert told == [None] * 5 + ["too_often"] * 25
    assert "Try again in 60 seconds." in text_of(answers[5])
    assert other.refused is None


@pytest.mark.parametrize(
    ("typed", "refused", "told"),
    [
        ("", "missing", "Give the article's link:"),
        ("ports", "bad_link", "“ports” is not a link."),
        ("javascript:alert(1)", "bad_link", "is not a link."),
        ("ftp://lenna.example/a", "bad_link", "is not a link."),
        ("\u202e\u200b", "bad_link", "is not a link."),
        ("x" * 400, "bad_link", "is not a link."),
    ],
)
async def test_what_is_no_link_is_told(
    counter: Counter, typed: str, refused: str, told: str
) -> None:
    answer = await counter.ask(Verb.LINK, url=typed)

    assert answer.refused == refused
    assert told in text_of(answer)
    assert counter.site.fetched == []


@pytest.mark.parametrize(
    ("error", "refused", "told"),
    [
        (
            BlockedAddressError("10.1.2.3 is private"),
            "blocked",
            "That address is not on the public internet. Give the link of a public page.",
        ),
        (BadUrlError("port 22 is none"), "bad_link", "port 22 is none. Give one"),
        (UnreachableError("no such server"), "unread", "no such server. Check the"),
        (TooBigError("it has 9 MB"), "unread", "too big: it has 9 MB."),
        (UnsupportedTypeError("this is a film"), "unread", "this is a film. Give"),
        (StoreError("locked"), "broken", "Try again in a minute."),
        (
            ZeroDivisionError(),
            "broken",
            "tell the operator of this bot and quote: event-0",
        ),
    ],
)
async def test_a_page_that_cannot_be_had_is_told_in_a_plain_sentence(
    counter: Counter, error: Exception, refused: str, told: str
) -> None:
    counter.site.pages[PAGE] = error

    answer = await counter.ask(Verb.LINK, url=PAGE)

    assert answer.refused == refused
    assert told in text_of(answer)
    assert "10.1.2.3" not in text_of(answer)
    assert answer.buttons == ()


async def test_the_operator_hears_of_what_is_our_own_fault(counter: Counter) -> None:
    counter.site.pages[PAGE] = ZeroDivisionError("of ours")
    context = counter.context(id_="event-77")

    await counter.ask(Verb.LINK, context, url=PAGE)

    facts = {"id": "event-77", "reason": "ZeroDivisionError('of ours')"}
    assert counter.town.event_log.entries == [
        ("error", "command failed; the person was asked to repeat it", facts)
    ]


async def test_a_page_without_an_article_is_told(counter: Counter) -> None:
    counter.site.pages[PAGE] = b"<html><body></body></html>"

    answer = await counter.ask(Verb.LINK, url=PAGE)

    assert answer.refused == "no_article"
    assert "There is no article on that page." in text_of(answer)


async def test_a_hostile_page_ends_in_a_plain_sentence() -> None:
    async with open_counter(seconds=0.01) as counter:
        counter.site.hold.clear()

        answer = await counter.ask(Verb.LINK, url=PAGE)

        assert answer.refused == "too_slow"
        assert "took longer than a minute" in text_of(answer)
        counter.site.hold.set()


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


async def test_less_leads_back_to_the_short_briefing(counter: Counter) -> None:
    first = await counter.ask(Verb.LINK, url=PAGE)
    long = await counter.press(button(first, "Show all risks"))

    answer = await counter.press(button(long, "Less"))

    assert (answer.message, answer.buttons) == (first.message, first.buttons)


async def test_a_briefing_is_posted_as_it_is_shown(counter: Counter) -> None:
    first = await counter.ask(Verb.LINK, url=PAGE)
    long = await counter.press(button(first, "Show all risks"))

    answer = await counter.press(button(long, "Post here"))

    assert answer.visibility is Visibility.CHANNEL
    assert answer.message == long.message
    assert answer.told is not None
    assert labels(answer) == ["Show all claims", "Less"]


async def test_all_may_unfold_what_was_posted(counter: Counter) -> None:
    first = await counter.ask(Verb.LINK, url=PAGE)
    posted = await counter.press(button(first, "Post here"))

    answer = await counter.press(
        button(posted, "Show all claims"), counter.context("U2")
    )

    assert answer.visibility is Visibility.PRIVATE
    assert labels(answer) == ["Show all risks", "Less"]


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


async def test_in_a_direct_talk_there_is_nowhere_to_post(counter: Counter) -> None:
    context = counter.context(direct=True)

    answer = await counter.ask(Verb.LINK, context, url=PAGE)

    assert labels(answer) == ["Show all claims", "Show all risks"]


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


async def test_a_message_s_first_link_is_briefed(counter: Counter) -> None:
    text = f"Look: <{PAGE}|the paper>!"

    answer = await counter.commands.brief_message(counter.context(), text)

    assert answer is not None
    assert "Ferry to Sandhamn" in text_of(answer)


async def test_a_message_without_a_link_is_told(counter: Counter) -> None:
    answer = await counter.commands.brief_message(counter.context(), "Good morning!")

    assert answer is not None
    assert answer.refused == "no_link"
    assert text_of(answer).startswith("There is no link in that message.")


async def test_each_link_of_a_dialog_is_a_message_of_its_own(
    counter: Counter,
) -> None:
    missing = "https://lenna-gazette.example/missing"
    sent = ModalSubmit(counter.context(), "paste", {"text": (f"{PAGE} {missing}",)})

    answers = await counter.commands.submit(sent)

    assert answers is not None
    assert [answer.refused for answer in answers] == [None, "unread"]
    assert labels(answers[0])[-1] == "Post here"


async def test_of_a_dialog_five_links_are_briefed(counter: Counter) -> None:
    pages = [f"{PAGE}/{number}" for number in range(7)]
    counter.site.pages |= dict.fromkeys(pages, page_of(LONG))
    sent = ModalSubmit(counter.context(), "paste", {"text": (" ".join(pages),)})

    answers = await counter.commands.submit(sent)

    assert answers is not None
    assert [one.refused for one in answers] == [None] * 5 + ["too_many"]
    assert "Of 7 links the first 5 were briefed." in text_of(answers[5])


async def test_a_dialog_is_told_once_that_there_were_too_many(
    counter: Counter,
) -> None:
    pages = [f"{PAGE}/{number}" for number in range(5)]
    counter.site.pages |= dict.fromkeys(pages, page_of(LONG))
    for _ in range(3):
        await counter.ask(Verb.LINK, url=PAGE)
    sent = ModalSubmit(counter.context(), "paste", {"text": (" ".join(pages),)})

    answers = await counter.commands.submit(sent)

    assert answers is not None
    assert [answer.refused for answer in answers] == [None, None, "too_often"]


async def test_a_chosen_link_is_briefed(counter: Counter) -> None:
    dialog = counter.commands.dialog(f"{PAGE} https://lenna-gazette.example/b")
    assert dialog is not None
    (field,) = dialog.fields
    assert isinstance(field, ChoiceField)
    chosen = {field.name: (field.choices[0].state,)}
    sent = ModalSubmit(counter.context(), dialog.id, chosen)

    answers = await counter.commands.submit(sent)

    assert answers is not None
    assert counter.site.fetched == [PAGE]


async def test_buttons_outlive_a_restart(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/sitrep.db"
    async with open_counter(database=database) as counter:
        first = await counter.ask(Verb.LINK, url=PAGE)

    async with open_counter(database=database) as counter:
        unfolded = await counter.press(
            button(first, "Show all claims"), counter.context(id_="later")
        )

    assert labels(unfolded) == ["Show all risks", "Less", "Post here"]


async def test_an_event_is_known_again_after_a_restart(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/sitrep.db"
    async with open_counter(database=database) as counter:
        request = Request(counter.context(id_="same"), Verb.HELP)
        first = await counter.commands.answer(request)

    async with open_counter(database=database) as counter:
        again = await counter.commands.answer(request)

    assert first is not None
    assert again is None
