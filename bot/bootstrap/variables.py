"""The names of the environment variables that Sitrep uses."""

from __future__ import annotations

from bot.bootstrap.redaction import secret_formats
from bot.core.domain.configuration import FILE_VARIABLE
from bot.core.domain.logins import LOGIN_VARIABLE
from bot.core.domain.programs import TOKEN_VARIABLE
from bot.core.domain.proxies import NO_PROXY, PROXY_VARIABLES
from bot.core.text.redaction import SECRET_VARIABLES
from bot.environment import VariableNames
from bot.platforms import PLATFORMS

_PROXIES = tuple(form for name in PROXY_VARIABLES for form in (name, name.lower()))
_OTHERS = frozenset(
    {
        *(FILE_VARIABLE, "PORT", "SSL_CERT_FILE", "NO_COLOR"),
        *("LOG_LEVEL", "LOG_FORMAT"),
        *(NO_PROXY, NO_PROXY.lower()),
    }
)


def variable_names() -> VariableNames:
    """Return the names of all variables; libraries read some of them."""
    platforms = (variable for spec in PLATFORMS for variable in spec.variables)
    return VariableNames(
        frozenset((*SECRET_VARIABLES, *secret_formats().variables, *_PROXIES)),
        (TOKEN_VARIABLE, LOGIN_VARIABLE),
        _OTHERS | {variable.name for variable in platforms},
        ("SITREP_", "PG"),
    )
