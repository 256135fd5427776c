"""Regular expressions whose compiled form is kept: `re` and its compiler are imported only for a pattern that is new.

The pattern and its flags alone decide what is compiled. How a compiled form is taken apart and put together is the
interpreter's own business: where that does not work, `re` does it all.
"""

from __future__ import annotations

from poa_lint import ahead
from poa_lint.records import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from typing import Any, Final

    Form = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]

IGNORECASE: Final = 2
MULTILINE: Final = 8
DOTALL: Final = 16
TABLE: Final = "regex"


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled form of a pattern, `re.compile(pattern, flags)`."""
    form: Form | None = ahead.table(TABLE).get((pattern, flags))
    if form is not None:
        import _sre  # type: ignore[import-not-found]

        made: re.Pattern[str] = _sre.compile(pattern, *form)
        return made
    import re

    found = re.compile(pattern, flags)
    form = _form(pattern, flags)
    if form is not None and _works(pattern, form, found):
        ahead.add(TABLE, (pattern, flags), form)
    return found


def _form(pattern: str, flags: int) -> Form | None:
    """What a pattern is compiled to; None where this interpreter does not tell."""
    try:
        from re import _compiler, _parser  # type: ignore[attr-defined]

        parsed = _parser.parse(pattern, flags)
        code: list[Any] = _compiler._code(parsed, flags)  # noqa: SLF001 - see above
        groups: dict[str, int] = dict(parsed.state.groupdict)
        names: list[str | None] = [None] * parsed.state.groups
    except (ImportError, AttributeError, TypeError):
        return None
    for name, number in groups.items():
        names[number] = name
    return int(flags | parsed.state.flags), [int(each) for each in code], parsed.state.groups - 1, groups, tuple(names)


def _works(pattern: str, form: Form, found: re.Pattern[str]) -> bool:
    """Whether the form, put together again, is the pattern that `re` compiled."""
    import _sre

    try:
        return bool(_sre.compile(pattern, *form) == found)
    except (AttributeError, TypeError, ValueError, RuntimeError):
        return False
