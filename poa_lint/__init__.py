"""poa-lint: a rule-based checker of municipal quarterly progress reports (form TMM-F004).

`poa_lint.lint` is the library's door (docs/library.md); what it gives is stable within a major version.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # loaded when first asked for: the command line has to catch Ctrl-C while the program loads
    from poa_lint.api import Report, SettingsError, goals, lint, render, tables
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

    __version__: str

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
    "goals",
    "lint",
    "render",
    "tables",
]

_MODULES: Final = ("api", "core.diagnostic", "core.result", "core.source")


def __getattr__(name: str) -> object:
    """Return one of the names of `__all__` from the module that defines it. Raises AttributeError for another name."""
    if name == "__version__":
        return import_module("poa_lint.core.version").VERSION
    if name in __all__:
        modules = map(import_module, (f"poa_lint.{module}" for module in _MODULES))
        return next(getattr(module, name) for module in modules if hasattr(module, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
