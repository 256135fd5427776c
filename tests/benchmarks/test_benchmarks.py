"""The reports that are measured are what they are said to be, and measuring works."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.generator import SEED, Size, report
from benchmarks.pages import OFFICE, PERFORMANCE, SCALE, write
from poa_lint import Severity, lint
from tests.places import ROOT

SIZES = [Size(1, 1, 3), SEED, Size.of(30)]


@pytest.mark.parametrize("size", SIZES)
def test_a_sound_report_is_sound(size: Size) -> None:
    for seed in range(1 + 100 // size.goals):
        (file,) = lint(report(seed, size).text).files
        assert [one.code for one in file.diagnostics if one.severity is not Severity.INFO] == []
        assert file.summary is not None
        assert (file.summary.paginas, file.summary.unidades, file.summary.metas) == size


@pytest.mark.parametrize("size", SIZES)
def test_every_fault_is_found_and_nothing_else(size: Size) -> None:
    codes = set()
    for seed in range(1 + 300 // size.goals):
        made = report(seed, size, faulty=True)
        assert len(made.faults) == max(1, size.goals // 10)
        found = [one for one in lint(made.text).files[0].diagnostics if one.severity is not Severity.INFO]
        assert {one.where.meta for one in found} == set(made.faults)
        codes |= {one.code for one in found}
    assert {"POA002", "POA003", "POA101", "POA102", "POA103"} <= codes


def test_a_seed_is_a_report_and_no_two_are_alike() -> None:
    assert report(7) == report(7)
    assert report(7, faulty=True) == report(7, faulty=True)
    rows = [row for seed in range(10) for row in report(seed).text.splitlines() if ".- " in row]
    assert len(set(rows)) == len(rows) == 10 * SEED.goals
    assert 8_000 < len(report(7).text.encode()) < 12_000


def test_a_short_run_prints_its_tables() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--short"], capture_output=True, check=True, cwd=ROOT, timeout=120
    )
    said = done.stdout.decode()
    for begun in (
        "| cold run, the seed, concise, into a pipe | ",
        "| two processes against one, mixed reports | ",
        "| growth from 1 to 9 pages in one file, exponent | ",
        "| growth from 2 to 8 files, exponent | ",
        "| mixed reports, one process | ",
        "| peak memory of one process, 8 files | ",
        "| share of each stage | decode ",
        "| a million reports on ten of them | ",
        "| the text | 375 | ",
        "| informe.xlsx | 375 | ",
        "| 2 to 4 units | exponent ",
    ):
        assert said.count(begun) == 1
    assert said.count("| --- | --- |") == 5
    assert subprocess.run([sys.executable, "-m", "benchmarks", "--all"], check=False, cwd=ROOT).returncode == 2


def test_figures_go_between_their_markers_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Ours.\n<!-- figures -->\nold\n<!-- /figures -->\nOurs.\n", encoding="utf-8")
    write(page, "| new |")
    assert page.read_text(encoding="utf-8") == "Ours.\n<!-- figures -->\n\n| new |\n\n<!-- /figures -->\nOurs.\n"
    with pytest.raises(ValueError, match="fewer markers"):
        write(page, "one", "two")
    for known, tables in ((PERFORMANCE, 2), (SCALE, 2), (OFFICE, 1)):
        assert known.read_text(encoding="utf-8").count("<!-- figures -->\n") == tables
