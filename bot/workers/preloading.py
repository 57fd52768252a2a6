"""Preloads modules and the engine when the workers' fork server imports it."""

from __future__ import annotations

import os
import sys

from bot.workers.processes import VARIABLE, load, print_uncaught

if VARIABLE in os.environ:
    sys.excepthook = print_uncaught
    load(os.environ[VARIABLE])
