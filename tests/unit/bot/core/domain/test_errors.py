from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.core.domain import errors
from bot.core.domain.errors import BotError


def below(kind: type[BotError]) -> Iterator[type[BotError]]:
    """An error's class and all that are derived from it in its module.

    Others have errors that never leave them, and which of those are there depends on
    what was imported.
    """
    yield kind
    for derived in kind.__subclasses__():
        if derived.__module__ == errors.__name__:
            yield from below(derived)


def test_every_error_has_a_kind_of_its_own() -> None:
    kinds = [found.kind for found in below(BotError)]

    assert sorted(kinds) == sorted(set(kinds))


@pytest.mark.parametrize("error", list(below(BotError)))
def test_every_error_is_drawn_in_the_tree(error: type[BotError]) -> None:
    assert error.__name__ in (errors.__doc__ or "")
