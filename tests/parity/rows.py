"""The table: everything that people can do, and how it is done on each platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.core.chat.refusals import Refusal
from bot.core.chat.requests import Verb
from bot.core.chat.views import ALL_CLAIMS, ALL_RISKS, BACK, LESS, POST
from tests.fakes.reception import PAGE
from tests.fakes.reports import FERRY
from tests.fakes.town import GAZETTE
from tests.parity.steps import (
    FORUM,
    MANAGER,
    TALK,
    Ask,
    Brief,
    Choose,
    Forget,
    Home,
    Later,
    Open,
    Paste,
    Pick,
    Press,
    Publish,
    Step,
    Type,
    Write,
)
from tests.parity.worlds import BARE, BROKEN, HEAVY, INSIDE, SLOW

NEWS = f"{GAZETTE}/ferry"
_OTHER = f"{GAZETTE}/quay"
_BOTH = f"Look: {PAGE} and {_OTHER}"
_TOPIC, _TITLE = "coast", "The coast"
_LINK = Ask(Verb.LINK, {"url": PAGE})
_READ = Ask(Verb.TOPIC, {"name": _TOPIC})
_NEAR = {"name": "coats"}
_CHOICE = f"{_TITLE} ({_TOPIC})"


@dataclass(frozen=True, slots=True)
class Act:
    """A step, of which so many things are seen."""

    step: Step
    looks: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """Something that people can do.

    ``refusal`` is what comes of it where it is not done, ``closed`` says that nobody is
    answered here. ``unlike`` names the difference that keeps it from being the same on
    both, or away from one.
    """

    name: str
    slack: tuple[Act, ...] = ()
    discord: tuple[Act, ...] = ()
    refusal: Refusal | None = None
    closed: bool = False
    unlike: str = ""

    @property
    def acts(self) -> tuple[Act, ...]:
        """All that is done on either."""
        return (*self.slack, *self.discord)

    def acts_on(self, platform: str) -> tuple[Act, ...]:
        """What is done on one platform; nothing where it is not there."""
        return self.slack if platform == "slack" else self.discord


def _both(
    name: str,
    *steps: Step | Act,
    refusal: Refusal | None = None,
    closed: bool = False,
) -> Row:
    """The same on both."""
    acts = tuple(one if isinstance(one, Act) else Act(one) for one in steps)
    return Row(name, acts, acts, refusal, closed)


def _ask(verb: Verb, **options: str) -> Ask:
    return Ask(verb, options)


def _manage(verb: Verb, **options: str) -> Ask:
    return Ask(verb, options, MANAGER)


COMMANDS = (
    _both("Brief a link", _LINK),
    _both("What is new on a topic", _READ),
    _both("Preview the digest of this channel", _ask(Verb.DIGEST)),
    _both("Preview a digest by name", _ask(Verb.DIGEST, name="morning")),
    _both("What topics there are", _ask(Verb.TOPICS)),
    _both("A topic's sources, before they are read", _ask(Verb.SOURCES, name=_TOPIC)),
    _both("A topic's sources, read", _READ, _ask(Verb.SOURCES, name=_TOPIC)),
    _both("Subscribe at the usual time", _ask(Verb.SUBSCRIBE, name=_TOPIC)),
    _both("Subscribe at a time", _ask(Verb.SUBSCRIBE, name=_TOPIC, time="07:30")),
    _both(
        "Subscribe in a time zone",
        _ask(Verb.SUBSCRIBE, name=_TOPIC, timezone="Asia/Tokyo"),
    ),
    _both(
        "Subscribe at a time in a time zone",
        _ask(Verb.SUBSCRIBE, name=_TOPIC, time="07:30", timezone="Asia/Tokyo"),
    ),
    _both(
        "End a digest by name",
        _ask(Verb.SUBSCRIBE, name=_TOPIC),
        _ask(Verb.UNSUBSCRIBE, name=_TOPIC),
    ),
    _both(
        "End all one's digests",
        _ask(Verb.SUBSCRIBE, name=_TOPIC),
        _ask(Verb.UNSUBSCRIBE),
    ),
    _both("Mute a word in a channel", _manage(Verb.MUTE, what="Lenna")),
    _both("Mute a source in a channel", _manage(Verb.MUTE, what=GAZETTE)),
    _both("Mute in one's own digests", Ask(Verb.MUTE, {"what": "storm"}, where=TALK)),
    _both(
        "Let it in again",
        _manage(Verb.MUTE, what="Lenna"),
        _manage(Verb.UNMUTE, what="Lenna"),
    ),
    _both("Why an article was in", _READ, _ask(Verb.WHY, url=NEWS)),
    _both("Help", _ask(Verb.HELP)),
    _both("Ask in the talk with the bot", Ask(Verb.LINK, {"url": PAGE}, where=TALK)),
)

BUTTONS = (
    _both("Show all claims", _LINK, Press(ALL_CLAIMS)),
    _both("Show all risks", _LINK, Press(ALL_RISKS)),
    _both("Show all, then less", _LINK, Press(ALL_CLAIMS), Press(LESS)),
    _both("Post a briefing", _LINK, Act(Press(POST), 2)),
    _both(
        "Unfold what was posted",
        _LINK,
        Act(Press(POST), 2),
        Press(ALL_CLAIMS),
        Press(LESS),
    ),
    _both("Read a story in full", _READ, Choose(FERRY.title)),
    _both("Go back to the stories", _READ, Choose(FERRY.title), Press(BACK)),
    _both("Post a topic's stories", _READ, Act(Press(POST), 4)),
    _both("Choose a topic from the list", _ask(Verb.TOPICS), Choose(_CHOICE)),
)

_FERRY, _QUAY = "lenna-gazette.example/ferry", "lenna-gazette.example/quay"

LINKS = (
    _both("Brief the link of a message", Brief(f"Look: {PAGE}")),
    _both("Brief links of a message", Brief(_BOTH), Act(Pick((_FERRY, _QUAY)), 2)),
    _both("A message without a link", Brief("Nothing."), refusal=Refusal.NO_LINK),
    Row(
        "Paste links",
        slack=(Act(Open()), Act(Paste(PAGE))),
        discord=(Act(Brief(_BOTH)), Act(Pick((_FERRY,)))),
        unlike="paste",
    ),
    Row(
        "Paste more links than are briefed at once",
        slack=(
            Act(Open()),
            Act(Paste(" ".join(f"{PAGE}?{number}" for number in range(6))), 6),
        ),
        refusal=Refusal.TOO_MANY,
        unlike="pick",
    ),
)

_OFTEN = (_LINK,) * 6

REFUSALS = (
    _both("An unknown topic", Ask(Verb.TOPIC, _NEAR), refusal=Refusal.UNKNOWN),
    _both("Choose what was meant", Ask(Verb.TOPIC, _NEAR), Choose(_CHOICE)),
    _both(
        "An unknown topic to subscribe to",
        _ask(Verb.SUBSCRIBE, **_NEAR, time="07:30"),
        Choose(_CHOICE),
        refusal=Refusal.UNKNOWN,
    ),
    _both(
        "An unknown digest",
        _ask(Verb.DIGEST, name="mornin"),
        Choose("morning"),
        refusal=Refusal.UNKNOWN,
    ),
    _both("What is no link", _ask(Verb.LINK, url="ferry"), refusal=Refusal.BAD_LINK),
    _both("A private address", _ask(Verb.LINK, url=INSIDE), refusal=Refusal.BLOCKED),
    _both("A page that is too slow", _ask(Verb.LINK, url=SLOW), refusal=Refusal.UNREAD),
    _both(
        "A page without an article",
        _ask(Verb.LINK, url=BARE),
        refusal=Refusal.NO_ARTICLE,
    ),
    _both(
        "A page that takes too long to read",
        _ask(Verb.LINK, url=HEAVY),
        refusal=Refusal.TOO_SLOW,
    ),
    _both("The bot is broken", _ask(Verb.LINK, url=BROKEN), refusal=Refusal.BROKEN),
    _both("Too often", *_OFTEN, refusal=Refusal.TOO_OFTEN),
    _both("Not here", _LINK, refusal=Refusal.NOT_HERE, closed=True),
    _both(
        "Mute as one who does not manage the channel",
        _ask(Verb.MUTE, what="Lenna"),
        refusal=Refusal.NOT_ALLOWED,
    ),
    _both(
        "Let in as one who does not manage the channel",
        _ask(Verb.UNMUTE, what="Lenna"),
        refusal=Refusal.NOT_ALLOWED,
    ),
    _both(
        "Mute twice",
        _manage(Verb.MUTE, what="Lenna"),
        _manage(Verb.MUTE, what="Lenna"),
        refusal=Refusal.DONE_BEFORE,
    ),
    _both(
        "Let in what is not muted",
        _manage(Verb.MUTE, what="Lenna"),
        _manage(Verb.UNMUTE, what="Lena"),
        refusal=Refusal.UNKNOWN,
    ),
    _both(
        "A time that is none",
        _ask(Verb.SUBSCRIBE, name=_TOPIC, time="25:99"),
        refusal=Refusal.BAD_VALUE,
    ),
    _both(
        "A zone that is none",
        _ask(Verb.SUBSCRIBE, name=_TOPIC, timezone="Europe/Berlinn"),
        refusal=Refusal.BAD_VALUE,
    ),
    _both(
        "End what one does not have", _ask(Verb.UNSUBSCRIBE), refusal=Refusal.UNKNOWN
    ),
    _both(
        "Why an article that no source had",
        _ask(Verb.WHY, url=PAGE.replace("ferry", "moon")),
        refusal=Refusal.UNKNOWN,
    ),
    _both(
        "A button of long ago",
        _LINK,
        Act(Forget(), 0),
        Press(ALL_CLAIMS),
        refusal=Refusal.GONE,
    ),
    Row(
        "A command without what it needs",
        slack=(Act(Write("topic")),),
        refusal=Refusal.MISSING,
        unlike="required",
    ),
    Row(
        "A command that is none",
        slack=(Act(Write("tpoic coast")), Act(Choose("/brief topic coast"))),
        unlike="required",
    ),
    Row("A command without a word", slack=(Act(Write("")),), unlike="required"),
    Row("A link alone", slack=(Act(Write(PAGE)),), unlike="required"),
)

_DAILY = (Act(_ask(Verb.SUBSCRIBE, name=_TOPIC, time="08:00")), Act(Later(24), 3))

DIGESTS = (
    _both("A digest in a channel", Act(Publish(), 3)),
    Row("A digest by direct message", _DAILY, _DAILY, unlike="direct"),
    Row("A digest in a forum", discord=(Act(Publish(FORUM), 3),), unlike="forum"),
)

TYPING = tuple(
    Row(f"Suggestions: {what}", discord=(*before, Act(step)), unlike="typing")
    for what, before, step in (
        ("topics", (), Type(Verb.TOPIC, "name", "coa")),
        ("topics of sources", (), Type(Verb.SOURCES, "name", "coats")),
        ("topics to subscribe to", (), Type(Verb.SUBSCRIBE, "name", "")),
        ("digests", (), Type(Verb.DIGEST, "name", "")),
        ("times", (), Type(Verb.SUBSCRIBE, "time", "7")),
        ("time zones", (), Type(Verb.SUBSCRIBE, "timezone", "berl")),
        (
            "one's digests",
            (Act(_ask(Verb.SUBSCRIBE, name=_TOPIC)),),
            Type(Verb.UNSUBSCRIBE, "name", ""),
        ),
        ("sources and words", (), Type(Verb.MUTE, "what", "lenna")),
        (
            "what is muted",
            (Act(_manage(Verb.MUTE, what="Lenna")),),
            Type(Verb.UNMUTE, "what", ""),
        ),
    )
)

HOME = (
    Row("The app's own page", slack=(Act(Home()),), unlike="home"),
    Row(
        "Help from the app's own page",
        slack=(Act(Home()), Act(Press("Help"), 2)),
        unlike="home",
    ),
    Row(
        "End a digest from the app's own page",
        slack=(
            Act(_ask(Verb.SUBSCRIBE, name=_TOPIC)),
            Act(Home()),
            Act(Press(f"End {_TITLE}"), 2),
        ),
        unlike="home",
    ),
)

TABLE: Mapping[str, tuple[Row, ...]] = MappingProxyType(
    {
        "Commands": COMMANDS,
        "Buttons and menus": BUTTONS,
        "Links of a message": LINKS,
        "What is not done": REFUSALS,
        "Digests": DIGESTS,
        "Suggestions": TYPING,
        "The app's own page": HOME,
    }
)
"""All rows by what they are about."""

ROWS = tuple(row for rows in TABLE.values() for row in rows)
