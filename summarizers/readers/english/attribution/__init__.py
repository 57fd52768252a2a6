"""Attribution: who says what, with the words that report it."""
