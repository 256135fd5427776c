"""Tables of figures in Markdown, and the pages of the documentation that hold them."""

import os
import platform
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from benchmarks.measures import Row
from benchmarks.programs import ROOT
from poa_lint.rulebook.builtin import built_in_rules

PERFORMANCE: Final = ROOT / "docs" / "performance.md"
SCALE: Final = ROOT / "docs" / "scale.md"
OFFICE: Final = ROOT / "docs" / "office.md"
MARKERS: Final = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)
"""A place for a table: the comment before it, its text, and the comment behind it."""


def table(rows: Iterable[Row]) -> str:
    """A Markdown table of two columns, without a line break at its end."""
    return "\n".join(["| measure | figure |", "| --- | --- |", *(f"| {row.measure} | {row.figure} |" for row in rows)])


def heading() -> str:
    """The sentence above a table: today's date, Python, the machine, and the version of the rules."""
    system = f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}"
    cores = os.cpu_count() or 1
    return (
        f"Measured on {time.strftime('%Y-%m-%d')}: {system}, {cores} core{'' if cores == 1 else 's'}; "
        f"poa-lint {built_in_rules().version}."
    )


def write(page: Path, *tables: str) -> None:
    """Replace the tables between the markers of `page`, in order; all other text stays.

    Raises ValueError if the page has fewer markers than there are tables.
    """
    waiting = iter(tables)
    text = page.read_text(encoding="utf-8")
    new = MARKERS.sub(lambda match: f"{match[1]}\n{next(waiting)}\n\n{match[2]}", text)
    if next(waiting, None) is not None:
        raise ValueError(f"{page.name}: fewer markers than tables")
    page.write_text(new, encoding="utf-8", newline="")
