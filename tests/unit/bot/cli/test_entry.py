from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cli.entry import main
from bot.core.domain.errors import BotError, ConfigError, FetchTimeoutError, UsageError
from summarizers.errors import EmptyTextError, ModelMissingError, SummarizerError


def failing(error: Exception) -> Callable[..., object]:
    """A command line whose every verb fails."""

    def fail(**_: object) -> object:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (UsageError("name a file"), 2, "name a file"),
        (ConfigError("f:1:1: wrong\nf:2:1: wrong"), 2, "f:1:1: wrong\nf:2:1: wrong"),
        (ModelMissingError("no model"), 2, "no model"),
        (FetchTimeoutError("too slow"), 1, "sitrep: too slow"),
        (EmptyTextError("no text"), 1, "sitrep: no text"),
        (BotError("a\x1b[31m\u202eb"), 1, "sitrep: a[31mb"),
        (SummarizerError(), 1, "sitrep:"),
    ],
)
def test_an_error_is_told_in_a_sentence(
    error: Exception, status: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(failing(error))

    assert ended.value.code == status
    assert capsys.readouterr() == ("", f"{told}\n")


def test_a_mistake_of_ours_is_told_with_its_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(failing(ZeroDivisionError("by zero")))

    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert told.startswith("sitrep: internal error (ZeroDivisionError")
    assert "at test_entry.py:" in told
    assert told.endswith(
        "): by zero; this is a bug of Sitrep: report it with this line\n"
    )


def test_a_verb_that_ends_well_ends_well() -> None:
    main(lambda **_: None)
