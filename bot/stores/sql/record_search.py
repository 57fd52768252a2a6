"""Searches the record's sentences in the database.

Queries reach the database only as parameters. Their tokens consist of letters and digits
and stand in quotation marks, so that neither database reads a token as an operator.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    any_,
    cast,
    column,
    exists,
    func,
    not_,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, array
from typing_extensions import override

from bot.core.domain.search import (
    FoundSentence,
    SearchTerm,
    SearchTerms,
    SentenceQuery,
)
from bot.core.ports.record_search import SentenceStore
from bot.stores.sql import record_tables as tables
from bot.stores.sql.database import SqlAdapter, reads
from bot.stores.sql.record_rows import (
    HEADS,
    LINES,
    has_topic,
    recorded_article,
    recorded_sentence,
)

_ARTICLES, _SENTENCES, _CLAIMS = tables.articles, tables.sentences, tables.claims
_COLUMNS = (_SENTENCES.c.id.label("sentence_id"), *LINES, *HEADS)
_INDEX = table("record_search", column("rowid"), column("record_search"))

_PLAN_FOR_WORDS = text("SET LOCAL plan_cache_mode = force_custom_plan")
"""Makes PostgreSQL plan each search anew, because its words may be frequent or rare."""

_NEWEST = 10_000
"""The number of newest sentences that PostgreSQL searches before it uses its index."""

_ENOUGH = 1.5
"""The factor for the number of sentences that the index then searches.

