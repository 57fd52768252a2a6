"""The workspace at the start of a test: people, channels, and the installed app."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fakes.json_types import Json, JsonObject

TEAM, DOMAIN = "T000000001", "harbour"
APP, BOT, BOT_USER = "A0SITREP01", "B0SITREP01", "U0SITREP01"
ADMIN = "U000000001"

# In two pieces, as what looks like a token is found in no file of ours.
_NAME = "sitrep-of-tests"
BOT_TOKEN, APP_TOKEN = f"xoxb-{_NAME}", f"xapp-{_NAME}"
SIGNING_SECRET = "known to the workspace and to the app"  # noqa: S105 - of the tests

SCOPES = (
    *("commands", "chat:write", "files:write", "users:read"),
    *("channels:read", "channels:history", "groups:read", "groups:history"),
    *("im:write", "im:history"),
)
"""What the app may do; the platform's every other method answers missing_scope."""

_EVERYTHING = (
    *("chat:write", "channels:read", "channels:history", "channels:join"),
    *("channels:manage", "channels:write", "groups:read", "groups:history"),
    *("groups:write", "im:read", "im:history", "im:write", "mpim:read"),
    *("mpim:history", "mpim:write", "users:read", "users:write", "team:read"),
)

OWN, INNER, CONTROL = "own", "inner", "control"
"""Tokens of the app, of the app's user with every scope, and of the administrator: only
the peer itself uses them, and they are not known to whoever asks it."""

COPIES, QUOTA = 40, 4_000
"""The emulator takes 5,000 requests an hour of one token: so each has copies."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """What is seeded.

    ``people`` are their time zones by name; the app is a member of ``channels`` and of
    ``private`` ones, not of ``strange`` ones.
    """

    people: dict[str, str] = field(
        default_factory=lambda: {
            "amara": "Europe/Berlin",
            "jonas": "America/New_York",
            "mei": "Asia/Singapore",
        }
    )
    channels: tuple[str, ...] = ("geopolitics", "desk", "harbour")
    private: tuple[str, ...] = ("board",)
    strange: tuple[str, ...] = ("elsewhere",)
    scopes: tuple[str, ...] = SCOPES

    def seed(self) -> JsonObject:
        """The workspace as the emulator reads it."""
        users: list[Json] = [
            {"name": name, "real_name": name.title()} for name in self.people
        ]
        return {
            "team": {"name": "Harbour Desk", "domain": DOMAIN},
            "users": users,
            "channels": self._channels(),
            "oauth_apps": [self._app()],
            "tokens": self._tokens(),
            "strict_scopes": True,
        }

    def _channels(self) -> list[Json]:
        public: list[Json] = [
            {"name": name} for name in (*self.channels, *self.strange)
        ]
        private: list[Json] = [
            {"name": name, "is_private": True} for name in self.private
        ]
        return [*public, *private]

    def _app(self) -> JsonObject:
        return {
            "app_id": APP,
            "client_id": "1.1",
            "client_secret": "unused",
            "name": "Sitrep",
            "redirect_uris": [],
            "scopes": list(self.scopes),
            "bot_id": BOT,
            "bot_user_id": BOT_USER,
            "bot_name": "sitrep",
        }

    def _tokens(self) -> list[Json]:
        known = [
            _own(OWN, self.scopes),
            _own(INNER, _EVERYTHING),
            _token(CONTROL, ADMIN, _EVERYTHING),
            *(_token(name, name, _EVERYTHING) for name in self.people),
        ]
        return [
            {**token, "token": copy(str(token["token"]), number)}
            for token in known
            for number in range(COPIES)
        ]


def copy(token: str, asked: int) -> str:
    """The copy of a token that is used after so many requests with it."""
    return f"{token}-{asked // QUOTA % COPIES}"


def _own(token: str, scopes: tuple[str, ...]) -> JsonObject:
    known = {"type": "bot", "app_id": APP, "bot_id": BOT, "bot_user_id": BOT_USER}
    return {**_token(token, BOT_USER, scopes), **known}


def _token(token: str, user: str, scopes: tuple[str, ...]) -> JsonObject:
    return {"token": token, "user_id": user, "scopes": list(scopes)}
