"""Finds the speaker of each claim in a story.

All claims of one person or organisation refer to one row of the table of speakers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache, partial

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    select,
    update,
)

from bot.core.domain.record import Speaker
from bot.core.record.names import Surname, bearer_of, holder_of, same_in_story
from bot.stores.sql import record_tables as tables
from bot.stores.sql.statements import chunks
from summarizers.model import ActorKind

_ARTICLES, _CLAIMS, _SPEAKERS = tables.articles, tables.claims, tables.speakers

VOICE = ("id", "name", "kind", "key", "surname", "role", "roles")
"""The columns of a speaker."""


def speaker_row(speaker: Speaker) -> dict[str, object]:
    """Return the values of a speaker's columns, except the id."""
    values = {name: getattr(speaker, name) for name in VOICE if name != "id"}
    roles = "\n".join(" ".join(role.split()) for role in speaker.roles)
    return {**values, "kind": speaker.kind.value, "roles": roles}


def speaker_from(values: Mapping[str, object]) -> Speaker:
    """Make a speaker from ``values``, the values of its columns."""
    roles = tuple(filter(None, str(values["roles"]).split("\n")))
    return Speaker(**{**values, "kind": ActorKind(values["kind"]), "roles": roles})  # type: ignore[arg-type]


def name_speakers(connection: Connection, stories: Iterable[str | None]) -> None:
    """Join rows of the same speaker, and name the speakers known by surname alone.

    A new report of a story may give their full names. It may also give the surname to a
    second person.
    """
    for story in sorted({story for story in stories if story is not None}):
        _join(connection, _speakers_in(connection, story))
        name_claims(connection, _ARTICLES.c.story == story)


def name_recorded(
    connection: Connection, articles: Collection[int], surnames: Collection[str]
) -> None:
    """Name the speakers of claims that give only a surname.

    The claims are those of ``articles``, and all claims with one of ``surnames``.
    """
    for chunk in chunks(articles):
        name_claims(connection, _CLAIMS.c.article.in_(chunk))
    for names in chunks(surnames):
        name_claims(connection, _CLAIMS.c.surname.in_(names))


def name_claims(connection: Connection, condition: ColumnElement[bool]) -> None:
    """Set the speaker of each claim with only a surname that meets ``condition``."""
    speakers_in = cache(partial(_speakers_in, connection))
    speakers_with = cache(partial(_speakers_with, connection))
    rows = connection.execute(
        select(
            *(_CLAIMS.c.id, _CLAIMS.c.surname, _CLAIMS.c.role, _CLAIMS.c.speaker),
            _ARTICLES.c.story,
        )
        .join(_ARTICLES, _ARTICLES.c.number == _CLAIMS.c.article)
        .where(condition, _CLAIMS.c.surname.is_not(None))
    ).all()

    def speaker_id(surname: Surname, story: str | None) -> int | None:
        bearer = bearer_of(surname, speakers_in(story)) if story else None
        bearer = bearer or holder_of(surname, speakers_with(surname.key))
        return None if bearer is None else bearer.id

    bearers = [speaker_id(Surname(row.surname, row.role), row.story) for row in rows]
    changed = [
        {"of": row.id, "put": bearer}
        for row, bearer in zip(rows, bearers, strict=True)
        if row.speaker != bearer
    ]
    if changed:
        setting = update(_CLAIMS).where(_CLAIMS.c.id == bindparam("of"))
        connection.execute(setting.values(speaker=bindparam("put")), changed)


def _speakers_in(connection: Connection, story: str) -> tuple[Speaker, ...]:
    """Return the speakers whose full names articles of a story give."""
    said = (
        select(_CLAIMS.c.speaker)
        .join(_ARTICLES, _ARTICLES.c.number == _CLAIMS.c.article)
        .where(_ARTICLES.c.story == story, _CLAIMS.c.surname.is_(None))
    )
    return _speakers(connection, _SPEAKERS.c.id.in_(said))


def _speakers_with(connection: Connection, surname: str) -> tuple[Speaker, ...]:
    return _speakers(connection, _SPEAKERS.c.surname == surname)


def _speakers(
    connection: Connection, condition: ColumnElement[bool]
) -> tuple[Speaker, ...]:
    columns = [_SPEAKERS.c[name] for name in VOICE]
    rows = connection.execute(
        select(*columns).where(condition).order_by(_SPEAKERS.c.id)
    )
    return tuple(speaker_from(row._asdict()) for row in rows)


def _join(connection: Connection, speakers: tuple[Speaker, ...]) -> None:
    """Join the rows of the same speaker: the first gets the claims of the others."""
    for other, kept in same_in_story(speakers).items():
        giving = update(_CLAIMS).where(_CLAIMS.c.speaker == other)
        connection.execute(giving.values(speaker=kept.id))
        connection.execute(delete(_SPEAKERS).where(_SPEAKERS.c.id == other))
        keeping = update(_SPEAKERS).where(_SPEAKERS.c.id == kept.id)
        connection.execute(keeping, speaker_row(kept))
