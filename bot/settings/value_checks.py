"""Checks and parsers of single values in the configuration file."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from bot.core.batch.input_rows import parse_lang
from bot.core.domain.allowed_servers import parse_allowed
from bot.core.domain.configuration import Endpoint, QuietHours, Weekday
from bot.core.domain.engines import ENGINES, removed_engine
from bot.core.domain.errors import BadInputError
from bot.core.domain.logins import LOGIN_NAME, LOGIN_VARIABLE
from bot.core.domain.reminders import LONGEST, SHORTEST
from bot.core.text.suggest import did_you_mean

_MAIL = re.compile(
    r"[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}", re.IGNORECASE | re.ASCII
)
# Characters that could end the comment in the User-Agent header with the contact.
_UNSPEAKABLE = re.compile(r"[^!-~]|[()<>\\]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BLANK = re.compile(r"\s")
_ENDPOINT = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9.-]{1,253}):(\d{1,5})", re.ASCII)
_HOST = re.compile(r"(?:[\w-]{1,63}\.){0,126}[\w-]{1,63}\.?")
_LAST_PORT = 65535
_MAX_TERM_LENGTH = 200
MAX_NAME_LENGTH = 80
"""The maximum length of a source's name."""

_NIGHT = "22:00-07:00"
_SLASH = "/"
UNITS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "year": timedelta(days=365),
}
_WORDS = {spelled: unit for unit in UNITS for spelled in (unit, f"{unit}s")}
_SPAN = re.compile(r"(\d{1,6}) ?([A-Za-z]{1,20})", re.ASCII)
_SHORT = re.compile(r"(?:every )?(\d{1,6}) ?([a-z]{1,20})\.?", re.ASCII)
_ABBREVIATIONS = _WORDS | {
    short: unit
    for unit, shorts in {
        "second": ("s", "sec", "secs"),
        "minute": ("m", "min", "mins"),
        "hour": ("h", "hr", "hrs"),
        "day": ("d",),
        "week": ("w", "wk", "wks"),
        "year": ("y", "yr", "yrs"),
    }.items()
    for short in shorts
}
_PERIODIC = {"hourly": "hour", "daily": "day", "weekly": "week", "yearly": "year"}
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h]?(\d{2}))?(?::00)? ?([ap])?\.?(?:m\.?)?", re.IGNORECASE
)
_CITIES = (
    "Europe/Berlin: Munich, Hamburg, Cologne, Frankfurt, Stuttgart; "
    "Europe/Paris: Lyon, Marseille, Strasbourg; Europe/London: Edinburgh, Manchester; "
    "Europe/Madrid: Barcelona; Europe/Rome: Milan, Turin, Naples; Europe/Zurich: Geneva, "
    "Basel, Bern; Europe/Amsterdam: The Hague, Rotterdam; Europe/Warsaw: Krakow, Gdansk; "
    "Europe/Brussels: Antwerp; Europe/Moscow: Saint Petersburg; Europe/Kyiv: Odesa, Lviv; "
    "Europe/Istanbul: Ankara; America/New_York: Washington, Washington DC, Boston, Miami, "
    "Atlanta, Philadelphia; America/Chicago: Houston, Dallas, Austin; America/Los_Angeles: "
    "San Francisco, Seattle, San Diego; America/Toronto: Ottawa; America/Sao_Paulo: "
    "Rio de Janeiro, Brasilia; Asia/Kolkata: Delhi, New Delhi, Mumbai, Bangalore, Chennai; "
    "Asia/Shanghai: Beijing, Shenzhen, Guangzhou; Asia/Tokyo: Osaka, Kyoto; "
    "Asia/Ho_Chi_Minh: Hanoi; Asia/Riyadh: Jeddah; Asia/Dubai: Abu Dhabi; Asia/Jerusalem: "
    "Haifa; Asia/Karachi: Islamabad, Lahore; Africa/Johannesburg: Cape Town, Pretoria; "
    "Africa/Lagos: Abuja; Pacific/Auckland: Wellington; Australia/Sydney: Canberra"
)
_DAY = re.compile(
    r"mon(?:days?)?|tues?(?:days?)?|wed(?:nesdays?)?|thu(?:r|rs)?(?:days?)?|fri(?:days?)?"
    r"|sat(?:urdays?)?|sun(?:days?)?"
)
_SEVERAL_DAYS = {
    **dict.fromkeys(("weekdays", "workdays", "working days"), "mon-fri"),
    **dict.fromkeys(("weekend", "weekends"), "sat-sun"),
    **dict.fromkeys(("daily", "every day", "each day", "all", "always"), "mon-sun"),
}
_LAST_HOUR, _LAST_MINUTE, _NOON = 23, 59, 12
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
HOURS = re.compile(rf"({_TIME})-({_TIME})")
"""The pattern of quiet hours, which editors check, too."""


