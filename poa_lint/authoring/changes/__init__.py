"""Copies of a sound report with one change each: the mistakes that offices and optical readers make."""
