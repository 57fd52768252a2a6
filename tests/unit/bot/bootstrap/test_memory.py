"""Memory of a process that runs for weeks, each case in a process of its own."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="other C libraries have no such heaps"
)

_HEAPS = """
import ctypes, sys, threading
from bot.bootstrap.memory import limit_heaps
if sys.argv[1] == "limited":
    limit_heaps()
waiting = threading.Barrier(8)
def work():
    kept = bytearray(5_000)
    waiting.wait()
threads = [threading.Thread(target=work) for _ in range(7)]
for thread in threads:
    thread.start()
waiting.wait()
ctypes.CDLL(None).malloc_info(0, ctypes.c_void_p.in_dll(ctypes.CDLL(None), "stdout"))
ctypes.CDLL(None).fflush(None)
"""
_RETURNED = """
import asyncio
from pathlib import Path
from bot.bootstrap.memory import return_memory
def used():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
blocks = [bytes(3_000) for _ in range(20_000)]
blocks = blocks[::50]
before = used()
asyncio.run(return_memory())
print(before - used())
"""
_BLOCKS = """
import sys
from pathlib import Path
from bot.bootstrap.memory import limit_heaps
def used():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
if sys.argv[1] == "limited":
    limit_heaps()
large = bytearray(20_000_000)
del large
before = used()
large = bytearray(10_000_000)
after = [bytes(3_000) for _ in range(100)]
del large
print(used() - before)
"""


def run(program: str, *arguments: str) -> str:
    """Run a program to its end; what it prints."""
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own
    return done.stdout


def test_threads_share_two_heaps() -> None:
    assert run(_HEAPS, "limited").count("<heap ") <= 2
    assert run(_HEAPS, "unlimited").count("<heap ") > 2


def test_freed_memory_between_used_blocks_is_given_back() -> None:
    assert int(run(_RETURNED)) > 30_000_000


def test_a_large_block_is_given_back_at_once() -> None:
    assert int(run(_BLOCKS, "limited")) < 5_000_000
    assert int(run(_BLOCKS, "unlimited")) > 5_000_000
