"""Plain texts whose table is not tabbed: cells parted by bars, by semicolons or commas, or set under each other."""
