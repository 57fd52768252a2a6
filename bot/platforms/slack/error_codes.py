"""What Slack's errors mean: for good or for now, and what a person can do about it."""

from __future__ import annotations

from collections.abc import Mapping

UNAUTHORIZED = frozenset(
    {
        *("invalid_auth", "not_authed", "token_revoked", "token_expired"),
        *("account_inactive", "not_allowed_token_type", "team_access_not_granted"),
    }
)
"""The app itself is refused: nothing works until somebody gives it a token that does."""

_REMEDY = (
    "copy the bot token of the app's page “OAuth & Permissions” into SLACK_BOT_TOKEN"
)
_INVITE = "invite the bot in the channel: /invite @sitrep"

ABSENT = frozenset({"not_in_channel", "channel_not_found"})
"""The bot cannot post there by itself."""

REMEDIES: Mapping[str, str] = {
    "invalid_auth": f"Slack does not know the token: {_REMEDY}",
    "not_authed": f"there is no token: {_REMEDY}",
    "token_revoked": f"the token was revoked: install the app again and {_REMEDY}",
    "token_expired": f"the token has expired: install the app again and {_REMEDY}",
    "account_inactive": f"the app was removed: install it again and {_REMEDY}",
    "not_allowed_token_type": f"it is the wrong kind of token: {_REMEDY}",
    "team_access_not_granted": "an administrator must approve the app for the workspace",
    "not_in_channel": f"the bot is not in the channel: {_INVITE}",
    "channel_not_found": f"there is no such channel, or it is private: {_INVITE}",
    "is_archived": "the channel is archived: unarchive it or choose another",
    "missing_scope": (
        "the app lacks a permission: add the scopes of config/slack-manifest.yaml and"
        " install it again"
    ),
    "no_permission": "the bot may not post there: an administrator must let it",
    "restricted_action": "only some people may post there: an administrator must let it",
    "restricted_action_read_only_channel": "the channel is read-only",
    "restricted_action_thread_only_channel": "the channel takes replies only",
    "restricted_action_thread_locked": "the thread is locked",
    "ekm_access_denied": "an administrator has suspended posting",
    "cannot_dm_bot": "a bot cannot be written to",
    "user_not_found": "there is no such person in the workspace",
    "users_not_found": "there is no such person in the workspace",
    "user_disabled": "the person's account is deactivated",
    "messages_tab_disabled": "turn on the app's Messages tab on its page “App Home”",
    "thread_not_found": "the message above it is gone",
    "cannot_reply_to_message": "the message above it takes no replies",
    "message_not_found": "the message above it is gone",
    "msg_too_long": "the message is too long",
    "msg_blocks_too_long": "the message is too long",
    "invalid_blocks": "Slack does not take the form of the message",
    "invalid_blocks_format": "Slack does not take the form of the message",
    "no_text": "the message is empty",
    "metadata_too_large": "Slack does not take the message's mark",
    "invalid_metadata_format": "Slack does not take the message's mark",
}
"""By Slack's word for it, what will not be otherwise at the next try. Of all other
errors, some of which are not documented, nothing is known: what was asked may have been
done."""


def error_message(error: str) -> str:
    """The error as a sentence for whoever runs the bot."""
    meaning = REMEDIES.get(error)
    return f"Slack says {error}" if meaning is None else f"{meaning} ({error})"
