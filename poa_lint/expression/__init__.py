"""The language of rules: sentences (expressions over a report), checked on load and evaluated on exact figures.

A sentence is parsed by `grammar/expression.lark` and typed against the type hints of `core/report.py`. `evaluate` gives
its value on one frame; `generate` writes Python functions from the checked tree. The text of a rule is never executed.
Every result is true, false or unknown.
"""
