"""What `generate` wrote, run: the functions of rules, and the operations that they are written with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import CodeType
from typing import Any, Final

from poa_lint.expression.functions import FUNCTIONS
from poa_lint.expression.types import Frame, Tables
from poa_lint.figures import BLANK, UNKNOWN, Nothing, quotient

Parameters = Mapping[str, object]
"""The value of each parameter by its owner's code and its name: `POA101.tolerancia`."""
Answer = Callable[[Frame, Parameters], object]
"""Of one frame: True, False, UNKNOWN, or None where the rule does not apply."""
Note = Callable[[tuple[int, Frame, object]], None]
Sweep = Callable[[Iterable[Frame], Parameters, Note], Sequence[int]]
"""Over frames: how often each sentence holds; every other answer is noted with the sentence's place."""


_NAMES: Final[dict[str, Any]] = {}


def function(code: CodeType, tables: Tables) -> Any:
    """The function, `answer` or `sweep`, that a code defines."""
    scope: dict[str, Any] = {**_names(), "T": tables}
    exec(code, scope)  # noqa: S102 - written by generate, of names and constants alone
    return scope["answer"] if "answer" in scope else scope["sweep"]


def _names() -> dict[str, Any]:
    if not _NAMES:
        _NAMES.update({f"F_{name}": one.body for name, one in FUNCTIONS.items()})
        _NAMES.update(
            {
                "N": Nothing,
                "U": UNKNOWN,
                "B": BLANK,
                "contained": contained,
                "quotient": quotient,
                "all_of": all_of,
                "any_of": any_of,
            }
        )
    return _NAMES


def contained(item: object, items: Sequence[object]) -> bool | Nothing:
    """Whether an item is among others; unknown where it may be the one that is."""
    return True if item in items else UNKNOWN if UNKNOWN in items else False


def any_of(values: Iterable[object]) -> bool | Nothing:
    """Whether one of them is true; it is not asked further than that."""
    result: bool | Nothing = False
    for value in values:
        if value is True:
            return True
        if value is UNKNOWN:
            result = UNKNOWN
    return result


def all_of(values: Iterable[object]) -> bool | Nothing:
    """Whether all of them are true; it is not asked further than to a false one."""
    result: bool | Nothing = True
    for value in values:
        if value is False:
            return False
        if value is UNKNOWN:
            result = UNKNOWN
    return result
