"""A year of reports on one page: which unit reported when, with which verdict, and how far it is.

`record.digest` makes a few counts of each report where it is linted; `calendar.summary` puts those of thousands of
reports together; a module for each format writes them. Counts are of goals, never sums of their figures: payrolls and
square metres have no sum.
"""

from __future__ import annotations

from typing import Final

FORMATS: Final = ("terminal", "json", "html", "csv", "xlsx")
"""The formats of a summary, each by the module of its name; `html` by the package `page`."""
EXTRAS: Final = {"html": ("html", "jinja2"), "xlsx": ("office", "openpyxl")}
"""Formats that need an extra: its name, and the module that it brings."""
