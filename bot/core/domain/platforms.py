"""A platform as the core sees it: its limits and capabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.domain.messages import Limits

COMMAND = "brief"
"""The slash command on every platform that has commands."""


def unset_platform(platform: str, variables: Sequence[str]) -> str:
    """Return the message that a process cannot post to a platform, and why.

    ``variables`` are the platform's required environment variables.
    """
    names = " and ".join(variables) or "its environment variables"
    return f"{platform} is not set up in this process: set {names}, then restart Sitrep"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The capabilities of a platform; the core has a fallback for each missing one.

    ``commands``: people can use commands there.
    ``ephemeral``: an answer can be shown to one person only.
    ``buttons``: messages can have buttons and menus.
    ``threads``: a message can be posted below another. Without them a digest is one
    message: the front, then the briefing of each story.
    ``idempotency_key``: the platform recognises a repeated message by its key.
    ``images``: a message can have an image; digests have timelines.
    """

    commands: bool = False
    ephemeral: bool = False
    buttons: bool = False
    threads: bool = False
    idempotency_key: bool = False
    images: bool = False


@dataclass(frozen=True, slots=True)
class InteractionLimits:
    """The limits of a platform on buttons, menus and keys; ``None`` means unlimited.

    ``state`` and ``label`` are the maximum numbers of characters in a button's payload
    and label, without the adapter's own prefix. ``choices`` is the maximum number of
    choices in a menu, ``key`` the maximum length of an idempotency key.
    """

    state: int | None = None
    label: int | None = None
    choices: int | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformProfile:
    """A platform as the core's use cases see it.

    ``name`` is its key in the configuration and in the store, and
    ``title`` is how people call it. Without ``limits`` a message may have any length.
    """

    name: str
    title: str
    limits: Limits | None = None
    interaction: InteractionLimits = InteractionLimits()
    capabilities: Capabilities = Capabilities()
