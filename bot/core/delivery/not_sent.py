"""What fails before a message is on its way: it was surely not posted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.core.domain.errors import PostError, UntakenError


@contextmanager
def before_posting() -> Iterator[None]:
    """Whatever is asked in this block comes before the post, so that none was made.

    Raises:
        UntakenError: something in it went wrong.
    """
    try:
        yield
    except UntakenError:
        raise
    except PostError as error:
        raise UntakenError(str(error), code=error.code) from error
