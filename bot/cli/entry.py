"""The way in: from arguments to an exit status, never to a traceback.

0 the work was done, 1 it failed, 2 wrong usage or configuration, 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from bot.cli.streams import OutputError, delivering, origin, prepare_streams, tell
from bot.cli.verbs import app
from bot.core.domain.errors import BotError, ConfigError, UsageError
from summarizers.errors import SummarizerError

FAILED, MISUSED = 1, 2


def main(verbs: Callable[..., object] = app) -> None:
    """Run ``sitrep``."""
    prepare_streams()
    try:
        with delivering():
            verbs(prog_name="sitrep")
    except (ConfigError, UsageError) as error:
        tell(str(error))
        sys.exit(MISUSED)
    except (BotError, SummarizerError, OutputError) as error:
        tell(f"sitrep: {error}")
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001 - a person is never shown a traceback
        where = f"{type(error).__name__} at {origin(error)}"
        tell(f"sitrep: an error of the program itself ({where}): {error}")
        sys.exit(FAILED)
