"""Discord: posts digests, and answers commands, buttons and menus."""
