"""The command ``db forget``, which deletes a person, an article, old data or a user."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.cli.streams import print_message
from bot.core.domain.errors import UsageError
from bot.core.domain.forget import (
    ForgetAddress,
    ForgetBefore,
    ForgetRequest,
    ForgetUser,
    Forgotten,
)

_FAILED = 1
_TRIAL = "nothing is deleted yet: add --force to delete this"
_PRINTED = {"editions": "editions", "outbox": "messages"}
"""The names of tables with printed lines."""

_UNKNOWN = "no speaker of the record has this name: type first name and surname"


@dataclass(frozen=True, slots=True)
class ForgetOptions:
    """The values of the options, as typed; only one of them is not empty."""

    speaker: str
    url: str
    before: str
    user: str


def forget(asked: ForgetOptions, config: Path | None, *, force: bool) -> int:
    """Delete the subject that ``asked`` names from all tables; return the exit status.

    Without ``force`` only show what would be deleted, and return 1 if that is anything.
    If the name of a speaker means several, or none, print that and return 1.

    Raises:
        UsageError: not exactly one option is given, or its value is not valid.
        StoreError: the database cannot be used, or a process uses it.
    """
    from bot.bootstrap.store import open_maintenance
    from bot.core.record.forgetting import speaker_to_forget
    from bot.core.record.who import Candidates
    from bot.core.record.who_views import candidates_text

    plain = _request(asked)
    with open_maintenance(config, os.environ) as maintenance:
        maintenance.upgrade()
        request = plain or asyncio.run(
            speaker_to_forget(maintenance.record, asked.speaker)
        )
        if isinstance(request, Candidates):
            meant = candidates_text(request, asked.speaker)
            print_message(meant if request.speakers else _UNKNOWN)
            return _FAILED
        forgotten = maintenance.forget(request, is_trial=not force)
        print(_summary(forgotten, maintenance.name, is_trial=not force))
    for line in _lines(forgotten):
        print(line)
    if force or not _lines(forgotten):
        return 0
    print_message(_TRIAL)
    return _FAILED


def _request(asked: ForgetOptions) -> ForgetRequest | None:
    """Return the request to forget; ``None`` for a speaker, who is looked up first."""
    given = [
        each
        for each in (asked.speaker, asked.url, asked.before, asked.user)
        if each.strip()
    ]
    if len(given) != 1:
        raise UsageError("use exactly one of --speaker, --url, --before and --user")
    if asked.speaker:
        return None
    if asked.url:
        if not asked.url.startswith(("http://", "https://")):
            raise UsageError(
                f'"{asked.url[:60]}" is not an address such as https://paper.example/news'
            )
        return ForgetAddress(asked.url)
    if asked.user:
        return ForgetUser(asked.user.strip())
    try:
        day = date.fromisoformat(asked.before)
    except ValueError as error:
        raise UsageError(
            f'"{asked.before[:40]}" is not a day; use 2026-11-20'
        ) from error
    return ForgetBefore(datetime.combine(day, time(), UTC))


def _summary(forgotten: Forgotten, database: str, *, is_trial: bool) -> str:
    if not _lines(forgotten):
        return f"{database}: nothing to delete"
    done = "would be" if is_trial else "were"
    return f"these rows of {database} {done} deleted:"


def _lines(forgotten: Forgotten) -> tuple[str, ...]:
    """Return lines that count the rows of each table.

    A line counts either the rows that were deleted, or the rows that lost text.
    """
    deleted = (
        f"  {_kind(table)}: {count:,}" for table, count in forgotten.deleted.items()
    )
    cleared = (
        f"  {_PRINTED[table]}: {count:,} kept without these lines"
        if table in _PRINTED
        else f"  {_kind(table)}: {count:,} kept without the text"
        for table, count in forgotten.cleared.items()
    )
    return (*deleted, *cleared)


def _kind(table: str) -> str:
    return table.replace("_", " ")
