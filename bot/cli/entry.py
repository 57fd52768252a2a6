"""The entry point: runs a command and turns errors into messages and exit statuses.

The statuses are 0 for success, 1 for a failure, 2 for wrong usage or configuration, and
130 for an interruption.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from bot.bootstrap.variables import complete_environment
from bot.cli.app import app
from bot.cli.streams import (
    OutputError,
    flushed_output,
    origin,
    prepare_streams,
    print_message,
)
from bot.core.domain.errors import BotError, ConfigError, UsageError
from summarizers.errors import SummarizerError

FAILED, MISUSED = 1, 2


def main(commands: Callable[..., object] = app) -> None:
    """Run ``sitrep``; turn an error into a message and an exit status."""
    prepare_streams()
    try:
        with flushed_output():
            complete_environment(os.environ)
            commands(prog_name="sitrep")
    except (ConfigError, UsageError) as error:
        print_message(str(error))
        sys.exit(MISUSED)
    except (BotError, SummarizerError, OutputError) as error:
        print_message(f"sitrep: {error}")
        sys.exit(FAILED)
    except Exception as error:  # noqa: BLE001 - users never see a traceback
        where = f"{type(error).__name__} at {origin(error)}"
        print_message(
            f"sitrep: internal error ({where}): {error}; "
            "this is a bug of Sitrep: report it with this line"
        )
        sys.exit(FAILED)
