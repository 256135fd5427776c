"""The language of rules: sentences about a report, checked when loaded, reckoned on exact figures.

A sentence is read by `grammar/expression.lark`, typed against the report's own type hints, and becomes closures;
no rule text is ever executed. Results have three states: true, false, and unknown.
"""
