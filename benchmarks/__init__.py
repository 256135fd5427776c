"""Benchmarks of poa-lint: the ratios and counts in docs/performance.md, scale.md, office.md and repair.md."""
