"""Adds variables of a file ``.env``, and secrets from files, to the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from bot.core.domain.errors import ConfigError

FILE_SUFFIX = "_FILE"
"""The end of the name of a variable that names a file with the value of another."""

DOTENV = ".env"
"""The file with variables, in the folder in which the command is started."""

_MAX_BYTES = 64 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,200}")


@dataclass(frozen=True, slots=True)
class VariableNames:
    """The names of Sitrep's variables; a prefix stands for all names that begin so.

    The values of ``secrets`` and ``secret_prefixes`` may also be given as files, those
    of ``plain`` and ``plain_prefixes`` not.
    """

    secrets: frozenset[str]
    secret_prefixes: tuple[str, ...] = ()
    plain: frozenset[str] = frozenset()
    plain_prefixes: tuple[str, ...] = ()

    def is_secret(self, name: str) -> bool:
        """Return whether a variable has a secret value."""
        return name in self.secrets or name.startswith(self.secret_prefixes)

    def is_known(self, name: str) -> bool:
        """Return whether Sitrep uses a variable, or the file that it names."""
        return (
            self.is_secret(name.removesuffix(FILE_SUFFIX))
            or name in self.plain
            or name.startswith(self.plain_prefixes)
        )

    def secret_of(self, name: str, value: str) -> str | None:
        """Return the secret whose file a variable names; ``None`` for other variables.

        A program may have an id that ends in "-file"; its variable has a token, which
        no path looks like.
        """
        secret = name.removesuffix(FILE_SUFFIX)
        if not value or secret == name or not self.is_secret(secret):
            return None
        is_token = secret not in self.secrets and _TOKEN.fullmatch(value) is not None
        return None if is_token else secret


def complete(
    environment: MutableMapping[str, str], names: VariableNames, folder: Path
) -> None:
    """Add the variables of ``.env`` in a folder, and secrets from files.

    No variable that the environment has already is changed, except that the name of a
    secret's file is replaced by the secret. A variable with the same name in the other
    letter case, as in ``https_proxy``, counts as the same.

    Raises:
        ConfigError: a file cannot be used, or a secret is given twice; the message has
            one line per problem.
    """
    given = {name.upper() for name in environment if names.is_known(name)}
    for name, value in _dotenv_values(folder / DOTENV).items():
        secret = name.upper().removesuffix(FILE_SUFFIX)
        twins = {secret, f"{secret}{FILE_SUFFIX}"}
        if names.is_known(name) and not twins & given:
            environment[name] = value
    problems = list(_add_secrets(environment, names))
    if problems:
        raise ConfigError("\n".join(problems))


def _add_secrets(
    environment: MutableMapping[str, str], names: VariableNames
) -> Iterator[str]:
    """Replace the names of files by their secrets; yield a sentence per problem."""
    for name, path in sorted(environment.items()):
        secret = names.secret_of(name, path)
        if secret is None:
            continue
        if environment.get(secret):
            yield f"{secret} and {name} are both set: unset one of them"
            continue
        try:
            environment[secret] = _read_secret(Path(path))
        except ConfigError as error:
            yield f'{name} is "{path}", {error}'
        else:
            # A process that this one starts would find the secret twice.
            del environment[name]


def _read_secret(path: Path) -> str:
    """Return the only line of a file.

    Raises:
        ConfigError: it cannot be used; the message continues a sentence.
    """
    content = _read(path)
    lines = content.strip().splitlines()
    if not lines:
        raise ConfigError("which is empty: write the value into it")
    if len(lines) > 1:
        raise ConfigError("which has more than one line: write the value alone")
    return lines[0]


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"which cannot be read: {error.strerror}") from error
    if len(content) > _MAX_BYTES:
        raise ConfigError(f"which has more than {_MAX_BYTES:,} bytes")
    try:
        # No variable can hold a NUL.
        return content.replace(b"\0", b"\xff").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError("which is not text in UTF-8") from error


def _dotenv_values(path: Path) -> Mapping[str, str]:
    """Return the variables of the file; none if it does not exist.

    Raises:
        ConfigError: the file cannot be read, or a line of it is malformed.
    """
    if not os.path.isfile(path):  # noqa: PTH113 - false also in a closed folder
        return {}
    # Few start Sitrep with this file.
    from io import StringIO  # noqa: PLC0415

    from dotenv.parser import parse_stream  # noqa: PLC0415

    try:
        content = _read(path)
    except ConfigError as error:
        raise ConfigError(f"{path} is a file {error}") from error
    values: dict[str, str] = {}
    for binding in parse_stream(StringIO(content)):
        if binding.error or (binding.key is not None and binding.value is None):
            line = binding.original.line
            raise ConfigError(f"{path}:{line}: write NAME=value, or remove the line")
        if binding.key is not None and binding.value is not None:
            values[binding.key] = binding.value
    return values
