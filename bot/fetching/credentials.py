"""Logins that are sent to one server only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from yarl import URL

from bot.core.domain.configuration import Source
from bot.core.domain.errors import LoginError


@dataclass(frozen=True, slots=True)
class Credentials:
    """A header for the requests to the server of a URL."""

    server: URL
    name: str
    value: str = field(repr=False)

    def headers(self, url: URL) -> Mapping[str, str]:
        """Return the header for a request to a URL; empty for another server.

        A server is a scheme, host and port. A redirect from http to https on the usual
        ports of one host stays on the server. A redirect from https to http does not.
        """
        return {self.name: self.value} if self._is_server(url) else {}

    def _is_server(self, url: URL) -> bool:
        if url.origin() == self.server.origin():
            return True
        is_upgrade = (self.server.scheme, url.scheme) == ("http", "https")
        usual = self.server.is_default_port() and url.is_default_port()
        return is_upgrade and usual and url.raw_host == self.server.raw_host


def credentials_of(source: Source, logins: Mapping[str, str]) -> Credentials | None:
    """Return the credentials of a source, if it has a login.

    ``logins`` are values by the names of their environment variables.

    Raises:
        LoginError: the value is missing or malformed.
    """
    login = source.login
    if login is None:
        return None
    try:
        header = login.header(logins.get(login.variable, ""))
    except ValueError as error:
        raise LoginError(str(error)) from error
    return Credentials(URL(source.url), *header)
