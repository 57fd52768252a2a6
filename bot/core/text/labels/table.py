"""The values that a table of labels consists of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple


class Plural(NamedTuple):
    """A phrase with ``{}`` for a number, in the singular and the plural."""

    singular: str
    plural: str


@dataclass(frozen=True, slots=True)
class Labels:
    """The headings, notes, buttons and days of messages in one language.

    ``{}`` in a text stands for a number, a name or a time. ``notes`` are pairs: a
    regular expression for a whole note of the summarizers, and its translation.
    """

    language: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    first_of_month: str
    thousands: str
    least_plural: int

    actors: str
    summary: str
    claims: str
    risks: str
    more: str
    in_full: str
    words: Plural
    not_named: str
    untitled: str
    colon: str

    new: str
    moved: str
    ended: str
    more_reports: str
    told_at: str
    alert: str
    alert_why: str
    alert_papers: Plural
    alert_actors: str
    alert_title: str
    alert_lead: str
    alert_more: str
    alert_last: str
    reminder: str
    event_moved: str
    event_cancelled: str
    event_gone: str
    no_report: str
    was: str
    now: str
    and_more: str
    copies: str
    copies_of: str
    timeline: str
    papers: Plural
    reports: Plural
    counted_copies: Plural
    new_actors: str
    feed_alone: str
    title_alone: str
    page_unreadable: str
    delayed: str
    nothing_yet: str
    nothing_new: str
    nothing_read: str
    read_articles: Plural
    read_outside: Plural
    read_repeated: Plural
    read_muted: Plural
    last_and: str
    more_stories: Plural
    not_read: str
    other_sources: Plural
    edition: str
    corrected: str
    printed: str
    now_reads: str
    line_gone: str
    paper_notes: str
    no_changes: str
    also_in: str
    then: str
    nothing_said: str
    older_left_out: str
    found_lines: str
    nothing_found: str
    more_found: Plural
    falls_due: str
    no_day: str
    just_over: str
    nothing_due: str
    more_events: Plural
    cancelled: str
    moved_from: str
    then_came: str
    this_week: str
    later: str
    calendar: str
    counted_events: Plural
    preview: str
    subscription: str
    alert_subscription: str
    held: str
    missed: str
    overdue: str
    platform_off: str
    left_out: str
    here: str
    another_channel: str
    you: str
    in_channel: str
    split: str
    merged: str
    split_by: str
    merged_by: str
    direct_messages: str
    no_digests: str

    continued: str
    too_long: Plural
    read_in: str
    text_version_only: str
    verbatim: str
    number: str
    recipient: str
    unsubscribe: str

    show_more: str
    all_claims: str
    all_risks: str
    less: str
    post: str
    back: str
    read_story: str

    notes: tuple[tuple[str, str], ...] = ()

    def counted(self, number: int, phrase: Plural) -> str:
        """Return the phrase with the number in it: "1 word", "1,336 words"."""
        form = phrase.plural if number >= self.least_plural else phrase.singular
        return form.format(self.grouped(number))

    def grouped(self, number: int) -> str:
        """Return the number with separators between groups of three digits: "1,336"."""
        return f"{number:,}".replace(",", self.thousands)

    def note(self, words: str) -> str:
        """Translate a note of the summarizers.

        A note without a translation is returned unchanged.
        """
        for pattern, translation in self.notes:
            match = re.fullmatch(pattern, words)
            if match is not None:
                return match.expand(translation)
        return words
