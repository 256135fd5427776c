"""Measures of poa-lint, as ratios and counts."""
