"""The modals in which people choose or paste links.

A modal is a form that the platform shows over its window.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from urllib.parse import urlsplit

from bot.core.commands.command_spec import DIALOG
from bot.core.commands.link_parsing import links
from bot.core.commands.requests import ModalSubmit
from bot.core.commands.responses import Choice, ChoiceField, Modal, TextField
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.commands.views import cut_label
from bot.core.ports.services import Clock, EventLog
from bot.core.ports.stores import ChatStore
from bot.core.text.deep_links import host

MOST_BRIEFED = 5
"""The maximum number of links that one modal briefs."""

CHOOSE, PASTE = "choose", "paste"
"""The ids of the modals for choosing and for pasting links."""

LINKS, TEXT = "links", "text"
"""The field names of the modals: the chosen links, and the pasted text."""

_MARK = "link "
_KEY = re.compile(r"[0-9a-f]{16}")
_MOST_KNOWN = 1_000
_PASTED = 3_000


@dataclass(slots=True)
class Modals:
    """Builds modals and returns the links of submitted ones.

    A link can be longer than a choice's payload. It is therefore stored under a key: in
    memory at once, and in the store for use after a restart.
    """

    clock: Clock
    chats: ChatStore
    event_log: EventLog
    _known: dict[str, str] = field(default_factory=dict)
    _keeping: set[asyncio.Task[None]] = field(default_factory=set)

    def dialog(self, text: str | None) -> Modal | None:
        """Return the modal for choosing among the links in ``text``.

        Without a ``text``, return the modal for pasting links. Return ``None`` for a
        text with at most one link.
        """
        if text is None:
            return _paste_dialog()
        urls = links(text)
        if len(urls) <= 1:
            return None
        keyed = {_key(link): link for link in urls}
        self._remember(keyed)
        choices = tuple(Choice(_label(link), key) for key, link in keyed.items())
        label = f"Links (up to {MOST_BRIEFED})"
        chosen = ChoiceField(LINKS, label, choices, min(MOST_BRIEFED, len(choices)))
        return Modal(CHOOSE, DIALOG, (chosen,))

    async def links(self, submitted: ModalSubmit) -> tuple[str, ...]:
        """Return the links that were chosen or pasted in a submitted modal.

        Raises:
            RefusedError: The modal contains no links.
            StoreError: The store cannot be used.
        """
        if submitted.dialog.partition(":")[0] == PASTE:
            urls = links("\n".join(submitted.values.get(TEXT, ())))
            problem = "No link was pasted. Paste one that starts with https://."
        else:
            urls = await self._chosen(submitted.values.get(LINKS, ()))
            problem = (
                "Those links are no longer stored. Choose “Brief this link” again."
            )
        if not urls:
            raise RefusedError(Refusal.NO_LINK, problem)
        return urls

    async def _chosen(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        stored = [await self._link(key) for key in dict.fromkeys(keys)]
        return tuple(link for link in stored if link is not None)

    async def _link(self, key: str) -> str | None:
        if key in self._known:
            return self._known[key]
        if not _KEY.fullmatch(key):
            return None
        note = await self.chats.load_note(key)
        return note.removeprefix(_MARK) if note and note.startswith(_MARK) else None

    def _remember(self, keyed: Mapping[str, str]) -> None:
        """Keep the links by key in memory, and store them in the background."""
        for key, link in keyed.items():
            self._known.pop(key, None)
            self._known[key] = link
        while len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        task = asyncio.create_task(self._keep(keyed))
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    async def _keep(self, keyed: Mapping[str, str]) -> None:
        now = self.clock.now()
        try:
            for key, link in keyed.items():
                await self.chats.save_note(key, f"{_MARK}{link}", now)
        except Exception as error:  # noqa: BLE001 - the dialog is open all the same
            self.event_log.error(
                "links of a form not stored; if Sitrep restarts, the person must open the form again",
                reason=repr(error),
            )


def _paste_dialog() -> Modal:
    text = TextField(
        TEXT,
        f"Links, up to {MOST_BRIEFED}",
        hint="https://…",
        lines=True,
        longest=_PASTED,
    )
    return Modal(PASTE, DIALOG, (text,))


def _key(link: str) -> str:
    return blake2b(f"{_MARK}{link}".encode(), digest_size=8).hexdigest()


def _label(link: str) -> str:
    """Return the label of a link; the label starts with the real host."""
    return cut_label(f"{host(link) or '?'}{urlsplit(link).path.rstrip('/')}")
