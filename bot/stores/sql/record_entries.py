"""Stores the entries of the record: claims, events and sentences of articles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from operator import attrgetter

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from typing_extensions import override

from bot.core.domain.record import (
    DueArticle,
    DueEntries,
    RecordedArticle,
    RecordedClaim,
    RecordEntry,
    Speaker,
    Statement,
    StatementQuery,
)
from bot.core.domain.records import Origin, StoredArticle
from bot.core.ports.record import RecordStore
from bot.stores.sql import record_tables as tables
from bot.stores.sql import tables as store_tables
from bot.stores.sql.article_rows import article_sources, load_articles
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.locks import Area, hold
from bot.stores.sql.record_events import add_reports, event_states, keep_sequences
from bot.stores.sql.record_names import (
    VOICE,
    name_recorded,
    name_speakers,
    speaker_from,
    speaker_row,
)
from bot.stores.sql.record_rows import (
    HEAD,
    HEADS,
    LINE,
    LINES,
    has_topic,
    recorded_article,
    recorded_sentence,
)
from bot.stores.sql.statements import chunks, insert_rows, upsertion
from summarizers.model import ClaimKind

_STORED, _ITEMS = store_tables.articles, store_tables.items
_ARTICLES, _TOPICS, _SPEAKERS = tables.articles, tables.topics, tables.speakers
_SENTENCES, _CLAIMS, _REPORTS = tables.sentences, tables.claims, tables.reports
_DUE, _MARKS, _EVENTS = tables.due, tables.marks, tables.events

_ARRIVAL, _SENTENCE = "arrival", "sentence"
"""The names of two stored numbers: the last recorded arrival, and the last sentence."""

_BATCH = 500
"""The maximum number of articles whose rows one transaction deletes."""

_VOICES = tuple(_SPEAKERS.c[name].label(f"speaker_{name}") for name in VOICE)
_STATEMENTS: Select[tuple[object, ...]] = (
    select(_CLAIMS, *HEADS, *_VOICES, *LINES)
    .join(_ARTICLES, _ARTICLES.c.number == _CLAIMS.c.article)
    .join(_SENTENCES, _SENTENCES.c.id == _CLAIMS.c.sentence)
    .outerjoin(_SPEAKERS, _SPEAKERS.c.id == _CLAIMS.c.speaker)
    .order_by(_CLAIMS.c.article.desc(), _CLAIMS.c.id.desc())
)
_LATEST = 200
"""The maximum number of a speaker's latest claims that are searched for a role."""

_ADDING = insert(_SPEAKERS).returning(_SPEAKERS.c.id, sort_by_parameter_order=True)
_CHANGING = (
    update(_SPEAKERS)
    .where(_SPEAKERS.c.id == bindparam("of"))
    .values(role=bindparam("put"), roles=bindparam("all"))
)
_PLAIN = ("surname", "source", "role", "cue", "start", "end")
_CLAIM = ("article", "sentence", "speaker", "text", "kind", *_PLAIN)
_head_of, _line_of, _plain_of = (attrgetter(*each) for each in (HEAD, LINE, _PLAIN))
_LAST_LETTER = "\U0010ffff"


