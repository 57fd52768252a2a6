"""What reads grammar. ``grammar`` holds the interface, the rest are engines."""
