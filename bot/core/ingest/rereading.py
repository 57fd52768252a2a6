"""Reads the articles of printed lines again, and stores the lines that changed."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.corrections import Correction, DueReading, PrintedLine
from bot.core.domain.errors import BotError, StoreError
from bot.core.domain.records import (
    ExtractedArticle,
    Origin,
    StoredArticle,
    Validators,
)
from bot.core.ingest.poller import SourceReaders
from bot.core.ports.services import Clock, EventLog, Poller
from bot.core.ports.stores import CorrectionStore
from bot.core.text.bounded_gather import bounded_gather
from bot.core.text.deep_links import DeepLinks, paper_name
from bot.core.text.identity import address_key
from summarizers.errors import InputError
from summarizers.stories.corrections import Revision

MAX_READINGS = 8
"""The maximum number of articles that are read again at the same time."""

FRESH = timedelta(hours=1)
"""The time after a reading within which an article is printed without a new one."""

RECENT = timedelta(minutes=10)
"""The time after a reading by this process within which a due reading is skipped."""

PRINT_WAIT = timedelta(seconds=25)
"""The maximum time that a digest waits until the articles it prints are read again."""

_MAX_REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class Rereader:
    """Reads the articles of printed lines again, to find lines that changed.

    Each reading is one conditional request. A reading that fails is logged and not
    repeated. The next one is made at the next due time, or when a digest prints the
    article. A digest waits at most ``print_wait`` for its readings.
    """

    clock: Clock
    readers: SourceReaders
    store: CorrectionStore
    event_log: EventLog
    print_wait: timedelta = PRINT_WAIT
    _read_at: dict[str, datetime] = field(default_factory=dict, init=False)
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(
        default_factory=WeakValueDictionary, init=False
    )

    async def read_before_print(
        self, articles: Iterable[StoredArticle], sources: Iterable[Source]
    ) -> bool:
        """Read articles again before a digest prints them, unless they are fresh.

        Return whether the stored text of an article then differs from the given one,
        also if another process replaced it. An article whose reading takes too long is
        printed as it is stored.

        Raises:
            StoreError: the store cannot be used.
        """
        printed = tuple(articles)
        configured = {source.url: source for source in sources}

        old = [article for article in printed if self._is_old(article)]
        unfinished = {article.id for article in old}

        async def read(article: StoredArticle) -> None:
            await self._read_if_old(article, configured)
            unfinished.discard(article.id)

        try:
            async with asyncio.timeout(self.print_wait.total_seconds()):
                await bounded_gather(old, read, limit=MAX_READINGS)
        except TimeoutError:
            self.event_log.warning(
                "articles not checked for corrections, because their pages did not answer in time; the digest prints them as stored",
                count=len(unfinished),
            )
        return await self._has_changed(printed)

    async def _read_if_old(
        self, article: StoredArticle, configured: Mapping[str, Source]
    ) -> None:
        """Read an article again, unless this process has read it lately."""
        reading = await self.store.reading_of(article.id)
        if reading is None or not _is_readable(reading, configured):
            return
        if self._is_old(article):
            await self._read(reading, configured)

    async def _has_changed(self, articles: Collection[StoredArticle]) -> bool:
        """Return whether the stored text of an article differs from the given one."""
        hashes = await self.store.text_hashes([article.id for article in articles])
        return any(
            hashes.get(article.id, article.digest) != article.digest
            for article in articles
        )

    def _is_old(self, article: StoredArticle) -> bool:
        """Return whether this process has not read the article in the last hour."""
        last = max(article.seen, self._read_at.get(article.id, article.seen))
        return self.clock.now() - last >= FRESH

    def _is_recent(self, article: StoredArticle) -> bool:
        """Return whether this process re-read the article in the last ten minutes."""
        last = self._read_at.get(article.id)
        return last is not None and self.clock.now() - last < RECENT

    def _remember(self, article: StoredArticle) -> None:
        self._read_at[article.id] = self.clock.now()
        while len(self._read_at) > _MAX_REMEMBERED:
            del self._read_at[next(iter(self._read_at))]

    async def read_due(self, sources: Iterable[Source]) -> int:
        """Read the articles whose reading is due; return their number.

        An article is left out if none of its sources is in ``sources`` any more, or if
        this process has read it for a digest a few minutes ago.

        Raises:
            StoreError: the store cannot be used.
        """
        configured = {source.url: source for source in sources}
        count = 0
        while readings := await self._start():
            due = [
                reading
                for reading in readings
                if _is_readable(reading, configured)
                and not self._is_recent(reading.article)
            ]
            await asyncio.gather(*(self._read(reading, configured) for reading in due))
            count += len(due)
        return count

    async def _start(self) -> list[DueReading]:
        readings: list[DueReading] = []
        while len(readings) < MAX_READINGS:
            reading = await self.store.start_reading(self.clock.now())
            if reading is None:
                break
            readings.append(reading)
        return readings

    async def _read(
        self, reading: DueReading, configured: Mapping[str, Source]
    ) -> None:
        """Read an article again, or wait for another reading of it in this process."""
        article = reading.article
        before = self._read_at.get(article.id)
        async with self._locks.setdefault(article.id, asyncio.Lock()):
            is_read = self._read_at.get(article.id) != before
            if not is_read and await self._is_updated(reading, configured):
                self._remember(article)

    async def _is_updated(
        self, reading: DueReading, configured: Mapping[str, Source]
    ) -> bool:
        """Update the article from its page; return false and log if that fails."""
        url = reading.article.article.url or ""
        try:
            sources = _sources_of(reading.article, configured)
            await self._update(reading, self.readers.poller_for(url, sources))
        except StoreError:
            raise
        except (BotError, InputError) as error:
            # The page is unreachable or a wall: nothing can be compared.
            self.event_log.warning(
                "article not checked for corrections, because its page cannot be read; Sitrep does not repeat this check",
                url=url,
                reason=str(error),
            )
            return False
        except Exception as error:  # noqa: BLE001 - one article must not stop the others
            self.event_log.error(
                "article not checked for corrections because of an unexpected error; Sitrep does not repeat this check; report this bug",
                url=url,
                reason=repr(error),
            )
            return False
        return True

    async def _update(self, reading: DueReading, poller: Poller) -> None:
        """Request the page of an article, and replace the article's text if it changed."""
        validators, version = await self._fetch(reading.article, poller)
        if version is None:
            await self.store.finish_reading(reading, validators)
        else:
            latest = await self._replace(reading, validators, version)
            if latest is not None:
                await self._update(latest, poller)

    async def _replace(
        self, reading: DueReading, validators: Validators, version: ExtractedArticle
    ) -> DueReading | None:
        """Store the new text, and corrections of all lines that are printed by then.

        If another process stored another text meanwhile, return its reading: only a new
        request of the page shows which text is the newer one.
        """
        latest: DueReading | None = reading
        while latest is not None and latest.article.digest == reading.article.digest:
            # Comparing a long article takes a while: leave the event loop free.
            revision, corrections = await asyncio.to_thread(
                _compare, latest, version, self.clock.now()
            )
            if not revision.is_comparable:
                return None
            if await self.store.finish_reading(
                latest, validators, version=version, corrections=corrections
            ):
                self._log(corrections)
                return None
            latest = await self.store.reading_of(reading.article.id)
        is_newer = latest is not None and latest.article.digest != version.digest
        return latest if is_newer else None

    async def _fetch(
        self, stored: StoredArticle, poller: Poller
    ) -> tuple[Validators, ExtractedArticle | None]:
        """Return the new validators, and the text of the page if it changed."""
        url = stored.article.url or ""
        reply = await poller.poll(url, stored.validators, crawling=True)
        if reply.page is None:
            return reply.validators, None
        extracted = await self.readers.articles.extract(reply.page)
        is_same = extracted.digest == stored.digest
        return reply.validators, None if is_same else extracted

    def _log(self, corrections: Iterable[Correction]) -> None:
        for correction in corrections:
            self.event_log.info(
                "a paper changed a line that Sitrep posted",
                url=correction.url or "",
                channel=correction.channel,
                kind=correction.kind.value,
            )


