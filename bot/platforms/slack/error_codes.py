"""Slack's error codes, with what the operator can do about each."""

from __future__ import annotations

from collections.abc import Mapping

UNAUTHORIZED = frozenset(
    {
        *("invalid_auth", "not_authed", "token_revoked", "token_expired"),
        *("account_inactive", "not_allowed_token_type", "team_access_not_granted"),
    }
)
"""Codes for an invalid token: nothing works until the operator sets a new token."""

_REMEDY = (
    "copy the bot token of the app's page “OAuth & Permissions” into SLACK_BOT_TOKEN"
)
_INVITE = "invite the bot in the channel: /invite @sitrep"

ABSENT = frozenset({"not_in_channel", "channel_not_found"})
"""Codes for a channel of which the bot is not a member."""

REFUSING = ABSENT | {
    *("is_archived", "no_permission", "restricted_action", "missing_scope"),
    *("restricted_action_read_only_channel", "ekm_access_denied", "cannot_dm_bot"),
    *("restricted_action_thread_only_channel", "messages_tab_disabled"),
    *("user_not_found", "users_not_found", "user_disabled"),
}
"""Codes with which a channel refuses all messages of the bot."""

SOCKET_REMEDY = (
    "make an app token with the scope connections:write on the app's page “Basic"
    " Information” and put it into SLACK_APP_TOKEN"
)
"""The remedy for an app token that Slack refuses."""

REMEDIES: Mapping[str, str] = {
    "invalid_auth": f"Slack does not know the token: {_REMEDY}",
    "not_authed": f"the token is missing: {_REMEDY}",
    "token_revoked": f"the token was revoked: install the app again and {_REMEDY}",
    "token_expired": f"the token has expired: install the app again and {_REMEDY}",
    "account_inactive": f"the app was removed: install it again and {_REMEDY}",
    "not_allowed_token_type": f"the token is of the wrong kind: {_REMEDY}",
    "team_access_not_granted": "an administrator must approve the app for the workspace",
    "not_in_channel": f"the bot is not in the channel: {_INVITE}",
    "channel_not_found": f"the channel does not exist, or it is private: {_INVITE}",
    "is_archived": "the channel is archived: unarchive it or choose another",
    "missing_scope": (
        "the app lacks a permission: add the scopes of config/slack-manifest.yaml and"
        " install it again"
    ),
    "no_permission": "the bot may not post there: an administrator must allow it",
    "restricted_action": "only some people may post there: an administrator must allow it",
    "restricted_action_read_only_channel": "the channel is read-only: choose another",
    "restricted_action_thread_only_channel": "the channel accepts replies only: choose another",
    "restricted_action_thread_locked": "the thread is locked: unlock it or choose another channel",
    "ekm_access_denied": "posting is suspended: an administrator must allow it again",
    "cannot_dm_bot": "Slack does not deliver messages to bots: choose a person or a channel",
    "user_not_found": "the person is not in the workspace: check the person's id",
    "users_not_found": "the person is not in the workspace: check the person's id",
    "user_disabled": "the person's account is deactivated: choose another person",
    "messages_tab_disabled": "turn on the app's Messages tab on its page “App Home”",
    "thread_not_found": "the message to reply to was deleted, so the reply is not posted",
    "cannot_reply_to_message": "the message to reply to accepts no replies, so the reply is not posted",
    "message_not_found": "the message was deleted, so it cannot be changed",
    "msg_too_long": "the message is too long for Slack: report this bug",
    "msg_blocks_too_long": "the message is too long for Slack: report this bug",
    "invalid_blocks": "Slack does not accept the format of the message: report this bug",
    "invalid_blocks_format": "Slack does not accept the format of the message: report this bug",
    "no_text": "the message is empty: report this bug",
    "metadata_too_large": "Slack does not accept the message's metadata: report this bug",
    "invalid_metadata_format": "Slack does not accept the message's metadata: report this bug",
}
"""Remedies by Slack's codes of permanent errors. After any other error, some of which
are not documented, the outcome is unknown.
"""


def error_message(error: str) -> str:
    """Turn Slack's error code into a sentence for the operator."""
    meaning = REMEDIES.get(error)
    return f"Slack says {error}" if meaning is None else f"{meaning} ({error})"
