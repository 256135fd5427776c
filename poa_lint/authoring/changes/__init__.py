"""One change at a time in a sound report: the mistakes that offices and optical readers make."""
