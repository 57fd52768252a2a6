"""Snapshots: briefings and previews as they were shown, stored for later clicks.

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
from bot.core.domain.workspaces import ACTING_FOR
from bot.core.messages.briefing import Presentation, briefing_message
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.messages.codec import message_document, parse_message
from bot.core.messages.json_values import list_in, value_in
from bot.core.text.labels import labels_for
from summarizers.model import Briefing
from summarizers.page import select_page

CLAIMS, RISKS = "■", "▲"
"""The signs of the sections that can be expanded."""

_FORM = 1


@dataclass(frozen=True, slots=True)
class BriefingSnapshot:
    """A briefing: its short form, and the full sections of claims and risks.

    ``claims`` is ``None`` if the short form shows all claims, ``risks`` if it shows all
    risks. ``back`` is the key of the preview from which the briefing was opened.
    """

    short: Message
    claims: Section | None = None
    risks: Section | None = None
    back: str | None = None

    def message(self, shown: Shown) -> Message:
        """Return the briefing with the sections in ``shown`` in full.

        A section that the short form lacks is inserted at its usual position.
        """
        sections = list(self.short.sections)
        full = (
            self.claims if shown.claims else None,
            self.risks if shown.risks else None,
        )
        for section in filter(None, full):
            headings = [other.heading for other in sections]
            if section.heading in headings:
                sections[headings.index(section.heading)] = section
            else:
                sections.insert(_place(section, sections), section)
        return replace(self.short, sections=tuple(sections))


@dataclass(frozen=True, slots=True)
class Entry:
    """A story that a preview in chat lists.

    ``key`` is that of the stored snapshot of its briefing.
    """

    title: str
    key: str


@dataclass(frozen=True, slots=True)
class PreviewSnapshot:
    """A preview of a topic or digest: the front, and a briefing of each story.

    ``entries`` lists the stories. ``postable`` is false for a digest, because the
    digest itself will be posted. ``more`` is the key of the next page of a long answer.
    """

    front: Message
    stories: tuple[Message, ...] = ()
    entries: tuple[Entry, ...] = ()
    postable: bool = False
    more: str | None = None


Snapshot: TypeAlias = BriefingSnapshot | PreviewSnapshot


def briefing_snapshot(briefing: Briefing, language: str = "en") -> BriefingSnapshot:
    """Make a snapshot of a briefing; ``language`` is that of its labels."""
    presentation = Presentation(language)
    page = select_page(briefing).briefing
    every = replace(briefing, actors=page.actors)
    short, full = (
        briefing_message(shown, presentation, actors=briefing.actors)
        for shown in (page, every)
    )
    return BriefingSnapshot(
        short, _longer(short, full, CLAIMS), _longer(short, full, RISKS)
    )


def preview_snapshot(
    front: Message, briefings: Sequence[Briefing], *, postable: bool
) -> tuple[PreviewSnapshot, tuple[BriefingSnapshot, ...]]:
    """Return the snapshot of a preview, and those of its ``briefings``.

    The snapshot of a briefing has a link back to the preview.
    """
    snapshots = tuple(briefing_snapshot(item, front.language) for item in briefings)
    bare = PreviewSnapshot(
        front, tuple(item.short for item in snapshots), postable=postable
    )
    bound = tuple(replace(item, back=key_of(bare)) for item in snapshots)
    untitled = labels_for(front.language).untitled
    entries = (
        Entry(briefing.article.title or untitled, key_of(item))
        for briefing, item in zip(briefings, bound, strict=True)
    )
    return replace(bare, entries=tuple(entries)), bound


def paged(
    messages: Sequence[Message], *, postable: bool
) -> tuple[PreviewSnapshot, ...]:
    """Return a snapshot of each page of an answer, with the key of the next page."""
    pages: list[PreviewSnapshot] = []
    for message in reversed(messages):
        more = key_of(pages[0]) if pages else None
        pages.insert(0, PreviewSnapshot(message, postable=postable, more=more))
    return tuple(pages)


def key_of(snapshot: Snapshot) -> str:
    """Return the key of a snapshot in the store: 16 hexadecimal digits."""
    # Leave the entries out: they have the keys of briefings, which have the key of this
    # preview.
    identity = (
        replace(snapshot, entries=())
        if isinstance(snapshot, PreviewSnapshot)
        else snapshot
    )
    return blake2b(write_snapshot(identity).encode(), digest_size=8).hexdigest()


def note_key(key: str) -> str:
    """Return the key under which a snapshot is stored.

    If the configuration names workspaces, the key contains the workspace of the person.
    So a key from one workspace opens nothing in another.
    """
    workspace = ACTING_FOR.get()
    return f"{workspace}/{key}" if workspace else key


def write_snapshot(snapshot: Snapshot) -> str:
    """Encode a snapshot as ASCII JSON; equal snapshots give equal text."""
    return json.dumps(_document(snapshot), sort_keys=True)


def read_snapshot(text: str) -> Snapshot:
    """Decode the output of ``write_snapshot``.

    Raises:
        ValueError: The text is not a serialized snapshot.
    """
    document: Json = json.loads(text)
    if value_in(document, "form") != _FORM:
        raise ValueError(
            "another version of Sitrep stored this snapshot, so it cannot be read"
        )
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
        _text(document.get("more")) if isinstance(document, dict) else None,
    )


def _longer(short: Message, full: Message, sign: str) -> Section | None:
    """Return the section marked ``sign`` of ``full``, if ``short`` lacks a part of it.

    Return ``None`` if ``short`` shows all of it.
    """
    few, every = (_signed(message, sign) for message in (short, full))
    return None if every is None or few == every else every


def _place(section: Section, sections: Sequence[Section]) -> int:
    """Return the index at which to insert a section: before the notes.

    A section of claims is also inserted before the section of risks.
    """
    later = {RISKS} - {section.sign}
    for number, other in enumerate(sections):
        is_note = number > 0 and other.heading is None
        if is_note or other.sign in later:
            return number
    return len(sections)


def _signed(message: Message, sign: str) -> Section | None:
    return next((item for item in message.sections if item.sign == sign), None)


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
                **({"more": snapshot.more} if snapshot.more else {}),
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
