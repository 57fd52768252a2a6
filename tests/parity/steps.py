"""What people do, for both platforms in the same words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.core.commands.command_spec import DIALOG, SHORTCUT
from bot.core.commands.requests import Verb
from bot.core.domain.platforms import COMMAND

READER, MANAGER = "a reader", "as a manager of the channel"

CHANNEL, TALK, FORUM = "in a channel", "in a direct message to the bot", "in a forum"
"""Where they do it."""


_PREPOSITIONS = {"topic": "on", "since": "since"}


@dataclass(frozen=True, slots=True)
class Ask:
    """Give a command with its options by name."""

    verb: Verb
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    who: str = READER
    where: str = CHANNEL

    def words(self) -> Iterator[str]:
        """What is typed on Slack: a search names all options but its words.

        The options of ``who`` stand behind "on" and "since".
        """
        for name, value in self.options.items():
            is_named = self.verb is Verb.SEARCH and name != "words"
            if self.verb is Verb.WHO and name in _PREPOSITIONS:
                yield _PREPOSITIONS[name]
            yield f"{name}:{value}" if is_named else value

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        name = f"/{COMMAND} {self.verb}"
        slack = " ".join((name, *self.words()))
        named = (f"{key}:{value}" for key, value in self.options.items())
        beside = "".join(
            f", {place}"
            for place, usual in ((self.who, READER), (self.where, CHANNEL))
            if place != usual
        )
        return f"`{slack}`{beside}", f"`{' '.join((name, *named))}`{beside}"


@dataclass(frozen=True, slots=True)
class Write:
    """Write words behind the command, whatever they are."""

    words: str

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        written = f"/{COMMAND} {self.words}".strip()
        return f"`{written}`", ""


@dataclass(frozen=True, slots=True)
class Type:
    """Type an option, of which the others are filled in, and see what is offered."""

    verb: Verb
    option: str
    typed: str

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return "", f"type `/{COMMAND} {self.verb} {self.option}:{self.typed}`"


@dataclass(frozen=True, slots=True)
class ButtonClick:
    """Press the button of this label, on what was seen last with one."""

    label: str
    who: str = READER

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        words = f"press “{self.label}”" + (
            "" if self.who == READER else f", {self.who}"
        )
        return words, words


@dataclass(frozen=True, slots=True)
class Choose:
    """Choose this from the menu that was seen last with it."""

    label: str

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return f"choose “{self.label}”", f"choose “{self.label}”"


@dataclass(frozen=True, slots=True)
class Brief:
    """Choose the shortcut on a message with these words."""

    words: str

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return f"a message's ⋮ → “{SHORTCUT}”", f"right click → Apps → “{SHORTCUT}”"


@dataclass(frozen=True, slots=True)
class Open:
    """Open the window to paste links in."""

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return f"⚡ or `/` → “{DIALOG}”", ""


@dataclass(frozen=True, slots=True)
class Paste:
    """Paste words into the window, and send it."""

    words: str

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return "paste the links and submit", ""


@dataclass(frozen=True, slots=True)
class Pick:
    """Pick these in the window, and send it."""

    labels: tuple[str, ...]

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return ("pick some and submit",) * 2


@dataclass(frozen=True, slots=True)
class Home:
    """Look at the app's own page."""

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return "open the app's Home tab", ""


@dataclass(frozen=True, slots=True)
class Publish:
    """A digest is posted."""

    where: str = CHANNEL

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return (f"a digest is due {self.where}",) * 2


@dataclass(frozen=True, slots=True)
class Alert:
    """A report that meets the condition of an alert comes out, and is read."""

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return ("a report meets the condition of an alert",) * 2


@dataclass(frozen=True, slots=True)
class Remind:
    """An event that a report announces is a day ahead."""

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return ("an event is a day ahead",) * 2


@dataclass(frozen=True, slots=True)
class Later:
    """So many hours pass."""

    hours: int

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return (f"{self.hours} hours later",) * 2


@dataclass(frozen=True, slots=True)
class Correct:
    """A paper changes a number in a report that a digest printed."""

    old: str
    new: str

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return ("the paper corrects a line",) * 2


@dataclass(frozen=True, slots=True)
class Record:
    """The bot records what the papers print, with ``hearings`` also what is to come."""

    hearings: bool = False

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        news = ", one of which announces hearings" if self.hearings else ""
        return (f"the bot records the articles{news}",) * 2


@dataclass(frozen=True, slots=True)
class Forget:
    """The bot forgets what its buttons are about."""

    def told(self) -> tuple[str, str]:
        """How it is done on Slack and on Discord."""
        return ("months later",) * 2


Step: TypeAlias = (
    Ask
    | Write
    | Type
    | ButtonClick
    | Choose
    | Brief
    | Open
    | Paste
    | Pick
    | Home
    | Publish
    | Alert
    | Remind
    | Later
    | Correct
    | Record
    | Forget
)
