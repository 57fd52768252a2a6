from __future__ import annotations

import asyncio
from collections.abc import Mapping

from bot.core.commands.modals import CHOOSE, Modals
from bot.core.commands.requests import InteractionContext, ModalSubmit, Person, Place
from bot.core.commands.responses import (
    LABEL_LENGTH,
    STATE_LENGTH,
    ChoiceField,
    Modal,
)
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


async def test_at_most_five_of_25_links_are_chosen() -> None:
    text = " ".join(f"https://lenna.example/{'x' * 300}{n}" for n in range(40))

    field = choices(dialogs().dialog(text))

    assert (len(field.choices), field.most) == (25, 5)
    assert len({one.state for one in field.choices}) == 25
    assert all(len(one.state) <= STATE_LENGTH for one in field.choices)
    assert all(len(one.label) <= LABEL_LENGTH for one in field.choices)


async def test_what_was_chosen_is_known_after_a_restart() -> None:
    chats = MemoryChats()
    field = choices(dialogs(chats).dialog(TEXT))
    await asyncio.sleep(0)

    found = await dialogs(chats).links(
        sent(f"{CHOOSE}:more", {field.name: (field.choices[0].state,)})
    )

    assert found == LINKS[:1]
