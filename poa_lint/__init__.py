"""poa-lint: a rule-based checker of municipal quarterly progress reports (form TMM-F004).

`poa_lint.lint` is the library's door (docs/library.md); what it gives is stable within a major version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from poa_lint import version

if TYPE_CHECKING:
    from poa_lint.api import Report, SettingsError, lint, render
    from poa_lint.diagnostic import (
        Change,
        Confidence,
        Diagnostic,
        Fixable,
        Original,
        Related,
        Repair,
        Severity,
        Waived,
        Where,
    )
    from poa_lint.linter import FileResult, Notice, Run, Summary, Unit
    from poa_lint.source import Edit, Position, Span

__version__: Final = version.VERSION
_HOMES: Final = {
    "api": ("Report", "SettingsError", "lint", "render"),
    "diagnostic": (
        "Change",
        "Confidence",
        "Diagnostic",
        "Fixable",
        "Original",
        "Related",
        "Repair",
        "Severity",
        "Waived",
        "Where",
    ),
    "linter": ("FileResult", "Notice", "Run", "Summary", "Unit"),
    "source": ("Edit", "Position", "Span"),
}

__all__ = [
    "Change",
    "Confidence",
    "Diagnostic",
    "Edit",
    "FileResult",
    "Fixable",
    "Notice",
    "Original",
    "Position",
    "Related",
    "Repair",
    "Report",
    "Run",
    "SettingsError",
    "Severity",
    "Span",
    "Summary",
    "Unit",
    "Waived",
    "Where",
    "__version__",
    "lint",
    "render",
]


def __getattr__(name: str) -> Any:
    """A name is imported when it is first asked for: the command line starts without the library."""
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"poa_lint.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