def _is_readable(reading: DueReading, configured: Mapping[str, Source]) -> bool:
    """Return whether the article has a page of its own that the sources still list.

    A page that is itself a source does not count: its text changes, and each version is
    an article of its own.
    """
    stored = reading.article
    sources = _sources_of(stored, configured)
    is_web = (stored.article.url or "").startswith(("http://", "https://"))
    return (
        is_web
        and stored.origin is Origin.PAGE
        and bool(sources)
        and not any(_is_page(source, stored.article.url or "") for source in sources)
    )


def _sources_of(
    article: StoredArticle, configured: Mapping[str, Source]
) -> list[Source]:
    return [configured[url] for url in article.sources if url in configured]


def _is_page(source: Source, url: str) -> bool:
    """Return whether the source is the page with this URL."""
    is_page = source.kind is SourceKind.PAGE
    return is_page and address_key(source.url) == address_key(url)


def _compare(
    reading: DueReading, version: ExtractedArticle, now: datetime
) -> tuple[Revision, tuple[Correction, ...]]:
    stored = reading.article
    after = replace(stored.article, text=version.article.text)
    revision = Revision(stored.article, after)
    if not revision.is_comparable:
        return revision, ()
    return revision, tuple(_corrections(reading, revision, now))


def _corrections(
    reading: DueReading, revision: Revision, now: datetime
) -> Iterator[Correction]:
    """Yield a correction of each changed line.

    Of several overlapping lines, only the newest gets a correction.
    """
    article, links = revision.after, DeepLinks(revision.after)
    note = revision.note
    reported: list[tuple[str, str]] = []
    newest_first = sorted(reading.lines, key=lambda line: (-line.number, line.place))
    for printed in newest_first:
        change = revision.change_of(printed.text)
        if change is None or _is_reported(printed, reported):
            continue
        reported.append((printed.channel, printed.text))
        yield Correction(
            channel=printed.channel,
            edition=printed.number,
            place=printed.place,
            story=printed.line.story,
            article=reading.article.id,
            kind=change.kind,
            printed=printed.text,
            told_at=printed.line.at,
            at=now,
            now=None if change.now is None else change.now.text,
            link=None if change.now is None else links.link(change.now),
            note=None if note is None else note.text,
            title=article.title,
            paper=paper_name(article.site, article.url),
            url=article.url,
        )


def _is_reported(printed: PrintedLine, reported: Iterable[tuple[str, str]]) -> bool:
    return any(
        printed.channel == channel and (printed.text in text or text in printed.text)
        for channel, text in reported
    )
