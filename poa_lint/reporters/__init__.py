"""How findings are written, one module per format; each is a pure function of a run."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from poa_lint.linter import Run
from poa_lint.words import Words


class View(NamedTuple):
    """How the reader looks at it: columns, colour, all in full, findings only, counts by rule, the waived too."""

    width: int = 100
    colour: bool = False
    all: bool = False
    quiet: bool = False
    statistics: bool = False
    waived: bool = False


Render = Callable[[Run, Words, View], str]


def _terminal(run: Run, words: Words, view: View) -> str:
    from poa_lint.reporters import terminal

    return terminal.render(run, words, view)


def _concise(run: Run, words: Words, view: View) -> str:
    from poa_lint.reporters import concise

    return concise.render(run, words, view)


def _json(run: Run, words: Words, view: View) -> str:
    from poa_lint.reporters import json

    return json.render(run, words, view)


REPORTERS: Final[Mapping[str, Render]] = {"terminal": _terminal, "concise": _concise, "json": _json}
MACHINE: Final = frozenset({"json"})
"""Formats that programs read: UTF-8 whatever the terminal's code page."""