def wrong_address(url: str) -> str | None:
    """Return what is wrong with the URL of a feed or page, or ``None`` if it is valid."""
    try:
        parts = urlsplit(url)
        host, user = parts.hostname, parts.username
    except ValueError:
        return 'this is not an address; write one such as "https://example.org/news"'
    if parts.scheme not in {"http", "https"} or not host or _CONTROL.search(url):
        return 'write a whole address, such as "https://example.org/news"'
    if _BLANK.search(url):
        return "an address contains no blanks; write %20"
    if user is not None:
        return "an address must not contain a user name: remove it"
    return _wrong_server(parts)


def _wrong_server(parts: SplitResult) -> str | None:
    """Return what is wrong with a URL's host and port, or ``None`` if they are valid."""
    try:
        # The library checks the port only when it is read.
        is_port = parts.port != 0
    except ValueError:
        is_port = False
    if not is_port:
        return f"a port is a number from 1 to {_LAST_PORT}"
    host = parts.hostname or ""
    is_host = ":" in host or _HOST.fullmatch(host) is not None
    return None if is_host else f'"{host[:60]}" is not a host name'


def linked_id(pattern: str | re.Pattern[str], text: str) -> str | None:
    """Say which id of this pattern is in the link of a channel; ``None`` without one.

    A link of Discord has the id of the server before that of the channel, and the id of
    a message may follow.
    """
    parts = text.split("/")[3:] if "://" in text else []
    ids = [part for part in parts if re.fullmatch(pattern, part)]
    return f'this is a link: write the id in it, "{ids[:2][-1]}"' if ids else None


def wrong_contact(contact: str) -> str | None:
    """Return what is wrong with the contact for servers, or ``None`` if it is valid."""
    if _MAIL.fullmatch(contact):
        return None
    if wrong_address(contact) or _UNSPEAKABLE.search(contact):
        return 'write a mail address, such as "news@example.org", or a web address'
    return None


def wrong_allowed(text: str) -> str | None:
    """Return what is wrong with a server to allow, or ``None`` if it is valid."""
    try:
        parse_allowed(text)
    except ValueError as error:
        return str(error)
    return None


def wrong_endpoint(text: str) -> str | None:
    """Return what is wrong with the endpoint to listen on, or ``None`` if it is valid."""
    try:
        parse_endpoint(text)
    except ValueError as error:
        return str(error)
    return None


def parse_endpoint(text: str) -> Endpoint:
    """Parse an endpoint to listen on, such as "127.0.0.1:8099".

    Raises:
        ValueError: it is invalid; the message says what to write.
    """
    match = _ENDPOINT.fullmatch(text)
    if match is None:
        raise ValueError('write an address and a port, such as "127.0.0.1:8099"')
    if not 0 < int(match[2]) <= _LAST_PORT:
        raise ValueError(f"a port is a number from 1 to {_LAST_PORT}")
    return Endpoint(match[1].strip("[]"), int(match[2]))


