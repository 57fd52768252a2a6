"""What both test adapters have in common: a message as texts, an answer as an error."""

from __future__ import annotations

from datetime import timedelta

from bot.core.domain.errors import (
    NotSentError,
    PostError,
    RateLimitedError,
    RejectedError,
)
from bot.core.domain.messages import Message, Section
from bot.core.messages.briefing_json import Json
from bot.core.messages.markdown import to_markdown
from tests.fakes.platforms.wires import (
    Answer,
    LostError,
    NotReachedError,
    Request,
    Wire,
)


async def ask(wire: Wire, request: Request, platform: str) -> Answer:
    """Ask a platform; what is neither lost, broken nor too early is the answer.

    Raises:
        RateLimitedError: the platform wants to be asked later.
        NotSentError: there was no connection to it.
        PostError: no answer came, or that its servers are broken.
    """
    try:
        answer = await wire.call(request)
    except NotReachedError as error:
        raise NotSentError(f"{platform} cannot be reached: {error}") from error
    except LostError as error:
        raise PostError(f"{platform} did not answer: {error}") from error
    if answer.status == 429:
        wait = timedelta(seconds=_wait(answer))
        raise RateLimitedError(f"{platform} wants to be asked later", wait)
    if answer.status >= 500:
        raise PostError(f"{platform} is broken: {answer.status}")
    return answer


def unreadable(error: RejectedError) -> PostError:
    """That a history is closed says nothing of what was posted: no rejection."""
    return PostError(f"the channel's history cannot be read: {error}")


def texts(message: Message) -> list[str]:
    """The message in pieces: a heading, or one line."""
    return [
        to_markdown(Message((piece,))).rstrip("\n")
        for section in message.sections
        for piece in _pieces(section)
    ]


def _pieces(section: Section) -> list[Section]:
    if section.heading and not section.inline:
        rows = [Section("", (row,)) for row in section.rows]
        return [Section(section.heading, ()), *rows]
    return [Section(section.heading, (row,), section.inline) for row in section.rows]


def _wait(answer: Answer) -> float:
    exact: Json = answer.body.get("retry_after")
    if isinstance(exact, int | float):
        return float(exact)
    return float(answer.headers["Retry-After"])
