"""The bot's errors; ``kind`` is the value of ``error.kind`` in JSON output.

::

    BotError
    ├── ConfigError             invalid configuration: file, line, column, key, remedy
    ├── UsageError              invalid command line
    ├── FetchError              a page could not be fetched
    │   ├── LoginError          the login of a source is missing or malformed
    │   ├── BadUrlError         not an http(s) address with an allowed port
    │   ├── BlockedAddressError the address is not on the public internet
    │   ├── UnreachableError    host not found, or connection failed
    │   ├── FetchTimeoutError   too slow
    │   ├── TooBigError         more than 5 MB after decompression
    │   ├── UnsupportedTypeError  an image, a PDF, a video
    │   ├── RobotsError         robots.txt forbids it
    │   └── BadResponseError    an invalid status, redirect or body
    │       ├── GarbledError    not HTTP, or more than HTTP allows
    │       └── StatusError     a status other than success
    │           ├── GoneError   410 Gone
    │           └── BusyError   429 or 503, with the requested delay
    ├── ParseError              the page holds no article
    │   ├── NoTextError         no readable text
    │   │   └── WallError       a consent form, log-in or CAPTCHA hides the text
    │   ├── NotAFeedError       not a feed
    │   ├── ParseTimeoutError   the parser exceeded its time and was ended
    │   └── ParseCrashedError   the parser exceeded its memory, or crashed
    ├── BadDateError            not a date
    ├── BadInputError           a file or line that cannot be read
    ├── StoreError              the database cannot be used
    └── PostError               a message was not posted, or the outcome is unknown
        └── NotSentError        it was certainly not posted
            ├── RejectedError   it will never be accepted: no permission, no channel
            │   └── ChannelRefusedError  the channel accepts no message of the bot
            ├── RateLimitedError  too many requests; retry later
            ├── LateError       too little of the lease was left for the post
            └── AuthenticationError  the bot's token is refused or missing
"""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import ClassVar


class BotError(Exception):
    """The root of this package's errors; its message is one sentence for people."""

    kind: ClassVar[str] = "error"


class ConfigError(BotError):
    """An error in the configuration; the message names file, line, column and key."""

    kind = "config"


class UsageError(BotError):
    """An error in the command line; the message says what to type instead."""

    kind = "usage"


class FetchError(BotError):
    """A page could not be fetched."""

    kind = "fetch"


class LoginError(FetchError):
    """The login of a source is missing in the environment, or malformed."""

    kind = "login"


class BadUrlError(FetchError):
    """The URL is malformed, too long or not http(s), or has a log-in or a bad port."""

    kind = "bad_url"


class BlockedAddressError(FetchError):
    """The host's IP address is not public; the message does not name the IP address."""

    kind = "blocked_address"


class UnreachableError(FetchError):
    """The host was not found, has no valid certificate, or the connection failed."""

    kind = "unreachable"


class FetchTimeoutError(FetchError):
    """The server exceeded the time limit."""

    kind = "timeout"


class TooBigError(FetchError):
    """The body exceeds the size limit after decompression."""

    kind = "too_big"


class UnsupportedTypeError(FetchError):
    """The content type is not readable text."""

    kind = "unsupported_type"


class BadResponseError(FetchError):
    """The status, redirect or body is invalid."""

    kind = "bad_response"


class GarbledError(BadResponseError):
    """The reply is not HTTP, or is larger than HTTP allows."""

    kind = "garbled"


class RobotsError(FetchError):
    """The site's robots.txt forbids programs to fetch the page."""

    kind = "robots"


class StatusError(BadResponseError):
    """The server replied with an HTTP status other than success."""

    kind = "status"

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class GoneError(StatusError):
    """The server replied that the resource is permanently gone."""

    kind = "gone"


class BusyError(StatusError):
    """The server asks to retry later; ``wait`` is the delay that it states, if any."""

    kind = "busy"

    def __init__(
        self, message: str, status: int = 0, wait: timedelta | None = None
    ) -> None:
        super().__init__(message, status)
        self.wait = wait


class ParseError(BotError):
    """A page or feed could not be parsed."""

    kind = "parse"


class NoTextError(ParseError):
    """The page holds no readable text."""

    kind = "no_text"


class WallError(NoTextError):
    """A consent form, a log-in or a CAPTCHA hides the text."""

    kind = "wall"


class NotAFeedError(ParseError):
    """The bytes are not a feed; ``feeds`` are the feeds that a page links to."""

    kind = "not_a_feed"

    def __init__(self, message: str, feeds: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.feeds = feeds


class ParseTimeoutError(ParseError):
    """The page exceeded its time, and its worker process was ended."""

    kind = "parse_timeout"


class ParseCrashedError(ParseError):
    """The page exceeded its memory, or its worker process crashed."""

    kind = "parse_crashed"


class BadDateError(BotError):
    """A text that should be a date is not a date."""

    kind = "bad_date"


class BadInputError(BotError):
    """A file or line cannot be read."""

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


IF_MALFORMED = (
    "if this happens again, check whether a proxy changes answers, or report this bug"
)
"""The end of a message about a platform's reply that is not in the expected form."""


class PostError(BotError):
    """A platform did not confirm a message; ``code`` is the platform's reason.

    The code is empty if the platform sent none.
    """

    kind = "post"

    def __init__(self, message: str, *, code: str | int = "") -> None:
        super().__init__(message)
        self.code = code


class NotSentError(PostError):
    """This attempt certainly did not post the message."""

    kind = "not_sent"


class LateError(NotSentError):
    """The message was not sent, because the sender's lease was about to end.

    A lease is the exclusive right to post the message. Another attempt may follow soon.
    """

    kind = "late"

    def __init__(self) -> None:
        super().__init__(
            "too little time was left to post the message safely; Sitrep tries again"
        )


class RejectedError(NotSentError):
    """The platform will never accept the message: no permission, no such channel."""

    kind = "rejected"


class ChannelRefusedError(RejectedError):
    """The channel does not exist, or the bot may not post there: 403 or 404."""

    kind = "channel_refused"


class AuthenticationError(NotSentError):
    """The bot's token is refused or missing. Messages wait until it is replaced."""

    kind = "authentication"


class RateLimitedError(NotSentError):
    """The platform asks to retry after ``wait``."""

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