def wrong_site(url: str) -> str | None:
    """Return what is wrong with the URL of a site, or ``None`` if it is valid."""
    wrong = wrong_address(url)
    if wrong is None and (set("?#") & set(url) or not url.isascii()):
        return 'write an address without "?" and "#", such as "https://example.org"'
    return wrong


def wrong_path(path: str) -> str | None:
    """Return what is wrong with the path of a file or folder, or ``None`` if it is valid."""
    if _CONTROL.search(path) or not path.strip():
        return 'this is not a path; write one such as "notes/today.md"'
    if "://" in path:
        return 'this is an address; write it after "feed" or "page"'
    return '"~" is not expanded; write the whole path' if path[0] == "~" else None


def wrong_lang(code: str) -> str | None:
    """Return what is wrong with a language code, or ``None`` if it is valid."""
    try:
        language = parse_lang(code)
    except BadInputError as error:
        return str(error)
    return None if language else 'write a language code such as "en"'


def absolute(path: str, folder: Path) -> str:
    """Make ``path`` absolute, from ``folder`` and without ``..``; keep symbolic links.

    The path is the identity of a source, and the target of a link may change.
    """
    return os.path.normpath(folder.absolute() / path)


def plain_address(url: str) -> str:
    """Normalize a URL: two spellings of the same URL become equal."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host = parts.netloc.lower()
    return parts._replace(netloc=host, path=parts.path or "/", fragment="").geturl()


def wrong_term(term: str) -> str | None:
    """Return what is wrong with a topic's term, or ``None`` if it is valid."""
    if not term.startswith(_SLASH):
        return _wrong_words(term)
    if len(term) == 1 or not term.endswith(_SLASH):
        return _wrong_end(term)
    if not term[1:-1].strip():
        return "this is empty: write a value"
    # The engine is loaded only if there is an expression.
    from bot.core.text.topics.regex import regex_error  # noqa: PLC0415

    return regex_error(term[1:-1])


def _wrong_end(term: str) -> str:
    """Return what to write instead of a regular expression without a final slash."""
    expression, slash, flags = term[1:].rpartition(_SLASH)
    if slash and flags == "i":
        return f'case is ignored anyway: write "/{expression}/"'
    wrong = 'a regular expression ends with "/", and nothing may follow it'
    return wrong if slash or len(term) == 1 else f'{wrong}: write "{term}/"'


def wrong_name(name: str) -> str | None:
    """Return what is wrong with an actor's name or form, or ``None`` if it is valid."""
    if name.startswith(_SLASH) or name.endswith(_SLASH):
        return "write a name here; regular expressions belong in include and exclude"
    return _wrong_words(name)


def _wrong_words(words: str) -> str | None:
    wrong = {
        "this is empty: write a value": not words.strip(),
        f"this is longer than {_MAX_TERM_LENGTH} characters: shorten it": len(words)
        > _MAX_TERM_LENGTH,
        "this contains a control character: remove it": _CONTROL.search(words)
        is not None,
        'a regular expression starts and ends with "/": add the first one': words.endswith(
            _SLASH
        ),
        "this contains neither letters nor digits: write a word": not any(
            map(str.isalnum, words)
        ),
    }
    return next((message for message, is_so in wrong.items() if is_so), None)


def wrong_login(name: str) -> str | None:
    """Return what is wrong with the name of a login, or ``None`` if it is valid."""
    if name.startswith(LOGIN_VARIABLE):
        return f'write the name without "{LOGIN_VARIABLE}"'
    if not re.fullmatch(LOGIN_NAME, name):
        return (
            'write a name in capitals, such as "TIMES"; the variable '
            f"{LOGIN_VARIABLE}TIMES then has the value"
        )
    return None


def wrong_engine(name: str) -> str | None:
    """Return why this engine cannot be used, or ``None`` if it can."""
    if name in ENGINES:
        return None
    removed = removed_engine(name)
    if removed is not None:
        return removed
    meant = did_you_mean(name, ENGINES) or f"; use one of {', '.join(ENGINES)}"
    return f'"{name[:60]}" is not an engine{meant}'


