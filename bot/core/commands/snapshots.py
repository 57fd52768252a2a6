"""Snapshots: briefings and previews as they were shown, for later button clicks.

They are stored as messages, so that "Show all claims" expands the same briefing even if
the page has changed since.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TypeAlias

from bot.core.commands.button_payload import Shown
from bot.core.domain.messages import Message, Section
from bot.core.messages.briefing import briefing_message
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.messages.codec import list_in, message_document, parse_message, value_in
from summarizers.model import Briefing
from summarizers.page import select_page

CLAIMS, RISKS = "WHO SAID WHAT", "WATCH"
"""The headings of the sections that can be expanded."""

_FORM = 1
_UNTITLED = "Without a title"


@dataclass(frozen=True, slots=True)
class BriefingSnapshot:
    """A briefing: its short form, and the sections with all claims and all risks.

    ``claims`` is ``None`` if the short form shows all claims, ``risks`` if all risks.
    ``back`` is the key of the preview from which the briefing was opened.
    """

    short: Message
    claims: Section | None = None
    risks: Section | None = None
    back: str | None = None

    def message(self, shown: Shown) -> Message:
        """Return the briefing with the requested sections expanded."""
        full = (shown.claims and self.claims, shown.risks and self.risks)
        expanded = {section.heading: section for section in full if section}
        sections = self.short.sections
        return Message(
            tuple(expanded.get(section.heading, section) for section in sections)
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A story of a preview: its title and the key of its briefing."""

    title: str
    key: str


@dataclass(frozen=True, slots=True)
class PreviewSnapshot:
    """A preview of a topic or digest: the front, and a briefing per story.

    ``postable`` is false for a digest's preview, because the digest itself will be
    posted.
    """

    front: Message
    stories: tuple[Message, ...] = ()
    entries: tuple[Entry, ...] = ()
    postable: bool = False


Snapshot: TypeAlias = BriefingSnapshot | PreviewSnapshot


def briefing_snapshot(briefing: Briefing) -> BriefingSnapshot:
    """Make a snapshot of a briefing."""
    short = briefing_message(select_page(briefing).briefing)
    full = briefing_message(briefing)
    return BriefingSnapshot(
        short, _longer(short, full, CLAIMS), _longer(short, full, RISKS)
    )


def preview_snapshot(
    front: Message, briefings: Sequence[Briefing], *, postable: bool
) -> tuple[PreviewSnapshot, tuple[BriefingSnapshot, ...]]:
    """Make a preview's snapshot, and one per briefing with a link to the preview."""
    snapshots = tuple(map(briefing_snapshot, briefings))
    bare = PreviewSnapshot(
        front, tuple(item.short for item in snapshots), postable=postable
    )
    bound = tuple(replace(item, back=key_of(bare)) for item in snapshots)
    entries = (
        Entry(briefing.article.title or _UNTITLED, key_of(item))
        for briefing, item in zip(briefings, bound, strict=True)
    )
    return replace(bare, entries=tuple(entries)), bound


def key_of(snapshot: Snapshot) -> str:
    """Return the key of a snapshot in the store: 16 hexadecimal digits."""
    # The entries refer to briefings that refer back to this preview: leave them out.
    identity = (
        replace(snapshot, entries=())
        if isinstance(snapshot, PreviewSnapshot)
        else snapshot
    )
    return blake2b(write_snapshot(identity).encode(), digest_size=8).hexdigest()


def write_snapshot(snapshot: Snapshot) -> str:
    """Serialize a snapshot as ASCII JSON; equal snapshots give equal text."""
    return json.dumps(_document(snapshot), sort_keys=True)


def read_snapshot(text: str) -> Snapshot:
    """Deserialize a snapshot.

    Raises:
        ValueError: The text is not a serialized snapshot.
    """
    document: Json = json.loads(text)
    if value_in(document, "form") != _FORM:
        raise ValueError("another version of Sitrep stored this snapshot")
    if value_in(document, "kind") == "briefing":
        return BriefingSnapshot(
            parse_message(value_in(document, "short")),
            _section(value_in(document, "claims")),
            _section(value_in(document, "risks")),
            _text(value_in(document, "back")),
        )
    return PreviewSnapshot(
        parse_message(value_in(document, "front")),
        tuple(map(parse_message, list_in(document, "stories"))),
        tuple(map(_entry, list_in(document, "entries"))),
        value_in(document, "postable") is True,
    )


def _longer(short: Message, full: Message, heading: str) -> Section | None:
    """Return the section of the full message, if it differs from the short one's."""
    few, every = (_headed(message, heading) for message in (short, full))
    return None if every is None or few == every else every


def _headed(message: Message, heading: str) -> Section | None:
    return next((item for item in message.sections if item.heading == heading), None)


def _document(snapshot: Snapshot) -> JsonObject:
    match snapshot:
        case BriefingSnapshot():
            return {
                "form": _FORM,
                "kind": "briefing",
                "short": message_document(snapshot.short),
                "claims": _section_document(snapshot.claims),
                "risks": _section_document(snapshot.risks),
                "back": snapshot.back,
            }
        case PreviewSnapshot():
            return {
                "form": _FORM,
                "kind": "bulletin",
                "front": message_document(snapshot.front),
                "stories": [message_document(item) for item in snapshot.stories],
                "entries": [[entry.title, entry.key] for entry in snapshot.entries],
                "postable": snapshot.postable,
            }


def _section_document(section: Section | None) -> Json:
    return None if section is None else message_document(Message((section,)))


def _section(document: Json) -> Section | None:
    if document is None:
        return None
    sections = parse_message(document).sections
    if len(sections) != 1:
        raise ValueError(f"one section is expected, not {len(sections)}")
    return sections[0]


def _entry(document: Json) -> Entry:
    match document:
        case [str(title), str(key)]:
            return Entry(title, key)
        case _:
            raise ValueError(f"a title and a key are expected, not {document!r:.60}")


def _text(document: Json) -> str | None:
    if document is None or isinstance(document, str):
        return document
    raise ValueError(f"a string is expected, not {document!r:.60}")
