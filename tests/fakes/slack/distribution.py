"""What Slack keeps of an app that several workspaces install: codes and tokens.

All workspaces share the channels of the emulator; the token of a request tells which
of them asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from tests.fakes.json_types import JsonObject
from tests.fakes.slack.requests import Recorded
from tests.fakes.slack.seeds import APP, BOT_USER, SCOPES
from tests.fakes.slack.values import text_in

CLIENT_ID, CLIENT_SECRET = "1.1", "known-to-the-app-alone"
LIFETIME = timedelta(hours=12)


@dataclass(slots=True)
class Granted:
    """A token of a workspace; without an end, if tokens do not rotate."""

    team: str
    expires: datetime | None = None
    error: str = ""


@dataclass(slots=True)
class Distribution:
    """Exchanges codes and refresh tokens; each works once.

    With ``rotating`` tokens end after half a day. ``titles`` are the names of
    workspaces, ``refreshes`` counts the exchanges of refresh tokens that were asked.
    """

    rotating: bool = False
    titles: dict[str, str] = field(default_factory=dict[str, str])
    tokens: dict[str, Granted] = field(default_factory=dict[str, Granted])
    refreshes: int = 0
    _codes: dict[str, str] = field(default_factory=dict[str, str])
    _refresh: dict[str, str] = field(default_factory=dict[str, str])
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def allow(self, team: str, title: str = "Acme") -> str:
        """Somebody allows the app in a workspace; the code that the browser brings."""
        self.titles[team] = title
        code = f"code-{next(self._numbers)}"
        self._codes[code] = team
        return code

    def uninstall(self, team: str, error: str = "account_inactive") -> None:
        """Let every token of a workspace be worth nothing."""
        for granted in self.tokens.values():
            if granted.team == team:
                granted.error = error
        self._refresh = {key: at for key, at in self._refresh.items() if at != team}

    def grant(self, request: Recorded, now: datetime) -> JsonObject:
        """The answer of oauth.v2.access."""
        asked = request.payload
        own = text_in(asked, "client_id"), text_in(asked, "client_secret")
        if own != (CLIENT_ID, CLIENT_SECRET):
            return {"ok": False, "error": "bad_client_secret"}
        if text_in(asked, "grant_type") == "refresh_token":
            self.refreshes += 1
            team = self._refresh.pop(text_in(asked, "refresh_token"), None)
            error = "invalid_refresh_token"
        else:
            team = self._codes.pop(text_in(asked, "code"), None)
            error = "invalid_code"
        if team is None:
            return {"ok": False, "error": error}
        return self._granted(team, now)

    def error_of(self, token: str, now: datetime) -> str:
        """The error that a token is answered with, if any."""
        granted = self.tokens.get(token)
        if granted is None:
            return "invalid_auth" if token else "not_authed"
        if granted.expires is not None and granted.expires <= now:
            return "token_expired"
        return granted.error

    def team_of(self, token: str) -> str:
        """The workspace of a token; empty if it is unknown."""
        return self.tokens[token].team if token in self.tokens else ""

    def named(self, token: str, answer: JsonObject) -> JsonObject:
        """What auth.test says to a token of another workspace."""
        team = self.team_of(token)
        if not team:
            return answer
        return {**answer, "team_id": team, "team": self.titles[team]}

    def _granted(self, team: str, now: datetime) -> JsonObject:
        number = next(self._numbers)
        token = f"xoxb-{team}-{number}"
        answer: JsonObject = {
            "ok": True,
            "app_id": APP,
            "token_type": "bot",
            "scope": ",".join(SCOPES),
            "bot_user_id": BOT_USER,
            "access_token": token,
            "team": {"id": team, "name": self.titles[team]},
            "enterprise": None,
            "authed_user": {"id": "U000000001"},
            "is_enterprise_install": False,
        }
        if self.rotating:
            refresh = f"xoxe-1-{team}-{number}"
            self._refresh[refresh] = team
            seconds = int(LIFETIME.total_seconds())
            answer |= {"refresh_token": refresh, "expires_in": seconds}
        end = now + LIFETIME if self.rotating else None
        self.tokens[token] = Granted(team, end)
        return answer
