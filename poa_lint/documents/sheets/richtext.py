"""The text of a cell whose letters have formats of their own: a raised mark behind a figure is no digit of it."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

_FIGURE: Final = re.compile(r"[-+]?(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)(?:\.\d+)?\s*%?")


def text(runs: Iterable[tuple[str, bool]]) -> str:
    """The text of pieces that are each raised (or lowered) or not, without the marks of notes on a figure.

    For example `[("4", False), ("1", True)]` is `4`, and `[("m", False), ("2", True)]` is `m2`: only a text that is a
    figure without its raised pieces loses them.
    """
    pieces: Sequence[tuple[str, bool]] = list(runs)
    level = "".join(piece for piece, raised in pieces if not raised)
    return level if _FIGURE.fullmatch(level.strip()) else "".join(piece for piece, _ in pieces)
