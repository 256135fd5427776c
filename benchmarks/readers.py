"""The offices' kinds of files beside the text: cells right, and what they cost, warm and cold.

`python -m benchmarks.readers FILES` prints the table for other files than those of tests/data/office.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.measures import FULL, Amounts
from benchmarks.pages import heading
from benchmarks.programs import BARE, LINT, medians
from poa_lint import lint
from poa_lint.documents import read
from poa_lint.documents.document import Refused
from tests.office.content import SEED, right
from tests.office.make import DATA

CELLS: Final = 375
"""The goals' cells of the seed."""
WARM: Final = 25
"""Times that each file is checked in this process; all of them take turns, and the best of each counts."""


class Kind(NamedTuple):
    """One file: its name, its cells that are right, and its times in seconds, in this process and in one of its own."""

    name: str
    cells: int
    warm: float
    cold: float


def kinds(amounts: Amounts, paths: Sequence[Path] = ()) -> tuple[list[Kind], float]:
    """The text first, then each file; and bare Python's start in seconds."""
    every = [SEED, *(paths or sorted(DATA.iterdir()))]
    warm = {path: float("inf") for path in every}
    for _ in range(WARM if amounts.starts > 1 else 1):
        for path in every:
            warm[path] = min(warm[path], _seconds(path))
    programs: dict[str, Sequence[str]] = {str(path): (*LINT, str(path), "-f", "concise") for path in every}
    cold = medians({"": BARE, **programs}, amounts.starts)
    found = [Kind(path.name, _cells(path), warm[path], cold[str(path)]) for path in every]
    return found, cold[""]


def _seconds(path: Path) -> float:
    begun = time.perf_counter()
    lint(path)
    return time.perf_counter() - begun


def _cells(path: Path) -> int:
    if path == SEED:
        return right(path.read_text(encoding="utf-8"))[0]
    found = read(path.read_bytes(), path.name)
    return 0 if isinstance(found, Refused) else right(found.text)[0]


def table(found: Sequence[Kind], bare: float) -> str:
    """A Markdown table: what is multiplied is the text's own line."""
    text = found[0]
    lines = [
        f"| file | cells right of {CELLS} | reading and checking, warm | a run of the program, cold |",
        "| --- | --- | --- | --- |",
        f"| the text | {text.cells} | {1000 * text.warm:.0f} ms | {text.cold / bare:.1f} × bare Python |",
    ]
    lines += [
        f"| {one.name} | {one.cells} | {one.warm / text.warm:.1f} × | {one.cold / text.cold:.1f} × |"
        for one in found[1:]
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(f"{heading()}\n\n{table(*kinds(FULL, [Path(name) for name in sys.argv[1:]]))}")