@dataclass(frozen=True, slots=True)
class Bounds:
    """The minimum and maximum duration, and a description of both."""

    least: timedelta
    most: timedelta
    description: str


# Seconds are for tests only: they are too short for real servers.
POLL = Bounds(timedelta(seconds=10), timedelta(days=1), "1 minute to 1 day")
KEEP = Bounds(timedelta(days=1), timedelta(days=3650), "1 day to 10 years")
# After a restart, alerts load the articles of one day only, so one day is the maximum.
COOL_DOWN = Bounds(timedelta(seconds=10), timedelta(days=1), "1 minute to 1 day")
SPREAD = Bounds(timedelta(minutes=1), timedelta(hours=1), "1 minute to 1 hour")
REMIND = Bounds(SHORTEST, LONGEST, "1 hour to 30 days")


def parse_duration(text: str) -> timedelta:
    """Parse a duration.

    Raises:
        ValueError: it is invalid; the message tells what to write.
    """
    match = _SPAN.fullmatch(text.strip())
    unit = _WORDS.get(match[2].lower()) if match else None
    if match is not None and unit is not None:
        return int(match[1]) * UNITS[unit]
    meant = _meant_duration(text)
    if meant is not None:
        raise ValueError(f'"{text[:40]}" is not a duration: write "{meant}"')
    if match is None:
        raise ValueError('write a number and a unit, such as "15 minutes" or "90 days"')
    hint = did_you_mean(match[2], _WORDS) or f"; use one of {', '.join(UNITS)}"
    raise ValueError(f'"{match[2]}" is not a unit of time{hint}')


def _meant_duration(text: str) -> str | None:
    """Return the duration that an abbreviation such as "15m" or "hourly" means."""
    plain = text.strip().lower()
    match = _SHORT.fullmatch(plain)
    unit = _ABBREVIATIONS.get(match[2]) if match else None
    if match is None or unit is None:
        unit = _PERIODIC.get(plain)
        return None if unit is None else f"1 {unit}"
    return f"{int(match[1])} {unit}{'' if int(match[1]) == 1 else 's'}"


