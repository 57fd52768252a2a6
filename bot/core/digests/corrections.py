"""Renders corrections: the line that was printed, and the line as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.domain.configuration import Configuration
from bot.core.domain.corrections import Correction
from bot.core.domain.errors import PostError
from bot.core.domain.messages import BAR, Message, Row, Section, Style, Text
from bot.core.domain.records import StoredArticle
from bot.core.messages.briefing import note_row
from bot.core.messages.briefing_json import JsonObject
from bot.core.ports.services import MessageLinks
from bot.core.text.date_format import day_label, format_day
from bot.core.text.deep_links import page_address
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized, shortened
from summarizers.stories.corrections import correction_note

_LONGEST_TITLE = 200


def correction_message(
    corrections: Sequence[Correction], language: str, zone: ZoneInfo
) -> Message:
    """Render the message that corrects lines of one edition."""
    labels = labels_for(language)
    sections = correction_sections(corrections, labels, zone)
    return Message(tuple(sections), labels.language)


def correction_sections(
    corrections: Sequence[Correction],
    labels: Labels,
    zone: ZoneInfo,
    *,
    channels: bool = False,
) -> Iterator[Section]:
    """Yield a heading, then the corrected lines of each article below its title.

    With ``channels`` each title names the channel of the lines.
    """
    if not corrections:
        return
    yield Section(labels.corrected, ())
    groups: dict[tuple[str, str], list[Correction]] = {}
    for each in corrections:
        groups.setdefault((each.article, each.channel), []).append(each)
    for lines in groups.values():
        facts = (lines[0].paper, lines[0].channel if channels else None)
        yield Section(None, (_title_row(lines[0], facts, labels),))
        rows = [row for line in lines for row in pair_rows(line, labels, zone)]
        notes = dict.fromkeys(line.note for line in lines if line.note)
        rows.extend(_note(words, lines[0].url, labels) for words in notes)
        yield Section("", tuple(rows))


async def with_message_links(
    corrections: Iterable[Correction], links: MessageLinks | None
) -> tuple[Correction, ...]:
    """Add to each correction the URL of the message that printed its line.

    If the platform does not answer, or has no such URLs, none is added.
    """
    return tuple([await _with_link(each, links) for each in corrections])


async def _with_link(correction: Correction, links: MessageLinks | None) -> Correction:
    if links is None or correction.message is None:
        return correction
    try:
        link = await links.message_link(correction.channel, correction.message)
    except PostError:
        return correction
    return replace(correction, message_link=link)


def changes_message(
    corrections: Sequence[Correction],
    configuration: Configuration,
    since: datetime,
    *,
    channels: bool = False,
) -> Message:
    """Render the answer to a request for the corrections since a time."""
    labels, zone = labels_for(configuration.language), configuration.timezone
    sections = tuple(correction_sections(corrections, labels, zone, channels=channels))
    if not sections:
        day = _day(since, since.year, labels, zone)
        sections = (Section(None, (note_row(labels.no_changes.format(day)),)),)
    return Message(sections, labels.language)


def pair_rows(correction: Correction, labels: Labels, zone: ZoneInfo) -> Iterator[Row]:
    """Yield the printed line with its day, then the line that the page shows now."""
    year = correction.at.astimezone(zone).year
    day = _day(correction.told_at, year, labels, zone)
    label = f"{labels.printed} {day}"
    printed = Text(label, Style.DAY, correction.message_link)
    yield Row((printed, Text(correction.printed)), BAR)
    now = Text(
        f"{labels.now_reads} {_day(correction.at, year, labels, zone)}", Style.DAY
    )
    if correction.now is None:
        yield Row((now, Text(labels.line_gone, Style.NOTE)), BAR)
    else:
        paper = correction.paper or ""
        yield Row((now, Text(correction.now)), BAR, correction.link, paper=paper)


def correction_document(correction: Correction) -> JsonObject:
    """Return a correction as JSON."""
    return {
        "kind": correction.kind.value,
        "printed": correction.printed,
        "now": correction.now,
        "link": correction.link,
        "note": correction.note,
        "told_at": correction.told_at.isoformat(),
        "noticed_at": correction.at.isoformat(),
        "channel": correction.channel,
        "story": correction.story,
        "article": {
            "id": correction.article,
            "title": correction.title,
            "url": correction.url,
            "site": correction.paper,
        },
    }


def explained_rows(
    corrections: Iterable[Correction], article: StoredArticle
) -> Iterator[Row]:
    """Yield the corrections of an article, and the publisher's note in it, if any."""
    labels, zone = labels_for("en"), ZoneInfo("UTC")
    notes: dict[str, None] = {}
    for correction in corrections:
        if correction.article != article.id:
            continue
        facts = f"{correction.kind.value}, noticed {_stamp(correction.at)}"
        yield Row((Text(correction.channel, Style.NAME), Text(facts)))
        yield from pair_rows(correction, labels, zone)
        notes.update({correction.note: None} if correction.note else {})
    content = article.article
    if not notes and (note := correction_note(content)):
        notes[note.text] = None
    yield from (_note(words, content.url, labels) for words in notes)


def _stamp(moment: datetime) -> str:
    return f"{format_day(moment.date())}, {moment:%H:%M} UTC"


def _title_row(
    correction: Correction, facts: Iterable[str | None], labels: Labels
) -> Row:
    words = sanitized(correction.title or "") or labels.untitled
    url = page_address(correction.url)
    title = Text(shortened(words, _LONGEST_TITLE), Style.TITLE, url)
    note = " · ".join(filter(None, facts))
    return Row((title, Text(note, Style.NOTE)) if note else (title,))


def _note(words: str, url: str | None, labels: Labels) -> Row:
    """Render the publisher's own note of a correction, verbatim."""
    label = Text(labels.paper_notes, Style.DAY)
    return Row((label, Text(words)), BAR, page_address(url))


def _day(moment: datetime, year: int, labels: Labels, zone: ZoneInfo) -> str:
    return day_label(moment.astimezone(zone).date(), year, labels)
