"""Every error that the bot raises; ``kind`` is the word in ``error.kind`` of the output.

::

    BotError
    ├── ConfigError             the configuration is wrong: file, line, column, key, remedy
    ├── UsageError              the command line is wrong
    ├── FetchError              a page could not be had
    │   ├── BadUrlError         not an http(s) address that may be asked for
    │   ├── BlockedAddressError the address is not on the public internet
    │   ├── UnreachableError    no server of that name answers
    │   ├── FetchTimeoutError   too slow
    │   ├── TooBigError         more than 5 MB after decompression
    │   ├── UnsupportedTypeError  a picture, a PDF, a film
    │   ├── RobotsError         the site's robots.txt keeps programs out
    │   └── BadResponseError    a status, a redirect or a body that makes no sense
    │       ├── GarbledError    no HTTP, or more than may be sent
    │       └── StatusError     a status other than success
    │           ├── GoneError   410: it is gone for good
    │           └── BusyError   429 or 503: the server wants to be left alone
    ├── ParseError              a page holds no article
    │   ├── NoTextError         nothing to read in it
    │   │   └── WallError       something stands before its text: consent, log-in, check
    │   ├── NotAFeedError       the bytes are no feed
    │   ├── ParseTimeoutError   the parser was ended after its time
    │   └── ParseCrashedError   the parser took too much memory, or died
    ├── BadDateError            a date that is none
    ├── BadInputError           a file or a line that cannot be read
    ├── StoreError              the database cannot be used
    └── PostError               a platform did not take a message, or did not say so
        └── NotSentError        it surely did not: nothing needs to be looked for
            ├── RejectedError   it will never take it: no permission, no such channel
            ├── RateLimitedError  it wants to be asked later
            └── AuthenticationError     it takes nothing of this bot's for now: its token
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import ClassVar


class BotError(Exception):
    """The root of this package's errors; its message is one sentence for a person."""

    kind: ClassVar[str] = "error"


class ConfigError(BotError):
    """The configuration is wrong; the message names file, line, column and key."""

    kind = "config"


class UsageError(BotError):
    """The command line is wrong; the message says what to type instead."""

    kind = "usage"


class FetchError(BotError):
    """A page could not be had."""

    kind = "fetch"


class BadUrlError(FetchError):
    """Not an http(s) address on a port that may be asked for."""

    kind = "bad_url"


class BlockedAddressError(FetchError):
    """The address is not on the public internet; the message never names it."""

    kind = "blocked_address"


class UnreachableError(FetchError):
    """There is no server of that name, or no connection to it."""

    kind = "unreachable"


class FetchTimeoutError(FetchError):
    """The server took longer than the limit."""

    kind = "timeout"


class TooBigError(FetchError):
    """The body is larger than the limit, after decompression."""

    kind = "too_big"


class UnsupportedTypeError(FetchError):
    """The body is not a text that can be read."""

    kind = "unsupported_type"


class BadResponseError(FetchError):
    """A status, a redirect or a body that makes no sense."""

    kind = "bad_response"


class GarbledError(BadResponseError):
    """What the server sends is no HTTP, or more than it may send."""

    kind = "garbled"


class RobotsError(FetchError):
    """The site's robots.txt does not let programs read the page."""

    kind = "robots"


class StatusError(BadResponseError):
    """The server answers with a status other than success."""

    kind = "status"

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class GoneError(StatusError):
    """The server says that what was asked for is gone for good."""

    kind = "gone"


class BusyError(StatusError):
    """The server wants to be left alone, for ``wait`` if it says how long."""

    kind = "busy"

    def __init__(
        self, message: str, status: int = 0, wait: timedelta | None = None
    ) -> None:
        super().__init__(message, status)
        self.wait = wait


class ParseError(BotError):
    """A page holds no article."""

    kind = "parse"


class NoTextError(ParseError):
    """There is nothing to read in the page."""

    kind = "no_text"


class WallError(NoTextError):
    """The page shows something else before its text: a request for consent, a log-in."""

    kind = "wall"


class NotAFeedError(ParseError):
    """The bytes are no feed; ``feeds`` are those that the page links to."""

    kind = "not_a_feed"

    def __init__(self, message: str, feeds: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.feeds = feeds


class ParseTimeoutError(ParseError):
    """The page took longer than its time, and its worker was ended."""

    kind = "parse_timeout"


class ParseCrashedError(ParseError):
    """The page took too much memory, or its worker died."""

    kind = "parse_crashed"


class BadDateError(BotError):
    """A date that is none."""

    kind = "bad_date"


class BadInputError(BotError):
    """A file or a line that cannot be read."""

    kind = "bad_input"


class StoreFault(Enum):
    """Why the database cannot be used."""

    DAMAGED = "damaged"
    NOT_A_DATABASE = "not a database"
    LOCKED = "locked"
    IN_USE = "in use"
    DISK = "disk full or broken"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NEWER_SCHEMA = "newer schema"
    OTHER = "other"


class StoreError(BotError):
    """The database cannot be opened, read or written; ``reason`` says why."""

    kind = "store"

    def __init__(self, message: str, reason: StoreFault = StoreFault.OTHER) -> None:
        super().__init__(message)
        self.reason = reason


class PostError(BotError):
    """A platform did not take a message; ``code`` is its own code for the reason.

    The code is empty if the platform gave none.
    """

    kind = "post"

    def __init__(self, message: str, *, code: str | int = "") -> None:
        super().__init__(message)
        self.code = code


class NotSentError(PostError):
    """The platform surely did not take the message, and never will by this try."""

    kind = "untaken"


class RejectedError(NotSentError):
    """The platform will never take the message: no permission, no such channel."""

    kind = "rejected"


class AuthenticationError(NotSentError):
    """The platform takes nothing of this bot's for now: its token is refused, or missing.

    That says nothing of the message, which waits until the token is another.
    """

    kind = "barred"


class RateLimitedError(NotSentError):
    """The platform wants to be asked later: after ``wait``."""

    kind = "rate_limited"

    def __init__(
        self,
        message: str,
        wait: timedelta = timedelta(seconds=1),
        *,
        code: str | int = "",
    ) -> None:
        super().__init__(message, code=code)
        self.wait = wait