class SqlRecord(SqlAdapter, RecordStore):
    """Stores the record in SQLite or PostgreSQL."""

    @override
    @reads
    def due_entries(self, connection: Connection, limit: int) -> DueEntries:
        after = _mark(connection, _ARRIVAL)
        again = select(_DUE.c.article).where(_DUE.c.article <= after)
        changed = list(connection.scalars(again.order_by(_DUE.c.article).limit(limit)))
        newer = select(_STORED.c.number).where(_STORED.c.number > after)
        room = limit - len(changed)
        new = list(connection.scalars(newer.order_by(_STORED.c.number).limit(room)))
        numbers = [*changed, *new]
        sources = {
            number: urls
            for chunk in chunks(numbers)
            for number, urls in article_sources(
                connection, _STORED.c.number.in_(chunk)
            ).items()
        }
        articles = load_articles(connection, sources)
        replaced = _replaced(connection, articles)
        waiting = [
            DueArticle(number, articles[number])
            for number in numbers
            if number in articles and number not in replaced
        ]
        return DueEntries(after, max(new, default=after), tuple(waiting))

    @override
    @writes
    def record(
        self,
        connection: Connection,
        due: DueEntries,
        entries: Collection[RecordEntry],
    ) -> bool:
        hold(connection, Area.RECORD)
        if _mark(connection, _ARRIVAL) != due.after:
            return False
        _set_mark(connection, _ARRIVAL, due.through)
        unchanged = _unchanged(connection, due)
        states = event_states(connection, unchanged)
        forget_articles(connection, unchanged)
        _delete_by(connection, _DUE.c.article, unchanged)
        taken = [each for each in entries if each.article.number in unchanged]
        speakers = _save_speakers(connection, taken)
        _add(connection, taken, speakers)
        keep_sequences(connection, states)
        name_speakers(connection, (entry.article.story for entry in taken))
        added = {speaker.surname for speaker in speakers if not speaker.id}
        numbers = [entry.article.number for entry in taken]
        name_recorded(connection, numbers, added)
        return True

    @override
    @reads
    def originals(
        self, connection: Connection, ids: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        topics_by_original: dict[str, set[str]] = {}
        said = exists().where(_SENTENCES.c.article == _ARTICLES.c.number)
        for chunk in chunks(ids):
            rows = connection.execute(
                select(_ARTICLES.c.original, _TOPICS.c.topic)
                .join(_TOPICS, _TOPICS.c.article == _ARTICLES.c.number)
                .where(_ARTICLES.c.original.in_(chunk), said)
            )
            for original, topic in rows:
                topics_by_original.setdefault(original, set()).add(topic)
        return {
            original: frozenset(topics)
            for original, topics in topics_by_original.items()
        }

    @override
    @reads
    def speakers(
        self, connection: Connection, keys: Collection[str]
    ) -> tuple[Speaker, ...]:
        rows = {
            row.speaker_id: row
            for chunk in chunks(keys)
            for column in (_SPEAKERS.c.key, _SPEAKERS.c.surname)
            for row in connection.execute(select(*_VOICES).where(column.in_(chunk)))
        }
        return tuple(_speaker(rows[id_]) for id_ in sorted(rows))

    @override
    @reads
    def speakers_named(
        self,
        connection: Connection,
        prefix: str,
        topics: Collection[str],
        limit: int,
    ) -> tuple[Speaker, ...]:
        latest = (
            select(_CLAIMS.c.article)
            .where(_CLAIMS.c.speaker == _SPEAKERS.c.id)
            .where(has_topic(_CLAIMS.c.article, topics))
            .order_by(_CLAIMS.c.article.desc())
            .limit(1)
            .correlate(_SPEAKERS)
            .scalar_subquery()
        )
        begins = [
            and_(column >= prefix, column < prefix + _LAST_LETTER)
            for column in (_SPEAKERS.c.key, _SPEAKERS.c.surname)
        ]
        named = select(*_VOICES, latest.label("latest")).where(begins[0] | begins[1])
        ranked = named.subquery()
        rows = connection.execute(
            select(ranked)
            .where(ranked.c.latest.is_not(None))
            .order_by(ranked.c.latest.desc(), ranked.c.speaker_id)
            .limit(limit)
        )
        speakers = [_speaker(row) for row in rows.all()]
        return tuple(
            replace(each, role=_role(connection, each.id, topics)) for each in speakers
        )

    @override
    @reads
    def statements(
        self, connection: Connection, query: StatementQuery
    ) -> tuple[Statement, ...]:
        if query.speakers is not None and not query.speakers:
            return ()
        wanted = _STATEMENTS.where(has_topic(_CLAIMS.c.article, query.topics))
        if query.speakers is not None:
            wanted = wanted.where(_CLAIMS.c.speaker.in_(query.speakers))
        if query.since is not None:
            # An article is published before it is seen, and rarely out of order.
            first = connection.scalar(
                select(func.min(_ARTICLES.c.number)).where(
                    _ARTICLES.c.seen >= query.since
                )
            )
            if first is None:
                return ()
            wanted = wanted.where(_CLAIMS.c.article >= first)
            wanted = wanted.where(_ARTICLES.c.at >= query.since)
        rows = connection.execute(wanted.limit(query.limit))
        return tuple(map(_statement, rows))

    @override
    @reads
    def copies(
        self,
        connection: Connection,
        originals: Collection[str],
        topics: Collection[str],
    ) -> tuple[RecordedArticle, ...]:
        articles = [
            recorded_article(row)
            for chunk in chunks(originals)
            for row in connection.execute(
                select(*HEADS)
                .where(_ARTICLES.c.original.in_(chunk))
                .where(has_topic(_ARTICLES.c.number, topics))
            )
        ]
        return tuple(sorted(articles, key=lambda article: (article.at, article.number)))

    @override
    async def purge_record(self, *, plain: datetime, before: datetime) -> int:
        # Each step is its own transaction, so that other writers wait only briefly.
        removed = 0
        for old in (partial(_old, before=before), partial(_empty, plain=plain)):
            while numbers := await self.database.read(old):
                removed += len(numbers)
                await self.database.write(partial(_delete_old, numbers=numbers))
        while await self.database.write(partial(_delete_plain, plain=plain)):
            pass
        await self.database.write(delete_unused)
        return removed


def _delete_old(connection: Connection, numbers: Collection[int]) -> None:
    hold(connection, Area.RECORD)
    forget_articles(connection, numbers)


def forget_articles(connection: Connection, numbers: Collection[int]) -> None:
    """Delete the entries of these articles from the record."""
    _delete_by(connection, _ARTICLES.c.number, numbers)


def note_changed(connection: Connection, number: int) -> None:
    """Mark an article to be recorded again, because its text or sources changed."""
    row = {"article": number}
    connection.execute(upsertion(connection.dialect.name, _DUE, ("article",)), row)


def _mark(connection: Connection, name: str) -> int:
    """Return the number stored under ``name`` in the table of marks, else 0."""
    named = select(_MARKS.c.number).where(_MARKS.c.name == name)
    return connection.scalar(named) or 0


def _set_mark(connection: Connection, name: str, number: int) -> None:
    setting = upsertion(connection.dialect.name, _MARKS, ("number",))
    connection.execute(setting, {"name": name, "number": number})


def _replaced(
    connection: Connection, articles: Mapping[int, StoredArticle]
) -> frozenset[int]:
    """Return the numbers of placeholder articles whose page was fetched since."""
    page = _ITEMS.alias()
    numbers = [
        number
        for number, article in articles.items()
        if article.origin in {Origin.FEED, Origin.TITLE}
    ]
    return frozenset(
        number
        for chunk in chunks(numbers)
        for number in connection.scalars(
            select(_ITEMS.c.article)
            .join(page, and_(page.c.seen == _ITEMS.c.seen, page.c.url == _ITEMS.c.url))
            .where(_ITEMS.c.article.in_(chunk), page.c.article > _ITEMS.c.article)
        )
    )


def _unchanged(connection: Connection, due: DueEntries) -> frozenset[int]:
    """Return the numbers of articles whose stored text equals the text in ``due``.

    Their texts do not change until the transaction has ended.
    """
    hashes = {each.number: each.article.digest for each in due.articles}
    return frozenset(
        row.number
        for chunk in chunks(hashes)
        for row in connection.execute(
            select(_STORED.c.number, _STORED.c.digest)
            .where(_STORED.c.number.in_(chunk))
            .order_by(_STORED.c.number)
            .with_for_update(read=True, key_share=True)
        )
        if row.digest == hashes[row.number]
    )


def _delete_by(
    connection: Connection, column: ColumnElement[int], numbers: Collection[int]
) -> None:
    for chunk in chunks(numbers):
        connection.execute(delete(column.table).where(column.in_(chunk)))


def _save_speakers(
    connection: Connection, entries: Iterable[RecordEntry]
) -> Mapping[Speaker, int]:
    """Store the entries' new speakers and changed roles; return each speaker's id."""
    claims = (claim.speaker for entry in entries for claim in entry.claims)
    said = dict.fromkeys(filter(None, claims))
    # Meanwhile a speaker's row may have been joined to another row.
    stored = {
        row.id: (row.role, row.roles)
        for chunk in chunks({speaker.id for speaker in said if speaker.id})
        for row in connection.execute(
            select(*_SPEAKERS.c["id", "role", "roles"]).where(_SPEAKERS.c.id.in_(chunk))
        )
    }
    ids = {speaker: speaker.id for speaker in said if speaker.id in stored}
    rows = [(speaker.id, speaker_row(speaker)) for speaker in ids]
    roles = [(id_, row["role"], row["roles"]) for id_, row in rows]
    changed = [
        {"of": id_, "put": role, "all": every}
        for id_, role, every in roles
        if stored[id_] != (role, every)
    ]
    if changed:
        connection.execute(_CHANGING, changed)
    new = [speaker for speaker in said if speaker not in ids]
    if new:
        added = connection.scalars(_ADDING, list(map(speaker_row, new)))
        ids.update(zip(new, added, strict=True))
    return ids


def _add(
    connection: Connection,
    entries: Sequence[RecordEntry],
    speakers: Mapping[Speaker, int],
) -> None:
    """Store ``entries``; each SQL statement takes the rows of all entries."""
    ids = _sentence_ids(connection, entries)
    places = list(zip(entries, ids, strict=True))
    heads = (_head_of(entry.article) for entry in entries)
    topics = ((e.article.number, topic) for e in entries for topic in e.topics)
    sentences = (
        (id_, entry.article.number, *_line_of(line))
        for entry, own in places
        for id_, line in zip(own, entry.sentences, strict=True)
    )
    claims = (
        _claim_row(claim, entry, own[claim.sentence], speakers)
        for entry, own in places
        for claim in entry.claims
    )
    insert_rows(connection, _ARTICLES, HEAD, heads)
    insert_rows(connection, _TOPICS, ("article", "topic"), topics)
    insert_rows(connection, _SENTENCES, ("id", "article", *LINE), sentences)
    insert_rows(connection, _CLAIMS, _CLAIM, claims)
    add_reports(connection, places)


def _sentence_ids(
    connection: Connection, entries: Iterable[RecordEntry]
) -> Sequence[range]:
    """Reserve ids for the sentences of each entry; return one range per entry."""
    # The database would return the ids of one row at a time.
    last = _mark(connection, _SENTENCE)
    ids = []
    for entry in entries:
        ids.append(range(last + 1, last + 1 + len(entry.sentences)))
        last += len(entry.sentences)
    _set_mark(connection, _SENTENCE, last)
    return ids


def _claim_row(
    claim: RecordedClaim,
    entry: RecordEntry,
    sentence: int,
    speakers: Mapping[Speaker, int],
) -> tuple[object, ...]:
    carrier = entry.sentences[claim.sentence]
    part = carrier.text[claim.start - carrier.start : claim.end - carrier.start]
    is_part = carrier.start <= claim.start and part == claim.text
    return (
        *(entry.article.number, sentence),
        speakers[claim.speaker] if claim.speaker else None,
        None if is_part else claim.text,
        *(claim.kind.value, *_plain_of(claim)),
    )


def _speaker(row: Row[tuple[object, ...]]) -> Speaker:
    values = {name: getattr(row, f"speaker_{name}") for name in VOICE}
    return speaker_from(values)


def _role(connection: Connection, speaker: int, topics: Collection[str]) -> str | None:
    """Return the latest role of a speaker in articles of these topics.

    The role in the table of speakers may come from an article of another topic.
    """
    latest = (
        select(_CLAIMS.c.role, _CLAIMS.c.article, _CLAIMS.c.id)
        .where(_CLAIMS.c.speaker == speaker, has_topic(_CLAIMS.c.article, topics))
        .order_by(_CLAIMS.c.article.desc(), _CLAIMS.c.id.desc())
        .limit(_LATEST)
        .subquery()
    )
    named = select(latest.c.role).where(latest.c.role.is_not(None))
    newest = latest.c.article.desc(), latest.c.id.desc()
    return connection.scalar(named.order_by(*newest).limit(1))


def _statement(row: Row[tuple[object, ...]]) -> Statement:
    sentence = recorded_sentence(row)
    first, last = row.start - sentence.start, row.end - sentence.start
    plain = ("id", "source", "role", "cue", "start", "end")
    return Statement(
        article=recorded_article(row),
        speaker=None if row.speaker_id is None else _speaker(row),
        text=sentence.text[first:last] if row.text is None else row.text,
        kind=ClaimKind(row.kind),
        sentence=sentence,
        **{name: getattr(row, name) for name in plain},
    )


def _old(connection: Connection, before: datetime) -> Sequence[int]:
    """Return the numbers of the oldest articles that were seen before ``before``.

    At most ``_BATCH`` numbers are returned.
    """
    old = select(_ARTICLES.c.number).where(_ARTICLES.c.seen < before)
    return list(connection.scalars(old.order_by(_ARTICLES.c.seen).limit(_BATCH)))


def _empty(connection: Connection, plain: datetime) -> Sequence[int]:
    """Return the numbers of articles without claims and events, at most ``_BATCH``.

    Only articles that are not copies and were seen before ``plain`` count.
    """
    number = _ARTICLES.c.number
    empty = select(number).where(
        _ARTICLES.c.seen < plain,
        _ARTICLES.c.original == _ARTICLES.c.id,
        ~exists().where(_CLAIMS.c.article == number),
        ~exists().where(_REPORTS.c.article == number),
    )
    return list(connection.scalars(empty.order_by(_ARTICLES.c.seen).limit(_BATCH)))


def _delete_plain(connection: Connection, plain: datetime) -> int:
    """Delete some old sentences without a claim or an event; return their number.

    They belong to articles seen before ``plain``.
    """
    hold(connection, Area.RECORD)
    old = (
        select(_SENTENCES.c.id)
        .join(_ARTICLES, _ARTICLES.c.number == _SENTENCES.c.article)
        .where(_ARTICLES.c.seen < plain, ~_SENTENCES.c.carries)
        .limit(10 * _BATCH)
    )
    removed = connection.execute(delete(_SENTENCES).where(_SENTENCES.c.id.in_(old)))
    return removed.rowcount


def delete_unused(connection: Connection) -> None:
    """Delete speakers that have no claims, and events that have no reports."""
    hold(connection, Area.RECORD)
    said = exists().where(_CLAIMS.c.speaker == _SPEAKERS.c.id)
    reported = exists().where(_REPORTS.c.event == _EVENTS.c.id)
    connection.execute(delete(_SPEAKERS).where(~said))
    connection.execute(delete(_EVENTS).where(~reported))
