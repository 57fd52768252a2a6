"""Renders corrections: the printed line and the one that the page shows now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.core.domain.corrections import Correction
from bot.core.domain.messages import BAR, Message, Row, Section, Style, Text
from bot.core.messages.briefing import note_row
from bot.core.messages.briefing_json import JsonObject
from bot.core.text.date_format import day_label, format_day
from bot.core.text.deep_links import page_address
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized, shortened

_LONGEST_TITLE = 200


def correction_message(
    corrections: Sequence[Correction], language: str, zone: ZoneInfo
) -> Message:
    """Render the message that corrects lines of one edition."""
    labels = labels_for(language)
    sections = correction_sections(corrections, labels, zone)
    return Message(tuple(sections), labels.language)


def correction_sections(
    corrections: Sequence[Correction], labels: Labels, zone: ZoneInfo
) -> Iterator[Section]:
    """Yield a heading, then the corrected lines of each article below its title."""
    if not corrections:
        return
    yield Section(labels.corrected, ())
    for (_, title), group in groupby(corrections, lambda c: (c.article, c.title)):
        lines = tuple(group)
        yield Section(None, (_title_row(lines[0], title, labels),))
        rows = [row for line in lines for row in pair_rows(line, labels, zone)]
        notes = dict.fromkeys(line.note for line in lines if line.note)
        rows.extend(_note(words, lines[0], labels) for words in notes)
        yield Section("", tuple(rows))


def changes_message(
    corrections: Sequence[Correction], labels: Labels, zone: ZoneInfo, since: datetime
) -> Message:
    """Render the answer to a request for all corrections since a time."""
    sections = tuple(correction_sections(corrections, labels, zone))
    if not sections:
        day = _day(since, since.year, labels, zone)
        sections = (Section(None, (note_row(labels.no_changes.format(day)),)),)
    return Message(sections, labels.language)


def pair_rows(correction: Correction, labels: Labels, zone: ZoneInfo) -> Iterator[Row]:
    """Yield the printed line with its day, and the line that stands there now."""
    year = correction.at.astimezone(zone).year
    day = _day(correction.told_at, year, labels, zone)
    printed = Text(f"{labels.printed} {day}", Style.DAY)
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


def explained_rows(corrections: Iterable[Correction], article: str) -> Iterator[Row]:
    """Yield the corrections of an article for its explanation."""
    for correction in corrections:
        if correction.article == article:
            told, noticed = map(_stamp, (correction.told_at, correction.at))
            facts = f"printed {told}, {correction.kind.value} changed by {noticed}"
            if correction.now is None:
                facts = f"printed {told}, gone by {noticed}"
            yield Row((Text(correction.channel, Style.NAME), Text(facts)))
            zone = ZoneInfo("UTC")
            yield from pair_rows(correction, labels_for("en"), zone)
            if correction.note:
                yield _note(correction.note, correction, labels_for("en"))


def _stamp(moment: datetime) -> str:
    return f"{format_day(moment.date())}, {moment:%H:%M} UTC"


def _title_row(correction: Correction, title: str | None, labels: Labels) -> Row:
    words = shortened(sanitized(title or "") or labels.untitled, _LONGEST_TITLE)
    headline = Text(words, Style.TITLE, page_address(correction.url))
    if not correction.paper:
        return Row((headline,))
    return Row((headline, Text(correction.paper, Style.NOTE)))


def _note(words: str, correction: Correction, labels: Labels) -> Row:
    """Render the publisher's own note of the correction, verbatim."""
    label = Text(labels.paper_notes, Style.DAY)
    return Row((label, Text(words)), BAR, page_address(correction.url))


def _day(moment: datetime, year: int, labels: Labels, zone: ZoneInfo) -> str:
    return day_label(moment.astimezone(zone).date(), year, labels)
