"""Escapes text so that Discord shows it literally, without markup or mentions.

A backslash before a character makes it literal; Discord does not show the backslash.
"""

from __future__ import annotations

import re

from bot.core.text.sanitize import sanitized

# Bold, code, links, spoilers, and what stands between angles: mentions, emojis, times.
_SIGNIFICANT = re.compile(r"[\\`*_~|\[\]<>@]")
# ``:name:`` is an emoji, ``://`` the beginning of a link.
_COLON = re.compile(r":(?=//|[\w+-]{1,64}:)")
_AT_START = re.compile(r"^([#+=-]|\d{1,9}(?=[.)]))")
_IN_ADDRESS = re.compile(r"[()<>\s\\\[\]`*_|]")


def escaped(text: str) -> str:
    """The text on one line, escaped so that Discord shows it literally."""
    line = _SIGNIFICANT.sub(r"\\\g<0>", sanitized(text))
    line = _COLON.sub(r"\\:", line)
    return _AT_START.sub(_escaped_start, line)


def address(url: str) -> str:
    """The address, encoded so that no character in it ends the link."""
    return _IN_ADDRESS.sub(lambda match: f"%{ord(match.group()):02X}", url)


def _escaped_start(match: re.Match[str]) -> str:
    start = match.group()
    return f"{start}\\" if start.isdigit() else f"\\{start}"
