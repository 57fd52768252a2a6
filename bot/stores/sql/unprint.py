"""Deletes lines of articles from the editions and messages that printed them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from sqlalchemy import Connection, and_, delete, exists, select, update

from bot.core.domain.slots import MessageState, SlotKey, SlotState
from bot.stores.sql import tables
from bot.stores.sql.editions import NO_DOCUMENT
from bot.stores.sql.slot_rows import KEY, is_slot
from bot.stores.sql.statements import chunks

_EDITIONS, _LINES, _SHOWN = tables.editions, tables.told_lines, tables.edition_articles
_CORRECTIONS, _SLOTS, _MESSAGES = tables.corrections, tables.slots, tables.outbox

NO_MESSAGE = '{"sections": []}'
"""The body of a posted message whose texts were deleted."""

_SKIPPED = "sitrep db forget deleted lines of it"
_UNPOSTED = (SlotState.BUILDING.value, SlotState.BUILT.value)


def unprint_articles(
    connection: Connection, ids: Collection[str], cleared: Counter[str]
) -> None:
    """Delete the printed lines of these articles, and the texts that contain them.

    The texts are those of editions, corrections and messages.
    """
    editions: set[int] = set()
    for chunk in chunks(ids):
        for table in (_LINES, _SHOWN):
            printed = select(table.c.edition).where(table.c.article.in_(chunk))
            editions.update(connection.scalars(printed.distinct()))
        line = and_(
            _LINES.c.edition == _CORRECTIONS.c.edition,
            _LINES.c.place == _CORRECTIONS.c.place,
            _LINES.c.article.in_(chunk),
        )
        corrected = exists().where(line)
        slots = select(_CORRECTIONS.c.slot).where(corrected)
        corrections = set(filter(None, connection.scalars(slots)))
        empty_messages(connection, corrections, cleared)
        connection.execute(delete(_CORRECTIONS).where(corrected))
        connection.execute(delete(_LINES).where(_LINES.c.article.in_(chunk)))
    empty_editions(connection, editions, cleared)


def empty_editions(
    connection: Connection, numbers: Collection[int], cleared: Counter[str]
) -> None:
    """Delete the texts of these editions and of their messages.

    The ids of the printed articles and sentences stay, so that later digests do not
    repeat these. ``cleared`` counts the rows that lose their text, by table.
    """
    slots: set[int] = set()
    for chunk in chunks(numbers):
        chosen = _EDITIONS.c.number.in_(chunk)
        named = select(_EDITIONS.c.slot).where(chosen, _EDITIONS.c.slot.is_not(None))
        for slot in connection.scalars(named).all():
            slots.update(_slot_of(connection, slot))
    # It deletes the editions of which nothing was posted.
    empty_messages(connection, slots, cleared)
    for chunk in chunks(numbers):
        full = _EDITIONS.c.number.in_(chunk), _EDITIONS.c.document != NO_DOCUMENT
        emptied = (
            update(_EDITIONS).where(*full).values(document=NO_DOCUMENT, shared=None)
        )
        cleared[_EDITIONS.name] += connection.execute(emptied).rowcount


def empty_messages(
    connection: Connection, slots: Collection[int], cleared: Counter[str]
) -> None:
    """Delete the texts of these slots' messages; unsent messages are never posted.

    A slot without any posted message also loses its edition. ``cleared`` counts the
    messages that lose their text.
    """
    sent = _MESSAGES.c.state == MessageState.SENT.value
    for chunk in chunks(slots):
        connection.execute(delete(_MESSAGES).where(_MESSAGES.c.slot.in_(chunk), ~sent))
        full = _MESSAGES.c.slot.in_(chunk), _MESSAGES.c.body != NO_MESSAGE
        emptied = update(_MESSAGES).where(*full).values(body=NO_MESSAGE, shared=None)
        cleared[_MESSAGES.name] += connection.execute(emptied).rowcount
        posted = exists().where(_MESSAGES.c.slot == _SLOTS.c.id)
        unposted = select(*KEY).where(_SLOTS.c.id.in_(chunk), ~posted)
        for row in connection.execute(unposted).all():
            name = str(SlotKey(*row))
            connection.execute(delete(_EDITIONS).where(_EDITIONS.c.slot == name))
        for is_posted, state in (
            (posted, SlotState.POSTED),
            (~posted, SlotState.SKIPPED),
        ):
            error = _SKIPPED if state is SlotState.SKIPPED else None
            ending = update(_SLOTS).where(_SLOTS.c.id.in_(chunk), is_posted)
            connection.execute(
                ending.where(_SLOTS.c.state.in_(_UNPOSTED)).values(
                    state=state.value, error=error, owner=None, lease_until=None
                )
            )


def _slot_of(connection: Connection, name: str) -> Collection[int]:
    """Return the row number of the slot with this key, if there is one."""
    try:
        key = SlotKey.parse(name)
    except ValueError:
        return ()
    return connection.scalars(select(_SLOTS.c.id).where(is_slot(key))).all()
