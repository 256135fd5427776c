"""Tables of figures, and their places in the documentation."""

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
MARKED: Final = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)


def table(rows: Iterable[Row]) -> str:
    """A Markdown table of two columns."""
    return "\n".join(["| measure | figure |", "| --- | --- |", *(f"| {row.measure} | {row.figure} |" for row in rows)])


def heading() -> str:
    """When and where figures were measured, and of what."""
    where = f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}"
    cores = os.cpu_count() or 1
    return (
        f"Measured on {time.strftime('%Y-%m-%d')}: {where}, {cores} core{'' if cores == 1 else 's'}; "
        f"poa-lint {built_in_rules().version}."
    )


def write(page: Path, *tables: str) -> None:
    """Put tables between the markers of a page, in the order of both. The words around them stay as they are."""
    waiting = iter(tables)
    text = page.read_text(encoding="utf-8")
    new = MARKED.sub(lambda found: f"{found[1]}\n{next(waiting)}\n\n{found[2]}", text)
    if next(waiting, None) is not None:
        raise ValueError(f"{page.name}: fewer markers than tables")
    page.write_text(new, encoding="utf-8", newline="")
