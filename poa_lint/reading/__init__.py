"""Text to report: lines, pages, headings, rows, and the facts about what could not be read."""
