"""Each shape of report or settings takes steps in proportion to its size; steps are counted, not timed."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from benchmarks.shapes import SHAPES

SMALL, LARGE = 60, 240


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
