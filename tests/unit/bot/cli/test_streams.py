"""What is told, and what becomes of streams that do not take or give anything."""

from __future__ import annotations

import pytest

from bot.cli.streams import print_message


@pytest.mark.parametrize("name", ["secret", "news/passwd", "token"])
def test_what_is_said_of_a_file_stays_whatever_it_is_called(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_message(f'"{name}" is a folder, not a file', about=name)

    assert capsys.readouterr().err == f'{name}: "{name}" is a folder, not a file\n'


def test_a_secret_in_what_is_told_about_is_hidden(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_message("it cannot be read", about="https://example.org/?token=abc")

    assert capsys.readouterr().err == (
        "https://example.org/?token=[hidden]: it cannot be read\n"
    )
