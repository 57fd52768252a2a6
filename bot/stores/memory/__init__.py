"""What is remembered as long as the process lives."""

from __future__ import annotations

from bot.stores.memory.outbox import MemoryOutbox

__all__ = ["MemoryOutbox"]
