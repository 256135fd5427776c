"""Each shape of report or settings takes steps in proportion to its size; steps are counted, not timed."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from benchmarks.shapes import SHAPES
from poa_lint.api import Linter, Wishes
from poa_lint.authoring.samples import sample
from poa_lint.core.records import replace
from poa_lint.core.source import Source
from poa_lint.core.words import words
from poa_lint.linter.pool import Against, Pool

SMALL, LARGE = 60, 240
SECOND = {"fecha": "30-jun.-24", "avance": [1, 1], "absoluto": 2, "relativo": "50%"}
PLAN = {"fecha": "", "avance": [], "absoluto": "", "relativo": ""}


def steps(work: Callable[[], object]) -> int:
    """The lines that the interpreter runs, each turn of a loop counted."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.fixture(autouse=True)
def small_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make what a finding shows of a long list less than SMALL, so that more items of it cost no more steps."""
    arithmetic = ("expression.arithmetic.MAX_ITEMS", "expression.arithmetic.MAX_LISTED")
    for name in (*arithmetic, "core.text.MAX_COMPARED", "linter.message.MAX_CELLS"):
        monkeypatch.setattr(f"poa_lint.{name}", 10)


@pytest.mark.parametrize("name", SHAPES)
def test_steps_are_in_proportion_to_the_size(name: str, tmp_path: Path) -> None:
    works = []
    for size in (SMALL, LARGE):
        folder = tmp_path / str(size)
        folder.mkdir()
        works.append(SHAPES[name](size, folder))
    works[0]()  # what the first run loads and compiles is no part of its growth
    few, many = map(steps, works)
    assert many <= 1.1 * LARGE / SMALL * few


def compared(reports: int) -> Callable[[], object]:
    """Many reports of one day beside their last reports and a plan, of which some units are reported by nobody."""

    def source(path: str, unit: int, **changes: object) -> Source:
        page = {"unidad": f"{1000 + unit} UNIDAD {unit}", **changes}
        return Source(path, sample(page).text(), sha256=path)

    linter = Linter(Wishes(no_config=True, today="2024-12-31"), words("es"))
    rows = range(reports + 20)
    second = [source(f"t2-{unit}.txt", unit, **SECOND) for unit in rows[20:]]
    first = [linter.deliver(source(f"t1-{unit}.txt", unit)) for unit in rows]
    plans = [linter.deliver(source(f"poa-{unit}.txt", unit, **PLAN)) for unit in rows]
    plan = replace(plans[0], path="poa.txt", units=tuple(unit for one in plans for unit in one.units))
    together = tuple(map(linter.deliver, second))

    def work() -> None:
        linter.pool = Pool(Against(tuple(first), (plan,), together=together))
        for one in second:
            linter.check(one)

    return work


def test_comparing_takes_steps_in_proportion_to_the_number_of_reports() -> None:
    """Each unit of the plan that nobody reports was looked for in every earlier report, again for each report."""
    works = [compared(reports) for reports in (20, 80)]
    works[0]()
    few, many = map(steps, works)
    assert many <= 1.1 * 80 / 20 * few
