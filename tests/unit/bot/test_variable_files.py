"""The environment is completed from ``.env`` and from files with secrets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap.configuration import optional_configuration
from bot.bootstrap.variables import complete_environment, variable_names
from bot.core.domain.errors import ConfigError
from bot.settings import find_file
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


@pytest.mark.parametrize("name", [*SECRETS, "SITREP_TOKEN_DESK"])
def test_every_secret_may_be_in_a_file(tmp_path: Path, name: str) -> None:
    found = completed(tmp_path, **{f"{name}_FILE": secret_file(tmp_path)})

    assert found == {name: "hush-hush"}


@pytest.mark.parametrize("name", [*SECRETS, "SITREP_TOKEN_DESK", "SITREP_AUTH_TIMES"])
def test_command_sees_the_file_of_every_secret(tmp_path: Path, name: str) -> None:
    environment = {f"{name}_FILE": secret_file(tmp_path)}

    complete_environment(environment)

    assert environment == {name: "hush-hush"}


def test_the_secrets_are_those_of_the_documentation() -> None:
    assert {
        *("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"),
        *("SLACK_CLIENT_SECRET", "SITREP_ENCRYPTION_KEYS"),
        *("DISCORD_TOKEN", "SMTP_URL", "DATABASE_URL", "PGPASSWORD"),
        *("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"),
        *("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"),
    } == set(SECRETS)


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


@pytest.mark.parametrize("name", ["DISCORD_TOKEN", "SITREP_TOKEN_X", "SITREP_AUTH_X"])
def test_path_of_a_secret_may_be_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    secret_file(tmp_path)
    monkeypatch.chdir(tmp_path)

    assert completed(tmp_path, **{f"{name}_FILE": "secret"}) == {name: "hush-hush"}


def test_folder_is_reported(tmp_path: Path) -> None:
    (told,) = problems(tmp_path / "x", SMTP_URL_FILE=str(tmp_path))

    assert told.endswith("which cannot be read: Is a directory")


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    missing = str(tmp_path / "none")

    assert (
        len(problems(tmp_path, SMTP_URL_FILE=missing, DISCORD_TOKEN_FILE=missing)) == 2
    )


@pytest.mark.parametrize(
    "given",
    [
        {"SSL_CERT_FILE": "/etc/ssl/cert.pem"},
        {"OTHER_FILE": "/etc/passwd"},
        {"DISCORD_TOKEN_FILE": ""},
        {"DISCORD_PUBLIC_KEY_FILE": "/etc/passwd"},
        {"SITREP_TOKEN_PRESS_FILE": "t" * 32},
    ],
)
def test_other_variables_stay_as_they_are(
    tmp_path: Path, given: dict[str, str]
) -> None:
    assert completed(tmp_path, **given) == given


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


@pytest.mark.parametrize("real", ["HTTPS_PROXY", "https_proxy", "https_proxy_FILE"])
@pytest.mark.parametrize("written", ["HTTPS_PROXY", "https_proxy"])
def test_proxy_of_the_real_environment_has_no_second_value(
    tmp_path: Path, real: str, written: str
) -> None:
    folder = dotenv(tmp_path, f"{written}=http://other.example")

    found = completed(folder, **{real: secret_file(tmp_path)})

    assert list(found) == [real.removesuffix("_FILE")]


def test_file_of_a_secret_may_be_named_in_dotenv(tmp_path: Path) -> None:
    folder = dotenv(tmp_path, f"DISCORD_TOKEN_FILE={secret_file(tmp_path)}")

    assert completed(folder) == {"DISCORD_TOKEN": "hush-hush"}


def test_only_variables_of_sitrep_are_taken(tmp_path: Path) -> None:
    text = (
        "PATH=/tmp\nLD_PRELOAD=x\nPYTHONPATH=y\nSECRET=z\nSITREP_CONFIG=c\nPGHOST=h\n"
    )

    assert completed(dotenv(tmp_path, text)) == {"SITREP_CONFIG": "c", "PGHOST": "h"}


@pytest.mark.parametrize("line", ["PORT", "'", "PORT='80"])
def test_malformed_line_is_reported_with_its_place(tmp_path: Path, line: str) -> None:
    assert problems(dotenv(tmp_path, f"NO_COLOR=1\n{line}\n")) == [
        ".env:2: write NAME=value, or remove the line"
    ]


def test_dotenv_may_begin_with_a_mark_of_its_encoding(tmp_path: Path) -> None:
    assert completed(dotenv(tmp_path, "\ufeffPORT=1")) == {"PORT": "1"}


@pytest.mark.parametrize("content", [b"\xff", b"PORT=80\0"])
def test_dotenv_that_is_not_text_is_reported(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".env").write_bytes(content)

    assert problems(tmp_path) == [".env is a file which is not text in UTF-8"]


@pytest.fixture
def _closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Be in a folder of others, as after ``sudo -u sitrep`` in the folder of root."""
    monkeypatch.chdir(tmp_path)
    tmp_path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)  # root may open every folder
    yield
    os.seteuid(user)
    tmp_path.chmod(0o700)


@pytest.mark.usefixtures("_closed")
def test_closed_folder_is_one_without_files() -> None:
    environment: dict[str, str] = {}

    complete_environment(environment)

    assert environment == {}
    assert optional_configuration(environment) is None
    with pytest.raises(ConfigError, match="no configuration found"):
        find_file(None, environment)


def test_without_files_nothing_changes(tmp_path: Path) -> None:
    assert completed(tmp_path, PORT="1") == {"PORT": "1"}
