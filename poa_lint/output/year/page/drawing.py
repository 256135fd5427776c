"""The drawings of the page, as numbers: the trend of a unit, bars of counts, bars of shares.

A trend has a step for each period. Its line is the share of goals reached; under it stands a mark for each verdict:

    trend([Fraction(1), None, Fraction(1, 2)], ["SIN OBSERVACIONES", None, "CORREGIR"])
        .line  == ""                        # no two periods that follow on each other have a share
        .dots  == "M11 4h0M55 12h0"
        .marks == ((11, 4), (55, 1))        # place, and the number of the verdict in VERDICTS
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from poa_lint.core.result import VERDICTS

STEP: Final = 22
"""Width of a period in a trend, in the drawing's own units."""
TOP: Final = 4
"""The height at which all goals are reached; at BOTTOM none is."""
BOTTOM: Final = 20
WIDE: Final = 240
"""Width of a bar, in the drawing's own units."""


class Trend(NamedTuple):
    """A unit's year: the line through its shares, a dot for each, a mark for each verdict."""

    width: int
    line: str
    dots: str
    marks: tuple[tuple[int, int], ...]


class Part(NamedTuple):
    """A part of a bar: `number` of the counted things are of `kind`; it begins at `start` and is `long`, of WIDE."""

    kind: str
    number: int
    start: int
    long: int


def trend(shares: Sequence[Fraction | None], verdicts: Sequence[str | None]) -> Trend:
    """The drawing of a unit. None stands for a period without a report, or in which no goal can be measured."""
    points = [
        None if share is None else (_middle(at), round(BOTTOM - min(share, Fraction(1)) * (BOTTOM - TOP)))
        for at, share in enumerate(shares)
    ]
    marks = tuple((_middle(at), VERDICTS.index(verdict)) for at, verdict in enumerate(verdicts) if verdict)
    return Trend(STEP * len(shares), _line(points), "".join(f"M{x} {y}h0" for x, y in filter(None, points)), marks)


def bar(counts: Mapping[str, int], kinds: Sequence[str]) -> tuple[Part, ...]:
    """One bar of all `counts`, in the order of `kinds`; a kind that nothing is of has no part."""
    total = sum(counts.get(kind, 0) for kind in kinds)
    parts, before = [], 0
    for kind in kinds:
        number = counts.get(kind, 0)
        start, end = (round(WIDE * edge / total) if total else 0 for edge in (before, before + number))
        before += number
        if number:
            parts.append(Part(kind, number, start, end - start))
    return tuple(parts)


def length(number: int, greatest: int) -> int:
    """The length of a bar for `number`, where the greatest takes WIDE; what is not zero is seen."""
    return max(round(WIDE * number / greatest), 1) if number and greatest else 0


def _middle(at: int) -> int:
    return STEP * at + STEP // 2


def _line(points: Sequence[tuple[int, int] | None]) -> str:
    """A path through the points; a gap where there is none. A point alone is no line."""
    path, before = "", None
    for at, point in enumerate(points):
        if point and before:
            path += f"L{point[0]} {point[1]}"
        elif point and at + 1 < len(points) and points[at + 1]:
            path += f"M{point[0]} {point[1]}"
        before = point
    return path
