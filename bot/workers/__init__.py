"""Worker processes that parse pages and brief articles; each can be killed on its own.

Some pages keep a parser busy forever, and only killing its process stops the parser.
"""

from __future__ import annotations

from bot.workers.adapter import Workers
from bot.workers.calls import Call
from bot.workers.jsonl_jobs import answer_lines, brief_job, extract_job
from bot.workers.pool import Pool, WorkerLimits

__all__ = [
    "Call",
    "Pool",
    "WorkerLimits",
    "Workers",
    "answer_lines",
    "brief_job",
    "extract_job",
]
