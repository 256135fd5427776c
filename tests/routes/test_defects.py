"""A mistake is found on its goal however the report was saved, or the row is told, or the page refused."""

import pytest

from tests.routes.defects import KINDS, Case, answer, cases
from tests.routes.reports import made

SOME: frozenset[str] = frozenset(KINDS[::6])
SAVES = ("tabs-flat", "tabs-excel-unicode", "csv-semicolons", "bars-open", "pipes-three", "pipes-docling", "aligned-2")


@pytest.fixture(scope="module")
def some_cases() -> list[Case]:
    return list(cases(made(1, seed=5, sizes=((2, 2, 8),)), only=SOME))


def test_there_are_forty_kinds_of_mistakes() -> None:
    assert len(KINDS) >= 40


@pytest.mark.parametrize("save", SAVES)
def test_no_mistake_is_passed_over_in_silence(some_cases: list[Case], save: str) -> None:
    assert len(some_cases) >= 5
    answers = {case.kind: answer(save, case) for case in some_cases}
    assert set(answers.values()) <= {"found", "doubt", "refused"}
    assert save == "aligned-2" or set(answers.values()) == {"found"}
