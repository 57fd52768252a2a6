"""Parses the text that follows ``/brief`` into a request: a command and its options."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from bot.core.commands.button_payload import Run, written
from bot.core.commands.calendar_lookup import FORMS
from bot.core.commands.command_spec import COMMANDS
from bot.core.commands.fuzzy_lookup import quoted
from bot.core.commands.link_parsing import links
from bot.core.commands.requests import InteractionContext, Request, Verb
from bot.core.commands.responses import Answer, Choice, Menu
from bot.core.commands.user_errors import Refusal, RefusedError, refused
from bot.core.commands.views import cut_label
from bot.core.digests.subscriptions import NOW
from bot.core.domain.platforms import COMMAND
from bot.core.text.sanitize import sanitized
from bot.core.text.since import split_days
from bot.platforms.slack.events import unescaped

_VERBS = {word.verb.value: word for word in COMMANDS}
_QUOTES = "\"'“”„‟‘’‚‛«»‹›"
# Slack's markup: <https://example.org|label>, <@U123|name>, <#C123|name>, <!here>
_MARKED = re.compile(r"<([@#!]?)([^<>|]{1,2100})(?:\|([^<>]{0,500}))?>")
_TIME = re.compile(
    rf"\d{{1,2}}[:.]\d{{2}}(?:[ap]m)?|\d{{1,2}}[ap]m|{NOW}", re.IGNORECASE
)
_ZONE = re.compile(r"[a-z_]{2,20}(?:/[a-z0-9_+-]{1,40}){1,2}|utc|gmt", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”„«]\s?([^\"“”»]{1,200}?)\s?[\"”“»]")
_GLUE = frozenset({"at", "in", "@"})
_LIKENESS = 0.6


def read_command(context: InteractionContext, text: str) -> Request | Answer:
    """Parse the text into a request, or into the answer for an unknown command.

    An empty text asks for help; a link alone asks for its briefing.
    """
    plain = sanitized(unescaped(_MARKED.sub(_unmarked, text)))
    word, _, rest = plain.partition(" ")
    command = _VERBS.get(word.strip(_QUOTES).lower())
    if not plain:
        return Request(context, Verb.HELP)
    if command is not None:
        return Request(context, command.verb, _options(command.verb, rest.strip()))
    addresses = links(plain)
    if addresses:
        return Request(context, Verb.LINK, {"url": addresses[0]})
    return refused(_unknown(word, rest.strip()))


def _unmarked(match: re.Match[str]) -> str:
    """Return the URL of a link, or the name of a mention, from Slack's markup."""
    kind, inside, label = match[1], match[2], match[3]
    if not kind:
        return f" {inside} "
    return f"{'' if kind == '!' else kind}{label or inside}"


def _options(verb: Verb, rest: str) -> Mapping[str, str]:
    """Parse the text behind a command into its options, by name."""
    names = [option.name for option in _VERBS[verb.value].options]
    if not names or not rest:
        return {}
    parsers = {
        Verb.SUBSCRIBE: _subscription,
        Verb.SEARCH: _search,
        Verb.WHO: _statements,
        Verb.CALENDAR: _calendar,
    }
    if verb in parsers:
        return parsers[verb](rest)
    if verb in {Verb.MUTE, Verb.UNMUTE}:
        # Keep quotation marks: a quoted value is a word, any other may be a host.
        return {"what": rest}
    if names[0] == "url":
        typed = links(rest) or tuple(map(_bare, rest.split(" ", len(names) - 1)))
        return dict(zip(names, typed, strict=False))
    return {names[0]: _bare(rest)}


def _search(rest: str) -> Mapping[str, str]:
    """Parse the words to search for, then options such as ``since:7 days``.

    A value ends at the next option's name, or with its quotation marks.
    """
    words, *named = (option.name for option in _VERBS[Verb.SEARCH.value].options)
    marks = re.compile(rf"(?:^|(?<= ))({'|'.join(named)}):")
    matches = list(marks.finditer(rest))
    starts = [*(match.start() for match in matches), len(rest)]
    options = {words: rest[: starts[0]]}
    for match, end in zip(matches, starts[1:], strict=True):
        value = rest[match.end() : end].strip()
        quoted_value = _QUOTED.match(value)
        if quoted_value:
            options[words] += value[quoted_value.end() :]
            value = quoted_value[1]
        options[match[1]] = value
    return {name: value.strip() for name, value in options.items() if value.strip()}


def _subscription(rest: str) -> Mapping[str, str]:
    """Parse a topic's name, a time of day and a time zone.

    The name stands before the time and the zone behind it: "energy 7:30 Europe/Oslo".
    """
    words = rest.split(" ")
    place = next((at for at, word in enumerate(words) if _TIME.fullmatch(word)), None)
    if place is not None:
        name, time, zone = words[:place], words[place], words[place + 1 :]
    else:
        last = len(words) - 1 if _ZONE.fullmatch(words[-1]) else len(words)
        name, time, zone = words[:last], "", words[last:]
    options = {
        "name": _bare(" ".join(_unglued(name))),
        "time": time,
        "timezone": _bare(" ".join(_unglued(zone))),
    }
    return {option: value for option, value in options.items() if value}


def _statements(rest: str) -> Mapping[str, str]:
    """Parse a speaker's name, a topic behind "on", and a time behind "since"."""
    before, is_since, since = rest.partition(" since ")
    name, _, topic = before.rpartition(" on ") if " on " in before else (before, "", "")
    values = {"name": name, "topic": topic, "since": since if is_since else ""}
    return {option: _bare(value) for option, value in values.items() if value}


def _calendar(rest: str) -> Mapping[str, str]:
    """Parse a topic, days such as "next week", and words that name the calendar's form."""
    words, show = rest.split(), ""
    for count in (2, 1):
        form = " ".join(words[-count:]).lower()
        if not show and form in FORMS:
            words, show = words[:-count], form
    topic, when = split_days(" ".join(words))
    options = {"topic": _bare(topic), "when": when, "show": show}
    return {option: value for option, value in options.items() if value}


def _unglued(words: Sequence[str]) -> Sequence[str]:
    """Return the words without "at" or "in" at their beginning and end."""
    first = 1 if words and words[0].lower() in _GLUE else 0
    last = len(words)
    if last > first and words[-1].lower() in _GLUE:
        last -= 1
    return words[first:last]


def _bare(text: str) -> str:
    """Remove the quotation marks around the text."""
    return text.strip(_QUOTES + " ")


def _unknown(word: str, rest: str) -> RefusedError:
    """Make the refusal of an unknown command, with a menu of similar commands."""
    near = get_close_matches(word.lower(), _VERBS, n=3, cutoff=_LIKENESS)
    verbs = near or [Verb.HELP.value]
    choices = tuple(_choice(Verb(verb), rest) for verb in verbs)
    asked = (
        "Did you mean one of these?"
        if near
        else f"“/{COMMAND} help” lists all commands."
    )
    message = f"There is no command {quoted(word)}. {asked}"
    return RefusedError(Refusal.UNKNOWN, message, Menu("Choose a command", choices))


def _choice(verb: Verb, rest: str) -> Choice:
    """Make a menu entry that runs a command with the typed options, if they fit."""
    options = _options(verb, rest)
    typed = " ".join((f"/{COMMAND}", verb, *options.values()))
    values = tuple(
        options.get(option.name, "") for option in _VERBS[verb.value].options
    )
    try:
        return Choice(cut_label(typed), written(Run(verb, values)))
    except ValueError:
        return Choice(f"/{COMMAND} {verb}", written(Run(verb)))
