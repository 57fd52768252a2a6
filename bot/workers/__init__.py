"""Killable worker processes for parsing and briefing.

Some pages keep a parser busy forever; only ending its process helps.
"""

from __future__ import annotations

from bot.workers.calls import Call
from bot.workers.lines import answer_lines, brief_job, extract_job
from bot.workers.pool import Limits, Pool
from bot.workers.service import Workers

__all__ = [
    "Call",
    "Limits",
    "Pool",
    "Workers",
    "answer_lines",
    "brief_job",
    "extract_job",
]
