"""Error messages for people: each says what went wrong, and what to do about it."""

from __future__ import annotations

from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.domain.errors import (
    BadUrlError,
    BlockedAddressError,
    FetchError,
    ParseCrashedError,
    ParseError,
    ParseTimeoutError,
    PostError,
    StoreError,
    TooBigError,
    UnsupportedTypeError,
)
from summarizers.errors import InputError, UnsupportedLanguageError

_KNOWN: tuple[tuple[type[Exception], Refusal, str], ...] = (
    (
        BlockedAddressError,
        Refusal.BLOCKED,
        "That address is not on the public internet. Give the link of a public page.",
    ),
    (
        BadUrlError,
        Refusal.BAD_LINK,
        "That link cannot be read: {}. Give one that starts with https://.",
    ),
    (
        TooBigError,
        Refusal.UNREAD,
        "That page is too big: {}. Give the link of a single article.",
    ),
    (
        UnsupportedTypeError,
        Refusal.UNREAD,
        "That page cannot be read: {}. Give the link of a web page.",
    ),
    (
        FetchError,
        Refusal.UNREAD,
        "That page could not be opened: {}. Check the link, or try again in a minute.",
    ),
    (
        ParseTimeoutError,
        Refusal.TOO_SLOW,
        "That page takes too long to read. Try another page on the same news.",
    ),
    (
        ParseCrashedError,
        Refusal.TOO_SLOW,
        "That page takes too much memory to read. Try another page on the same news.",
    ),
    (
        ParseError,
        Refusal.NO_ARTICLE,
        "There is no article on that page. Give the link of one article.",
    ),
    (
        UnsupportedLanguageError,
        Refusal.NO_ARTICLE,
        "That article cannot be briefed: {}. Try one in English.",
    ),
    (
        InputError,
        Refusal.NO_ARTICLE,
        "That article cannot be briefed: {}. Try another page on the same news.",
    ),
    (
        TimeoutError,
        Refusal.TOO_SLOW,
        "That took longer than a minute and was stopped. Try again later.",
    ),
    (
        StoreError,
        Refusal.BROKEN,
        "Sitrep cannot reach its database right now. Try again in a minute.",
    ),
    (
        PostError,
        Refusal.BROKEN,
        "The chat platform does not answer right now. Try again in a minute.",
    ),
)
_OWN = (
    "Something went wrong on our side. Try again in a minute; if it happens again, "
    "tell the operator of this bot and quote: {}"
)

_OURS = frozenset({Refusal.BROKEN})


def explained(error: Exception, context: str) -> RefusedError:
    """Convert an error to a refusal; ``context`` is the interaction's id in the log."""
    if isinstance(error, RefusedError):
        return error
    for kind, reason, words in _KNOWN:
        if isinstance(error, kind):
            return RefusedError(reason, words.format(str(error).rstrip(".")))
    return RefusedError(Refusal.BROKEN, _OWN.format(context))


def is_ours(error: RefusedError) -> bool:
    """Return whether the bot itself is at fault, so that the error must be logged."""
    return error.reason in _OURS
