"""Runs that several formats write."""

from collections.abc import Iterator
from typing import Any

import pytest

from poa_lint.authoring.samples import Page, Row, write
from poa_lint.core.result import Run
from tests import browsers
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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        program = driver.chromium.launch(executable_path=browsers.CHROMIUM, args=list(browsers.FLAGS))
        yield program
        program.close()
