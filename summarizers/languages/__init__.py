"""Languages: one profile each, with what word lists cannot hold."""
