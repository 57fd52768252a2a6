"""Checks the form of environment variables; messages never contain values."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.core.domain.configuration import Endpoint, Source
from bot.core.domain.errors import ConfigError
from bot.core.domain.installations import ENCRYPTION_KEYS
from bot.core.domain.programs import Program
from bot.core.domain.proxies import wrong_proxies
from bot.core.platforms.spec import PlatformSpec, ValueKind, Variable
from bot.settings.value_checks import wrong_address

_USUAL_PORT, _LAST_PORT = 3000, 65535
_KEY = "[A-Za-z0-9_-]{43}="

PORT = Variable(
    "PORT", f"is not a port: write a number from 1 to {_LAST_PORT}", kind=ValueKind.PORT
)
OWN = (
    PORT,
    Variable(
        "SITREP_ALLOW_PRIVATE",
        "is neither 1 nor 0: remove it; only tests set it to 1, to fetch pages of private "
        "IP addresses",
        "[01]",
    ),
    Variable(
        "LOG_LEVEL",
        "is not a level: write debug, info, warning or error",
        "(?i:debug|info|warning|error)",
    ),
    Variable("LOG_FORMAT", "is not a format: write text or json", "(?i:text|json)"),
    Variable(
        ENCRYPTION_KEYS,
        "is not a list of keys: write one that `sitrep workspaces key` prints, or the new "
        "one, a comma and the old ones",
        rf"{_KEY}(?:,{_KEY}){{0,9}}",
        secret=True,
    ),
)
"""The variables that the bot uses besides those of platforms, database and file."""

AUTHORITIES = "SSL_CERT_FILE"
"""The variable with a file of certificates to trust; OpenSSL reads it itself."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,200}")
_FORM = "32 to 200 letters, digits, - and _, such as those of openssl rand -hex 32"
_SOCKET = re.compile(r"wss?(?=://)", re.IGNORECASE)


def _is_address(value: str) -> bool:
    return wrong_address(value) is None


def _is_socket(value: str) -> bool:
    match = _SOCKET.match(value)
    return match is not None and _is_address(f"http{value[match.end() :]}")


def _is_port(value: str) -> bool:
    plain = re.fullmatch(r"[0-9]{1,5}", value) is not None
    return plain and 0 < int(value) <= _LAST_PORT


def _is_valid(variable: Variable, value: str) -> bool:
    match variable.kind:
        case ValueKind.TEXT:
            return re.fullmatch(variable.pattern, value) is not None
        case ValueKind.HTTP_URL:
            return _is_address(value)
        case ValueKind.WEBSOCKET_URL:
            return _is_socket(value)
        case ValueKind.PORT:
            return _is_port(value)


def wrong_variables(
    environment: Mapping[str, str], platforms: Iterable[PlatformSpec]
) -> Iterator[str]:
    """Yield a sentence for each variable with a wrong form; empty variables pass.

    Only the form is checked: whether a token is valid, only its platform can tell.
    """
    for spec in platforms:
        yield from wrong_values(spec.variables, environment)
    yield from wrong_values(OWN, environment)
    yield from wrong_proxies(environment)
    yield from _wrong_authorities(environment)


def _wrong_authorities(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence if the file of trusted certificates has none.

    OpenSSL would ignore the file, and refuse every certificate that it should trust.
    """
    path = environment.get(AUTHORITIES)
    if not path:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except ssl.SSLError:
        yield f'{AUTHORITIES} is "{path}", which has no certificates: write a PEM file'
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        yield f'{AUTHORITIES} is "{path}", which cannot be read: {reason}'


def wrong_values(
    variables: Sequence[Variable], environment: Mapping[str, str]
) -> Iterator[str]:
    """Find the variables whose values have a wrong form; yield a sentence for each."""
    redirects = (variable for variable in variables if variable.redirects)
    is_test = any(
        _is_valid(variable, environment.get(variable.name, ""))
        for variable in redirects
    )
    for variable in variables:
        value = environment.get(variable.name)
        if not value or _is_valid(variable, value):
            continue
        of_test = variable.test_pattern if is_test else ""
        if not (of_test and re.fullmatch(of_test, value)):
            yield f"{variable.name} {variable.remedy}"


def wrong_tokens(
    programs: Iterable[Program], environment: Mapping[str, str]
) -> Iterator[str]:
    """Yield a sentence for each program with a missing, invalid or repeated token."""
    first: dict[str, str] = {}
    for program in programs:
        name, token = program.variable, environment.get(program.variable, "")
        if not _TOKEN.fullmatch(token):
            wrong = "is not a token" if token else "is not set"
            yield f"{name} {wrong}: set it to {_FORM}"
        elif first.setdefault(token, name) != name:
            yield f"{name} has the token of {first[token]}: use one token each"


def wrong_logins(
    sources: Iterable[Source], environment: Mapping[str, str]
) -> Iterator[str]:
    """Yield a sentence for each login whose value is missing or malformed."""
    logins = {source.login for source in sources if source.login is not None}
    for login in sorted(logins, key=lambda login: (login.name, login.kind)):
        try:
            login.header(environment.get(login.variable, ""))
        except ValueError as error:
            yield str(error)


def webhook_endpoint(environment: Mapping[str, str]) -> Endpoint:
    """Return the IP address and port on which to listen for webhooks.

    If ``PORT`` is set: this port on every IP address of the machine. Otherwise: port
    3000 on this machine only, for a proxy with TLS.

    Raises:
        ConfigError: the variable is not a port.
    """
    for wrong in wrong_values((PORT,), environment):
        raise ConfigError(wrong)
    port = environment.get("PORT")
    if not port:
        return Endpoint("127.0.0.1", _USUAL_PORT)
    return Endpoint("0.0.0.0", int(port))  # noqa: S104 - setting the variable asks for it
