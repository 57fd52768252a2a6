"""Sentences for people whose interaction Slack did not complete."""

from __future__ import annotations

from bot.core.domain.errors import RejectedError
from bot.core.domain.messages import Message, Row, Section, Text

UNSURE = (
    "Slack did not say whether it posted the message. Look at the channel before you"
    " post it again."
)
ALONE = (
    "Posted, but without the stories below it: the bot is not in this channel. Invite it"
    " for those: /invite @sitrep"
)
BUSY = (
    "Slack accepts no more messages for now, so this was not posted. Try again later."
)
FAILED = "Something went wrong. Ask again in a minute."
CLOSED = "Slack did not open the window. Try again."
POSTED = "Posted."


def not_posted(error: RejectedError) -> str:
    """The error as a sentence for the person who wanted to post."""
    reason = str(error).strip().rstrip(".")
    return f"This was not posted: {reason}."


def sentence_message(sentence: str) -> Message:
    """A sentence as a message."""
    return Message((Section(None, (Row((Text(sentence),)),)),))
