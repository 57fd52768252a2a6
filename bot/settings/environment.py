"""The variables of the environment, each by its form. No value is ever repeated."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from bot.core.domain.configuration import Endpoint
from bot.core.domain.errors import ConfigError
from bot.settings.addresses import wrong_address

_USUAL_PORT, _LAST_PORT = 3000, 65535

_VISIBLE = r"[!#-&(-~]"
"""What tokens are written with; quotes are of whoever has copied one."""

_SOCKET = re.compile(r"wss?(?=://)", re.IGNORECASE)


def _matches(pattern: str) -> Callable[[str], bool]:
    expression = re.compile(pattern)
    return lambda value: expression.fullmatch(value) is not None


def _is_address(value: str) -> bool:
    return wrong_address(value) is None


def _is_socket(value: str) -> bool:
    found = _SOCKET.match(value)
    return found is not None and _is_address(f"http{value[found.end() :]}")


def _is_port(value: str) -> bool:
    plain = re.fullmatch(r"[0-9]{1,5}", value) is not None
    return plain and 0 < int(value) <= _LAST_PORT


_is_plain = _matches(rf"{_VISIBLE}{{1,500}}")

_ADDRESS = 'is no address: write one such as "http://127.0.0.1:8080/api", or leave it'
_FORMS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "SLACK_BOT_TOKEN": (
        _matches(rf"(?:xoxe\.)?xoxb-{_VISIBLE}{{1,500}}"),
        (
            'is no bot token: copy the one that begins with "xoxb-" from the app\'s page '
            "“OAuth & Permissions”, without quotes and blanks"
        ),
    ),
    "SLACK_APP_TOKEN": (
        _matches(rf"xapp-{_VISIBLE}{{1,500}}"),
        (
            'is no app token: copy the one that begins with "xapp-" from the app\'s page '
            "“Basic Information”, without quotes and blanks"
        ),
    ),
    "SLACK_SIGNING_SECRET": (
        _matches(rf"{_VISIBLE}(?:[ -~]{{0,500}}{_VISIBLE})?"),
        (
            "is no such secret: copy it from the app's page “Basic Information”, without "
            "quotes and blanks"
        ),
    ),
    "SLACK_API_URL": (_is_address, _ADDRESS),
    "DISCORD_TOKEN": (
        _matches(rf"{_VISIBLE}{{1,500}}"),
        (
            "is no token: copy it from the application's page, Bot, without quotes, "
            'blanks and "Bot"'
        ),
    ),
    "DISCORD_PUBLIC_KEY": (
        _matches(r"[0-9a-fA-F]{64}"),
        (
            "is no such key: copy the public key from the application's page: 64 digits "
            "and letters"
        ),
    ),
    "DISCORD_API_URL": (_is_address, _ADDRESS),
    "DISCORD_GATEWAY_URL": (
        _is_socket,
        'is no address: write one such as "ws://127.0.0.1:8080", or leave it',
    ),
    "PORT": (_is_port, f"is no port: write a number from 1 to {_LAST_PORT}"),
    "SITREP_ALLOW_PRIVATE": (
        _matches("[01]"),
        "is neither 1 nor 0: write 1 to let private addresses be fetched, for tests",
    ),
}
VARIABLES = tuple(_FORMS)
"""All that is read, but for the database and the place of the file."""


def wrong_variables(
    environment: Mapping[str, str], names: Collection[str] = VARIABLES
) -> Iterator[str]:
    """What is wrong with these variables, a sentence each; an empty one counts as none.

    Only the form is looked at: whether a platform takes a token, it alone can tell.
    Where Slack is looked for elsewhere, its tokens may have another form.
    """
    for name in names:
        is_right, told = _FORMS[name]
        value = environment.get(name)
        if value and not (is_right(value) or _is_of_another(name, value, environment)):
            yield f"{name} {told}"


def _is_of_another(name: str, value: str, environment: Mapping[str, str]) -> bool:
    """Whether it is a token of what stands in for Slack, and not Slack's other one."""
    is_token = name in {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"}
    if not is_token or not _is_address(environment.get("SLACK_API_URL", "")):
        return False
    return _is_plain(value) and not value.startswith(("xoxb-", "xapp-"))


def door_endpoint(environment: Mapping[str, str]) -> Endpoint:
    """Where requests are taken: on ``$PORT`` of every address.

    Without it on port 3000 of this machine alone, behind a proxy that ends TLS.

    Raises:
        ConfigError: the variable is no port.
    """
    for wrong in wrong_variables(environment, ("PORT",)):
        raise ConfigError(wrong)
    port = environment.get("PORT")
    if not port:
        return Endpoint("127.0.0.1", _USUAL_PORT)
    return Endpoint("0.0.0.0", int(port))  # noqa: S104 - whoever sets it wants that
