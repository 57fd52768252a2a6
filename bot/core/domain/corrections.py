"""Values of corrections: printed lines whose article changed, and when to look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.core.domain.records import StoredArticle, ToldLine
from bot.core.domain.slots import CORRECTIONS_FROM, SlotKey
from summarizers.stories.corrections import ChangeKind

READ_AFTER = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
    timedelta(hours=72),
)
"""The times after the first printing of a line at which its article is read again."""

_PUNCTUAL = timedelta(minutes=30)
_LATEST = timedelta(hours=24)
_INDEXES = 1_000_000_000


def next_reading(since: datetime, now: datetime) -> datetime | None:
    """Return when to read an article again after ``now``; ``None`` after the last time.

    ``since`` is when a line of the article was first printed; the delays ``READ_AFTER``
    count from it. The reading at ``now`` replaces earlier ones that were missed.
    """
    times = (since + delay for delay in READ_AFTER)
    return next((time for time in times if time > now + _PUNCTUAL), None)


def is_too_late(since: datetime, now: datetime) -> bool:
    """Return whether an article's last reading is overdue by more than 24 hours.

    ``since`` is when a line of the article was first printed.
    """
    return now > since + READ_AFTER[-1] + _LATEST


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line that a digest printed; ``number`` and ``place`` identify it in the store.

    ``number`` is that of the edition. ``text`` is the line as printed, or the new line
    that the last correction printed.
    """

    number: int
    place: int
    channel: str
    line: ToldLine
    text: str


@dataclass(frozen=True, slots=True)
class DueReading:
    """An article to read again, and its lines to compare.

    Lines that a correction reported as gone are left out.
    """

    article: StoredArticle
    lines: tuple[PrintedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A printed line that changed at its source, with the edition that printed it.

    ``printed`` and ``now`` are the old and the new line, both verbatim; ``now`` is
    ``None`` if the line is gone. ``link`` opens the new line, ``note`` is the
    publisher's own note in the new version. ``told_at`` is the time of the edition that
    printed the line, ``at`` the time at which the change was read. ``paper`` is the
    publisher's name. ``edition`` and ``place`` identify the line in the store.
    ``message`` is the platform's id of the edition's first message, ``message_link``
    its URL.
    """

    channel: str
    edition: int
    place: int
    story: str
    article: str
    kind: ChangeKind
    printed: str
    told_at: datetime
    at: datetime
    now: str | None = None
    link: str | None = None
    note: str | None = None
    title: str | None = None
    paper: str | None = None
    url: str | None = None
    message: str | None = None
    message_link: str | None = None

    @property
    def key(self) -> str:
        """Return the key of the correction in the channel's history."""
        words = f"{self.edition} {self.place} {self.at.isoformat()} {self.now}"
        digest = blake2b(words.encode("utf-8", "replace"), digest_size=8).hexdigest()
        return f"correction:{digest}"


@dataclass(frozen=True, slots=True)
class CorrectionSlot:
    """The corrections of a slot, and the message in whose thread they are posted.

    ``carrier`` is the outbox row of that message. It is ``None`` if the edition was
    never posted, so that no correction is needed.
    """

    corrections: tuple[Correction, ...] = ()
    carrier: int | None = None


def correction_slot(digest: str, corrections: Iterable[Correction]) -> SlotKey:
    """Return the key of the slot that posts corrections of one edition.

    The same corrections always give the same key.
    """
    ordered = sorted(corrections, key=lambda correction: correction.place)
    first = ordered[0]
    words = " ".join(correction.key for correction in ordered)
    hash_ = int.from_bytes(blake2b(words.encode(), digest_size=8).digest())
    index = CORRECTIONS_FROM + hash_ % _INDEXES
    return SlotKey(digest, first.channel, first.at.date(), index)
