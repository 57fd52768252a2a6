"""Answers that show a snapshot, with the buttons that fit it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.core.commands.button_payload import SHORT, Post, Shown, View, written
from bot.core.commands.responses import (
    LABEL_LENGTH,
    MOST_CHOICES,
    Answer,
    Button,
    Choice,
    Menu,
    Visibility,
)
from bot.core.commands.snapshots import (
    BriefingSnapshot,
    PreviewSnapshot,
    Snapshot,
    key_of,
)
from bot.core.commands.user_errors import sentence
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized as displayed
from bot.core.text.sanitize import shortened

POSTED = "Posted."


def private_answer(snapshot: Snapshot, shown: Shown = SHORT, *, direct: bool) -> Answer:
    """Return a private answer that shows the snapshot with its buttons.

    In a direct message (``direct``) it has no button to post it to a channel.
    """
    match snapshot:
        case BriefingSnapshot():
            buttons = (
                *_expansions(snapshot, shown, public=False),
                *(() if direct else (_post(snapshot, shown),)),
                *(() if snapshot.back is None else (_back(snapshot, snapshot.back),)),
            )
            return Answer(snapshot.message(shown), buttons=buttons)
        case PreviewSnapshot():
            more = snapshot.more
            labels = _labels(snapshot)
            buttons = (
                *((Button(labels.show_more, written(View(more))),) if more else ()),
                *(
                    (_post(snapshot, SHORT),)
                    if snapshot.postable and not direct
                    else ()
                ),
            )
            return Answer(snapshot.front, buttons=buttons, menu=_stories(snapshot))


def public_answer(snapshot: Snapshot, shown: Shown = SHORT) -> Answer:
    """Return the answer that shows the snapshot to a channel.

    Anyone can expand a briefing; the stories of a preview follow in a thread.
    """
    match snapshot:
        case BriefingSnapshot():
            buttons = tuple(_expansions(snapshot, shown, public=True))
            return Answer(snapshot.message(shown), buttons=buttons)
        case PreviewSnapshot():
            return Answer(snapshot.front, thread=snapshot.stories)


def posted_answer(snapshot: Snapshot, shown: Shown) -> Answer:
    """Return the answer that posts the snapshot, with a confirmation for the person.

    The confirmation replaces the message with the button.
    """
    answer = public_answer(snapshot, shown)
    return replace(answer, visibility=Visibility.CHANNEL, told=sentence(POSTED))


def cut_label(text: str) -> str:
    """Return the text as one line, cut to the length of labels on all platforms."""
    return shortened(displayed(text) or "?", LABEL_LENGTH)


def _expansions(
    snapshot: BriefingSnapshot, shown: Shown, *, public: bool
) -> Iterator[Button]:
    key, labels = key_of(snapshot), _labels(snapshot)

    def view(label: str, wanted: Shown) -> Button:
        return Button(label, written(View(key, wanted, public)))

    if snapshot.claims and not shown.claims:
        yield view(labels.all_claims, replace(shown, claims=True))
    if snapshot.risks and not shown.risks:
        yield view(labels.all_risks, replace(shown, risks=True))
    if shown != SHORT:
        yield view(labels.less, SHORT)


def _post(snapshot: Snapshot, shown: Shown) -> Button:
    state = written(Post(key_of(snapshot), shown))
    return Button(_labels(snapshot).post, state, main=True)


def _back(snapshot: Snapshot, key: str) -> Button:
    return Button(_labels(snapshot).back, written(View(key)))


def _labels(snapshot: Snapshot) -> Labels:
    """Return the labels in the language of the snapshot's message."""
    match snapshot:
        case BriefingSnapshot():
            return labels_for(snapshot.short.language)
        case PreviewSnapshot():
            return labels_for(snapshot.front.language)


def _stories(snapshot: PreviewSnapshot) -> Menu | None:
    choices = tuple(
        Choice(cut_label(entry.title), written(View(entry.key)))
        for entry in snapshot.entries[:MOST_CHOICES]
    )
    return Menu(_labels(snapshot).read_story, choices) if choices else None
