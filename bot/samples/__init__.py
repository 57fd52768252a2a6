"""Sample pages for ``sitrep demo``: our own news, with invented people and places."""