It is applied to the number that probably has enough matches.
"""

SearchRow: TypeAlias = Row[tuple[object, ...]]


class SqlRecordSearch(SqlAdapter, SentenceStore):
    """Finds sentences of the record in SQLite or PostgreSQL."""

    @override
    @reads
    def find_sentences(
        self, connection: Connection, query: SentenceQuery
    ) -> tuple[FoundSentence, ...]:
        variants = tuple(filter(_is_possible, query.variants))
        if not variants:
            return ()
        query = replace(query, variants=variants)
        is_sqlite = connection.dialect.name == "sqlite"
        rows = (_sqlite_rows if is_sqlite else _postgresql_rows)(connection, query)
        return tuple(map(_found, rows))

    @override
    @reads
    def recorded_papers(
        self, connection: Connection, topics: Collection[str]
    ) -> tuple[str, ...]:
        named = select(_ARTICLES.c.paper).where(
            _ARTICLES.c.paper.is_not(None), has_topic(_ARTICLES.c.number, topics)
        )
        names = connection.scalars(named.distinct())
        return tuple(sorted(name for name in names if name))


def _found(row: SearchRow) -> FoundSentence:
    return FoundSentence(row.sentence_id, recorded_article(row), recorded_sentence(row))


def _is_possible(terms: SearchTerms) -> bool:
    """Return whether a sentence can match; none matches "storm -storm"."""
    return set(terms.wanted).isdisjoint(terms.unwanted)


def _sqlite_rows(connection: Connection, query: SentenceQuery) -> Sequence[SearchRow]:
    # The index comes first and returns rows in order, so SQLite reads only as many
    # sentences as are asked for.
    joined = _INDEX.join(_SENTENCES, _SENTENCES.c.id == _INDEX.c.rowid)
    words = " OR ".join(map(_fts5, query.variants))
    conditions = _conditions(query)
    return connection.execute(
        select(*_COLUMNS)
        .select_from(joined.join(_ARTICLES, _ARTICLES.c.number == _SENTENCES.c.article))
        .where(_INDEX.c.record_search.op("MATCH")(words), *conditions)
        .order_by(_INDEX.c.rowid.desc())
        .limit(query.limit)
    ).all()


def _postgresql_rows(
    connection: Connection, query: SentenceQuery
) -> Sequence[SearchRow]:
    """Search the newest sentences; if they have too few matches, use the index.

    The index would return all sentences with a frequent word, also the oldest. So the
    query first asks the index for only as many sentences as probably have enough
    matches.
    """
    connection.execute(_PLAN_FOR_WORDS)
    number = _SENTENCES.c.id
    wanted = (
        select(*_COLUMNS)
        .join(_ARTICLES, _ARTICLES.c.number == _SENTENCES.c.article)
        .where(_matches(query.variants), *_conditions(query))
        .order_by(number.desc())
    )
    # With numbers instead of a subquery, the planner knows how many sentences there are.
    last = connection.scalar(select(func.max(number))) or 0
    until = last - _NEWEST
    newest = connection.execute(wanted.where(number > until).limit(query.limit)).all()
    lacking = query.limit - len(newest)
    if not lacking:
        return newest
    words = cast(" | ".join(map(_tsquery, query.variants)), TSQUERY)
    indexed = func.record_tokens(_SENTENCES.c.words).op("@@")(words)
    wanted = wanted.where(indexed, number <= until).limit(lacking)
    reach = int(_ENOUGH * _NEWEST * query.limit / max(len(newest), 1))
    if reach < last:
        older = connection.execute(wanted.where(number > last - reach)).all()
        if len(older) == lacking:
            return [*newest, *older]
    return [*newest, *connection.execute(wanted).all()]


def _matches(variants: Iterable[SearchTerms]) -> ColumnElement[bool]:
    """Build the condition that a sentence has the wanted terms and no unwanted ones.

    PostgreSQL's index does not store the positions of words. To find words in the text
    is much quicker than to make the tokens of each sentence.
    """
    return or_(
        *(
            and_(
                # Few sentences have the last one, the mark of French.
                *map(_has_term, reversed(terms.wanted)),
                *(not_(_has_term(term)) for term in terms.unwanted),
            )
            for terms in variants
        )
    )


def _has_term(term: SearchTerm) -> ColumnElement[bool]:
    # This is much quicker than a regular expression.
    end = "%" if term.begins else " %"
    patterns = array([f"% {' '.join(run)}{end}" for run in term.runs])
    return (" " + _SENTENCES.c.words + " ").like(any_(patterns))


def _conditions(query: SentenceQuery) -> Iterable[ColumnElement[bool]]:
    yield has_topic(_SENTENCES.c.article, query.topics)
    if query.since is not None:
        # An article is published before it is seen, and rarely out of order.
        seen = _ARTICLES.alias()
        first = select(func.min(seen.c.number)).where(seen.c.seen >= query.since)
        yield _SENTENCES.c.article >= first.scalar_subquery()
        yield _ARTICLES.c.at >= query.since
    if query.papers is not None or query.addresses is not None:
        yield _is_printed_by(query)
    if query.speakers is not None:
        yield exists().where(
            _CLAIMS.c.article == _SENTENCES.c.article,
            _CLAIMS.c.sentence == _SENTENCES.c.id,
            _CLAIMS.c.speaker.in_(sorted(query.speakers)),
        )


def _is_printed_by(query: SentenceQuery) -> ColumnElement[bool]:
    """Build the condition that a paper of ``query`` printed the article or a copy."""
    copy = _ARTICLES.alias()
    begins = (
        func.substr(copy.c.url, 1, len(address)) == address
        for address in sorted(query.addresses or ())
    )
    printed = or_(copy.c.paper.in_(sorted(query.papers or ())), *begins)
    return exists().where(
        and_(
            copy.c.original == _ARTICLES.c.original,
            printed,
            has_topic(copy.c.number, query.topics),
        )
    )


def _fts5(terms: SearchTerms) -> str:
    """Write terms in the query language of SQLite's FTS5."""

    def written(term: SearchTerm) -> str:
        star = " *" if term.begins else ""
        runs = (f'"{" ".join(run)}"{star}' for run in term.runs)
        return f"({' OR '.join(runs)})"

    wanted = f"({' AND '.join(map(written, terms.wanted))})"
    if not terms.unwanted:
        return wanted
    return f"({wanted} NOT ({' OR '.join(map(written, terms.unwanted))}))"


def _tsquery(terms: SearchTerms) -> str:
    """Write the wanted words in the query language of PostgreSQL, in any order."""

    def written(term: SearchTerm) -> str:
        star = ":*" if term.begins else ""
        runs = (" & ".join(f"'{token}'" for token in run) + star for run in term.runs)
        return f"({' | '.join(f'({run})' for run in runs)})"

    return f"({' & '.join(map(written, terms.wanted))})"
