"""poa-lint: a rule-based checker of municipal quarterly progress reports (form TMM-F004).

`poa_lint.lint` is the library's door (docs/library.md); what it gives is stable within a major version.
"""

from typing import Final

from poa_lint.api import Report, SettingsError, lint, render
from poa_lint.core import version
from poa_lint.core.diagnostic import (
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
from poa_lint.core.result import FileResult, Notice, Run, Summary, Unit
from poa_lint.core.source import Edit, Position, Span

__version__: Final = version.VERSION

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
