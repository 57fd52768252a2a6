"""The table: all actions of people, and how to do them on each platform."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.core.commands.requests import Verb
from bot.core.commands.user_errors import Refusal
from bot.core.text.labels import labels_for
from tests.fakes.reception import PAGE
from tests.fakes.reports import FERRY
from tests.fakes.town import GAZETTE
from tests.parity.acts import Act, Row, ask, both, manage
from tests.parity.steps import (
    FORUM,
    MANAGER,
    TALK,
    Alert,
    Ask,
    Brief,
    ButtonClick,
    Choose,
    Correct,
    Forget,
    Home,
    Later,
    Open,
    Paste,
    Pick,
    Publish,
    Record,
    Remind,
    Type,
    Write,
)
from tests.parity.worlds import BARE, BROKEN, HEAVY, INSIDE, SLOW

_LABELS = labels_for("en")
NEWS = f"{GAZETTE}/ferry"
_OTHER = f"{GAZETTE}/quay"
_BOTH = f"Look: {PAGE} and {_OTHER}"
_TOPIC, _TITLE = "coast", "The coast"
_LINK = Ask(Verb.LINK, {"url": PAGE})
_READ = Ask(Verb.TOPIC, {"name": _TOPIC})
_NEAR = {"name": "coats"}
_CHOICE = f"{_TITLE} ({_TOPIC})"


_MERGE = manage(Verb.MERGE, url=NEWS, other=f"{GAZETTE}/bridge")
_POSTED = (Act(Publish(), 3),)
_UNDONE = (manage(Verb.UNDO), manage(Verb.UNDO, number="1"), ask(Verb.UNDO))
_RECORDED = Act(Record(), 0)
_ADDRESS = manage(Verb.CALENDAR, show="address")
_CORRECTED = (Act(Publish(), 3), Act(Correct("until Friday", "until Thursday")))

COMMANDS = (
    both("Brief a link", _LINK),
    both("Show the news on a topic", _READ),
    both("Preview the digest of this channel", ask(Verb.DIGEST)),
    both("Preview a digest by name", ask(Verb.DIGEST, name="morning")),
    both("List the topics", ask(Verb.TOPICS)),
    both(
        "Show a topic's sources before the first poll", ask(Verb.SOURCES, name=_TOPIC)
    ),
    both("Show a topic's sources after a poll", _READ, ask(Verb.SOURCES, name=_TOPIC)),
    both("Subscribe at the default time", ask(Verb.SUBSCRIBE, name=_TOPIC)),
    both("Subscribe at a time", ask(Verb.SUBSCRIBE, name=_TOPIC, time="07:30")),
    both(
        "Subscribe in a time zone",
        ask(Verb.SUBSCRIBE, name=_TOPIC, timezone="Asia/Tokyo"),
    ),
    both(
        "Subscribe at a time in a time zone",
        ask(Verb.SUBSCRIBE, name=_TOPIC, time="07:30", timezone="Asia/Tokyo"),
    ),
    both("Subscribe to alerts", ask(Verb.SUBSCRIBE, name=_TOPIC, time="now")),
    both(
        "Subscribe to alerts in a time zone",
        ask(Verb.SUBSCRIBE, name=_TOPIC, time="now", timezone="Asia/Tokyo"),
    ),
    both(
        "Unsubscribe from alerts",
        ask(Verb.SUBSCRIBE, name=_TOPIC, time="now"),
        ask(Verb.UNSUBSCRIBE, name=f"{_TOPIC} now"),
    ),
    both(
        "Unsubscribe from a digest and keep the alerts",
        ask(Verb.SUBSCRIBE, name=_TOPIC),
        ask(Verb.SUBSCRIBE, name=_TOPIC, time="now"),
        ask(Verb.UNSUBSCRIBE, name=_TOPIC),
    ),
    both(
        "Unsubscribe by name",
        ask(Verb.SUBSCRIBE, name=_TOPIC),
        ask(Verb.UNSUBSCRIBE, name=_TOPIC),
    ),
    both(
        "Unsubscribe from everything",
        ask(Verb.SUBSCRIBE, name=_TOPIC),
        ask(Verb.UNSUBSCRIBE),
    ),
    both("Mute a word in a channel", manage(Verb.MUTE, what="Lenna")),
    both("Mute a source in a channel", manage(Verb.MUTE, what=GAZETTE)),
    both("Mute in your own digests", Ask(Verb.MUTE, {"what": "storm"}, where=TALK)),
    both(
        "Unmute",
        manage(Verb.MUTE, what="Lenna"),
        manage(Verb.UNMUTE, what="Lenna"),
    ),
    both("Merge two stories of a digest", *_POSTED, _MERGE),
    both("Merge two stories, list it and undo it", *_POSTED, _MERGE, *_UNDONE),
    both(
        "Ask why an article is in a merged story",
        *_POSTED,
        _MERGE,
        manage(Verb.WHY, url=NEWS),
    ),
    both("List splits and merges when there are none", ask(Verb.UNDO)),
    both(
        "Choose reminders for a channel",
        *_POSTED,
        manage(Verb.REMIND, when="1 day, 2 hours"),
    ),
    both(
        "Turn reminders off and ask what holds",
        *_POSTED,
        manage(Verb.REMIND, when="off"),
        ask(Verb.REMIND),
    ),
    both(
        "Choose reminders for your own digests",
        ask(Verb.SUBSCRIBE, name=_TOPIC),
        Ask(Verb.REMIND, {"when": "2 hours"}, where=TALK),
    ),
    both("List when digests come next", ask(Verb.NEXT)),
    both("List when a digest comes next", ask(Verb.NEXT, name="morning")),
    both(
        "List when your own digest comes next",
        ask(Verb.SUBSCRIBE, name=_TOPIC, time="07:30"),
        Ask(Verb.NEXT, {}, where=TALK),
    ),
    both(
        "List what a person said",
        _RECORDED,
        ask(Verb.WHO, name="Ingrid Solberg"),
        Act(ButtonClick(_LABELS.post), 2),
    ),
    both(
        "List what a person said on a topic since a day",
        _RECORDED,
        ask(Verb.WHO, name="Ingrid Solberg", topic=_TOPIC, since="2026-02-27"),
    ),
    both(
        "List what falls due",
        _RECORDED,
        ask(Verb.CALENDAR),
        Act(ButtonClick(_LABELS.post), 2),
    ),
    both(
        "List what falls due on a topic",
        _RECORDED,
        ask(Verb.CALENDAR, topic=_TOPIC),
    ),
    both(
        "Show the week as an image",
        _RECORDED,
        ask(Verb.CALENDAR, show="image"),
        Act(ButtonClick(_LABELS.post), 2),
    ),
    both("List what falls due when nothing is recorded", ask(Verb.CALENDAR)),
    both("Make an address for calendar programs", *_POSTED, _ADDRESS),
    both("Ask for the address again", *_POSTED, _ADDRESS, _ADDRESS),
    both(
        "Replace the address",
        *_POSTED,
        _ADDRESS,
        manage(Verb.CALENDAR, show="new address"),
    ),
    both(
        "Revoke the address",
        *_POSTED,
        _ADDRESS,
        manage(Verb.CALENDAR, show="revoke address"),
    ),
    both("List changes when there are none", ask(Verb.CHANGES)),
    both("List changes since a day", ask(Verb.CHANGES, since="2026-02-27")),
    Row(
        "List changes",
        (*_CORRECTED, Act(ask(Verb.CHANGES))),
        (*_CORRECTED, Act(ask(Verb.CHANGES))),
        unlike="message",
    ),
    both("Search when nothing is recorded", ask(Verb.SEARCH, words="ferry")),
    both("Search for words", _RECORDED, ask(Verb.SEARCH, words="ferry port")),
    both(
        "Search in one topic",
        _RECORDED,
        ask(Verb.SEARCH, words="harbour -engine", topic=_TOPIC),
    ),
    both(
        "Search since a day",
        _RECORDED,
        ask(Verb.SEARCH, words='"bow ramp"', since="2026-02-27"),
    ),
    both(
        "Search in one paper",
        _RECORDED,
        ask(Verb.SEARCH, words="lorr*", paper="lenna-gazette.example"),
    ),
    both(
        "Search for what a person says",
        _RECORDED,
        ask(Verb.SEARCH, words="lucky", who="Ingrid Solberg"),
    ),
    both(
        "Post what a search found",
        _RECORDED,
        ask(Verb.SEARCH, words="passengers"),
        Act(ButtonClick(_LABELS.post), 2),
    ),
    both(
        "Ask why an article was corrected",
        *_CORRECTED,
        ask(Verb.WHY, url=NEWS),
    ),
    both("Ask why an article was included", _READ, ask(Verb.WHY, url=NEWS)),
    both("Ask why an article was posted", Act(Publish(), 3), ask(Verb.WHY, url=NEWS)),
    both("Show the help", ask(Verb.HELP)),
    both("Brief a link in a direct message", Ask(Verb.LINK, {"url": PAGE}, where=TALK)),
)

BUTTONS = (
    both("Show all claims", _LINK, ButtonClick(_LABELS.all_claims)),
    both("Show all risks", _LINK, ButtonClick(_LABELS.all_risks)),
    both(
        "Show all claims, then less",
        _LINK,
        ButtonClick(_LABELS.all_claims),
        ButtonClick(_LABELS.less),
    ),
    both("Post a briefing", _LINK, Act(ButtonClick(_LABELS.post), 2)),
    both(
        "Replace the address of the calendar, then revoke it",
        *_POSTED,
        _ADDRESS,
        _ADDRESS,
        ButtonClick("New address", MANAGER),
        ButtonClick("Revoke", MANAGER),
    ),
    both(
        "Show all claims of a posted briefing, then less",
        _LINK,
        Act(ButtonClick(_LABELS.post), 2),
        ButtonClick(_LABELS.all_claims),
        ButtonClick(_LABELS.less),
    ),
    both("Read a story in full", _READ, Choose(FERRY.title)),
    both(
        "Go back to the stories", _READ, Choose(FERRY.title), ButtonClick(_LABELS.back)
    ),
    both("Post a topic's stories", _READ, Act(ButtonClick(_LABELS.post), 4)),
    both(
        "Read a story of a preview and go back",
        ask(Verb.DIGEST),
        Choose(FERRY.title),
        ButtonClick(_LABELS.back),
    ),
    both("Choose a topic from the list", ask(Verb.TOPICS), Choose(_CHOICE)),
)

_FERRY, _QUAY = "lenna-gazette.example/ferry", "lenna-gazette.example/quay"

LINKS = (
    both("Brief the link of a message", Brief(f"Look: {PAGE}")),
    both("Brief links of a message", Brief(_BOTH), Act(Pick((_FERRY, _QUAY)), 2)),
    both("A message without a link", Brief("Nothing."), refusal=Refusal.NO_LINK),
    Row(
        "Paste links",
        slack=(Act(Open()), Act(Paste(PAGE))),
        discord=(Act(Brief(_BOTH)), Act(Pick((_FERRY,)))),
        unlike="paste",
    ),
    Row(
        "Paste too many links",
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
    both("An unknown topic", Ask(Verb.TOPIC, _NEAR), refusal=Refusal.UNKNOWN),
    both("Choose the suggested topic", Ask(Verb.TOPIC, _NEAR), Choose(_CHOICE)),
    both(
        "Subscribe to an unknown topic",
        ask(Verb.SUBSCRIBE, **_NEAR, time="07:30"),
        Choose(_CHOICE),
        refusal=Refusal.UNKNOWN,
    ),
    both(
        "An unknown digest",
        ask(Verb.DIGEST, name="mornin"),
        Choose("morning"),
        refusal=Refusal.UNKNOWN,
    ),
    both(
        "Ask when an unknown digest comes next",
        ask(Verb.NEXT, name="mornin"),
        Choose("morning"),
        refusal=Refusal.UNKNOWN,
    ),
    both("Not a link", ask(Verb.LINK, url="ferry"), refusal=Refusal.BAD_LINK),
    both("A private address", ask(Verb.LINK, url=INSIDE), refusal=Refusal.BLOCKED),
    both("A server that is too slow", ask(Verb.LINK, url=SLOW), refusal=Refusal.UNREAD),
    both(
        "A page without an article",
        ask(Verb.LINK, url=BARE),
        refusal=Refusal.NO_ARTICLE,
    ),
    both(
        "A page that takes too long to read",
        ask(Verb.LINK, url=HEAVY),
        refusal=Refusal.TOO_SLOW,
    ),
    both(
        "The database is unavailable",
        ask(Verb.LINK, url=BROKEN),
        refusal=Refusal.BROKEN,
    ),
    both("Rate limit", *_OFTEN, refusal=Refusal.TOO_OFTEN),
    both(
        "A workspace or server without access",
        _LINK,
        refusal=Refusal.NOT_HERE,
        closed=True,
    ),
    both(
        "Mute without managing the channel",
        ask(Verb.MUTE, what="Lenna"),
        refusal=Refusal.NOT_ALLOWED,
    ),
    both(
        "Choose reminders without managing the channel",
        ask(Verb.REMIND, when="off"),
        refusal=Refusal.NOT_ALLOWED,
    ),
    both(
        "Ask for reminders in a channel without a digest",
        ask(Verb.REMIND),
        refusal=Refusal.UNKNOWN,
    ),
    both(
        "Choose a wrong value for reminders",
        *_POSTED,
        manage(Verb.REMIND, when="soon"),
        refusal=Refusal.BAD_VALUE,
    ),
    both(
        "Unmute without managing the channel",
        ask(Verb.UNMUTE, what="Lenna"),
        refusal=Refusal.NOT_ALLOWED,
    ),
    both(
        "Split a story without managing the channel",
        *_POSTED,
        ask(Verb.SPLIT, url=NEWS),
        refusal=Refusal.NOT_ALLOWED,
    ),
    both(
        "Split an article that is alone in its story",
        *_POSTED,
        manage(Verb.SPLIT, url=NEWS),
        refusal=Refusal.BAD_VALUE,
    ),
    both(
        "Merge an article of no digest",
        *_POSTED,
        manage(Verb.MERGE, url=NEWS, other=f"{GAZETTE}/moon"),
        refusal=Refusal.UNKNOWN,
    ),
    both(
        "Undo without such a number",
        manage(Verb.UNDO, number="7"),
        refusal=Refusal.UNKNOWN,
    ),
    both(
        "Post the same briefing twice",
        _LINK,
        Act(ButtonClick(_LABELS.post), 2),
        _LINK,
        ButtonClick(_LABELS.post),
        refusal=Refusal.DONE_BEFORE,
    ),
    both(
        "Show the sources of an unknown topic",
        Ask(Verb.SOURCES, _NEAR),
        Choose(_CHOICE),
        refusal=Refusal.UNKNOWN,
    ),
    both(
        "Mute twice",
        manage(Verb.MUTE, what="Lenna"),
        manage(Verb.MUTE, what="Lenna"),
        refusal=Refusal.DONE_BEFORE,
    ),
    both(
        "Unmute an unmuted word",
        manage(Verb.MUTE, what="Lenna"),
        manage(Verb.UNMUTE, what="Lena"),
        refusal=Refusal.UNKNOWN,
    ),
    both(
        "An impossible time",
        ask(Verb.SUBSCRIBE, name=_TOPIC, time="25:99"),
        refusal=Refusal.BAD_VALUE,
    ),
    both(
        "An unknown time zone",
        ask(Verb.SUBSCRIBE, name=_TOPIC, timezone="Europe/Berlinn"),
        refusal=Refusal.BAD_VALUE,
    ),
    both(
        "Unsubscribe without a subscription",
        ask(Verb.UNSUBSCRIBE),
        refusal=Refusal.UNKNOWN,
    ),
    both(
        "Changes since no day",
        ask(Verb.CHANGES, since="the flood"),
        refusal=Refusal.BAD_VALUE,
    ),
    both(
        "Search for no word",
        ask(Verb.SEARCH, words="-ferry"),
        refusal=Refusal.BAD_VALUE,
    ),
    both(
        "Search since no day",
        ask(Verb.SEARCH, words="ferry", since="the flood"),
        refusal=Refusal.BAD_VALUE,
    ),
    both(
        "Ask for a person of whom no statement is recorded",
        ask(Verb.WHO, name="Olof Brandt"),
        refusal=Refusal.UNKNOWN,
    ),
    both(
        "Ask for an address for calendar programs as a reader",
        ask(Verb.CALENDAR, show="address"),
        refusal=Refusal.NOT_ALLOWED,
    ),
    both(
        "Ask for an address where no digest goes",
        _ADDRESS,
        refusal=Refusal.UNKNOWN,
    ),
    both(
        "Revoke an address that does not exist",
        manage(Verb.CALENDAR, show="revoke address"),
        refusal=Refusal.UNKNOWN,
    ),
    both(
        "Ask about an unknown article",
        ask(Verb.WHY, url=PAGE.replace("ferry", "moon")),
        refusal=Refusal.UNKNOWN,
    ),
    both(
        "An expired button",
        _LINK,
        Act(Forget(), 0),
        ButtonClick(_LABELS.all_claims),
        refusal=Refusal.GONE,
    ),
    Row(
        "A command without its required option",
        slack=(Act(Write("topic")),),
        refusal=Refusal.MISSING,
        unlike="required",
    ),
    Row(
        "An unknown command",
        slack=(Act(Write("tpoic coast")), Act(Choose("/brief topic coast"))),
        unlike="required",
    ),
    Row("A command without text", slack=(Act(Write("")),), unlike="required"),
    Row("A link without a command", slack=(Act(Write(PAGE)),), unlike="required"),
)

_DAILY = (Act(ask(Verb.SUBSCRIBE, name=_TOPIC, time="08:00")), Act(Later(24), 3))

DIGESTS = (
    both("A digest in a channel", Act(Publish(), 3)),
    both(
        "A digest with events of the week",
        Act(Record(hearings=True), 0),
        Act(Publish(), 2),
    ),
    both("A correction in the thread of a digest", *_CORRECTED),
    both("An alert in a channel", Alert()),
    both("A reminder of an event in a channel", Remind()),
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
        ("digests that come next", (), Type(Verb.NEXT, "name", "mor")),
        ("times", (), Type(Verb.SUBSCRIBE, "time", "7")),
        ("alerts in place of a time", (), Type(Verb.SUBSCRIBE, "time", "n")),
        ("periods", (), Type(Verb.CHANGES, "since", "3")),
        ("reminders", (), Type(Verb.REMIND, "when", "1 d")),
        ("papers", (), Type(Verb.SEARCH, "paper", "lenna")),
        (
            "people and organisations",
            (_RECORDED,),
            Type(Verb.WHO, "name", "ing"),
        ),
        ("forms of the calendar", (), Type(Verb.CALENDAR, "show", "new")),
        ("time zones", (), Type(Verb.SUBSCRIBE, "timezone", "berl")),
        (
            "own subscriptions",
            (Act(ask(Verb.SUBSCRIBE, name=_TOPIC)),),
            Type(Verb.UNSUBSCRIBE, "name", ""),
        ),
        (
            "own alerts",
            (Act(ask(Verb.SUBSCRIBE, name=_TOPIC, time="now")),),
            Type(Verb.UNSUBSCRIBE, "name", ""),
        ),
        ("sources and words", (), Type(Verb.MUTE, "what", "lenna")),
        ("articles to split", _POSTED, Type(Verb.SPLIT, "url", "")),
        ("articles to merge", _POSTED, Type(Verb.MERGE, "other", "bridge")),
        ("splits and merges", (*_POSTED, Act(_MERGE)), Type(Verb.UNDO, "number", "")),
        (
            "muted words",
            (Act(manage(Verb.MUTE, what="Lenna")),),
            Type(Verb.UNMUTE, "what", ""),
        ),
    )
)

HOME = (
    Row("The app's home page", slack=(Act(Home()),), unlike="home"),
    Row(
        "Help from the app's home page",
        slack=(Act(Home()), Act(ButtonClick("Help"), 2)),
        unlike="home",
    ),
    Row(
        "Unsubscribe on the app's home page",
        slack=(
            Act(ask(Verb.SUBSCRIBE, name=_TOPIC)),
            Act(Home()),
            Act(ButtonClick(f"End {_TITLE}"), 2),
        ),
        unlike="home",
    ),
    Row(
        "Unsubscribe from alerts on the app's home page",
        slack=(
            Act(ask(Verb.SUBSCRIBE, name=_TOPIC, time="now")),
            Act(Home()),
            Act(ButtonClick(f"End alerts on {_TITLE}"), 2),
        ),
        unlike="home",
    ),
)

TABLE: Mapping[str, tuple[Row, ...]] = MappingProxyType(
    {
        "Commands": COMMANDS,
        "Buttons and menus": BUTTONS,
        "Links of a message": LINKS,
        "Refusals and errors": REFUSALS,
        "Digests": DIGESTS,
        "Suggestions": TYPING,
        "The app's home page": HOME,
    }
)
"""All rows by what they are about."""

ROWS = tuple(row for rows in TABLE.values() for row in rows)
