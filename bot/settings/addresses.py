"""Checks addresses, paths and language codes of the file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from bot.core.batch.input_rows import parse_lang
from bot.core.domain.configuration import Endpoint
from bot.core.domain.errors import BadInputError

_MAIL = re.compile(
    r"[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}", re.IGNORECASE | re.ASCII
)
# Characters that could end the comment of a header with the contact in it.
_UNSPEAKABLE = re.compile(r"[^!-~]|[()<>\\]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BLANK = re.compile(r"\s")
_ENDPOINT = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9.-]{1,253}):(\d{1,5})", re.ASCII)
_HOST = re.compile(r"(?:[\w-]{1,63}\.){0,126}[\w-]{1,63}\.?")
_LAST_PORT = 65535


def wrong_address(url: str) -> str | None:
    """The problem of the address of a feed or page, or ``None``."""
    try:
        parts = urlsplit(url)
        host, user = parts.hostname, parts.username
    except ValueError:
        return "this is not an address"
    if parts.scheme not in {"http", "https"} or not host or _CONTROL.search(url):
        return 'write a whole address, such as "https://example.org/news"'
    if _BLANK.search(url):
        return "an address contains no blanks; write %20"
    if user is not None:
        return "an address must not hold a user name"
    return _wrong_server(parts)


def _wrong_server(parts: SplitResult) -> str | None:
    """The problem of an address's host and port, or ``None``."""
    try:
        # The library checks the port only when it is read.
        is_port = parts.port != 0
    except ValueError:
        is_port = False
    if not is_port:
        return f"a port is a number from 1 to {_LAST_PORT}"
    host = parts.hostname or ""
    is_host = ":" in host or _HOST.fullmatch(host) is not None
    return None if is_host else f'"{host[:60]}" is not a host name'


def wrong_contact(contact: str) -> str | None:
    """The problem of the contact for servers, or ``None``."""
    if _MAIL.fullmatch(contact):
        return None
    if wrong_address(contact) or _UNSPEAKABLE.search(contact):
        return 'write a mail address, such as "news@example.org", or a web address'
    return None


def wrong_endpoint(text: str) -> str | None:
    """The problem of the address to listen on, or ``None``."""
    try:
        parse_endpoint(text)
    except ValueError as error:
        return str(error)
    return None


def parse_endpoint(text: str) -> Endpoint:
    """Parse an address to listen on, such as "127.0.0.1:8099".

    Raises:
        ValueError: it is invalid; the message tells what to write.
    """
    match = _ENDPOINT.fullmatch(text)
    if match is None:
        raise ValueError('write an address and a port, such as "127.0.0.1:8099"')
    if not 0 < int(match[2]) <= _LAST_PORT:
        raise ValueError(f"a port is a number from 1 to {_LAST_PORT}")
    return Endpoint(match[1].strip("[]"), int(match[2]))


def wrong_path(path: str) -> str | None:
    """The problem of the path of a file or folder, or ``None``."""
    if _CONTROL.search(path) or not path.strip():
        return "this is not a path"
    if "://" in path:
        return 'this is an address; write it after "feed" or "page"'
    return '"~" is not expanded; write the whole path' if path[0] == "~" else None


def wrong_lang(code: str) -> str | None:
    """The problem of a language code, or ``None``."""
    try:
        language = parse_lang(code)
    except BadInputError as error:
        return str(error)
    return None if language else 'write a language code such as "en"'


def absolute(path: str, folder: Path) -> str:
    """The absolute path from the folder, without ``..``; links are not followed.

    The target of a link may change, and the path is the identity of a source.
    """
    return os.path.normpath(folder.absolute() / path)


def plain_address(url: str) -> str:
    """The normalized address: equal for two spellings of the same address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = parts.netloc.lower()
    return parts._replace(netloc=host, path=parts.path or "/", fragment="").geturl()
