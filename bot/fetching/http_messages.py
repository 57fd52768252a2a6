"""HTTP requests and responses as values, and the errors that status codes mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from yarl import URL

from bot.core.domain.errors import BusyError, GoneError, StatusError
from bot.fetching.credentials import Credentials
from bot.fetching.retry_after import retry_after

_BUSY = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


@dataclass(frozen=True, slots=True)
class RequestSpec:
    """The headers of a request, and how much of the response to read.

    ``max_bytes`` limits the decompressed body. With ``truncate`` a longer body is cut
    at the limit; otherwise it is refused. ``any_type`` accepts every content type.
    ``credentials`` add a header to requests to their server.
    """

    accept: str
    max_bytes: int
    any_type: bool = False
    truncate: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    credentials: Credentials | None = None

    def headers_for(self, url: URL) -> Mapping[str, str]:
        """Return the headers of a request to a URL."""
        login = self.credentials.headers(url) if self.credentials else {}
        return {"Accept": self.accept, **self.headers, **login}


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """One response; ``body`` is read only if the status is 200.

    Names in ``headers`` are found in any letter case.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    charset: str | None = None

    @property
    def content_type(self) -> str:
        """Return the declared type in lower case without parameters; empty if none."""
        return content_type(self.headers)

    @property
    def status_text(self) -> str:
        """Return the status code and its standard phrase."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)


def content_type(headers: Mapping[str, str]) -> str:
    """Return the content type that the headers declare, in lower case; empty if none.

    Parameters such as the charset are removed.
    """
    return headers.get("Content-Type", "").partition(";")[0].strip().lower()


def check_status(response: HttpResponse) -> None:
    """Raise an error unless the status is 200.

    Raises:
        GoneError: the server answered 410 Gone.
        BusyError: the server answered 429 or 503.
        StatusError: the server answered with any other status.
    """
    status = response.status
    message = f"the server answers {response.status_text}"
    if status == HTTPStatus.OK:
        return
    if status == HTTPStatus.GONE:
        raise GoneError(message, status)
    if status in _BUSY:
        raise BusyError(message, status, retry_after(response.headers))
    raise StatusError(message, status)
