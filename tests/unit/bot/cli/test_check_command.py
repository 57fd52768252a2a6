"""What ``sitrep check`` prints of a test's findings."""

from __future__ import annotations

import pytest

from bot.cli.check_command import print_findings
from bot.core.operations.check_results import Finding


def test_words_of_a_server_show_no_secret_and_control_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SMTP_URL", "smtp://desk:hush-hush@mail.example")
    words = "mail.example answers: 535 no login by hush-hush\x1b[2J\ngood  all"

    is_good = print_findings([Finding(good=False, about="email", words=words)])

    assert not is_good
    assert capsys.readouterr().out == (
        "failed  email: mail.example answers: 535 no login by [hidden][2J good all\n"
    )
