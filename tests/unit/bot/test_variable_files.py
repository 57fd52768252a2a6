"""The environment is completed from ``.env`` and from files with secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap.variables import complete_environment, variable_names
from bot.core.domain.errors import ConfigError
from bot.variable_files import complete

NAMES = variable_names()
SECRETS = sorted(NAMES.secrets)


def completed(folder: Path, **given: str) -> dict[str, str]:
    """What becomes of an environment."""
    environment = dict(given)
    complete(environment, NAMES, folder)
    return environment


def problems(folder: Path, **given: str) -> list[str]:
    """What is reported, without the folder."""
    with pytest.raises(ConfigError) as caught:
        completed(folder, **given)
    return str(caught.value).replace(f"{folder}/", "").splitlines()


def secret_file(folder: Path, content: str | bytes = "hush-hush\n") -> str:
    """Write a file with a secret; return its path."""
    path = folder / "secret"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


@pytest.mark.parametrize("name", [*SECRETS, "SITREP_TOKEN_DESK", "SITREP_AUTH_TIMES"])
def test_command_sees_the_file_of_every_secret(tmp_path: Path, name: str) -> None:
    environment = {f"{name}_FILE": secret_file(tmp_path)}

    complete_environment(environment)

    assert environment == {name: "hush-hush"}


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("a", "a"),
        ("a\n", "a"),
        ("a b\r\n", "a b"),
        ("\n a \n\n", "a"),
        ("ä\n", "ä"),
        ("\ufeffa\n", "a"),
    ],
)
def test_blanks_around_a_secret_are_not_part_of_it(
    tmp_path: Path, content: str, value: str
) -> None:
    found = completed(tmp_path, DISCORD_TOKEN_FILE=secret_file(tmp_path, content))

    assert found["DISCORD_TOKEN"] == value


def test_secret_that_is_given_twice_is_reported(tmp_path: Path) -> None:
    path = secret_file(tmp_path)

    assert problems(tmp_path, DISCORD_TOKEN="a", DISCORD_TOKEN_FILE=path) == [  # noqa: S106
        "DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set: unset one of them"
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "which cannot be read: No such file or directory"),
        ("", "which is empty: write the value into it"),
        (" \n", "which is empty: write the value into it"),
        ("hush\nhush\n", "which has more than one line: write the value alone"),
        ("hush\0hush", "which is not text in UTF-8"),
        (b"\xff\xfe", "which is not text in UTF-8"),
        ("a" * 65_537, "which has more than 65,536 bytes"),
    ],
)
def test_file_that_cannot_be_used_is_reported_in_one_sentence(
    tmp_path: Path, content: str | bytes | None, problem: str
) -> None:
    path = tmp_path / "secret"
    if content is not None:
        secret_file(tmp_path, content)

    (told,) = problems(tmp_path, SMTP_URL_FILE=str(path))

    assert told == f'SMTP_URL_FILE is "secret", {problem}'
    assert "hush" not in told


def dotenv(folder: Path, text: str) -> Path:
    (folder / ".env").write_text(text)
    return folder


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("PORT=8080", "8080"),
        ("export PORT=8080", "8080"),
        ("PORT = 8080 # the door", "8080"),
        ("PORT='80 80'", "80 80"),
        ('PORT="80\\n80"', "80\n80"),
        ("PORT=${HOME}", "${HOME}"),
        ("PORT='80#80'", "80#80"),
    ],
)
def test_variables_are_read_as_the_format_has_them(
    tmp_path: Path, line: str, value: str
) -> None:
    assert completed(dotenv(tmp_path, f"# doors\n\n{line}\n"))["PORT"] == value


@pytest.mark.parametrize(
    "given",
    [{"PORT": "1"}, {"PORT": ""}, {"PORT": "1", "HOME": "/"}],
)
def test_the_real_environment_is_never_overridden(
    tmp_path: Path, given: dict[str, str]
) -> None:
    assert completed(dotenv(tmp_path, "PORT=2"), **given) == given


@pytest.mark.parametrize("real", ["DISCORD_TOKEN", "DISCORD_TOKEN_FILE"])
@pytest.mark.parametrize("written", ["DISCORD_TOKEN", "DISCORD_TOKEN_FILE"])
def test_secret_of_the_real_environment_has_no_second_value(
    tmp_path: Path, real: str, written: str
) -> None:
    folder = dotenv(tmp_path, f"{written}={tmp_path}/none")

    found = completed(folder, **{real: secret_file(tmp_path)})

    value = "hush-hush" if real.endswith("_FILE") else secret_file(tmp_path)
    assert found == {"DISCORD_TOKEN": value}


@pytest.mark.parametrize("line", ["PORT", "'", "PORT='80"])
def test_malformed_line_is_reported_with_its_place(tmp_path: Path, line: str) -> None:
    assert problems(dotenv(tmp_path, f"NO_COLOR=1\n{line}\n")) == [
        ".env:2: write NAME=value, or remove the line"
    ]
