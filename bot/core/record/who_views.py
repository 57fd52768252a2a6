"""Renders who said what: a message for people, and JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.domain.messages import BAR, Message, Row, Section, Style, Text
from bot.core.domain.record import RecordedArticle, Speaker, Statement
from bot.core.messages.briefing import note_row
from bot.core.messages.briefing_json import JsonObject
from bot.core.record.who import Candidates, SaidLine, SpeakerAnswer, link_to
from bot.core.text.date_format import day_label
from bot.core.text.deep_links import page_address
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized, shortened

MOST_PRINTED = 20
"""The maximum number of statements in a message for people."""

_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class WhoView:
    """Renders answers at the time ``now``, in a language and a time zone."""

    language: str
    zone: ZoneInfo
    now: datetime

    def message(self, answer: SpeakerAnswer, page: int = 0) -> Message:
        """Render a page of statements below the titles of their stories, newest first."""
        labels, speaker = labels_for(self.language), answer.speaker
        top = [Row((_plain(speaker.name, Style.TITLE),))]
        if speaker.role is not None:
            top.append(Row((_plain(speaker.role, Style.ROLE),)))
        sections = [Section(None, tuple(top))]
        skipped, room = page * MOST_PRINTED, MOST_PRINTED
        for story in answer.stories:
            lines = story[skipped : skipped + max(room, 0)]
            if lines:
                sections.append(Section(None, (_title(story[0]),)))
                rows = (row for line in lines for row in self._rows(line, labels))
                sections.append(Section("", tuple(rows)))
            room -= max(len(story) - skipped, 0)
            skipped = max(skipped - len(story), 0)
        if room < 0:
            sections.append(Section("", (note_row(labels.older_left_out),)))
        if not answer.stories:
            nothing = labels.nothing_said.format(sanitized(speaker.name))
            sections.append(Section("", (note_row(nothing),)))
        return Message(tuple(sections), labels.language)

    def _rows(self, line: SaidLine, labels: Labels) -> Iterator[Row]:
        """Yield the line of a statement.

        If it contradicts an earlier statement of the speaker, that line comes first.
        """
        then, marker = line.earlier, BAR if line.earlier else "•"
        if then is not None:
            day = f"{labels.then} {self._day(then, labels)}"
            yield _row(then, day, BAR, ())
        day = self._day(line.statement, labels)
        also = ", ".join(map(sanitized, line.papers[1:]))
        remarks = (labels.also_in.format(also),) if also else ()
        label = day if then is None else f"{labels.now} {day}"
        yield _row(line.statement, label, marker, remarks)

    def _day(self, statement: Statement, labels: Labels) -> str:
        year = self.now.astimezone(self.zone).year
        return day_label(statement.article.day, year, labels)


def pages_of(answer: SpeakerAnswer) -> int:
    """Return the number of pages of an answer, at least 1."""
    return max(1, -(-sum(map(len, answer.stories)) // MOST_PRINTED))


def who_document(answer: SpeakerAnswer) -> JsonObject:
    """Return the answer as JSON."""
    lines = [line for story in answer.stories for line in story]
    return {
        "speaker": answer.speaker.name,
        "role": answer.speaker.role,
        "statements": [_line_document(line) for line in lines],
    }


def candidates_document(candidates: Candidates) -> JsonObject:
    """Return the people and organisations that a name may mean as a JSON error."""
    kind = "ambiguous" if candidates.speakers else "unknown"
    named: list[JsonObject] = [
        {"name": speaker.name, "role": speaker.role}
        for speaker in candidates.speakers or candidates.similar
    ]
    return {"error": {"kind": kind, "candidates": [*named]}}


def candidates_text(candidates: Candidates, typed: str) -> str:
    """Return a sentence that lists the speakers whom a name may mean.

    If there are none, the sentence says that the name is unknown, and names similar ones.
    """
    if candidates.speakers:
        named = "; ".join(map(speaker_label, candidates.speakers))
        return f"several people or organisations may have this name; type one of these: {named}"
    unknown = f"no statement of “{shortened(sanitized(typed), 60)}” is recorded"
    similar = "; ".join(map(speaker_label, candidates.similar))
    return f"{unknown}; did you mean one of these? {similar}" if similar else unknown


def speaker_label(speaker: Speaker) -> str:
    """Return the name and role of a speaker; the command finds the speaker by them."""
    role = "" if speaker.role is None else f", {sanitized(speaker.role)}"
    return f"{sanitized(speaker.name)}{role}"


def _line_document(line: SaidLine) -> JsonObject:
    then = line.earlier
    return {
        **_statement_document(line.statement),
        "papers": [*line.papers],
        "earlier": None if then is None else _statement_document(then),
    }


def _statement_document(statement: Statement) -> JsonObject:
    article = statement.article
    return {
        "text": statement.text,
        "cue": statement.cue,
        "article": article_document(article),
        "link": link_to(statement),
        "story": article.story or article.original,
    }


def article_document(article: RecordedArticle) -> JsonObject:
    """Return the article of a line as JSON."""
    return {
        "title": article.title,
        "url": article.url,
        "site": article.paper,
        "published": article.day.isoformat(),
    }


def _title(line: SaidLine) -> Row:
    article = line.statement.article
    title = shortened(sanitized(article.title or ""), _LONGEST_TITLE)
    words = title or article.paper or article.day.isoformat()
    return Row((Text(words, Style.NAME, page_address(article.url)),))


def _row(statement: Statement, label: str, marker: str, remarks: Sequence[str]) -> Row:
    parts = Text(label, Style.DAY), Text(statement.text)
    paper = statement.article.paper or ""
    return Row(parts, marker, link_to(statement), tuple(remarks), paper)


def _plain(text: str, style: Style) -> Text:
    return Text(sanitized(text), style)
