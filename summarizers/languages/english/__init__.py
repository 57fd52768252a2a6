"""English: dates and inflected forms."""
