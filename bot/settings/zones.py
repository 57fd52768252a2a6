"""Time zones by name."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from bot.core.text.suggest import did_you_mean


def find_zone(name: str) -> ZoneInfo | None:
    """The zone of this name in the time zone database; ``None`` if it has none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def wrong_zone(name: str) -> str | None:
    """The problem of the name of a zone, or ``None``."""
    if find_zone(name) is not None:
        return None
    return f'"{name[:60]}" is not a time zone{nearest_zone(name)}'


def nearest_zone(name: str) -> str:
    """A hint with the zone of the same city, or with a similar name."""
    spelled = {zone.lower(): zone for zone in sorted(available_timezones())}
    low = name.lower().replace(" ", "_")
    cities = {zone.rpartition("/")[2]: zone for zone in reversed(spelled)}
    city = cities.get(low.rpartition("/")[2])
    if city is not None:
        return f'; did you mean "{spelled[city]}"?'
    hint = did_you_mean(low, spelled.values(), likeness=0.7)
    return hint or '; write one such as "Europe/Berlin"'
