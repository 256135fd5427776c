"""Files of offices (`.xlsx`, `.pdf` …) against the text of the same report: cells read right, and time, warm and cold.

`python -m benchmarks.documents FILES` prints the table for other files than those of tests/data/office.
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
from poa_lint.core.source import Unreadable
from poa_lint.documents import read
from tests.office.content import SEED, right
from tests.office.make import DATA

CELLS: Final = 375
"""The goals' cells of the seed."""
WARM: Final = 25
"""Times that each file is linted in this process. The files take turns, and the best time of each counts."""


class File(NamedTuple):
    """One file: its name, the number of cells read right, and the seconds in this process and in one of its own."""

    name: str
    cells: int
    warm: float
    cold: float


def measure(amounts: Amounts, paths: Sequence[Path] = ()) -> tuple[list[File], float]:
    """Measure the seed's text and then the files in `paths` (none: those of tests/data/office).

    Return them in that order, and the seconds in which bare Python starts.
    """
    measured = [SEED, *(paths or sorted(DATA.iterdir()))]
    warm = {path: float("inf") for path in measured}
    for _ in range(WARM if amounts.starts > 1 else 1):
        for path in measured:
            warm[path] = min(warm[path], _seconds(path))
    programs: dict[str, Sequence[str]] = {str(path): (*LINT, str(path), "-f", "concise") for path in measured}
    cold = medians({"": BARE, **programs}, amounts.starts)
    return [File(path.name, _cells(path), warm[path], cold[str(path)]) for path in measured], cold[""]


def table(files: Sequence[File], bare: float) -> str:
    """A Markdown table. The first file is the text, in ms and against bare Python; the others are its multiples."""
    text = files[0]
    lines = [
        f"| file | cells right of {CELLS} | reading and checking, warm | a run of the program, cold |",
        "| --- | --- | --- | --- |",
        f"| the text | {text.cells} | {1000 * text.warm:.0f} ms | {text.cold / bare:.1f} × bare Python |",
    ]
    lines += [
        f"| {file.name} | {file.cells} | {file.warm / text.warm:.1f} × | {file.cold / text.cold:.1f} × |"
        for file in files[1:]
    ]
    return "\n".join(lines)


def _seconds(path: Path) -> float:
    """The seconds that linting the file takes in this process."""
    begun = time.perf_counter()
    lint(path)
    return time.perf_counter() - begun


def _cells(path: Path) -> int:
    """The number of the file's cells that are read as the seed has them."""
    if path == SEED:
        return right(path.read_text(encoding="utf-8"))[0]
    document = read(path.read_bytes(), path.name)
    return 0 if isinstance(document, Unreadable) else right(document.text)[0]


if __name__ == "__main__":
    print(f"{heading()}\n\n{table(*measure(FULL, [Path(name) for name in sys.argv[1:]]))}")
