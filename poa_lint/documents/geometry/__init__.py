"""Cells with a place across the page: what PDFs and texts aligned with spaces have in common."""
