"""Runs that several formats write."""

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.result import Run
from tests.output.runs import result, run_of
from tests.places import SEED


@pytest.fixture(scope="session")
def seed() -> Run:
    return run_of(result(SEED.read_bytes(), "informes/cumm 2024-t1.txt"))


@pytest.fixture(scope="session")
def many() -> Run:
    """Ten thousand findings."""
    rows = tuple(Row(texto=f"{number}. ELABORAR") for number in range(100, 10_100))
    return run_of(result(write([Page(metas=rows)]).encode()))
