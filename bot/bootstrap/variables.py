"""Adds variables of the file ``.env``, and secrets from files, to the environment.

The command line loads this module first, so its functions import other modules.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.domain.configuration import FILE_VARIABLE
from bot.core.domain.logins import LOGIN_VARIABLE
from bot.core.domain.programs import TOKEN_VARIABLE
from bot.core.domain.proxies import NO_PROXY, PROXY_VARIABLES

if TYPE_CHECKING:
    from bot.variable_files import VariableNames

_DOTENV = ".env"
_SECRET_FILE = re.compile(
    r"(?:SLACK|DISCORD|SMTP|DATABASE|PGPASSWORD|SITREP|OTEL|HTTPS?|https?)_\w*FILE"
)
"""The names of variables that name the file of a secret.

Many systems set other variables that end in FILE, such as ``SSL_CERT_FILE``.
"""

_PROXIES = tuple(form for name in PROXY_VARIABLES for form in (name, name.lower()))
_PLAIN = frozenset(
    {
        *(FILE_VARIABLE, "PORT", "SSL_CERT_FILE", "NO_COLOR"),
        *("LOG_LEVEL", "LOG_FORMAT"),
        *(NO_PROXY, NO_PROXY.lower()),
    }
)


def complete_environment(environment: MutableMapping[str, str]) -> None:
    """Add the variables of the file ``.env`` in this folder, and secrets from files.

    Raises:
        ConfigError: a file cannot be used, or a secret is given twice.
    """
    is_named = any(map(_SECRET_FILE.fullmatch, environment))
    if is_named or os.path.isfile(_DOTENV):  # noqa: PTH113 - false also in a closed folder
        from bot.variable_files import complete

        complete(environment, variable_names(), Path())


def variable_names() -> VariableNames:
    """Return the names of all variables; libraries read some of them."""
    from bot.bootstrap.redaction import secret_formats
    from bot.core.text.redaction import SECRET_VARIABLES
    from bot.platforms import PLATFORMS
    from bot.variable_files import VariableNames

    platforms = (variable for spec in PLATFORMS for variable in spec.variables)
    return VariableNames(
        secrets=frozenset((*SECRET_VARIABLES, *secret_formats().variables, *_PROXIES)),
        secret_prefixes=(TOKEN_VARIABLE, LOGIN_VARIABLE),
        plain=_PLAIN | {variable.name for variable in platforms},
        plain_prefixes=("SITREP_", "PG", "OTEL_"),
    )