def wrong_duration(value: object, bounds: Bounds) -> str | None:
    """Return what is wrong with a duration, or ``None`` if it is valid."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f'a number needs a unit: write "{value} minutes" or "{value} days"'
    text = value if isinstance(value, str) else ""
    try:
        span = parse_duration(text)
    except ValueError as error:
        return str(error)
    if bounds.least <= span <= bounds.most:
        return None
    wrong = "short" if span < bounds.least else "long"
    return f"{text.strip()} is too {wrong}: write {bounds.description}"


def wrong_number(value: object, most: int) -> str | None:
    """Return what is wrong with a whole number from 1 to ``most``, or ``None``."""
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
        return None
    return f"write a whole number from 1 to {most:,}"


def wrong_days(value: object) -> str | None:
    """Return what is wrong with a day or range of days, or ``None`` if it is valid."""
    try:
        parse_days(value if isinstance(value, str) else "")
    except ValueError as error:
        return str(error)
    return None


def parse_days(text: str) -> tuple[Weekday, ...]:
    """Parse a day of the week, or a range such as "mon-fri".

    Raises:
        ValueError: it is invalid; the message says what to write.
    """
    week = list(Weekday)
    named = text.split("-", 1)
    if not set(named) <= set(week):
        meant = nearest_days(text)
        wrong = next(day for day in named if day not in week)
        close = did_you_mean(wrong, week) or "; write one such as mon, or mon-fri"
        hint = f": write {meant}" if meant else close
        raise ValueError(f"this is not a day{hint}")
    first, last = week.index(Weekday(named[0])), week.index(Weekday(named[-1]))
    days = (last - first) % len(week) + 1
    return tuple((week * 2)[first : first + days])


def nearest_days(text: str) -> str | None:
    """Return the days that ``text`` means, such as "mon-fri" for "weekdays".

    Several become a list, such as "[mon, wed]". Return ``None`` if it means no days.
    """
    if text.strip().lower() in _SEVERAL_DAYS:
        return _SEVERAL_DAYS[text.strip().lower()]
    plain = re.sub(r"[\s-]*(?:[-\u2013]|\b(?:to|until)\b)[\s-]*", "-", text.lower())
    parts = re.split(r"\s*(?:,|;|/|\+|&|\band\b|\s)\s*", plain.strip(" []"))
    days = [_SEVERAL_DAYS.get(part) or _spelled_days(part) for part in parts if part]
    if not days or None in days:
        return None
    return f"[{', '.join(filter(None, days))}]" if len(days) > 1 else days[0]


def _spelled_days(text: str) -> str | None:
    days = [_DAY.fullmatch(part) for part in text.split("-", 1)]
    return "-".join(day[0][:3] for day in days if day) if all(days) else None


def wrong_hours(value: object) -> str | None:
    """Return what is wrong with quiet hours, or ``None`` if they are valid."""
    text = value if isinstance(value, str) else ""
    match = HOURS.fullmatch(text)
    if match is None:
        meant = nearest_time(text) or ""
        hours = meant if HOURS.fullmatch(meant) else _NIGHT
        return f'write from when to when, in quotes: "{hours}"'
    if match[1] == match[2]:
        return "these hours start and end at the same time; write two times"
    return None


def nearest_time(text: str) -> str | None:
    """Return the time or the hours that ``text`` means, such as "07:30" for "7.30 am".

    Return ``None`` if it means no time.
    """
    times = [_CLOCK.fullmatch(part.strip()) for part in re.split("[-\u2013]", text)]
    spelled = [time and _spelled_time(time) for time in times]
    return "-".join(filter(None, spelled)) if all(spelled) else None


def _spelled_time(match: re.Match[str]) -> str | None:
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        hour = hour % _NOON + (_NOON if match[3].lower() == "p" else 0)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return None
    return f"{hour:02}:{minute:02}"


def parse_hours(text: str) -> QuietHours | None:
    """Parse valid quiet hours; ``None`` for an empty text."""
    match = HOURS.fullmatch(text)
    if match is None:
        return None
    return QuietHours(time.fromisoformat(match[1]), time.fromisoformat(match[2]))


def find_zone(name: str) -> ZoneInfo | None:
    """Find a zone in the time zone database; ``None`` if no zone has this name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def wrong_zone(name: str) -> str | None:
    """Return what is wrong with the name of a time zone, or ``None`` if it exists."""
    if find_zone(name) is not None:
        return None
    return f'"{name[:60]}" is not a time zone{nearest_zone(name)}'


def zone_of(name: str) -> str | None:
    """Return the time zone with this name or of this city, such as that of "Munich"."""
    if find_zone(name) is not None:
        return name
    spelled = {zone.lower(): zone for zone in sorted(available_timezones())}
    cities = {zone.rpartition("/")[2]: zone for zone in reversed(spelled)}
    cities |= {
        city: zone.lower()
        for zone, _, listed in (row.partition(": ") for row in _CITIES.split("; "))
        for city in listed.lower().replace(" ", "_").split(",_")
    }
    low = name.strip().lower().replace(" ", "_")
    city = cities.get(low.rpartition("/")[2])
    return None if city is None else spelled[city]


def nearest_zone(name: str) -> str:
    """Return a hint with the zone of the same city, or with a similar name."""
    city = zone_of(name)
    if city is not None:
        return f'; did you mean "{city}"?'
    low = name.lower().replace(" ", "_")
    hint = did_you_mean(low, available_timezones(), likeness=0.7)
    return hint or '; write one such as "Europe/Berlin"'
