"""Keeps the memory of a process that runs for weeks from growing.

The C library glibc gives each thread a heap of its own, up to eight for each core.
Memory that the threads of the store, the worker pool and the HTTP client free stays in
these heaps. In a test of several days they grew by 2 MB a day, while the objects of
Python stayed the same.

A large block has memory of its own outside the heaps, which returns to the system as
soon as the block is freed. glibc raises the least size of large blocks to that of the
largest block so far, up to 32 MB. After a search with many matches, such blocks would
therefore stay in a heap.
"""

from __future__ import annotations

import asyncio
import ctypes
from typing import Final

_ARENA_MAX: Final = -8
"""The number of the option in ``malloc.h`` that limits the heaps."""

_MMAP_THRESHOLD: Final = -3
"""The number of the option that fixes the least size of large blocks."""

_BLOCK: Final = 256 * 1024
_ARENAS: Final = 2
"""The number of heaps: one for the event loop, and one for all threads.

The threads seldom allocate memory at the same time.
"""


def limit_heaps() -> None:
    """Limit the number and the size of heaps; call this before starting threads."""
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(_ARENA_MAX, _ARENAS)
        library.mallopt(_MMAP_THRESHOLD, _BLOCK)


async def return_memory() -> None:
    """Give memory that the heaps no longer use back to the system."""
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):
        await asyncio.to_thread(library.malloc_trim, 0)
