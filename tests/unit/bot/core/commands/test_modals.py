from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime

import pytest
from typing_extensions import override

from bot.core.commands.modals import CHOOSE, PASTE, Modals
from bot.core.commands.requests import InteractionContext, ModalSubmit, Person, Place
from bot.core.commands.responses import (
    LABEL_LENGTH,
    STATE_LENGTH,
    ChoiceField,
    Modal,
    TextField,
)
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.domain.errors import StoreError
from tests.fakes.chats import MemoryChats
from tests.fakes.ports import FakeClock, FakeJournal
from tests.fakes.records import NOW

ASKING = InteractionContext("event", NOW, Person("U1"), Place("slack", "C1"))
LINKS = tuple(f"https://lenna.example/{name}" for name in ("a", "b", "c"))
TEXT = " and ".join(LINKS)


def dialogs(chats: MemoryChats | None = None) -> Modals:
    """Dialogs of a process that was just started."""
    return Modals(FakeClock(), chats or MemoryChats(), FakeJournal())


def choices(dialog: Modal | None) -> ChoiceField:
    """The only field of a dialog to choose from."""
    assert dialog is not None
    (field,) = dialog.fields
    assert isinstance(field, ChoiceField)
    return field


def sent(dialog: str, values: Mapping[str, tuple[str, ...]]) -> ModalSubmit:
    """A dialog that was sent."""
    return ModalSubmit(ASKING, dialog, values)


async def test_several_links_are_offered_to_choose_from() -> None:
    dialog = dialogs().dialog(TEXT)

    assert dialog is not None
    assert (dialog.id, dialog.title) == (CHOOSE, "Brief links")
    field = choices(dialog)
    assert [one.label for one in field.choices] == [
        "lenna.example/a",
        "lenna.example/b",
        "lenna.example/c",
    ]
    assert field.most == 3


@pytest.mark.parametrize("text", ["", "no link", LINKS[0], f"{LINKS[0]} {LINKS[0]}"])
async def test_one_link_needs_no_dialog(text: str) -> None:
    assert dialogs().dialog(text) is None


async def test_at_most_five_of_25_links_are_chosen() -> None:
    text = " ".join(f"https://lenna.example/{'x' * 300}{n}" for n in range(40))

    field = choices(dialogs().dialog(text))

    assert (len(field.choices), field.most) == (25, 5)
    assert len({one.state for one in field.choices}) == 25
    assert all(len(one.state) <= STATE_LENGTH for one in field.choices)
    assert all(len(one.label) <= LABEL_LENGTH for one in field.choices)


async def test_without_a_text_links_are_pasted() -> None:
    dialog = dialogs().dialog(None)

    assert dialog is not None
    (field,) = dialog.fields
    assert isinstance(field, TextField)
    assert dialog.id == PASTE
    assert len(dialog.title) <= 24
    assert field.lines


async def test_what_was_chosen_is_known_at_once() -> None:
    here = dialogs()
    field = choices(here.dialog(TEXT))
    chosen = tuple(one.state for one in field.choices[1:])

    assert await here.links(sent(CHOOSE, {field.name: chosen})) == LINKS[1:]


async def test_what_was_chosen_is_known_after_a_restart() -> None:
    chats = MemoryChats()
    field = choices(dialogs(chats).dialog(TEXT))
    await asyncio.sleep(0)

    found = await dialogs(chats).links(
        sent(f"{CHOOSE}:more", {field.name: (field.choices[0].state,)})
    )

    assert found == LINKS[:1]


async def test_pasted_links_are_found() -> None:
    text = f"first {LINKS[0]}\n<{LINKS[1]}|second>"

    assert await dialogs().links(sent(PASTE, {"text": (text,)})) == LINKS[:2]


@pytest.mark.parametrize(
    ("dialog", "values"),
    [
        (PASTE, {}),
        (PASTE, {"text": ("no link",)}),
        (CHOOSE, {}),
        (CHOOSE, {"links": ("0" * 16, "../etc/passwd")}),
        ("forged", {"links": (LINKS[0],)}),
    ],
)
async def test_a_dialog_without_a_link_is_refused(
    dialog: str, values: Mapping[str, tuple[str, ...]]
) -> None:
    with pytest.raises(RefusedError) as caught:
        await dialogs().links(sent(dialog, values))

    assert caught.value.reason is Refusal.NO_LINK


async def test_the_note_of_a_briefing_is_no_link() -> None:
    chats = MemoryChats()
    await chats.save_note("0" * 16, '{"kind": "briefing"}', NOW)

    with pytest.raises(RefusedError):
        await dialogs(chats).links(sent(CHOOSE, {"links": ("0" * 16,)}))


class ForgetfulChats(MemoryChats):
    """Keeps nothing."""

    @override
    async def save_note(self, key: str, body: str, now: datetime) -> None:
        raise StoreError("the disk is full")


async def test_a_dialog_opens_while_the_store_is_down() -> None:
    event_log = FakeJournal()
    here = Modals(FakeClock(), ForgetfulChats(), event_log)
    field = choices(here.dialog(TEXT))
    await asyncio.sleep(0)

    chosen = sent(CHOOSE, {field.name: (field.choices[0].state,)})

    assert await here.links(chosen) == LINKS[:1]
    assert event_log.events("error") == [
        "links of a form not stored; if Sitrep restarts, the person must open the form again"
    ]


async def test_of_many_dialogs_the_latest_are_remembered() -> None:
    here = dialogs(ForgetfulChats())
    for number in range(100):
        here.dialog(" ".join(f"https://lenna.example/{number}/{n}" for n in range(25)))

    field = choices(here.dialog(TEXT))

    assert len(here._known) == 1_000
    assert await here.links(sent(CHOOSE, {field.name: (field.choices[0].state,)}))
