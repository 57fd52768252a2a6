"""Finds the speaker whose statements an operator wants the bot to forget."""

from __future__ import annotations

from bot.core.domain.forget import ForgetSpeaker
from bot.core.domain.record import Speaker
from bot.core.ports.record import RecordStore
from bot.core.record.names import folded, folded_person
from bot.core.record.who import Candidates, has_role


async def speaker_to_forget(
    store: RecordStore, typed: str
) -> ForgetSpeaker | Candidates:
    """Return the speaker whom ``typed`` names; if several have the name, all of them.

    If no speaker has the full name, return a request with the name as it is typed. A
    single unknown word may mean many people, so return no candidates then.

    Raises:
        StoreError: the store cannot be used.
    """
    name, _, role = typed.partition(",")
    keys = {folded(name), folded_person(name)} - {""}
    stored = await store.speakers(keys)
    named = [each for each in stored if each.key in keys] or stored
    meant = [each for each in named if has_role(each, role)]
    if len(meant) == 1:
        return _request(meant[0], stored)
    if named:
        return Candidates(tuple(meant or named))
    key = folded_person(name)
    return ForgetSpeaker(key) if " " in key else Candidates(())


def _request(speaker: Speaker, stored: tuple[Speaker, ...]) -> ForgetSpeaker:
    same = {each.id for each in stored if each.key == speaker.key} - {speaker.id}
    # The key of a body may be one common word, such as that of "The Times Ltd".
    name = speaker.key if " " in speaker.key else speaker.name
    return ForgetSpeaker(name, frozenset({speaker.id}), frozenset(same))
