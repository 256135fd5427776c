"""The rules: read from their files, checked, made runnable."""
