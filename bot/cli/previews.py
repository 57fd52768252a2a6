"""The verb ``preview``."""

from __future__ import annotations

import asyncio
import signal

from bot.cli.sources import open_sources
from bot.cli.streams import tell, write_line
from bot.core.domain.configuration import Endpoint
from bot.core.domain.errors import BotError
from summarizers.errors import InputError
from summarizers.model import Briefing

_HOST = "127.0.0.1"


def preview(source: str, *, engine: str, port: int) -> int:
    """Show a source's briefing as both platforms do, until SIGTERM or Ctrl-C; the status.

    Raises:
        ConfigError: the port is taken.
    """
    return asyncio.run(_preview(source, engine, Endpoint(_HOST, port)))


async def _preview(source: str, engine: str, endpoint: Endpoint) -> int:
    from bot.bootstrap.preview import open_preview

    try:
        briefing = await _brief(source, engine)
    except (BotError, InputError) as error:
        tell(str(error), about=source)
        return 1
    async with open_preview(briefing, endpoint) as address:
        terminated = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, terminated.set)
        write_line(address)
        tell("Open this page in a browser; Ctrl-C ends it.")
        await terminated.wait()
    return 0


async def _brief(source: str, engine: str) -> Briefing:
    async with open_sources([source], engine) as (reader, pages):
        return await reader.brief(await pages.page(source))
