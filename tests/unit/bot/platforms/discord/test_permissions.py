from __future__ import annotations

from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.discord.diagnostics import NEEDED, Permission, granted, missing

GUILD: JsonObject = {
    "id": "1",
    "roles": [
        {"id": "1", "permissions": str(int(Permission.VIEW_CHANNEL))},
        {"id": "2", "permissions": str(int(NEEDED))},
        {"id": "3", "permissions": "8"},
    ],
}
BOT = "9"


def exception(
    id_: str, *, allow: Permission | None = None, deny: Permission | None = None
) -> Json:
    return {"id": id_, "allow": str(int(allow or 0)), "deny": str(int(deny or 0))}


def bits(*exceptions: Json, roles: tuple[str, ...] = ("2",)) -> int:
    channel: JsonObject = {"permission_overwrites": [*exceptions]}
    return granted(channel, GUILD, {"roles": [*roles]}, BOT)


def test_roles_grant() -> None:
    assert missing(bits(), NEEDED) == ()


def test_without_a_role_there_is_what_everyone_has() -> None:
    assert bits(roles=()) == Permission.VIEW_CHANNEL


def test_an_administrator_may_do_everything() -> None:
    denied = exception("1", deny=NEEDED)

    assert missing(bits(denied, roles=("3",)), NEEDED) == ()


def test_a_channel_denies_what_a_role_grants() -> None:
    denied = exception("1", deny=Permission.SEND_MESSAGES)

    assert missing(bits(denied), NEEDED) == ("Send Messages",)


def test_an_exception_for_a_role_goes_before_that_for_everyone() -> None:
    found = bits(
        exception("1", deny=Permission.SEND_MESSAGES),
        exception("2", allow=Permission.SEND_MESSAGES),
    )

    assert missing(found, NEEDED) == ()


def test_an_exception_for_the_bot_goes_before_all() -> None:
    found = bits(
        exception("2", allow=Permission.SEND_MESSAGES),
        exception(BOT, deny=Permission.SEND_MESSAGES),
    )

    assert missing(found, NEEDED) == ("Send Messages",)


def test_a_role_that_the_bot_does_not_have_changes_nothing() -> None:
    assert missing(bits(exception("3", deny=NEEDED)), NEEDED) == ()
