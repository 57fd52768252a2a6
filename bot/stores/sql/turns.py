"""Lets workspaces take turns: a claim begins after the workspace that was served last.

The name of a channel begins with its workspace, if it has one. Channels without a
workspace take turns by platform, so that a slow or failing platform does not delay
another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Float,
    FromClause,
    Integer,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    true,
)

from bot.stores.sql import tables
from bot.stores.sql.columns import SortedWords
from bot.stores.sql.locks import holding_lanes
from bot.stores.sql.statements import constant, is_none_of

_ONE = constant(1)
_SLASH, _NOTHING = constant("/"), constant("")


@dataclass(slots=True)
class Turn:
    """The workspace that was served last by this process."""

    last: str = ""

    def take(self, channel: str) -> None:
        """Record that the workspace of this channel was served last."""
        self.last = workspace_of(channel)


def workspace_of(channel: str) -> str:
    """Return the part of a name before the channel: platform and workspace."""
    return channel[: channel.rfind("/") + 1]


def in_turns(
    query: Select[Any], *states: ColumnElement[Any], hold: bool = False
) -> Select[Any]:
    """Let workspaces take turns in a query for slots in these states in PostgreSQL.

    They begin after the workspace ``last``. Each gets an equal share of the ``most``
    rows, but at least ``least`` rows. Workspaces on the platforms ``without`` get none.
    The query ends as soon as there are enough rows. With ``hold``, it locks the lanes
    of the channels that it finds, and leaves out channels whose lanes another
    transaction holds.
    """
    served = _workspaces("postgresql", *states)
    is_own = _workspace("postgresql", tables.slots) == served.c.workspace
    own = query.where(is_own).limit(_share(served))
    if hold:
        own = holding_lanes(own, tables.slots.c.channel)
    rows = own.correlate(served).lateral("next")
    most = bindparam("most", type_=Integer)
    return select(*rows.c).select_from(served.join(rows, true())).limit(most)


def run_in_turns(
    connection: Connection,
    query: Select[Any],
    states: tuple[ColumnElement[Any], ...],
    wanted: Mapping[str, object],
    most: int,
) -> Sequence[Row[Any]]:
    """Run a query for slots in SQLite as ``in_turns`` does in PostgreSQL."""
    names = connection.scalars(_listing(states), wanted).all()
    own = _own(query)
    rows: dict[int, Row[Any]] = {}
    share = -(-most // max(1, min(most, len(names))))
    for limit, name in product(sorted({share, most}), names):
        if len(rows) < most:
            limited = {**wanted, "workspace": name, "share": limit}
            rows |= {row.id: row for row in connection.execute(own, limited)}
    return list(rows.values())[:most]


@lru_cache
def _own(query: Select[Any]) -> Select[Any]:
    """Limit a query in SQLite to ``share`` slots of one ``workspace``.

    Both are parameters of the query.
    """
    is_own = _workspace("sqlite", tables.slots) == bindparam("workspace", type_=Text)
    return query.where(is_own).limit(bindparam("share", type_=Integer))


@cache
def _listing(states: tuple[ColumnElement[Any], ...]) -> Select[str]:
    return select(_workspaces("sqlite", *states).c.workspace)


def _workspace(dialect: str, slots: FromClause) -> ColumnElement[str]:
    """Return the workspaces of slots.

    PostgreSQL has a generated column with an index: where policies hide rows, it uses
    no index of an expression. SQLite has no index: it is for few workspaces.
    """
    if dialect == "sqlite":
        channel = slots.c.channel
        return func.rtrim(channel, func.replace(channel, _SLASH, _NOTHING))
    name: str = getattr(slots, "name", "")
    return literal_column(f"{name}.workspace", SortedWords())


def _workspaces(dialect: str, *states: ColumnElement[Any]) -> CTE:
    """Build the list of the workspaces with slots in these states, after the ``last``.

    In PostgreSQL, their cost does not grow with the number of slots. Workspaces on the
    platforms ``without`` are left out.
    """
    last = bindparam("last", type_=Text)
    begun = _next(dialect, states, last).label("workspace")
    first = select(begun).subquery("begun").c.workspace
    turns = select(cast(_ONE, Integer).label("turn"), first, first.label("first")).cte(
        "turns", recursive=True
    )
    turn, workspace = turns.c.turn, turns.c.workspace
    is_new = or_(turn == _ONE, workspace != turns.c.first)
    following = _next(dialect, states, workspace)
    turns = turns.union_all(
        select(turn + _ONE, following, turns.c.first).where(
            workspace.is_not(None), is_new
        )
    )
    turn, workspace = turns.c.turn, turns.c.workspace
    is_new = or_(turn == _ONE, workspace != turns.c.first)
    return (
        select(workspace)
        .where(workspace.is_not(None), is_new, _is_elsewhere(dialect, workspace))
        .cte("served")
    )


def _share(served: CTE) -> ColumnElement[int]:
    """Return the number of rows that one workspace gets, of ``most`` in total."""
    most = bindparam("most", type_=Integer)
    some = select(served.c.workspace).limit(most).subquery("some")
    count = select(func.greatest(func.count(), _ONE)).select_from(some)
    share = cast(func.ceil(most / cast(count.scalar_subquery(), Float)), Integer)
    return func.greatest(share, bindparam("least", type_=Integer))


def _next(
    dialect: str,
    states: tuple[ColumnElement[Any], ...],
    last: ColumnElement[str],
) -> ColumnElement[str]:
    """Return the first workspace after ``last``, or else the first of all."""
    return func.coalesce(
        _least(dialect, *(_first(dialect, state, last) for state in states)),
        _least(dialect, *(_first(dialect, state) for state in states)),
    )


def _least(dialect: str, *each: ColumnElement[str]) -> ColumnElement[str]:
    if len(each) == 1:
        return each[0]
    first, second = each
    least = func.min if dialect == "sqlite" else func.least
    return least(func.coalesce(first, second), func.coalesce(second, first))


def _first(
    dialect: str,
    state: ColumnElement[Any],
    last: ColumnElement[str] | None = None,
) -> ColumnElement[str]:
    listed = tables.slots.alias("listed")
    workspace = _workspace(dialect, listed)
    query = select(workspace).select_from(listed).where(listed.c.state == state)
    if last is not None:
        query = query.where(workspace > last)
    first = query.order_by(workspace).limit(_ONE).correlate_except(listed)
    return first.scalar_subquery()


def _is_elsewhere(dialect: str, workspace: ColumnElement[str]) -> ColumnElement[bool]:
    """Build the condition that a workspace is on none of the platforms ``without``."""
    if dialect == "sqlite":
        platform = func.substr(workspace, _ONE, func.instr(workspace, _SLASH) - _ONE)
        return platform.not_in(bindparam("without", expanding=True))
    platform = func.split_part(workspace, _SLASH, _ONE, type_=SortedWords())
    return is_none_of(platform, "without")
