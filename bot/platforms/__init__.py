"""The platforms that messages are posted to, each behind the Messenger port."""
